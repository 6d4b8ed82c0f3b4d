"""What readers see follows what was changed: search, cached pages, and what is told to others."""

from django.db import transaction

from articles import search
from articles.announcing import announce, announce_removal
from articles.models import Post
from articles.models.reach import call_in

WAS_SEEN = {Post.Status.PUBLISHED, Post.Status.WITHDRAWN}


def renew(posts, *, words=None):
    """Bring everything that is made of the saved `posts` up to date.

    To be called once at the end of a change, in its transaction. `words` as in `search.index`.
    """
    posts = list(posts)
    search.index(posts, words=words)
    seen = [post for post in posts if post.status in WAS_SEEN]
    gone = [post.pk for post in seen if not post.is_public]
    if shown := [post.pk for post in seen if post.is_public]:
        call_in(shown)
    if gone:
        call_in(gone, is_removal=True)
    announce(seen)


@transaction.atomic
def remove(posts):
    """Delete `posts`, a queryset; their readers get 410, and who was told of them hears of it."""
    announce_removal(posts)
    posts.delete()
