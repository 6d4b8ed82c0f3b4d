"""The one door to search: which posts hold a query's words, and where they stand in a text.

The database keeps an index over the tokens in PostSearch by itself, whatever writes them.
"""

from collections.abc import Iterable, Mapping

from django.db import connections, transaction
from django.db.models import QuerySet

from articles.html import text_of
from articles.models import Post, PostSearch
from articles.search import postgresql, sqlite
from articles.search.passages import marked, passages
from articles.tokens import MAX_QUERY, MAX_TERMS, Words, terms_of, words_of

__all__ = [
    "MAX_QUERY",
    "MAX_TERMS",
    "index",
    "index_missing",
    "install",
    "marked",
    "match",
    "passages",
    "renew",
    "terms",
]

BATCH = 200
DATABASES = {"sqlite": sqlite, "postgresql": postgresql}

terms = terms_of


def install(using: str) -> None:
    """Make the index of the database `using` where it is missing."""
    connection = connections[using]
    # After `migrate articles zero` there is nothing to make it over.
    if PostSearch._meta.db_table in connection.introspection.table_names():
        with transaction.atomic(using=using):
            DATABASES[connection.vendor].install(connection)


def renew(using: str) -> None:
    """Make the index of the database `using` anew from the rows of PostSearch."""
    with transaction.atomic(using=using):
        DATABASES[connections[using].vendor].renew(connections[using])


def index(posts: Iterable[Post], *, words: Mapping[int, Words] | None = None) -> None:
    """Make the saved `posts` findable by their present title, summary, caption and text.

    `words` may give, by key, what `words_of` makes of them.
    """
    rows = {post.pk: _row(post, (words or {}).get(post.pk)) for post in posts}
    PostSearch.objects.bulk_create(
        rows.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=["title", "body"],
    )


def index_missing() -> None:
    """Make the posts findable that are not, as when an import was cut off."""
    while posts := list(Post.objects.filter(search=None)[:BATCH]):
        index(posts)


def match(queryset: QuerySet[Post], text: str) -> QuerySet[Post]:
    """Those of `queryset` that hold every term of `text`; none when it has no term."""
    wanted = terms(text)
    if not wanted:
        return queryset.none()
    return DATABASES[connections[queryset.db].vendor].match(queryset, wanted)


def _row(post: Post, words: Words | None) -> PostSearch:
    title, body = words or words_of(post.title, post.summary, post.lead_caption, text_of(post.body))
    return PostSearch(post=post, title=title, body=body)
