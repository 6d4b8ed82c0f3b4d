"""How a post will look: beside its form, and for people without an account."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import PreviewLink
from articles.models.content import content_of
from tests.admin.conftest import fields_of, form_of


@pytest.fixture
def post(make_post, editor):
    post = make_post(title="未发布的稿", status="draft", published_at=None)
    workflow.save_draft(post, content_of(post), by=editor)
    return post


def links_of(post):
    return reverse("admin:articles_post_previews", args=[post.pk])


def live_of(post):
    return reverse("admin:articles_post_live", args=[post.pk])


def invited(client, post):
    """The path of a new link, as the desk tells it."""
    return path_in(client.post(links_of(post), {"invite": "1"}, follow=True))


def path_in(page):
    return re.search(r"http://testserver(/preview/[^\"]+)", page.text)[1]


def test_a_link_shows_the_post_to_somebody_without_an_account(desk, post, editor):
    path = invited(desk, post)

    assert "未发布的稿" in Client().get(path).text
    assert PreviewLink.objects.get().created_by == editor
    assert "未发布的稿" in Client().get(path_in(desk.get(links_of(post)))).text


def test_a_link_goes_on_showing_the_revision_it_was_made_of(desk, post, editor):
    path = invited(desk, post)

    workflow.save_draft(post, content_of(post) | {"title": "后来的题"}, by=editor)

    assert "未发布的稿" in Client().get(path).text
    assert "后来的题" not in Client().get(path).text


def test_a_link_that_is_taken_back_shows_nothing(english_desk, post):
    path = invited(english_desk, post)

    english_desk.post(links_of(post), {"revoke": PreviewLink.objects.get().pk})

    assert Client().get(path).status_code == 404
    assert "There is no link" in english_desk.get(links_of(post)).text


def test_of_what_readers_have_there_is_no_link(english_desk, make_post, editor):
    post = make_post()
    workflow.save_edit(post, by=editor)

    assert 'name="invite"' not in english_desk.get(links_of(post)).text
    english_desk.post(links_of(post), {"invite": "1"})

    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30])
def test_a_link_that_is_not_there_is_not_taken_back(desk, post, key):
    assert desk.post(links_of(post), {"revoke": key}).status_code == 404


def test_nobody_takes_back_the_link_of_a_post_by_the_page_of_another(desk, post, make_post):
    invited(desk, post)
    key = PreviewLink.objects.get().pk

    assert desk.post(links_of(make_post()), {"revoke": key}).status_code == 404
    assert PreviewLink.objects.alive().exists()


def test_a_reporter_invites_nobody_to_the_posts_of_others(reporters_desk, post):
    assert reporters_desk.get(links_of(post)).status_code == 403
    assert reporters_desk.post(links_of(post), {"invite": "1"}).status_code == 403
    assert reporters_desk.get(live_of(post)).status_code == 403


def test_the_live_preview_shows_what_is_typed_and_not_saved(desk, post, make_category):
    section = make_category("国际")
    sent = fields_of(
        desk.get(form_of(post)), title="打了一半的题", body="打了一半的文。", sections=[section.pk]
    )
    desk.post(reverse("admin:articles_post_keep", args=[post.pk]), sent)

    answer = desk.get(live_of(post))

    for shown in ("打了一半的题", "打了一半的文。", "国际"):
        assert shown in answer.text
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_live_preview_shows_nobody_elses_typing(desk, reporters_desk, make_post, reporter):
    post = make_post(status="draft", created_by=reporter)
    sent = fields_of(reporters_desk.get(form_of(post)), title="记者打的题")
    reporters_desk.post(reverse("admin:articles_post_keep", args=[post.pk]), sent)

    assert "记者打的题" not in desk.get(live_of(post)).text


def test_the_live_preview_of_what_cannot_be_saved_yet_shows_the_rest(desk, post):
    sent = fields_of(desk.get(form_of(post)), title="", body="正文在此。", expires_at_0="x")
    desk.post(reverse("admin:articles_post_keep", args=[post.pk]), sent)

    answer = desk.get(live_of(post))

    assert answer.status_code == 200
    assert "正文在此。" in answer.text


def test_the_live_preview_begins_with_the_newest_revision(desk, make_post, editor):
    post = make_post(title="旧题")
    workflow.save_draft(post, content_of(post) | {"title": "新题"}, by=editor)

    assert "新题" in desk.get(live_of(post)).text


def test_what_is_typed_runs_nothing_in_the_live_preview(desk, post):
    sent = fields_of(desk.get(form_of(post)), body="<p>好</p><script>alert(1)</script>")
    desk.post(reverse("admin:articles_post_keep", args=[post.pk]), sent)

    assert "<script>alert" not in desk.get(live_of(post)).text
