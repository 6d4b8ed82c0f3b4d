"""What nobody wants goes to the trash, and can come back: each step is one transaction.

Only what readers never saw: the others are withdrawn, and their address says so.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Post
from articles.permissions import can_discard, can_empty_trash, can_recover
from articles.renewal import remove


class TrashError(ValueError):
    """The post cannot go there; the message says why."""


def was_public(post):
    """Whether readers may have seen the post."""
    return post.status == Post.Status.WITHDRAWN or post.has_appeared or post.has_left


@transaction.atomic
def discard(post, *, by):
    """Put `post` into the trash. Raises TrashError for what readers saw or are to see."""
    _lock(post)
    if not can_discard(by, post):
        raise PermissionDenied(_("You may not delete this post."))
    if was_public(post):
        raise TrashError(_("Readers have seen this post: it can be withdrawn, not deleted."))
    if post.status == Post.Status.PUBLISHED:
        raise TrashError(_("The post is scheduled: take it back to draft first."))
    post.trashed_at, post.trashed_by = timezone.now(), by
    _store(post)


@transaction.atomic
def recover(post, *, by):
    """Take `post` out of the trash; it is what it was."""
    _lock(post)
    if not can_recover(by, post):
        raise PermissionDenied(_("You may not take this post out of the trash."))
    post.trashed_at = post.trashed_by = None
    _store(post)


def delete(posts, *, by):
    """Delete those of `posts`, a queryset, that lie in the trash, for good."""
    if not can_empty_trash(by):
        raise PermissionDenied(_("You may not delete posts for good."))
    remove(posts.filter(trashed_at__isnull=False))


def _lock(post):
    post.refresh_from_db(from_queryset=Post.objects.select_for_update())


def _store(post):
    Post.objects.filter(pk=post.pk).update(
        trashed_at=post.trashed_at, trashed_by=post.trashed_by, edited_at=timezone.now()
    )
