"""Feeds, sitemaps, robots.txt: well formed, absolute, and only what is public."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
import time_machine

from articles.models import Author, Category, Image, Post, Tag
from articles.sitemaps import PostSitemap

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
OTHER_HOST = {"host": "127.0.0.1", "x-forwarded-host": "evil.test"}


@pytest.fixture
def filed_post(make_post, make_category):
    return make_post(
        title="外长<会谈>&",
        summary="双方首次接触。",
        categories=[make_category("新媒体", "头条")],
        authors=["记者甲"],
        tags=["外交"],
        lead_image=Image.objects.create(original_url="https://pictures.example/a.jpg"),
    )


@pytest.fixture
def channels(filed_post):
    """The pages that have feeds."""
    subjects = [*Category.objects.all(), Tag.objects.get(), Author.objects.get()]
    return ["/", *(subject.get_absolute_url() for subject in subjects)]


def test_atom_feeds_hold_the_newest_posts_under_absolute_addresses(client, filed_post, channels):
    url = f"http://testserver{filed_post.get_absolute_url()}"

    for channel in channels:
        response = client.get(f"{channel}feed.xml", headers=OTHER_HOST)
        feed = ElementTree.fromstring(response.content)
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert (
            feed.find("a:link[@rel='self']", ATOM).get("href")
            == f"http://testserver{channel}feed.xml"
        )
        assert (
            feed.find("a:link[@rel='alternate']", ATOM).get("href") == f"http://testserver{channel}"
        )
        entry = feed.find("a:entry", ATOM)
        assert entry.findtext("a:title", namespaces=ATOM) == "外长<会谈>&"
        assert entry.findtext("a:id", namespaces=ATOM) == url
        assert entry.findtext("a:published", namespaces=ATOM) == "2022-03-10T18:06:38+00:00"
        assert entry.findtext("a:author/a:name", namespaces=ATOM) == "记者甲"
        assert b"127.0.0.1" not in response.content


def test_json_feeds_say_the_same(client, filed_post, channels):
    for channel in channels:
        response = client.get(f"{channel}feed.json", headers=OTHER_HOST)
        feed = json.loads(response.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"http://testserver{channel}feed.json"
        [item] = feed["items"]
        assert item["url"] == f"http://testserver{filed_post.get_absolute_url()}"
        assert item["title"] == "外长<会谈>&"
        assert item["image"] == "https://pictures.example/a.jpg"
        assert item["authors"][0]["name"] == "记者甲"


def test_pages_name_their_feeds(client, channels):
    for channel in channels:
        text = client.get(channel).text
        assert 'type="application/atom+xml" title="' in text
        assert f'href="{channel}feed.xml"' in text


def test_feeds_are_well_formed_whatever_a_title_holds(client, filed_post):
    Post.objects.update(title="坏\x0b字\x0c符", excerpt="\x1f")

    for address in ("/feed.xml", "/sitemap-news.xml", "/sitemap-posts.xml", "/sitemap.xml"):
        with time_machine.travel(datetime(2022, 3, 11, tzinfo=UTC)):
            ElementTree.fromstring(client.get(address).content)


def test_feeds_cost_few_queries(client, channels, django_assert_max_num_queries):
    for channel in channels:
        for form in ("xml", "json"):
            with django_assert_max_num_queries(5):
                client.get(f"{channel}feed.{form}")


def test_the_sitemap_lists_posts_and_sections_on_our_own_host(client, filed_post):
    index = ElementTree.fromstring(client.get("/sitemap.xml", headers=OTHER_HOST).content)
    files = [place.text for place in index.iterfind("s:sitemap/s:loc", MAP)]
    found = []
    for file in files:
        assert file.startswith("http://testserver/")
        path = file.removeprefix("http://testserver")
        content = client.get(path, headers=OTHER_HOST).content
        found += [
            place.text for place in ElementTree.fromstring(content).iterfind("s:url/s:loc", MAP)
        ]

    assert sorted(found) == [
        f"http://testserver{filed_post.get_absolute_url()}",
        "http://testserver/sections/xin-mei-ti/",
        "http://testserver/sections/xin-mei-ti/tou-tiao/",
    ]


def test_a_long_sitemap_is_parted_into_files(client, make_post, monkeypatch):
    monkeypatch.setattr(PostSitemap, "limit", 2)
    for _number in range(3):
        make_post()

    assert "http://testserver/sitemap-posts.xml?p=2<" in client.get("/sitemap.xml").text
    assert client.get("/sitemap-posts.xml?p=2").text.count("<loc>") == 1
    for number in ("3", "abc", "-1", "%00", "1e20"):
        assert client.get(f"/sitemap-posts.xml?p={number}").status_code == 404


def test_the_news_sitemap_holds_two_days(client, make_post):
    make_post(title="旧闻", published_at=datetime(2022, 3, 7, tzinfo=UTC))
    make_post(title="新闻", published_at=datetime(2022, 3, 10, tzinfo=UTC))

    with time_machine.travel(datetime(2022, 3, 11, tzinfo=UTC)):
        news = ElementTree.fromstring(client.get("/sitemap-news.xml").content)

    assert [title.text for title in news.iterfind(".//n:title", MAP)] == ["新闻"]
    assert news.findtext(".//n:language", namespaces=MAP) == "zh-cn"


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk(client, db):
    text = client.get("/robots.txt", headers=OTHER_HOST).text

    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_being_alive_needs_no_database(client):
    assert client.get("/healthz").text == "ok\n"
