"""A search among many posts, as the database plans it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import search
from articles.html import CleanHTML
from articles.models import Post

POSTS = 3_000


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
            # Texts as short as these would be read through sooner than looked up, and what
            # the index has not sorted in yet makes it dearer.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SELECT gin_clean_pending_list('articles_postsearch_vector')")


@pytest.mark.parametrize("query", ["停火", "停", "会谈停火", "新闻 停火", "3月11日"])
def test_the_index_answers_not_the_table(archive, query):
    found = search.match(Post.objects.published().newest_first(), query)

    plan = found[:20].explain()

    assert ("VIRTUAL TABLE INDEX" in plan) or ("articles_postsearch_vector" in plan)
    assert "Seq Scan" not in plan
    assert "SCAN articles_post\n" not in f"{plan}\n"


def test_rare_and_common_words_are_both_found(archive):
    posts = Post.objects.published().newest_first()

    assert search.match(posts, "停火").count() == 3
    assert search.match(posts, "会谈")[:1_001].count() == 1_001
