from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from articles import search, workflow
from articles.models import Post, Revision, Transition
from articles.permissions import can_edit, visible_to

STEPS = {
    "submit": workflow.submit,
    "approve": workflow.approve,
    "publish": workflow.publish,
    "withdraw": workflow.withdraw,
    "return_to_draft": workflow.return_to_draft,
}
ALLOWED = {
    ("draft", "submit"): "in_review",
    ("draft", "publish"): "published",
    ("in_review", "approve"): "approved",
    ("in_review", "publish"): "published",
    ("in_review", "return_to_draft"): "draft",
    ("approved", "publish"): "published",
    ("approved", "return_to_draft"): "draft",
    ("published", "withdraw"): "withdrawn",
    ("withdrawn", "return_to_draft"): "draft",
}
STATUSES = Post.Status.values


def stored_status(post):
    return Post.objects.values_list("status", flat=True).get(pk=post.pk)


@pytest.mark.parametrize(("start", "step"), ALLOWED)
def test_a_step_moves_the_post_and_keeps_who_did_it(make_post, editor, start, step):
    post = make_post(status=start)

    STEPS[step](post, by=editor)

    assert stored_status(post) == ALLOWED[start, step]
    move = Transition.objects.get()
    assert (move.from_status, move.to_status, move.by) == (start, post.status, editor)
    assert Revision.objects.get().by == editor


@pytest.mark.parametrize(
    ("start", "step"),
    [(start, step) for start in STATUSES for step in STEPS if (start, step) not in ALLOWED],
)
def test_a_step_that_does_not_start_here_changes_nothing(make_post, editor, start, step):
    post = make_post(status=start)

    with pytest.raises(workflow.TransitionError), transaction.atomic():
        STEPS[step](post, by=editor)

    assert stored_status(post) == start
    assert not Transition.objects.exists()
    assert not Revision.objects.exists()


def test_the_desk_offers_the_steps_that_can_be_taken(make_post, editor):
    offered = {
        (status, step)
        for status in STATUSES
        for step in workflow.possible_steps(editor, make_post(status=status))
    }

    assert offered == set(ALLOWED)


def test_a_reporter_submits_what_they_wrote_and_no_more(make_post, reporter):
    post = make_post(status="draft", created_by=reporter)
    assert workflow.possible_steps(reporter, post) == ["submit"]

    workflow.submit(post, by=reporter)

    assert stored_status(post) == "in_review"
    assert workflow.possible_steps(reporter, post) == []


@pytest.mark.parametrize(("start", "step"), ALLOWED)
def test_a_reporter_may_not_move_the_posts_of_others(make_post, reporter, editor, start, step):
    post = make_post(status=start, created_by=editor)

    with pytest.raises(PermissionDenied), transaction.atomic():
        STEPS[step](post, by=reporter)

    assert stored_status(post) == start


@pytest.mark.parametrize("step", ["approve", "publish", "withdraw", "return_to_draft"])
def test_a_reporter_may_not_do_an_editors_work(make_post, reporter, step):
    starts = {s: start for start, s in ALLOWED}
    post = make_post(status=starts[step], created_by=reporter)

    with pytest.raises(PermissionDenied), transaction.atomic():
        STEPS[step](post, by=reporter)


@pytest.mark.parametrize("status", STATUSES)
def test_a_reporter_edits_their_own_posts_until_they_are_approved(
    make_post, reporter, editor, status
):
    own = make_post(status=status, created_by=reporter)
    other = make_post(status=status, created_by=editor)

    assert can_edit(reporter, own) == (status in ("draft", "in_review"))
    assert not can_edit(reporter, other)
    assert can_edit(editor, own)


def test_a_reporter_sees_their_own_posts_and_an_editor_all(make_post, reporter, editor):
    own = make_post(status="draft", created_by=reporter)
    make_post(status="draft", created_by=editor)

    assert list(visible_to(reporter, Post.objects.all())) == [own]
    assert visible_to(editor, Post.objects.all()).count() == 2


def test_an_account_that_was_closed_may_do_nothing(make_post, editor):
    editor.is_active = False

    assert workflow.possible_steps(editor, make_post(status="draft")) == []


def test_a_post_is_published_now_when_it_has_no_date(make_post, editor, time_machine):
    now = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    post = make_post(status="draft", published_at=None)

    workflow.publish(post, by=editor)

    assert Post.objects.get().published_at == now


def test_a_post_keeps_the_date_it_has(make_post, editor):
    post = make_post(status="draft")
    date = post.published_at

    workflow.publish(post, by=editor)

    assert Post.objects.get().published_at == date


def test_a_post_may_be_published_for_a_date_to_come(make_post, editor):
    post = make_post(status="draft", published_at=None)
    due = timezone.now() + timedelta(days=1)

    workflow.publish(post, by=editor, at=due)

    assert list(Post.objects.scheduled()) == [post]
    assert not Post.objects.published().exists()


def test_a_withdrawn_post_tells_readers_why(make_post, editor):
    post = make_post()

    workflow.withdraw(post, by=editor, notice="报道有误，已撤回。")

    assert Post.objects.get().withdrawal_notice == "报道有误，已撤回。"


def test_a_step_goes_by_the_status_in_the_database(make_post, editor):
    post = make_post(status="in_review")
    seen_before = Post.objects.get()
    workflow.publish(post, by=editor)

    with pytest.raises(workflow.TransitionError), transaction.atomic():
        workflow.approve(seen_before, by=editor)

    assert stored_status(post) == "published"


def test_search_follows_publication_and_withdrawal(make_post, editor):
    post = make_post(status="draft", title="停火协议")

    def found():
        return list(search.match(Post.objects.published(), "停火"))

    assert found() == []
    workflow.publish(post, by=editor)
    assert found() == [post]
    workflow.withdraw(post, by=editor)
    assert found() == []


def test_an_edit_without_permission_leaves_no_revision(make_post, reporter, editor):
    post = make_post(created_by=editor)

    with pytest.raises(PermissionDenied), transaction.atomic():
        workflow.save_edit(post, by=reporter)

    assert not Revision.objects.exists()
