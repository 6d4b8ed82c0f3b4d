"""The steps of a post from draft to reader and back: each is one transaction.

A step checks permission, moves the status, keeps a revision and who did it, and brings the
search index up to date. `by` is the user; None is the system itself, as in an import.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Post, Revision, Transition
from articles.permissions import can_edit, can_publish
from articles.renewal import renew

Status = Post.Status
STEPS = {
    "submit": ({Status.DRAFT}, Status.IN_REVIEW),
    "approve": ({Status.IN_REVIEW}, Status.APPROVED),
    "publish": ({Status.DRAFT, Status.IN_REVIEW, Status.APPROVED}, Status.PUBLISHED),
    "withdraw": ({Status.PUBLISHED}, Status.WITHDRAWN),
    "return_to_draft": (
        {Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN},
        Status.DRAFT,
    ),
}


class TransitionError(ValueError):
    """The post's status does not allow the step; the message says which it has."""


def possible_steps(user, post):
    """Return the names of the steps that `user` may take with `post` now, in order of STEPS."""
    names = [name for name, (starts, _end) in STEPS.items() if post.status in starts]
    return [name for name in names if _may(user, post, name)]


def submit(post, *, by):
    """Hand a draft to the editors."""
    return _move(post, "submit", by=by)


def approve(post, *, by):
    """Mark a post in review as ready to be published."""
    return _move(post, "approve", by=by)


def publish(post, *, by, at=None):
    """Make `post` public from `at`, an aware datetime; else from its own date, else from now.

    Raises PermissionDenied, or TransitionError when it is already public or withdrawn.
    """
    post.published_at = at or post.published_at or timezone.now()
    return _move(post, "publish", by=by)


def withdraw(post, *, by, notice=""):
    """Take a published post from the readers, who are told `notice` at its address."""
    post.withdrawal_notice = notice or post.withdrawal_notice
    return _move(post, "withdraw", by=by)


def return_to_draft(post, *, by):
    """Give a post that is in review, approved or withdrawn back to its writer."""
    return _move(post, "return_to_draft", by=by)


@transaction.atomic
def save_edit(post, *, by, note=""):
    """Keep the present fields of a saved `post` as a revision and index them."""
    if by is not None and not can_edit(by, post):
        raise PermissionDenied(_("You may not change this post."))
    if by is not None and post.revised_at is not None:
        # From now on the desk's own edit is the last change of the text.
        post.revised_at = None
        Post.objects.filter(pk=post.pk).update(revised_at=None)
    revision = Revision.objects.keep(post, by=by, note=note)
    renew([post])
    return revision


@transaction.atomic
def restore(post, revision, *, by):
    """Give `post` the fields it had in `revision`; its status stays. Returns the new revision."""
    if not can_publish(by, post):
        raise PermissionDenied(_("You may not restore this post."))
    revision.apply_to(post)
    return save_edit(post, by=by, note=_("Restored from revision %s") % revision.pk)


@transaction.atomic
def _move(post, step, *, by):
    if by is not None and not _may(by, post, step):
        raise PermissionDenied(_("You may not do this with the post."))
    # Another editor may have moved it since this page was opened.
    if post.pk:
        stored = Post.objects.select_for_update().values_list("status", flat=True).get(pk=post.pk)
        post.status = stored
    starts, end = STEPS[step]
    if post.status not in starts:
        raise TransitionError(
            _("The post is %(status)s; this step does not start there.")
            % {"status": post.get_status_display()}
        )
    start, post.status = post.status, end
    post.save()
    Transition.objects.create(post=post, from_status=start, to_status=end, by=by)
    Revision.objects.keep(post, by=by, note=post.get_status_display())
    renew([post])
    return post


def _may(user, post, step):
    if step == "submit":
        return can_edit(user, post)
    return can_publish(user, post)
