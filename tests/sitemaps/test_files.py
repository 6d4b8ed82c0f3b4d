"""How sitemaps are parted into files, what leads to them, and what they cost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import resolve

from articles.models import Category, Post, Source
from articles.sitemaps import files
from tests.sitemaps.names import MAP, OTHER_HOST

NOW = datetime(2022, 3, 11, tzinfo=UTC)


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


@pytest.mark.parametrize("number", ["99999", "999999999999999", "-1", "01", "abc", "1e5", "%00"])
def test_a_file_that_is_not_there_is_not_found(client, db, number):
    assert client.get(f"/sitemap-posts-{number}.xml").status_code == 404


def test_no_sitemap_costs_more_queries_the_more_there_is(
    rf, make_post, make_category, django_assert_max_num_queries
):
    Source.objects.create(name="通讯社", index_policy=Source.IndexPolicy.NOINDEX)
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
