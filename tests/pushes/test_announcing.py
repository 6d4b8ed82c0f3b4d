"""What search engines and hubs are told: by a worker, over the wire, and only of our own."""

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import announcing, workflow
from articles.models import Post, Source
from articles.renewal import renew
from tests.pushes.conftest import KEY, SITE
from tests.pushes.working import address_of, work


def test_nobody_is_told_unless_the_settings_say_so(publish):
    publish()

    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_indexnow_of_a_new_post(client, indexnow, publish):
    post = publish()

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    [(path, kind, body)] = indexnow.told
    assert (path, kind) == ("/indexnow", "application/json; charset=utf-8")
    message = json.loads(body)
    assert message["host"] == "testserver"
    assert message["urlList"] == [address_of(post)]
    proof = client.get(message["keyLocation"].removeprefix(SITE))
    assert (proof.text, proof.status_code) == (KEY, 200)
    assert client.get(f"/{KEY}0.txt").status_code == 404


def test_indexnow_is_told_of_changes_and_withdrawals(indexnow, publish, editor):
    post = publish()
    work()
    workflow.save_edit(post, by=editor)
    work()
    workflow.withdraw(post, by=editor)
    work()

    assert [json.loads(body)["urlList"] for *_rest, body in indexnow.told] == [
        [address_of(post)]
    ] * 3


def test_baidu_is_told_of_new_posts_only(baidu, publish, editor):
    post = publish()
    workflow.save_edit(post, by=editor)
    workflow.withdraw(publish(), by=editor)
    work()

    assert baidu.told == [(f"/urls?site={SITE}&token=secret", "text/plain", address_of(post))]


def test_nothing_is_told_of_a_change_that_was_not_saved(indexnow, publish):
    with transaction.atomic():
        publish()
        transaction.set_rollback(True)
    work()

    assert indexnow.told == []


@pytest.mark.parametrize(
    "contract",
    [
        {"is_own": False},
        {"is_own": True, "index_policy": "noindex"},
        {"is_own": True, "index_policy": "canonical"},
    ],
    ids=["another's", "noindex", "canonical"],
)
def test_pieces_that_are_not_ours_to_announce_are_not(indexnow, baidu, publish, editor, contract):
    post = publish(source=Source.objects.create(name="通讯社", **contract))
    workflow.withdraw(post, by=editor)
    work()

    assert indexnow.told == []


def test_pieces_of_our_own_source_are_announced(indexnow, publish):
    post = publish(source=Source.objects.create(name="本报", is_own=True))
    work()

    assert json.loads(indexnow.told[0][2])["urlList"] == [address_of(post)]


def test_a_scheduled_post_is_announced_at_its_time(indexnow, baidu, publish):
    due = timezone.now() + timedelta(days=1)
    post = publish(published_at=due)
    work()
    assert indexnow.told == []

    with time_machine.travel(due + timedelta(seconds=1)):
        work()

    assert sorted(path.partition("?")[0] for path, *_rest in indexnow.told) == [
        "/indexnow",
        "/urls",
    ]
    assert all(address_of(post) in body for *_rest, body in indexnow.told)


@pytest.mark.parametrize("change", ["later", "withdrawn", "noindex", "foreign", "deleted"])
def test_what_is_queued_is_looked_at_again_when_its_time_comes(
    indexnow, baidu, publish, editor, change
):
    due = timezone.now() + timedelta(days=1)
    source = Source.objects.create(name="本报", is_own=True)
    post = publish(published_at=due, source=source)
    if change == "later":
        Post.objects.filter(pk=post.pk).update(published_at=due + timedelta(days=1))
    elif change == "withdrawn":
        Post.objects.filter(pk=post.pk).update(status="draft")
    elif change == "deleted":
        post.delete()
    else:
        Source.objects.update(
            **{"noindex": {"index_policy": "noindex"}, "foreign": {"is_own": False}}[change]
        )

    with time_machine.travel(due + timedelta(seconds=1)):
        work()

    assert indexnow.told == []


def test_many_posts_are_told_of_at_once(indexnow, baidu, make_post, monkeypatch):
    monkeypatch.setattr(announcing, "BAIDU_POSTS", 2)
    posts = [make_post() for _number in range(3)]
    for post in posts:
        post.transitions.create(from_status="draft", to_status="published")

    renew(posts)
    work()

    told = sorted((path.partition("?")[0], body) for path, _kind, body in indexnow.told)
    assert json.loads(told[0][1])["urlList"] == [address_of(post) for post in posts]
    assert [path for path, _body in told] == ["/indexnow", "/urls", "/urls"]
    assert sum(body.count(SITE) for path, body in told if path == "/urls") == 3


def test_a_hub_is_told_which_feeds_changed(hub, publish, make_category, editor):
    post = publish(categories=[make_category("国际", "亚洲")], tags=["外交"], authors=["记者甲"])
    work()
    workflow.withdraw(post, by=editor)
    work()
    publish(published_at=timezone.now() + timedelta(days=1))
    work()
    assert len(hub.told) == 2
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        work()

    assert len(hub.told) == 3
    for path, kind, body in hub.told[:2]:
        assert (path, kind) == ("/hub", "application/x-www-form-urlencoded")
        message = parse_qs(body)
        assert message["hub.mode"] == ["publish"]
        pages = (
            "",
            "sections/guo-ji/",
            "sections/guo-ji/ya-zhou/",
            "tags/wai-jiao/",
            "authors/ji-zhe-jia/",
        )
        assert sorted(message["hub.url"]) == sorted(
            f"{SITE}/{page}feed.{form}" for page in pages for form in ("xml", "json")
        )
