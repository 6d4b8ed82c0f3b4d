"""What goes to the trash comes out as it was; what readers saw does not go there."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles import trash, workflow
from articles.models import Post
from articles.permissions import visible_to
from articles.previews import preview_path
from tests.conftest import NOT_PUBLIC

LIST = "/admin/articles/trashedpost/"


@pytest.fixture
def draft(make_post):
    return make_post(title="作废的稿", status="draft", published_at=None)


def test_what_is_thrown_away_is_nowhere_but_in_the_trash(draft, editor, desk):
    revision = workflow.save_edit(draft, by=editor)

    trash.discard(draft, by=editor)

    assert not visible_to(editor, Post.objects.all()).exists()
    assert "作废的稿" not in desk.get("/admin/articles/post/").text
    assert "作废的稿" in desk.get(LIST).text
    assert desk.get(preview_path(revision)).status_code == 404
    assert not workflow.possible_steps(editor, draft)


def test_it_comes_out_as_it_was(draft, editor, desk):
    trash.discard(draft, by=editor)

    desk.post(LIST, {"action": "recover", "_selected_action": [draft.pk]})

    draft.refresh_from_db()
    assert (draft.status, draft.trashed_at, draft.trashed_by) == ("draft", None, None)


@pytest.mark.parametrize("state", ["withdrawn", "expired", "scheduled", None])
def test_what_readers_saw_or_are_to_see_does_not_go_there(make_post, editor, state):
    post = make_post(**NOT_PUBLIC.get(state, {}))

    with pytest.raises(trash.TrashError):
        trash.discard(post, by=editor)


def test_what_was_public_once_does_not_go_there(make_post, editor):
    post = make_post()
    workflow.withdraw(post, by=editor)
    workflow.return_to_draft(post, by=editor)

    with pytest.raises(trash.TrashError):
        trash.discard(post, by=editor)


def test_what_was_scheduled_and_called_back_goes_there(make_post, editor):
    post = make_post(published_at=datetime(2100, 1, 1, tzinfo=UTC), status="approved")
    workflow.publish(post, by=editor)
    workflow.return_to_draft(post, by=editor)

    trash.discard(post, by=editor)

    assert Post.objects.get().trashed_at


def test_nothing_in_the_trash_can_be_published_past_the_workflow(draft, editor):
    trash.discard(draft, by=editor)
    moment = datetime(2022, 3, 11, tzinfo=UTC)

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.update(status="published", published_at=moment, published_on=moment)


def test_deleting_for_good_is_asked_first(draft, editor, desk):
    trash.discard(draft, by=editor)
    sent = {"action": "delete_for_good", "_selected_action": [draft.pk]}

    asked = desk.post(LIST, sent)
    assert "作废的稿" in asked.text
    assert Post.objects.exists()

    desk.post(LIST, sent | {"confirmed": "1"})
    assert not Post.objects.exists()


def test_what_is_not_in_the_trash_is_not_deleted_for_good(draft, editor):
    trash.delete(Post.objects.all(), by=editor)

    assert Post.objects.exists()


def test_a_reporter_throws_away_and_recovers_the_own_draft_alone(
    make_post, reporter, reporters_desk, editor
):
    mine = make_post(status="draft", published_at=None, created_by=reporter)
    others = make_post(status="draft", published_at=None, created_by=editor)
    submitted = make_post(status="in_review", published_at=None, created_by=reporter)

    trash.discard(mine, by=reporter)
    for post in (others, submitted):
        with pytest.raises(PermissionDenied):
            trash.discard(post, by=reporter)
    trash.discard(others, by=editor)

    reporters_desk.post(LIST, {"action": "recover", "_selected_action": [mine.pk, others.pk]})
    sent = {"action": "delete_for_good", "_selected_action": [mine.pk], "confirmed": "1"}
    reporters_desk.post(LIST, sent)

    assert set(Post.objects.filter(trashed_at=None)) == {mine, submitted}
    assert Post.objects.filter(pk=others.pk).exists()


def test_the_form_asks_before_a_post_goes_to_the_trash(draft, desk):
    address = reverse("admin:articles_post_delete", args=[draft.pk])

    assert "作废的稿" in desk.get(address).text
    desk.post(address, {"post": "yes"})

    draft.refresh_from_db()
    assert draft.trashed_at
