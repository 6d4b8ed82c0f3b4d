"""A search among many posts, as the database plans it."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import search
from articles.html import CleanHTML
from articles.models import Post

POSTS = 3_000
# What reads the wide rows through instead of looking up: all posts, texts or heads.
SCANS = ["Seq Scan", "SCAN articles_post\n", "SCAN s\n", "SCAN articles_posttext\n"]


@pytest.fixture
def archive(db):
    """Published posts that all hold 会谈, one in a thousand 停火."""
    now = timezone.now()
    posts = [
        Post(
            title=f"第{number}条",
            slug=f"p-{number}",
            body=CleanHTML(f"<p>会谈{'停火' if number % 1_000 == 0 else '继续'}</p>"),
            status="published",
            published_at=now - timedelta(minutes=number),
            published_on=now.date(),
        )
        for number in range(POSTS)
    ]
    search.index(Post.objects.bulk_create(posts))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # Rows as short as these would be read through sooner than looked up, and what
            # the index has not sorted in yet makes it dearer.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SELECT gin_clean_pending_list('articles_posttext_vector')")


@contextmanager
def explained():
    """Yield a list that takes the plan of each statement but those that explain or look for names."""
    plans = []

    def explain(execute, sql, params, many, context):
        if "ORDER BY" in sql and not sql.startswith("EXPLAIN"):
            how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            with connection.cursor() as cursor:
                cursor.execute(f"{how} {sql}", params)
                plans.append("\n".join(str(row[-1]) for row in cursor.fetchall()) + "\n")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield plans


@pytest.mark.parametrize(
    "query", ["停火", "停", "会谈停火", "新闻 停火", "3月11日", "停火 -会谈", '"会谈停火"']
)
def test_the_index_answers_not_the_tables(archive, query):
    with explained() as plans:
        search.find(search.read_query(query))
        list(search.match(Post.objects.published().newest_first(), query)[:20])

    assert len(plans) == 2
    for plan in plans:
        assert ("VIRTUAL TABLE INDEX" in plan) or ("articles_posttext_vector" in plan)
        assert [scan for scan in SCANS if scan in plan] == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's rows are slim")
def test_hits_are_put_in_order_without_their_wide_rows(archive):
    with explained() as plans:
        search.find(search.read_query("会谈"))

    assert "COVERING INDEX articles_postsearch_order" in plans[0]


def test_rare_and_common_words_are_both_found(archive):
    assert len(search.find(search.read_query("停火"))) == 3
    assert len(search.find(search.read_query("会谈"), limit=1_001)) == 1_001


def test_a_search_costs_few_statements(archive, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        search.find(search.read_query("会谈 停火"))
