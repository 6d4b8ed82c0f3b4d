"""The rows of the index: what a post's are, and which are not what they should be."""

from collections.abc import Collection, Mapping

from articles.html import text_of
from articles.models import Post, PostSearch, PostText
from articles.tokens import Words, words_of

BATCH = 200
FIELDS = {
    model: [field.name for field in model._meta.fields if not field.primary_key]
    for model in (PostSearch, PostText)
}
# All that `rows_of` reads of a post.
READ = ("title", "summary", "lead_caption", "body", "status", "published_at", "expires_at")


def rows_of(
    posts: Collection[Post], words: Mapping[int, Words]
) -> list[tuple[PostSearch, PostText]]:
    """Return the rows, unsaved, that make each of `posts` findable.

    `words` may give, by key, what `words_of` makes of a post.
    """
    names = PostSearch.objects.names_of([post.pk for post in posts])
    return [_rows(post, words.get(post.pk), names[post.pk]) for post in posts]


def _rows(post: Post, words: Words | None, names: str) -> tuple[PostSearch, PostText]:
    if words is None:
        words = words_of(post.title, post.summary, post.lead_caption, text_of(post.body))
    head = PostSearch(
        post=post,
        listed_at=post.listed_at,
        expires_at=post.expires_at,
        title=words.title,
        summary=words.summary,
        names=names,
    )
    return head, PostText(post=post, words=words.text)
