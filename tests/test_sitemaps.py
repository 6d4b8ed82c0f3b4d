"""Sitemaps, robots.txt: well formed, absolute, and only what is to be found at our address."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.urls import resolve

from articles.models import Category, Image, Post, Source
from articles.sitemaps import files

NOW = datetime(2022, 3, 11, tzinfo=UTC)
MAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}
OTHER_HOST = {"host": "127.0.0.1", "x-forwarded-host": "evil.test"}
POLICY = Source.IndexPolicy


@pytest.fixture
def read_map(client):
    """A function that returns the sitemap at a path as a tree."""

    def read(path):
        response = client.get(path, headers=OTHER_HOST)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/xml"
        return ElementTree.fromstring(response.content)

    return read


@pytest.fixture
def read_index(read_map):
    """A function that returns the index: {path of a file: its last change or None}."""

    def read():
        found = {}
        for entry in read_map("/sitemap.xml").iterfind("s:sitemap", MAP):
            address = entry.findtext("s:loc", namespaces=MAP)
            assert address.startswith("http://testserver/")
            path = address.removeprefix("http://testserver")
            found[path] = entry.findtext("s:lastmod", namespaces=MAP)
        return found

    return read


@pytest.fixture
def listed(read_index, read_map):
    """A function that returns the paths of all posts in the sitemaps."""

    def read():
        maps = [read_map(path) for path in read_index() if "posts" in path]
        places = [place.text for page in maps for place in page.iterfind("s:url/s:loc", MAP)]
        return [place.removeprefix("http://testserver") for place in places]

    return read


@pytest.fixture
def files_of(monkeypatch):
    """A function that sets how many keys a file of posts holds."""

    def part(keys):
        monkeypatch.setattr(files, "KEYS", keys)
        monkeypatch.setattr(files, "PART", files.F("pk") / keys)

    return part


def test_the_index_leads_to_posts_sections_and_news(
    listed, read_index, read_map, make_post, make_category
):
    post = make_post(title="坏<字>&", categories=[make_category("新媒体", "头条")])

    assert list(read_index())[:2] == ["/sitemap-news.xml", "/sitemap-sections.xml"]
    assert listed() == [post.get_absolute_url()]
    places = [place.text for place in read_map("/sitemap-sections.xml").iterfind(".//s:loc", MAP)]
    assert places == [
        "http://testserver/",
        "http://testserver/sections/xin-mei-ti/",
        "http://testserver/sections/xin-mei-ti/tou-tiao/",
    ]


def test_long_sitemaps_are_parted_by_key(listed, read_index, make_post, files_of):
    files_of(3)
    posts = [make_post() for _number in range(7)]

    names = [path for path in read_index() if "posts" in path]

    assert sorted(listed()) == sorted(post.get_absolute_url() for post in posts)
    assert names == [
        f"/sitemap-posts-{part}.xml" for part in sorted({post.pk // 3 for post in posts})
    ]


def test_a_file_changes_when_a_post_of_it_does(read_index, read_map, make_post, files_of):
    files_of(1)
    first, second = make_post(revised_at=NOW), make_post()
    Post.objects.update(updated_at=NOW)
    Post.objects.filter(pk=second.pk).update(updated_at=NOW + timedelta(hours=1))

    index = read_index()

    assert index[f"/sitemap-posts-{first.pk}.xml"] == "2022-03-11T00:00:00+00:00"
    assert index[f"/sitemap-posts-{second.pk}.xml"] == "2022-03-11T01:00:00+00:00"
    page = read_map(f"/sitemap-posts-{second.pk}.xml")
    assert page.findtext("s:url/s:lastmod", namespaces=MAP) == "2022-03-11T01:00:00+00:00"


def test_a_scheduled_post_changes_its_file_when_it_appears(read_index, make_post, files_of):
    files_of(1)
    post = make_post(published_at=NOW + timedelta(days=1))
    Post.objects.update(updated_at=NOW)

    with time_machine.travel(NOW + timedelta(days=2)):
        assert read_index()[f"/sitemap-posts-{post.pk}.xml"] == "2022-03-12T00:00:00+00:00"


def test_pictures_above_and_in_a_text_are_named_once(read_map, make_post):
    lead = Image.objects.create(original_url="http://pictures.example/lead.jpg?a=1&b=2")
    post = make_post(
        lead_image=lead,
        body='<figure><img src="https://pictures.example/a.jpg"></figure><p>字</p>'
        '<figure><img src="https://pictures.example/a.jpg"></figure>',
    )

    page = read_map(f"/sitemap-posts-{post.pk // files.KEYS}.xml")

    assert [place.text for place in page.iterfind(".//i:image/i:loc", MAP)] == [
        "https://pictures.example/lead.jpg?a=1&b=2",
        "https://pictures.example/a.jpg",
    ]


@pytest.mark.parametrize("number", ["99999", "999999999999999", "-1", "01", "abc", "1e5", "%00"])
def test_a_file_that_is_not_there_is_not_found(client, db, number):
    assert client.get(f"/sitemap-posts-{number}.xml").status_code == 404


@pytest.mark.parametrize("policy", [POLICY.NOINDEX, POLICY.CANONICAL])
def test_what_is_not_to_be_found_here_stands_in_no_sitemap(
    client, listed, read_index, make_post, files_of, policy
):
    files_of(1)
    source = Source.objects.create(name="通讯社", index_policy=policy, is_own=True)
    hidden = make_post(source=source, extra={"link": "https://origin.example/a"}, published_at=NOW)
    shown = make_post(source=Source.objects.create(name="另一家"), published_at=NOW)

    with time_machine.travel(NOW + timedelta(hours=1)):
        assert listed() == [shown.get_absolute_url()]
        assert f"/sitemap-posts-{hidden.pk}.xml" not in read_index()
        assert hidden.slug not in client.get("/sitemap-news.xml").text


def test_only_what_is_public_stands_in_sitemaps(listed, make_post):
    make_post(status="draft")
    make_post(status="withdrawn")
    make_post(published_at=datetime(2100, 1, 1, tzinfo=UTC))
    make_post(expires_at=datetime(2022, 4, 1, tzinfo=UTC))

    assert listed() == []


def test_the_news_sitemap_holds_two_days_of_our_own(read_map, make_post):
    ours = Source.objects.create(name="本报", is_own=True)
    make_post(title="旧闻", published_at=NOW - timedelta(days=2, minutes=1))
    make_post(title="新闻<a>&", published_at=NOW - timedelta(days=1))
    make_post(
        title="本报新闻", source=ours, published_at=NOW - timedelta(hours=1), language="en-GB"
    )
    make_post(title="别家", source=Source.objects.create(name="别家"), published_at=NOW)
    make_post(title="未来", published_at=NOW + timedelta(hours=1))

    with time_machine.travel(NOW):
        news = read_map("/sitemap-news.xml")

    assert [title.text for title in news.iterfind(".//n:title", MAP)] == ["本报新闻", "新闻<a>&"]
    assert [tag.text for tag in news.iterfind(".//n:language", MAP)] == ["en", "zh-cn"]
    assert news.findtext(".//n:publication_date", namespaces=MAP) == "2022-03-10T23:00:00+00:00"


def test_sitemaps_are_well_formed_whatever_a_post_holds(read_map, make_post, settings):
    settings.SITE_NAME = "报<&>"
    post = make_post(published_at=NOW)
    Post.objects.update(title="坏\x0b字<&", language="zh-\x02")

    with time_machine.travel(NOW + timedelta(hours=1)):
        for path in (
            "/sitemap.xml",
            "/sitemap-news.xml",
            f"/sitemap-posts-{post.pk // files.KEYS}.xml",
        ):
            read_map(path)


def test_no_sitemap_costs_more_queries_the_more_there_is(
    rf, make_post, make_category, django_assert_max_num_queries
):
    Source.objects.create(name="通讯社", index_policy=POLICY.NOINDEX)
    for number in range(5):
        post = make_post(
            categories=[make_category(f"版{number}")],
            body=f'<figure><img src="https://pictures.example/{number}.jpg"></figure>',
        )
    for path, most in {
        "/sitemap.xml": 4,
        f"/sitemap-posts-{post.pk // files.KEYS}.xml": 3,
        "/sitemap-sections.xml": 1,
        "/sitemap-news.xml": 1,
    }.items():
        view, _arguments, names = resolve(path)
        with django_assert_max_num_queries(most):
            assert view(rf.get("/"), **names).status_code == 200


def test_a_file_is_found_by_its_keys_alone(rf, make_post):
    """Neither scanned nor skipped: the last file costs what the first costs."""
    part, queries = make_post().pk // files.KEYS, []

    def note(execute, sql, params, many, context):
        queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        files.post_file(rf.get("/"), part=str(part))

    assert not any("OFFSET" in sql for sql, _params in queries)
    if connection.vendor == "sqlite":
        for sql, params in queries:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                assert not [row[3] for row in cursor.fetchall() if row[3].startswith("SCAN")]


def test_an_empty_site_has_sitemaps(read_index, read_map, db):
    assert not Category.objects.exists()
    assert list(read_index()) == ["/sitemap-news.xml", "/sitemap-sections.xml"]
    assert (
        read_map("/sitemap-sections.xml").findtext("s:url/s:loc", namespaces=MAP)
        == "http://testserver/"
    )


def test_robots_are_shown_the_sitemaps_and_kept_from_the_desk(client, db):
    lines = client.get("/robots.txt", headers=OTHER_HOST).text.splitlines()

    assert "Disallow: /admin/" in lines
    assert [line for line in lines if line.startswith("Sitemap")] == [
        "Sitemap: http://testserver/sitemap.xml",
        "Sitemap: http://testserver/sitemap-news.xml",
    ]
