"""Deleted posts: the addresses that they had are told of, like those of withdrawn ones."""

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import announcing, workflow
from articles.models import Post, Source
from articles.renewal import remove
from tests.pushes.conftest import SITE
from tests.pushes.working import address_of, work


def told_addresses(engine):
    return [json.loads(body)["urlList"] for *_rest, body in engine.told]


def test_the_address_of_a_deleted_post_is_told(client, indexnow, make_post):
    post = make_post()
    address = address_of(post)

    remove(Post.objects.all())
    work()

    assert told_addresses(indexnow) == [[address]]
    assert client.get(address.removeprefix(SITE)).status_code == 410


def test_posts_that_are_deleted_together_are_told_of_together(indexnow, make_post, monkeypatch):
    monkeypatch.setattr(announcing, "INDEXNOW_POSTS", 2)
    addresses = [address_of(make_post()) for _number in range(3)]

    remove(Post.objects.all())
    work()

    assert sorted(told_addresses(indexnow)) == [addresses[:2], addresses[2:]]


def test_a_post_that_is_deleted_before_its_withdrawal_was_told_is_told_of(
    indexnow, publish, editor
):
    post = publish()
    work()
    workflow.withdraw(post, by=editor)
    address = address_of(post)

    remove(Post.objects.all())
    work()

    assert told_addresses(indexnow) == [[address]] * 2


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"published_at": timezone.now() + timedelta(days=900)},
        {"source": {"is_own": False}},
        {"source": {"is_own": True, "index_policy": "noindex"}},
    ],
    ids=["draft", "scheduled", "another's", "noindex"],
)
def test_what_nobody_saw_or_is_not_ours_to_announce_goes_untold(indexnow, make_post, fields):
    if contract := fields.get("source"):
        fields = fields | {"source": Source.objects.create(name="通讯社", **contract)}

    make_post(**fields)
    remove(Post.objects.all())

    assert not DBTaskResult.objects.exists()


def test_nothing_is_told_of_a_deletion_that_did_not_come_about(indexnow, hub, make_post):
    post = make_post()

    with transaction.atomic():
        remove(Post.objects.filter(pk=post.pk))
        transaction.set_rollback(True)
    work()

    assert indexnow.told == []


def test_nobody_is_told_unless_the_settings_say_so(make_post):
    make_post()
    remove(Post.objects.all())

    assert not DBTaskResult.objects.exists()


def test_a_hub_is_told_which_feeds_a_deleted_post_was_on(hub, make_post, make_category):
    make_post(categories=[make_category("国际")], tags=["外交"], authors=["记者甲"])
    remove(Post.objects.all())
    work()

    [(path, _kind, body)] = hub.told
    pages = ("", "sections/guo-ji/", "tags/wai-jiao/", "authors/ji-zhe-jia/")
    assert path == "/hub"
    assert sorted(parse_qs(body)["hub.url"]) == sorted(
        f"{SITE}/{page}feed.{form}" for page in pages for form in ("xml", "json")
    )


def test_a_busy_server_is_told_of_a_deletion_again_later(indexnow, hub, make_post):
    indexnow.answers = [503, 503]
    address = address_of(make_post())

    remove(Post.objects.all())
    work()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        work()

    bodies = [body for path, _kind, body in indexnow.told if path == "/indexnow"]
    assert [json.loads(body)["urlList"] for body in bodies] == [[address]] * 2
    assert len([path for path, *_rest in indexnow.told if path == "/hub"]) == 2
    assert not DBTaskResult.objects.exists()
