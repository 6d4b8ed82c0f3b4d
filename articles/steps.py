"""Which steps a post's life has, where each starts, and who may take it."""

from django.utils.translation import gettext as _

from articles.models import Post
from articles.permissions import can_edit, can_publish, can_withdraw

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
    """The post does not allow the step; the message says why."""


def possible_steps(user, post, *, has_changes=False):
    """Return the names of the steps that `user` may take with `post` now, in order of STEPS.

    `has_changes` says that there may be new content to publish.
    """
    steps = [name for name in STEPS if starts_here(post, name, has_changes=has_changes)]
    return [name for name in steps if may_take(user, post, name)]


def starts_here(post, step, *, has_changes=False):
    """Whether `step` can begin where `post` is."""
    if post.trashed_at is not None:
        return False
    if post.status == Status.PUBLISHED and step != "withdraw":
        # A scheduled post may be called back or brought forward, of another its changes published.
        is_scheduled = not post.has_appeared
        if step == "return_to_draft":
            return is_scheduled
        return step == "publish" and (is_scheduled or has_changes or post.draft_id is not None)
    return post.status in STEPS[step][0]


def refusal(post):
    """Return in words why a step does not begin where `post` is."""
    if post.trashed_at is not None:
        return _("The post is in the trash.")
    return _("The post is %(status)s; this step does not start there.") % {
        "status": post.get_status_display()
    }


def may_take(user, post, step):
    """Whether `user` may take `step`, wherever it begins."""
    if step == "submit":
        return can_edit(user, post)
    is_withdrawal = step == "withdraw" and post.has_appeared
    if is_withdrawal or post.status == Status.WITHDRAWN:
        return can_withdraw(user, post)
    return can_publish(user, post)
