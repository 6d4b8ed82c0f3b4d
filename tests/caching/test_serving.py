import gzip
import re

import brotli
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Category

pytestmark = pytest.mark.django_db


def test_the_second_reader_gets_what_was_made_for_the_first(read, make_post):
    post = make_post(title="港口")

    first, second = (read(post.get_absolute_url()) for _ in range(2))

    assert first.headers["Cache-Status"] == "newsroom; fwd=miss; stored"
    assert second.headers["Cache-Status"] == "newsroom; hit"
    assert first.content == second.content
    assert "港口" in second.content.decode()


def test_a_kept_page_asks_the_database_nothing(read, make_post, django_assert_num_queries):
    path = make_post().get_absolute_url()
    read(path)

    with django_assert_num_queries(0):
        read(path, look=False)


def test_unknown_query_values_make_no_other_page(state, make_post):
    path = make_post().get_absolute_url()
    state(path)

    assert state(f"{path}?utm_source=x&page=3&fbclid=1") == "hit"


def test_unknown_query_values_reach_nobody(read, make_post):
    make_post(categories=[Category.objects.at_path(["国际"])])

    read("/sections/guo-ji/?utm_source=canary&page=1")

    assert "canary" not in read("/sections/guo-ji/?page=1").content.decode()
    assert read("/sections/guo-ji/?page=1").headers["Cache-Status"] == "newsroom; hit"


def test_pages_of_a_list_are_kept_apart(read, make_post):
    section = Category.objects.at_path(["国际"])
    for _number in range(21):
        make_post(categories=[section])

    first, second = (read(f"/sections/guo-ji/?page={page}") for page in (1, 2))

    assert first.content != second.content
    assert read("/sections/guo-ji/?page=2").content == second.content


def test_nothing_is_kept_of_what_is_not_found(read, make_post):
    assert "Cache-Status" not in read("/nothing/").headers
    make_post()
    assert "Cache-Status" not in read("/search/?q=x").headers


def test_a_browser_that_has_the_page_gets_none(read, make_post):
    path = make_post().get_absolute_url()
    tag = read(path).headers["ETag"]

    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        answer = read(path, if_none_match=known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == tag
    assert read(path, if_none_match='"other"').status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip;q=1.0", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", "", bytes),
    ],
)
def test_pages_are_sent_in_what_the_browser_reads(read, make_post, accepted, encoding, decode):
    path = make_post(body="<p>正文一段。</p>" * 50).get_absolute_url()
    plain = read(path)

    for _time in range(2):
        answer = read(path, accept_encoding=accepted)
        assert answer.headers.get("Content-Encoding", "") == encoding
        assert decode(answer.content) == plain.content
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_head_tells_the_size_and_sends_nothing(kept, make_post):
    path = make_post().get_absolute_url()
    whole = Client().get(path)

    head = Client().head(path)

    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_an_editor_reads_the_same_page_as_everybody(read, make_post, editor, client):
    path = make_post().get_absolute_url()
    client.force_login(editor)
    signed_in = client.get(path)

    assert signed_in.content == read(path).content
    assert not signed_in.cookies


def test_proxies_are_told_how_long_and_by_which_names(read, make_post):
    post = make_post(categories=[Category.objects.at_path(["国际"])])

    headers = read("/sections/guo-ji/").headers

    assert headers["Cache-Control"] == (
        "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=86400"
    )
    assert {"site", f"post-{post.pk}", f"category-{Category.objects.get().pk}"} <= set(
        headers["Cache-Tag"].split(",")
    )


def test_an_unknown_host_gets_no_kept_page(read, make_post):
    path = make_post().get_absolute_url()
    read(path)

    assert read(path, host="evil.test").status_code == 400


@pytest.fixture
def changed(kept, make_post, editor):
    """The path of a kept page, whose post has changed since this process last looked."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        post = make_post(title="旧港口")
        assert "旧港口" in Client().get(post.get_absolute_url()).text
        post.title = "新港口"
        post.save()
        workflow.save_edit(post, by=editor)
        clock.shift(0.1)
        yield post.get_absolute_url()


def test_who_changes_something_sees_it_at_once(client, changed, editor):
    client.force_login(editor)
    client.post("/admin/articles/post/add/")

    assert "新港口" in client.get(changed).text


@pytest.mark.parametrize("path", ["/reads/", "/nothing/", "/admin/login/"])
def test_what_readers_send_makes_no_process_look_before_its_time(client, changed, path):
    client.post(path, '{"posts": []}', content_type="text/plain")

    assert "旧港口" in client.get(changed).text


def test_a_browser_keeps_no_answer_that_may_change_without_asking(client, make_post):
    withdrawn = make_post(status="withdrawn").get_absolute_url()
    moved = make_post()
    old = moved.get_absolute_url()
    moved.slug = "moved"
    moved.save()

    answers = {
        path: client.get(path)
        for path in (withdrawn, f"{withdrawn}?page={'9' * 200}", old, "/nothing/")
    }

    assert [answer.status_code for answer in answers.values()] == [410, 410, 301, 404]
    for path, answer in answers.items():
        assert re.search(r"no-cache|max-age=0", answer.headers.get("Cache-Control", "")), path
