"""What is typed is kept while it is typed; who else is there is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Autosave, Post, Presence
from articles.models.content import content_of
from tests.admin.conftest import fields_of, form_of

ADD = "/admin/articles/post/add/"
ADD_KEEP = "/admin/articles/post/add/keep/"


@pytest.fixture
def post(make_post):
    return make_post(title="原题", status="draft")


def keep(client, post, **fields):
    return client.post(reverse("admin:articles_post_keep", args=[post.pk]), fields)


def typed(client, post, **changes):
    return fields_of(client.get(form_of(post)), **changes)


def test_what_was_typed_is_offered_and_gone_on_from(english_desk, post, make_category):
    section = make_category("国际")
    sent = typed(english_desk, post, title="打了一半的题", sections=[section.pk], tags="海，山")
    key = keep(english_desk, post, **sent).json()["unsaved"]

    offered = english_desk.get(form_of(post)).text
    again = english_desk.get(form_of(post), {"unsaved": key})

    assert f"?unsaved={key}" in offered
    assert 'value="打了一半的题"' not in offered
    assert 'value="打了一半的题"' in again.text
    assert f'<option value="{section.pk}" selected>' in again.text
    assert 'value="海，山"' in again.text
    assert Post.objects.get().title == "原题"


def test_one_row_is_kept_for_each_person_and_post(desk, post, editor):
    for title in ("一", "二", "三"):
        keep(desk, post, title=title)

    row = Autosave.objects.get()
    assert (row.user, row.fields["title"]) == (editor, ["三"])


def test_what_is_saved_is_forgotten(desk, edit, post):
    keep(desk, post, **typed(desk, post, title="打了一半的题"))

    edit(desk, post, title="打完的题")

    assert not Autosave.objects.exists()


def test_a_new_post_is_kept_by_the_key_of_its_form(english_desk):
    sent = fields_of(english_desk.get(ADD), title="新稿")
    key = english_desk.post(ADD_KEEP, sent).json()["unsaved"]

    assert f"?unsaved={key}" in english_desk.get(ADD).text
    again = english_desk.get(ADD, {"unsaved": key})
    assert 'value="新稿"' in again.text
    english_desk.post(ADD, fields_of(again) | {"_continue": "1"})

    assert Post.objects.get().title == "新稿"
    assert not Autosave.objects.exists()


def test_nobody_goes_on_from_what_another_typed(desk, reporters_desk, reporter, make_post):
    post = make_post(title="原题", status="draft", created_by=reporter)
    key = keep(reporters_desk, post, title="记者打的").json()["unsaved"]

    assert "记者打的" not in desk.get(form_of(post), {"unsaved": key}).text


def test_who_may_not_edit_the_post_keeps_nothing(reporters_desk, post):
    assert keep(reporters_desk, post, title="x").status_code == 403
    assert reporters_desk.post("/admin/articles/post/99/keep/", {"title": "x"}).status_code == 403
    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()


def test_whose_session_has_ended_is_told_so_and_not_sent_away(post):
    address = reverse("admin:articles_post_keep", args=[post.pk])

    assert Client().get(address).status_code == 401
    assert Client().post(address, {"title": "x"}).status_code == 401


def test_a_request_without_a_token_keeps_nothing(post, editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert keep(client, post, title="x").status_code == 403
    token = client.get(reverse("admin:articles_post_keep", args=[post.pk])).json()["token"]
    assert keep(client, post, title="x", csrfmiddlewaretoken=token).status_code == 200


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 40])
def test_an_address_that_names_nothing_kept_opens_the_form(desk, post, key):
    assert desk.get(form_of(post), {"unsaved": key}).status_code == 200


@pytest.mark.parametrize("window", ["", "x", "\x00"])
def test_an_odd_window_is_nobody(desk, post, window):
    assert keep(desk, post, window=window).status_code == 200
    assert not Presence.objects.exists()


def test_those_who_have_the_post_open_see_each_other(desk, reporters_desk, make_post, reporter):
    post = make_post(status="draft", created_by=reporter)
    mine, theirs, second = uuid4(), uuid4(), uuid4()
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    assert keep(desk, post, window=mine).json()["others"] == []
    assert keep(reporters_desk, post, window=theirs).json()["others"] == ["editor"]
    assert keep(desk, post, window=mine).json()["others"] == ["reporter"]
    assert "you, in another window" in keep(desk, post, window=second).json()["others"]


def test_who_was_not_heard_of_for_a_while_is_gone(desk, post, editor, reporter):
    row = Presence(post=post, user=reporter, window=uuid4())
    row.seen_at = post.created_at - timedelta(minutes=1)
    row.save()

    assert keep(desk, post, window=uuid4()).json()["others"] == []


def test_what_another_saved_meanwhile_is_told(english_desk, post, editor):
    seen = workflow.save_draft(post, content_of(post), by=editor).pk
    assert keep(english_desk, post, window=uuid4(), seen=seen).json()["overtaken"] == ""

    workflow.save_draft(post, content_of(post), by=None)

    told = keep(english_desk, post, window=uuid4(), seen=seen).json()["overtaken"]
    assert "An import saved this post" in told
