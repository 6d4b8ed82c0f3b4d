"""Queries that are put together once find what those find that are put together each time."""

import gc
import threading
import uuid
import weakref
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from articles.models import Category, Filing, Image, Post, Source
from articles.models.prepared import Given, Now, Prepared

START = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)
KEY = models.BigIntegerField()


@pytest.fixture
def posts(make_post, make_category):
    """Six posts, one a minute: the even ones in a section and from a source, with a picture."""
    source = Source.objects.create(name="通讯社")
    image = Image.objects.create(original_url="https://pictures.example/a.jpg", alt="渡轮")
    fields = {"source": source, "lead_image": image, "categories": [make_category("国际")]}
    return [
        make_post(
            title=f"第{n}条",
            published_at=START + timedelta(minutes=n),
            **({} if n % 2 else fields),
        )
        for n in range(6)
    ]


def rows_of(posts):
    """All that was fetched of each row: its columns, and what was annotated."""
    return [
        {name: value for name, value in vars(post).items() if name != "_state"} for post in posts
    ]


QUERIES = {
    "all": lambda: Post.objects.order_by("pk"),
    "lists": lambda: Post.objects.published().newest_first(),
    "deferred": lambda: Post.objects.defer("body", "extra").order_by("-pk"),
    "sliced": lambda: Post.objects.order_by("pk")[1:4],
    "joined": lambda: Post.objects.filter(filings__category__name="国际").order_by("pk"),
    "annotated": lambda: (
        Post.objects.annotate(
            length=Length("title"), number=Count("filings"), is_filed=Exists(
                Filing.objects.filter(post=OuterRef("pk"))
            ), day=F("published_on"),
        ).order_by("pk")
    ),
    "dates as values": lambda: Post.objects.filter(published_at__gt=START).order_by("pk"),
    "nothing": lambda: Post.objects.filter(title="不存在"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_it_finds_what_its_queryset_finds(posts, name):
    prepared, build = Prepared(QUERIES[name]), QUERIES[name]

    for _time in range(2):
        assert rows_of(prepared()) == rows_of(build())
    assert prepared.keys() == [post.pk for post in build()]


def test_what_it_finds_may_be_saved_and_followed(posts):
    [post] = Prepared(lambda: Post.objects.filter(title="第0条"))()

    post.title = "新题目"
    post.save()

    assert Post.objects.get(pk=post.pk).title == "新题目"
    assert [filing.category.name for filing in post.filings.all()] == ["国际"]


def test_related_rows_come_along(posts, django_assert_num_queries):
    prepared = Prepared(
        lambda: Post.objects.select_related("source", "lead_image").defer("body").order_by("pk")
    )

    for _time in range(2):
        with django_assert_num_queries(1):
            found = prepared()
            names = [post.source and (post.source.name, post.lead_image.alt) for post in found]
        assert names == [("通讯社", "渡轮"), None] * 3


def test_values_are_those_of_each_call(posts):
    prepared = Prepared(
        lambda: Post.objects.filter(
            pk__in=[Given("first", KEY), Given("second", KEY)],
            published_at__gte=Given("since", models.DateTimeField()),
        ).order_by("pk")
    )
    pks = [post.pk for post in posts]

    def ask(first, second, since=START):
        return [post.pk for post in prepared(first=first, second=second, since=since)]

    assert ask(pks[0], pks[1]) == pks[:2]
    assert ask(pks[5], pks[4]) == pks[4:]
    assert ask(pks[3], pks[3]) == [pks[3]]
    assert ask(pks[2], pks[4], START + timedelta(minutes=3)) == [pks[4]]
    assert prepared.keys(first=pks[0], second=pks[1], since=START) == pks[:2]


def test_a_value_may_stand_in_several_places_and_below(posts):
    category = Category.objects.get()
    filed = Filing.objects.filter(category=Given("category", KEY), post=OuterRef("pk"))
    prepared = Prepared(
        lambda: (
            Post.objects.exclude(pk=Given("post", KEY))
            .filter(Exists(filed), pk__lte=Given("post", KEY))
            .annotate(filing=filed.values("pk")[:1])
            .order_by("pk")
        )
    )

    found = prepared(post=posts[4].pk, category=category.pk)

    assert found == [posts[0], posts[2]]
    assert [post.filing for post in found] == [post.filings.get().pk for post in found]
    assert prepared(post=posts[4].pk, category=category.pk + 1) == []


def test_values_are_given_in_the_type_of_their_field(posts):
    image = Image.objects.get()
    by_key = Prepared(lambda: Image.objects.filter(pk=Given("key", models.UUIDField())))
    by_day = Prepared(
        lambda: Post.objects.filter(published_on=Given("day", models.DateField())).order_by("pk")
    )

    assert by_key(key=image.pk) == by_key(key=str(image.pk)) == [image]
    assert by_key(key=uuid.uuid4()) == []
    assert by_day(day=START.date()) == posts
    assert by_day(day=START.date() + timedelta(days=1)) == []


def test_a_value_that_is_none_equals_nothing(posts):
    prepared = Prepared(lambda: Post.objects.filter(source=Given("source", KEY)).order_by("pk"))
    source = Source.objects.get().pk

    assert prepared(source=None) == []
    assert prepared(source=source) == posts[::2]


def test_a_value_that_is_missing_is_an_error(posts):
    prepared = Prepared(lambda: Post.objects.filter(pk=Given("post", KEY)))

    with pytest.raises(KeyError, match="post"):
        prepared(key=1)
    assert prepared(post=posts[0].pk) == posts[:1]


def test_no_value_is_ever_part_of_the_query(posts):
    prepared = Prepared(
        lambda: Post.objects.filter(title=Given("title", models.CharField())).order_by("pk")
    )

    for title in ("' OR 1=1 --", "%s", '"', "\\"):
        assert prepared(title=title) == []
    assert prepared(title="第1条") == [posts[1]]


def test_now_is_the_moment_of_asking(make_post):
    due = datetime(2030, 1, 1, tzinfo=UTC)
    post = make_post(published_at=due, expires_at=due + timedelta(hours=1))
    prepared = Prepared(lambda: Post.objects.published().order_by("pk"))

    for shift, found in ((-1, []), (0, [post]), (3599, [post]), (3600, []), (-1, [])):
        with time_machine.travel(due + timedelta(seconds=shift), tick=False):
            assert prepared() == found
            assert prepared.keys() == [post.pk for post in found]


def test_now_is_the_moment_of_asking_in_a_queryset_too(make_post):
    due = datetime(2030, 1, 1, tzinfo=UTC)
    post = make_post(published_at=due)
    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        Prepared(lambda: Post.objects.published())()
        published = Post.objects.filter(published_at__lte=Now())
        assert not published.exists()

    with time_machine.travel(due, tick=False):
        assert list(published.all()) == [post]


def test_it_is_put_together_once(posts):
    built = []

    def build():
        built.append(1)
        return Post.objects.filter(pk=Given("post", KEY))

    prepared = Prepared(build)
    assert not built
    with CaptureQueriesContext(connection) as asked:
        for post in posts:
            prepared(post=post.pk)

    assert (len(built), len(asked)) == (1, len(posts))


def test_a_query_that_could_not_be_put_together_leaves_nothing_behind(make_post):
    """Not even that another asked in this thread takes its moment from a call."""
    with pytest.raises(ZeroDivisionError):
        Prepared(lambda: 1 / 0)()

    post = make_post()
    assert list(Post.objects.published()) == [post]


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_each_find_their_own(posts):
    prepared = Prepared(lambda: Post.objects.published().filter(pk=Given("post", KEY)))
    begin, wrong = threading.Barrier(4), []

    def ask(number):
        begin.wait()
        try:
            for turn in range(40):
                post = posts[(number + turn) % len(posts)]
                found = prepared(post=post.pk)
                if [row.title for row in found] != [post.title]:
                    wrong.append((post, found))
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    in_threads(ask, 4)

    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_it_asks_over_the_connection_of_its_thread_and_keeps_none(posts):
    prepared, kept = Prepared(lambda: Post.objects.order_by("pk")), []

    def ask(_number):
        prepared()
        connection.close()
        kept.append(weakref.ref(connections[DEFAULT_DB_ALIAS]))

    in_threads(ask, 1)
    gc.collect()
    with CaptureQueriesContext(connection) as asked:
        assert prepared() == posts

    assert len(asked) == 1
    assert [reference() for reference in kept] == [None]


def in_threads(ask, number):
    """Call `ask` in so many threads, each with its number, and wait for them."""
    threads = [threading.Thread(target=ask, args=[n]) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
