"""What is counted of what was read: how often a post, and nothing of who read it."""

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from articles import reads
from articles.models import ReadCount
from articles.models.reads import ENOUGH_POSTS, ENOUGH_READS, KEPT_DAYS

NOT_PUBLIC = [
    {"status": "draft"},
    {"status": "withdrawn"},
    {"expires_at": datetime(2022, 4, 1, tzinfo=UTC)},
    {"published_at": datetime(2100, 1, 1, tzinfo=UTC)},
]


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch):
    """A process that has counted nothing yet, and has just written."""
    monkeypatch.setattr(reads.tally, "_counts", Counter())
    monkeypatch.setattr(reads.tally, "_written", time.monotonic())


@pytest.fixture
def send():
    """A function that sends what was read as a page does: keys of posts, or any other body."""

    def post(*keys, body=None, content_type="text/plain;charset=UTF-8", **how):
        client = Client(enforce_csrf_checks=True)
        body = json.dumps({"posts": keys}) if body is None else body
        return client.post("/reads/", body, content_type=content_type, **how)

    return post


def counted():
    """How often each post was read on each day, by (day, key), once all is written."""
    reads.flush()
    return {(row.day, row.post_id): row.count for row in ReadCount.objects.all()}


def times(post):
    """How often the post was read today."""
    return counted().get((timezone.localdate(), post.pk), 0)


def test_readings_gather_without_the_database_and_are_written_together(
    send, make_post, django_assert_num_queries
):
    first, second = make_post(), make_post()

    with django_assert_num_queries(0):
        answers = [send(first.pk, second.pk), send(first.pk)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert not ReadCount.objects.exists()
    reads.flush()
    assert dict(ReadCount.objects.values_list("post", "count")) == {first.pk: 2, second.pk: 1}


def test_what_was_written_is_not_written_again_and_adds_up(send, make_post):
    post, other = make_post(), make_post()
    for key in (post.pk, post.pk, other.pk):
        send(key)
    reads.flush()
    reads.flush()

    send(post.pk)

    assert (times(post), times(other)) == (3, 1)


def test_where_no_heart_beats_a_later_reader_writes(send, make_post, monkeypatch):
    post = make_post()
    monkeypatch.setattr(reads.tally, "_written", time.monotonic() - reads.EVERY - 1)
    send(post.pk)
    assert not ReadCount.objects.exists()

    monkeypatch.setattr(reads.tally, "_written", time.monotonic() - reads.LATEST)
    send(post.pk)

    assert ReadCount.objects.get().count == 2


def test_a_page_that_names_a_post_twice_has_read_it_once(send, make_post):
    post = make_post()

    send(post.pk, post.pk)

    assert times(post) == 1


def test_only_posts_that_readers_can_see_are_counted(send, make_post):
    public = make_post()
    hidden = [make_post(**fields) for fields in NOT_PUBLIC]

    answer = send(public.pk, *(post.pk for post in hidden), public.pk + 1000, 2**63 - 1)

    assert answer.status_code == 204
    assert counted() == {(timezone.localdate(), public.pk): 1}


@pytest.mark.parametrize(
    "body",
    [
        *("", "x", "null", "[1]", "1", "{}", '{"posts": 1}', '{"posts": {"1": 1}}'),
        *('{"posts": ["1"]}', '{"posts": [1.5]}', '{"posts": [1e3]}', '{"posts": [NaN]}'),
        *('{"posts": [true]}', '{"posts": [null]}', '{"posts": [[1]]}'),
        *('{"posts": [0]}', '{"posts": [-1]}', '{"posts": [1, 9223372036854775808]}'),
        *('{"posts": [' + "9" * 1900 + "]}", '{"posts": ' + "[" * 1900, b"\xff\xfe\x00"),
        json.dumps({"posts": list(range(1, 52))}),
    ],
)
def test_nonsense_is_refused(send, make_post, body):
    make_post()

    assert send(body=body).status_code == 400
    assert counted() == {}


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/html", ""])
def test_what_no_page_of_ours_sends_is_refused(send, make_post, kind):
    post = make_post()

    assert send(post.pk, content_type=kind).status_code == 400
    assert counted() == {}


@pytest.mark.parametrize("length", [None, "9" * 10, "9" * 5000])
def test_what_is_too_long_is_not_even_read(send, make_post, length):
    body = json.dumps({"posts": [make_post().pk]}) + " " * 2048
    how = {} if length is None else {"CONTENT_LENGTH": length}

    assert send(body=body, **how).status_code == 413
    assert counted() == {}


def test_a_reader_who_breaks_off_is_no_error(send, db):
    class Broken(BytesIO):
        def read(self, *_size):
            raise ConnectionResetError

    assert send(1, **{"wsgi.input": Broken()}).status_code == 400
    assert counted() == {}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, 204),
        ({"origin": "http://testserver"}, 204),
        ({"sec-fetch-site": "cross-site"}, 400),
        ({"sec-fetch-site": "none"}, 400),
        ({"origin": "https://elsewhere.example"}, 400),
        ({"origin": "null"}, 400),
    ],
)
def test_only_pages_of_ours_are_listened_to(send, make_post, headers, status):
    post = make_post()

    assert send(post.pk, headers=headers).status_code == status
    assert times(post) == (status == 204)


