"""What a page tells the cache of itself: the labels it is called in by, and its last moment."""

from articles.models.purges import label_of


def keep(response, *labels, posts=()):
    """Let `response`, a whole page for anybody, be kept; returns it.

    `labels` name the lists that it shows (see `articles.models.purges`), `posts` all the posts
    whose title or text stands on it.
    """
    posts = [post for post in posts if post is not None]
    response.cache_labels = {*labels, *(label_of(post) for post in posts)}
    ends = [post.expires_at for post in posts if post.expires_at is not None]
    response.dies_at = min(ends, default=None)
    return response


def kept_labels(response):
    """Return the labels of a response that may be kept, None of one that may not."""
    return getattr(response, "cache_labels", None)
