"""The steps of a post from draft to reader and back: each is one transaction.

Readers see the columns of a post, the desk works on its newest revision. While a post has not
appeared the two are the same; of one that has, edits wait in `Post.draft` until they are
published. A step locks the post and goes by what is stored, whatever the caller's copy holds,
which is brought up to date. It moves the status, keeps a revision and who did it, and renews what
is made of the post. `by` is the user; None is the system itself, as in an import.
"""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.checklist import blocks
from articles.models import Correction, Post, Revision, Transition
from articles.models.content import FOR_PUBLISHERS, content_of, put
from articles.models.upkeep import note_stored
from articles.permissions import can_edit, can_publish
from articles.refusals import refusable
from articles.renewal import renew
from articles.steps import STEPS, TransitionError, may_take, possible_steps, refusal, starts_here

__all__ = [
    "STEPS",
    "TransitionError",
    "approve",
    "discard_changes",
    "keep",
    "possible_steps",
    "publish",
    "restore",
    "return_to_draft",
    "save_draft",
    "save_edit",
    "submit",
    "withdraw",
]
Status = Post.Status


def submit(post, *, by, note="", content=None):
    """Hand a draft to the editors, with `content` if that is new; `note` is for them."""
    return _move(post, "submit", by=by, note=note, content=content)


def approve(post, *, by, note="", content=None):
    """Mark a post in review as ready to be published."""
    return _move(post, "approve", by=by, note=note, content=content)


def publish(post, *, by, at=None, content=None):
    """Make `post` public from `at`, an aware datetime; else from its own date, else from now.

    Never before its embargo ends. Of a post that is published already, its unpublished changes
    are, or `content`. Raises PermissionDenied, or TransitionError when there is nothing to
    publish, and for a user while the checklist names something that blocks it.
    """
    return _move(post, "publish", by=by, at=at, content=content)


def withdraw(post, *, by, notice=None, reason=""):
    """Take a published post from the readers, who are told `notice` at its address.

    None is the notice that the post has. `reason` is for the desk. Unpublished changes become the
    post's content.
    """
    return _move(post, "withdraw", by=by, note=reason, notice=notice)


def return_to_draft(post, *, by, note=""):
    """Give a post that is in review, approved or withdrawn back to its writer, who reads `note`."""
    return _move(post, "return_to_draft", by=by, note=note)


@refusable()
def save_draft(post, content, *, by, note=""):
    """Keep `content` (`articles.models.content`) as the newest revision, which is returned.

    Readers of a post that has appeared see it once it is published; so do those of a scheduled one
    while something blocks its publication. What only those may decide who may publish stays as it
    is for others. Raises PermissionDenied when `by` may not edit it.
    """
    _lock(post)
    content = _allowed(post, content, by=by)
    if post.has_appeared or _is_unready(post, content, by=by):
        revision = Revision.objects.keep(post, by=by, note=note, content=content)
        _wait(post, revision)
        return revision
    note_stored(post)
    _count_as_ours(post, by)
    post.draft = None
    put(post, content)
    # With the slug that it got.
    content = content | {"slug": post.slug, "body": post.body}
    revision = Revision.objects.keep(post, by=by, note=note, content=content)
    renew([post])
    return revision


@refusable()
def save_edit(post, *, by, note="", changed=()):
    """Keep the present fields of a saved `post` as a revision and renew what is made of it.

    For whoever has changed the post itself, in a step over many or by what a document says:
    `changed` names the columns and relations, and unpublished changes take these over.
    """
    if by is not None and not can_edit(by, post):
        raise PermissionDenied(_("You may not change this post."))
    if by is not None and post.revised_at is not None:
        _count_as_ours(post, by)
        Post.objects.filter(pk=post.pk).update(revised_at=None)
    revision = keep(post, by=by, note=note, changed=changed)
    renew([post])
    return revision


def keep(post, *, by, note="", changed=()):
    """`save_edit`, where permission is asked and everything renewed by the caller."""
    content = content_of(post)
    revision = Revision.objects.keep(post, by=by, note=note, content=content)
    if post.draft is not None:
        taken_over = {name: content[name] for name in changed if name in content}
        waiting = post.draft.fields | taken_over
        _wait(post, Revision.objects.keep(post, by=by, note=note, content=waiting))
    return revision


