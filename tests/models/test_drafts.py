"""Readers see what was published, the desk works on the newest revision."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import search, workflow
from articles.models import Author, Correction, Post, Revision, Transition
from articles.models.content import content_of, open_content

SOON = timezone.now() + timedelta(days=1000)


@pytest.fixture
def live(make_post, make_category, editor):
    """A post that readers have, with sections, authors and tags."""
    post = make_post(
        title="旧题",
        body="<p>旧文。</p>",
        categories=[make_category("国际")],
        authors=["甲"],
        tags=["海"],
    )
    workflow.save_edit(post, by=editor)
    return post


def changed(post, **changes):
    return content_of(post) | changes


def test_a_draft_of_a_live_post_changes_nothing_for_readers(live, editor, make_category):
    before = Post.objects.values().get()
    new = make_category("财经")
    content = changed(
        live, title="新题", body="<p>新文。</p>", categories=[new.pk], authors=[], tags=["山"]
    )

    revision = workflow.save_draft(live, content, by=editor)

    after = Post.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"draft_id", "edited_at"}
    post = Post.objects.get()
    assert post.draft == revision == post.revisions.first()
    assert post.section.name == "国际"
    assert search.match(Post.objects.all(), "旧文").exists()
    assert not search.match(Post.objects.all(), "新文").exists()


def test_publishing_gives_readers_all_of_the_draft(live, editor, make_category):
    new, author = make_category("财经"), Author.objects.create(name="乙")
    content = changed(
        live,
        title="新题",
        body="<p>新文。</p>",
        categories=[new.pk],
        authors=[author.pk],
        tags=["山"],
    )
    workflow.save_draft(live, content, by=editor)

    workflow.publish(live, by=editor)

    post = Post.objects.get()
    assert (post.title, post.body, post.draft) == ("新题", "<p>新文。</p>", None)
    assert (post.section, post.byline, list(post.tags.names())) == (new, [author], ["山"])
    assert search.match(Post.objects.all(), "新文").exists()
    step = Transition.objects.get()
    assert (step.from_status, step.to_status) == ("published", "published")


def test_the_date_of_a_live_post_stays_when_its_changes_are_published(live, editor):
    moment = live.published_at
    workflow.save_draft(live, changed(live, title="新题"), by=editor)

    workflow.publish(live, by=editor)

    assert Post.objects.get().published_at == moment


def test_there_is_nothing_to_publish_of_a_live_post_without_changes(live, editor):
    with pytest.raises(workflow.TransitionError):
        workflow.publish(live, by=editor)


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "withdrawn"])
def test_what_readers_do_not_see_follows_at_once(make_post, editor, status):
    post = make_post(status=status)

    workflow.save_draft(post, changed(post, title="新题"), by=editor)

    post = Post.objects.get()
    assert (post.title, post.draft) == ("新题", None)


def test_a_scheduled_post_follows_at_once_so_that_the_newest_text_appears(make_post, editor):
    post = make_post(published_at=SOON)

    workflow.save_draft(post, changed(post, title="新题"), by=editor)

    assert Post.objects.get().title == "新题"


def test_discarded_changes_stay_in_the_history(live, editor):
    draft = workflow.save_draft(live, changed(live, title="新题"), by=editor)

    newest = workflow.discard_changes(live, by=editor)

    post = Post.objects.get()
    assert (post.title, post.draft) == ("旧题", None)
    assert newest.fields["title"] == "旧题"
    assert draft in post.revisions.all()


def test_a_withdrawn_post_goes_on_with_its_unpublished_changes(live, editor):
    workflow.save_draft(live, changed(live, title="新题"), by=editor)

    workflow.withdraw(live, by=editor, reason="事实有误")

    post = Post.objects.get()
    assert (post.status, post.title, post.draft) == ("withdrawn", "新题", None)
    assert Transition.objects.get().note == "事实有误"


def test_the_desk_opens_the_unpublished_changes(live, editor):
    workflow.save_draft(live, changed(live, title="新题", tags=["山"]), by=editor)
    post = Post.objects.get()

    content = open_content(post)

    assert (post.title, content["tags"]) == ("新题", ["山"])
    assert Post.objects.get().title == "旧题"


def test_readers_are_told_of_a_correction_when_it_is_published(live, editor):
    content = changed(live, title="新题") | {"correction": "旧题有误。"}
    workflow.save_draft(live, content, by=editor)
    assert not Correction.objects.exists()

    workflow.publish(live, by=editor)

    correction = Correction.objects.get()
    assert (correction.text, correction.by) == ("旧题有误。", editor)
    assert "correction" not in Revision.objects.first().fields


def test_a_step_over_many_posts_changes_the_draft_too_and_keeps_its_text(
    live, editor, make_category
):
    workflow.save_draft(live, changed(live, title="新题"), by=editor)
    new = make_category("财经")
    live.file_under([new])

    workflow.save_edit(live, by=editor, changed=["categories"])

    post = Post.objects.get()
    assert post.draft.fields["title"] == "新题"
    assert post.draft.fields["categories"] == [new.pk]
    assert post.draft == post.revisions.first()


def test_a_step_goes_by_what_is_stored_and_not_by_what_the_caller_holds(live, editor):
    live.title = "谁也没有保存的"

    workflow.withdraw(live, by=editor)

    assert Post.objects.get().title == live.title == "旧题"


def test_an_embargo_moves_the_publication_to_its_end(make_post, editor):
    post = make_post(status="approved", published_at=None, embargo_until=SOON)

    workflow.publish(post, by=editor)

    assert Post.objects.get().published_at == SOON
    assert not post.is_public


def test_an_embargo_comes_too_late_for_what_readers_have(live, editor):
    workflow.save_draft(live, changed(live, embargo_until=SOON), by=editor)

    with pytest.raises(workflow.TransitionError, match=r"embargo|禁"):
        workflow.publish(live, by=editor)

    assert Post.objects.get().is_public


def test_the_database_holds_the_embargo(make_post):
    post = make_post()

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(embargo_until=SOON)


def test_a_scheduled_post_is_called_back_and_brought_forward(make_post, editor):
    post = make_post(published_at=SOON)

    workflow.publish(post, by=editor, at=timezone.now())
    assert post.is_public

    other = make_post(published_at=SOON)
    workflow.return_to_draft(other, by=editor, note="再等等")
    other.refresh_from_db()
    assert (other.status, other.transitions.get().note) == ("draft", "再等等")


def test_a_revision_of_before_a_column_was_there_is_restored(make_post, editor):
    post = make_post(status="draft", embargo_until=SOON)
    old = workflow.save_edit(post, by=editor)
    del old.fields["embargo_until"]

    workflow.restore(post, old, by=editor)

    assert Post.objects.get().embargo_until is None


def test_what_only_publishers_decide_is_not_taken_from_others(make_post, reporter):
    post = make_post(status="draft", created_by=reporter)
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    planted = {"slug": "mine", "published_at": moment, "expires_at": SOON}

    workflow.save_draft(post, changed(post, title="新题", **planted), by=reporter)

    stored = Post.objects.get()
    assert stored.title == "新题"
    assert (stored.slug, stored.published_at) == (post.slug, post.published_at)
    assert stored.expires_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite in memory has one connection")
def test_whoever_publishes_while_another_saves_publishes_what_was_saved(make_post):
    post = make_post()
    mine = Post.objects.get(pk=post.pk)

    def publish():
        workflow.publish(mine, by=None)
        connection.close()

    waiting = Thread(target=publish)
    with transaction.atomic():
        workflow.save_draft(post, changed(post, title="刚存的题"), by=None)
        waiting.start()
        # Long enough to come to the post, which is locked.
        waiting.join(0.5)
    waiting.join()

    assert Post.objects.get().title == "刚存的题"


def test_a_refused_step_leaves_the_callers_transaction_going_on(live, reporter):
    with transaction.atomic():
        with pytest.raises(workflow.TransitionError):
            workflow.approve(live, by=None)
        workflow.save_draft(live, changed(live, title="新题"), by=None)

    assert live.revisions.first().fields["title"] == "新题"


def test_changes_that_were_put_back_have_the_moment_of_publication_to_the_microsecond(live):
    moment = datetime(2022, 3, 10, 18, 6, 38, 123456, tzinfo=UTC)
    Post.objects.update(published_at=moment)
    live.refresh_from_db()
    workflow.save_draft(live, changed(live, title="新题"), by=None)

    workflow.publish(live, by=None)

    assert Post.objects.get().published_at == moment
