"""Public lists on 20,000 posts, as the database plans them: nothing sorted, no table scanned.

The sizes are those of a newsroom: one section and one agency have most of the posts, others
a dozen; many share an instant; a few are drafts, scheduled or expired.
"""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from articles.html import CleanHTML
from articles.listing import NUMBERED_PAGES, PAGE_SIZE
from articles.models import (
    Author,
    Byline,
    Category,
    Filing,
    Post,
    SectionListing,
    Source,
    Tag,
    TaggedPost,
)

# One process of a run makes the newsroom, for all tests.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("list-plans")]

POSTS = 20_000
FIRST = datetime(2022, 1, 1, tzinfo=UTC)
# A list that is this short as a whole may be put in order after it is fetched.
FEW = 100
MIDDLE = FIRST + timedelta(minutes=20 * 10_000)
BIG = {
    "articles_post",
    "articles_filing",
    "articles_byline",
    "articles_sectionlisting",
    "articles_taggedpost",
}
LISTS = {
    "home": lambda posts: posts.newest_first(),
    "biggest section": lambda posts: posts.in_category(Category.objects.get(name="新闻")),
    "section below": lambda posts: posts.in_category(Category.objects.get(name="国际")),
    "section of a dozen": lambda posts: posts.in_category(Category.objects.get(name="讣告")),
    "biggest author": lambda posts: posts.by_author(Author.objects.get(name="通讯社")),
    "author of a few": lambda posts: posts.by_author(Author.objects.get(name="记者7")),
    "biggest tag": lambda posts: posts.tagged_with(Tag.objects.get(name="外交")),
    "tag of a few": lambda posts: posts.tagged_with(Tag.objects.get(name="考古")),
    "biggest source": lambda posts: posts.from_source(Source.objects.get(name="甲社")),
    "source of a few": lambda posts: posts.from_source(Source.objects.get(name="丙社")),
    "month of the archive": lambda posts: posts.dated_within(date(2022, 5, 1), date(2022, 6, 1)),
}


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """A database with 20,000 posts, gone again after this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        posts = make_posts()
        file_posts(posts)
        credit_and_tag_posts(posts)
        # Once, not at the end of each test.
        connection.check_constraints()
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")
        yield
        transaction.set_rollback(True)


def make_posts():
    sources = [Source.objects.create(name=name) for name in ("甲社", "乙社", "丙社")]
    posts = []
    for number in range(POSTS):
        # Every fifth shares its instant with the one before.
        at = FIRST + timedelta(minutes=20 * (number - (number % 5 == 0)))
        posts.append(
            Post(
                title=f"第{number}条新闻",
                slug=f"xinwen-{number}",
                excerpt="摘要" * 40,
                body=CleanHTML("<p>正文。</p>" * 10),
                status="draft" if number % 25 == 0 else "published",
                published_at=at + timedelta(days=9_000) if number % 100 == 1 else at,
                published_on=at.date(),
                expires_at=at + timedelta(days=1) if number % 100 == 2 else None,
                source=sources[2 if number % 1_500 == 0 else number % 3 == 0],
            )
        )
    return Post.objects.bulk_create(posts, batch_size=1_000)


def file_posts(posts):
    paths = [("新闻", "国内"), ("新闻", "国际"), ("新闻", "国际", "欧洲"), ("文化",), ("讣告",)]
    sections = [Category.objects.at_path(path) for path in paths]
    above = {category.path: category for category in Category.objects.all()}
    filings, listings = [], []
    for number, post in enumerate(posts):
        place = 4 if number % 1_700 == 0 else (0, 0, 0, 0, 0, 1, 1, 2, 3, 3)[number % 10]
        filings.append(Filing(post=post, category=sections[place]))
        listings += [
            SectionListing(post=post, category=above[path], listed_at=post.listed_at)
            for path in sections[place].ancestor_paths
        ]
    Filing.objects.bulk_create(filings, batch_size=2_000)
    SectionListing.objects.bulk_create(listings, batch_size=2_000)


def credit_and_tag_posts(posts):
    agency = Author.objects.create(name="通讯社", kind="organisation")
    people = [Author.objects.create(name=f"记者{number}") for number in range(40)]
    tags = [Tag.objects.create(name=name, slug=name) for name in ("外交", "经济", "考古")]
    Byline.objects.bulk_create(
        (
            Byline(
                post=post,
                author=people[number % 400 // 10] if number % 10 == 7 else agency,
                listed_at=post.listed_at,
            )
            for number, post in enumerate(posts)
        ),
        batch_size=2_000,
    )
    TaggedPost.objects.bulk_create(
        (
            TaggedPost(
                content_object=post,
                tag=tags[2 if number % 1_600 == 0 else number % 4 == 0],
                listed_at=post.listed_at,
            )
            for number, post in enumerate(posts)
        ),
        batch_size=2_000,
    )


def faults_of(ask):
    """Return what the list's query that `ask` sends sorts or scans, as lines of its plan.

    What a page fetches besides, of the posts it shows, hangs on their keys alone.
    """
    queries = []

    def note(execute, sql, params, many, context):
        queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    (query,) = [query for query in queries if "LIMIT" in query[0]]
    explain = _sqlite_faults if connection.vendor == "sqlite" else _postgresql_faults
    with connection.cursor() as cursor:
        return explain(cursor, *query)


def _sqlite_faults(cursor, sql, params):
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
    steps = [row[3] for row in cursor.fetchall()]
    return [
        step
        for step in steps
        if "TEMP B-TREE" in step or (step.startswith("SCAN articles_") and "INDEX" not in step)
    ]


def _postgresql_faults(cursor, sql, params):
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
    plan = cursor.fetchone()[0]
    nodes = [(json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]]
    for node in nodes:
        nodes += node.get("Plans", [])
    return [
        f"{node['Node Type']} {node.get('Relation Name', node.get('Sort Key'))}"
        for node in nodes
        if ("Sort" in node["Node Type"] and node["Plan Rows"] > FEW)
        or (node["Node Type"] == "Seq Scan" and node["Relation Name"] in BIG)
    ]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_neither_sorts_nor_scans(newsroom, name):
    posts = LISTS[name](Post.objects.published()).for_cards()

    assert faults_of(lambda: list(posts[:PAGE_SIZE])) == []
    assert faults_of(lambda: list(posts[PAGE_SIZE * 20 : PAGE_SIZE * 21])) == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_goes_on_from_a_post_without_sorting_or_scanning(newsroom, name):
    posts = LISTS[name](Post.objects.published()).for_cards()

    assert faults_of(lambda: list(posts.before(MIDDLE, 10**6)[: PAGE_SIZE + 1])) == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_counted_without_sorting_or_scanning(newsroom, name):
    posts = LISTS[name](Post.objects.published()).for_cards()

    assert faults_of(posts[: PAGE_SIZE * NUMBERED_PAGES + 1].count) == []