def restore(post, revision, *, by):
    """Give `post` the content of `revision`, as `save_draft` does. Returns the new revision."""
    note = _("Restored from revision %s") % revision.pk
    return save_draft(post, revision.fields, by=by, note=note)


@refusable()
def discard_changes(post, *, by):
    """Go on from what readers see; the unpublished changes stay among the revisions."""
    _lock(post)
    if not can_edit(by, post):
        raise PermissionDenied(_("You may not change this post."))
    if post.draft_id is None:
        raise TransitionError(_("The post has no unpublished changes."))
    post.draft = None
    Post.objects.filter(pk=post.pk).update(draft=None, edited_at=timezone.now())
    return Revision.objects.keep(post, by=by, note=_("Unpublished changes discarded"))


@refusable()
def _move(post, step, *, by, note="", at=None, notice=None, content=None):
    _lock(post)
    if by is not None and not may_take(by, post, step):
        raise PermissionDenied(_("You may not do this with the post."))
    if not starts_here(post, step, has_changes=content is not None):
        raise TransitionError(refusal(post))
    if content is not None:
        content = _allowed(post, content, by=by)
    if content is not None or post.draft is not None:
        _count_as_ours(post, by)
    if content is None:
        content = content_of(post, post.relations) if post.draft is None else post.draft.fields
    correction = content.get("correction", "")
    content = {name: value for name, value in content.items() if name != "correction"}
    if step == "publish":
        if by is not None and (reason := blocks(content, post=post)):
            raise TransitionError(reason)
        content["published_at"] = _publication(post, content, at)
    if notice is not None:
        content["withdrawal_notice"] = notice
    note_stored(post)
    start, post.status, post.draft = post.status, STEPS[step][1], None
    put(post, content)
    Transition.objects.create(post=post, from_status=start, to_status=post.status, by=by, note=note)
    kept = content | {"slug": post.slug}
    Revision.objects.keep(post, by=by, note=post.get_status_display(), content=kept)
    if correction and start == Status.PUBLISHED:
        Correction.objects.create(post=post, text=correction, by=by)
    renew([post])
    return post


def _lock(post):
    """Lock the stored post and give the caller's copy what it holds.

    What stands in other tables, its draft too, is read after that: a statement that waits for the
    lock on PostgreSQL gets the post as it is then, but what is joined to it as it was before. Of
    its source that is enough.
    """
    if post._state.adding:
        # Nobody else knows it yet.
        return
    posts = Post.objects.select_for_update(of=("self",)).select_related("source")
    post.refresh_from_db(from_queryset=posts)


def _allowed(post, content, *, by):
    """Return `content` as `by` may keep it: when and where readers find a post is for some."""
    if by is None or can_publish(by, post):
        return content
    if not can_edit(by, post):
        raise PermissionDenied(_("You may not change this post."))
    return content | {name: getattr(post, name) for name in FOR_PUBLISHERS}


def _is_unready(post, content, *, by):
    """Whether a scheduled post may not go to readers with `content` when its date comes."""
    is_scheduled = post.status == Status.PUBLISHED
    return by is not None and is_scheduled and bool(blocks(content, post=post))


def _wait(post, revision):
    post.draft = revision
    Post.objects.filter(pk=post.pk).update(draft=revision, edited_at=timezone.now())


def _count_as_ours(post, by):
    """From now on the desk's own edit is the last change of the text; the caller saves."""
    if by is not None:
        post.revised_at = None


def _publication(post, content, at):
    """Return when readers are to have the post: at the asked time, but not under embargo."""
    moment = Post._meta.get_field("published_at").to_python
    date = at or moment(content["published_at"]) or timezone.now()
    embargo = moment(content.get("embargo_until"))
    if embargo is None or embargo <= date:
        return date
    if post.has_appeared:
        raise TransitionError(_("Readers have the post already: an embargo comes too late."))
    return embargo
