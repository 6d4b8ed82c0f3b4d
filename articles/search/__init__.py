"""The one door to search: which posts hold a query's words, best first, and where they stand.

The database keeps an index over the words in PostSearch and PostText by itself, whatever
writes them.
"""

from collections.abc import Iterable, Mapping

from django.db import connection, connections, transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Post, PostSearch, PostText
from articles.search import postgresql, sqlite
from articles.search.checking import compare, superfluous
from articles.search.gates import Gate
from articles.search.passages import holds, marked, passages
from articles.search.queries import MAX_QUERY, MAX_TERMS, Query, Term, read_query, unquoted
from articles.search.rows import BATCH, FIELDS, READ, rows_of
from articles.tokens import Words

__all__ = [
    "MAX_HITS",
    "MAX_QUERY",
    "MAX_TERMS",
    "Gate",
    "Query",
    "Term",
    "compare",
    "expect_many",
    "fault",
    "find",
    "holds",
    "index",
    "index_missing",
    "install",
    "marked",
    "match",
    "passages",
    "read_query",
    "renew",
    "settle",
    "some",
    "superfluous",
    "unquoted",
]

DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
# Nobody reads further; finding and counting more would cost more, the more common a word is.
MAX_HITS = 1000


def install(using: str) -> bool:
    """Make the index of the database `using` where it is missing; whether it has its tables."""
    connection = connections[using]
    tables = {model._meta.db_table for model in (PostSearch, PostText)}
    # After `migrate articles zero` there is nothing to make it over.
    if not tables <= set(connection.introspection.table_names()):
        return False
    with transaction.atomic(using=using):
        DATABASES[connection.vendor].install(connection)
    return True


def renew(using: str) -> None:
    """Make the index of the database `using` anew from the rows of PostSearch and PostText."""
    with transaction.atomic(using=using):
        DATABASES[connections[using].vendor].renew(connections[using])


def fault(using: str) -> str:
    """Return what is wrong with the index of the database `using`; "" when it holds the rows."""
    return DATABASES[connections[using].vendor].fault(connections[using])


def index(posts: Iterable[Post], *, words: Mapping[int, Words] | None = None) -> None:
    """Make the saved `posts` findable by what they say now, and by the names that go with them.

    `words` may give, by key, what `words_of` makes of them.
    """
    rows = rows_of({post.pk: post for post in posts}.values(), words or {})
    for model, place in ((PostSearch, 0), (PostText, 1)):
        model.objects.bulk_create(
            [pair[place] for pair in rows],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["post"],
            update_fields=FIELDS[model],
        )


def expect_many() -> None:
    """Make the many posts cheaper that the open transaction, one of several, brings to the index.

    When all are there, `settle`: until then each search costs a little more.
    """
    if connection.vendor == "postgresql":
        postgresql.expect_many(connection)


def settle() -> None:
    """Put into its place what the index keeps in a list of its own until there is more."""
    if connection.vendor == "postgresql":
        postgresql.settle(connection)


def find(query: Query, gate: Gate = Gate(), *, limit: int = MAX_HITS) -> list[int]:  # noqa: B008
    """Return the keys of at most `limit` public posts that `query` finds behind `gate`.

    Best first: those that hold every term in the title, then those that do in title, summary
    and names, then the others; the newer before the older. A query that wants nothing finds
    nothing.
    """
    if not query.wanted:
        return []
    return DATABASES[connection.vendor].find(connection, query, gate, limit=limit)


def match(queryset: QuerySet[Post], text: str, *, key: str = "pk") -> QuerySet[Post]:
    """Those of `queryset` that the query `text` finds; none when it wants nothing.

    `key` is what it calls the posts' keys.
    """
    query = read_query(text)
    if not query.wanted:
        return queryset.none()
    database = connections[queryset.db]
    found, parameters = DATABASES[database.vendor].hits(database, query)
    return queryset.filter(**{f"{key}__in": RawSQL(found, parameters)})  # noqa: S611 - nor any text of a user


def some(text: str, limit: int) -> list[int]:
    """Return the keys of at most `limit` posts that the query `text` finds, in no order."""
    query = read_query(text)
    if not query.wanted:
        return []
    found, parameters = DATABASES[connection.vendor].hits(connection, query)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({found}) AS found LIMIT %s", [*parameters, limit])  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def index_missing() -> int:
    """Make the posts findable that are not, as in a database older than the index; how many."""
    done, last = 0, 0
    missing = Post.objects.filter(Q(search=None) | Q(search_text=None)).order_by("pk")
    while posts := list(missing.filter(pk__gt=last).only(*READ)[:BATCH]):
        index(posts)
        done, last = done + len(posts), posts[-1].pk
    return done