def test_nothing_is_kept_of_who_reads(send, make_post, editor):
    post = make_post()
    address, browser = "203.0.113.77", "Leser/1.0"

    answer = send(post.pk, REMOTE_ADDR=address, headers={"user-agent": browser, "cookie": "a=b"})
    assert times(post) == 1

    assert not answer.cookies
    assert not Session.objects.exists()
    assert {field.name for field in ReadCount._meta.get_fields()} == {"id", "post", "day", "count"}


def test_an_answer_is_kept_by_nobody(send, make_post):
    assert "no-store" in send(make_post().pk).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_other_methods_are_refused(client, db, method):
    answer = getattr(client, method)("/reads/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_without_the_database_counts_are_kept_for_later(send, make_post, caplog):
    def fail(*_call):
        raise OperationalError("connection refused")

    post = make_post()
    send(post.pk)
    with connection.execute_wrapper(fail):
        reads.flush()
        send(post.pk)
        reads.flush()

    assert "connection refused" in caplog.text
    assert times(post) == 2


def test_an_outage_does_not_fill_the_memory(monkeypatch, db):
    monkeypatch.setattr(reads, "MOST_POSTS", 3)
    others = iter([[3, 4, 5], [6, 7, 8]])

    def fail_while_others_read(*_call):
        reads.add(next(others, []))
        raise OperationalError("connection refused")

    reads.add([1, 2, 3, 4])
    with connection.execute_wrapper(fail_while_others_read):
        reads.flush()
        reads.flush()

    assert len(reads.tally._counts) <= 3


def test_a_post_that_is_deleted_takes_its_readings_along(send, make_post):
    post = make_post()
    send(post.pk)
    reads.flush()
    send(post.pk)

    post.delete()

    assert counted() == {}


def test_most_read_is_the_sum_of_a_week(make_post):
    posts = [make_post() for _number in range(4)]
    today = datetime(2022, 6, 15, 4, tzinfo=UTC)
    for age, readings in {7: (900, 0, 0, 10), 6: (6, 20, 0, 0), 0: (6, 20, 30, 9)}.items():
        with time_machine.travel(today - timedelta(days=age), tick=False):
            counts = {post.pk: count for post, count in zip(posts, readings, strict=True) if count}
            ReadCount.objects.add(counts)

    with time_machine.travel(today, tick=False):
        most_read = ReadCount.objects.most_read()

    # The fourth has ten only with those of a week ago.
    assert most_read == [posts[1].pk, posts[2].pk, posts[0].pk]


def test_a_day_begins_at_midnight_of_the_site(send, make_post):
    post = make_post()

    for moment in ("2022-06-15T23:59:59+08:00", "2022-06-16T00:00:00+08:00"):
        with time_machine.travel(moment, tick=False):
            send(post.pk)
            reads.flush()

    days = ReadCount.objects.order_by("day").values_list("day", "count")
    assert [(str(day), count) for day, count in days] == [("2022-06-15", 1), ("2022-06-16", 1)]


def test_counts_are_let_go_after_two_months(make_post):
    post, now = make_post(), timezone.now()

    for days in (0, 1, KEPT_DAYS, KEPT_DAYS + 1):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            ReadCount.objects.add({post.pk: 1})

    assert ReadCount.objects.count() == 3


def test_the_front_page_shows_what_is_read_within_ten_minutes(client, kept, make_post):
    posts = [make_post() for _number in range(ENOUGH_POSTS)]
    with time_machine.travel(datetime(2022, 6, 15, 4, tzinfo=UTC), tick=False) as clock:
        client.get("/")
        clock.shift(1)
        assert "most-read" not in client.get("/").text

        ReadCount.objects.add({post.pk: ENOUGH_READS for post in posts})
        clock.shift(300)
        assert client.get("/").headers["Cache-Status"] == "newsroom; hit"
        clock.shift(300)
        assert "most-read" in client.get("/").text
