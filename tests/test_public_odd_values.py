"""Nothing that a stranger may send makes a public address fail, or work without bound."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from articles import search
from articles.models import Author, Category, Source, Tag

MARKUP = '"><b>x</b>'
VALUES = [
    *("", "abc", "-1", "0", "1", "1e20", "99999999999999999999", "%00", "a%00b", "%ff"),
    *("%ED%A0%80", "%F0%9F%93%B0", "[]", "%d9%a3", "%0d%0aX:1", "'", '"', "%25", "_", "*"),
    *("AND", "\\", "%22%3E%3Cb%3Ex%3C/b%3E", "%E2%80%AE", "a%20b%20c%20d", "-a", "%22a", "9999-99"),
    *("2022-03-10T18:06:38.000000Z_1", "9999-12-31T23:59:59.999999Z_999999999999999999"),
    *("0001-01-01T00:00:00.000000Z_0", "2022-03-10T25:06:38.000000Z_1", "2022-02-30"),
    *("x" * 1_000_000, "%E5%AD%97" * 10_000, "a+" * 10_000),
]
# Of all addresses, each with the first letters of what reads it; an unknown one, and a list.
NAMES = [
    *("page", "q", "before", "p", "page[]", "from", "to", "section"),
    *("limit", "since", "until", "author", "tag", "source"),
]
ODD_PARTS = [
    *("%00", "a%00b", "%0d%0a", "%ff", "%ED%A0%80", "%F0%9F%93%B0", "..", "%2e%2e", "'", "[]"),
    *("%5C", "%5C%5Cevil.test", "x" * 3000, "%E5%AD%97" * 3000, "%EF%BC%8F", "-1", "1e20"),
    *("9" * 30, "%2541", "%25", "//", "a//b", "%E2%80%AE", "None", "0", "{}", "%7B%7B7*7%7D%7D"),
]
# A search that finds nothing tries each of its words by itself.
MAX_STATEMENTS = 30
MAX_BYTES = 300_000
# What cannot be read, or is not to be had so; and what a form sent wrongly is told.
REFUSALS = (400, 403, 404, 405, 410, 414)


@pytest.fixture
def post(make_post, make_category):
    post = make_post(
        categories=[make_category("国际", "亚洲")],
        authors=["记者甲"],
        tags=["外交"],
        source=Source.objects.create(name="通讯社"),
    )
    search.index([post])
    return post


@pytest.fixture
def samples(post):
    """Addresses of each pattern of the public site, by its name: one where something is."""
    slug = {"tag": Tag.objects.get().slug, "author": Author.objects.get().slug}
    section = Category.objects.get(name="亚洲").path
    values = {
        "post": {"year": "2022", "month": "03", "day": "11", "slug": post.slug},
        "section": {"path": section},
        "tag": {"slug": slug["tag"]},
        "author": {"slug": slug["author"]},
        "source": {"slug": post.source.slug},
        "archive_year": {"year": "2022"},
        "archive_month": {"year": "2022", "month": "03"},
        "preview": {"token": "abc"},
        "site_feed": {"form": "xml"},
        "section_feed": {"path": section, "form": "json"},
        "tag_feed": {"slug": slug["tag"], "form": "xml"},
        "author_feed": {"slug": slug["author"], "form": "json"},
        "sitemap": {"section": "posts"},
        "sitemap_posts": {"part": "0"},
        "indexnow_key": {"key": "abcdefgh"},
        "api_post": {"key": str(post.pk)},
        "api_nothing": {"rest": "nothing"},
    }
    return {name: reverse(name, kwargs=values.get(name, {})) for name in names_of_patterns()}


def names_of_patterns():
    """Return the names of all public patterns; each has to have one."""
    names, waiting = (
        [],
        [part for part in get_resolver().url_patterns if not str(part.pattern).startswith("admin")],
    )
    while waiting:
        part = waiting.pop()
        if not isinstance(part, URLPattern):
            waiting += part.url_patterns
        elif "media" not in str(part.pattern):
            names.append(part.name)
    return names


def ask(client, address, **options):
    """Return the answer, which must have been made within bounds."""
    with CaptureQueriesContext(connection) as statements:
        response = client.get(address, **options)
    assert response.status_code in (200, 301, 302, *REFUSALS), address[:200]
    assert len(statements) <= MAX_STATEMENTS, address[:200]
    content = b"".join(response) if response.streaming else response.content
    assert len(content) <= MAX_BYTES, address[:200]
    if "html" in response.headers.get("Content-Type", ""):
        assert MARKUP.encode() not in content
    return response


def test_every_public_pattern_has_a_sample(samples):
    assert None not in samples
    assert len(samples) > 15


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:30])
def test_no_query_value_makes_an_address_fail(client, samples, value):
    for address in [*samples.values(), "/nothing/", "/nothing.xml"]:
        ask(client, address, QUERY_STRING="&".join(f"{name}={value}" for name in NAMES))
    # One by one where they are read: together the first that is refused hides the others.
    read = ["section", "search", "archive_month", "api_posts", "api_tags"]
    for address in [samples[name] for name in read if name in samples]:
        for name in NAMES:
            ask(client, address, QUERY_STRING=f"{name}={value}&{name}={value}&{name}[]=1")


def test_so_many_values_are_refused_or_passed_over(client, samples):
    for address in samples.values():
        ask(client, address, QUERY_STRING="&".join(f"k{n}={n}" for n in range(5000)))
        ask(client, address, QUERY_STRING="q=a&" * 2000 + ";;&&==&=")


@pytest.mark.parametrize("part", ODD_PARTS, ids=lambda part: part[:30])
def test_no_path_makes_the_site_fail(client, db, part):
    starts = ["sections", "tags", "authors", "sources", "preview", "2022/03/11", "archive"]
    for start in ["/", *(f"/{start}/" for start in [*starts, "api/v1", "api/v1/posts", "media"])]:
        for end in ("", "/", "/feed.xml", ".html"):
            ask(client, f"{start}x{part}{end}")
            if part.strip("/"):
                ask(client, f"{start}{part}{end}")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_what_only_changes_things_is_refused_everywhere(client, samples, method):
    for name, address in samples.items():
        if name in ("reads", "count_read"):
            continue
        response = client.generic(method, address, b"a=1")
        assert response.status_code in REFUSALS, (name, response.status_code)


def test_options_and_head_tell_nothing_more(client, samples):
    for address in samples.values():
        assert client.head(address).content == b""
        assert client.options(address).status_code in (200, 204, *REFUSALS)


FORGED = {
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "gopher",
    "x-original-url": "/evil.test/",
    "x-rewrite-url": "/evil.test/",
    "x-forwarded-prefix": "/evil.test",
    "forwarded": "host=evil.test",
    "referer": "https://evil.test/",
}


def test_no_header_of_a_request_comes_back_or_moves_an_address(client, samples):
    for address in [*samples.values(), "/nothing/"]:
        plain, forged = client.get(address), client.get(address, headers=FORGED)
        assert forged.status_code == plain.status_code
        assert b"evil.test" not in forged.content
        assert "evil.test" not in str(forged.headers)


@pytest.mark.parametrize("host", ["evil.test", "testserver.evil.test", "testserver@evil.test", "'"])
def test_a_host_that_is_not_ours_is_refused_everywhere(client, samples, host):
    for address in [*samples.values(), "/nothing/", "/media/a.jpg", "/admin/"]:
        response = client.get(address, headers={"host": host})
        assert response.status_code == 400, address
        assert not re.search(r"evil\.test", response.text)
