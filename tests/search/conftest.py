import pytest

from articles import search
from articles.models import Post


@pytest.fixture
def publish(make_post):
    """A function that makes a published post with a body of plain text, and indexes it."""

    def publish(body="正文", **fields):
        post = make_post(body=f"<p>{body}</p>", **fields)
        search.index([post])
        return post

    return publish


@pytest.fixture
def found(db):
    """A function that returns the posts that a reader finds, best first."""

    def found(query, **bounds):
        keys = search.find(search.read_query(query), search.Gate(**bounds))
        posts = Post.objects.in_bulk(keys)
        assert {post.pk for post in search.match(Post.objects.all(), query)} >= set(keys)
        return [posts[key] for key in keys]

    return found
