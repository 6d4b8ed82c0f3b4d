"""Feeds: well formed, absolute, and only what is public."""

import json
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest
from django.urls import resolve
from django.utils import timezone

from articles import workflow
from articles.models import Author, Category, Image, Post, Source, Tag
from tests.shapes import JSON_FEED, faults

ATOM = {"a": "http://www.w3.org/2005/Atom"}
OTHER_HOST = {"host": "127.0.0.1", "x-forwarded-host": "evil.test"}
CANARY = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>]]>'


@pytest.fixture
def filed_post(make_post, make_category):
    return make_post(
        title="外长<会谈>&",
        summary="双方 a < b 首次接触。",
        body=(
            '<p>正文见<a href="/2022/01/01/earlier/">此前报道</a>。<a href="#fn1">1</a></p>'
            '<figure><img src="/media/a.jpg" alt="会场"></figure><p id="fn1">注</p>'
        ),
        categories=[make_category("新媒体", "头条")],
        authors=["记者甲", "记者乙"],
        tags=["外交"],
        rights="未经授权，不得转载。",
        source=Source.objects.create(name="观察者网"),
        extra={"link": "https://origin.example/a"},
        lead_image=Image.objects.create(original_url="https://pictures.example/a.jpg"),
    )


@pytest.fixture
def channels(filed_post):
    """The pages that have feeds."""
    subjects = [*Category.objects.all(), Tag.objects.get(), *Author.objects.all()]
    return ["/", *(subject.get_absolute_url() for subject in subjects)]


def read(response):
    """Return a feed as a feed reader takes it, which complains of nothing."""
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    return feed


def test_atom_feeds_hold_the_newest_posts_under_absolute_addresses(client, filed_post, channels):
    url = f"http://testserver{filed_post.get_absolute_url()}"

    for channel in channels:
        response = client.get(f"{channel}feed.xml", headers=OTHER_HOST)
        feed = ElementTree.fromstring(response.content)
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        links = {link.get("rel"): link.get("href") for link in feed.iterfind("a:link", ATOM)}
        assert links["self"] == f"http://testserver{channel}feed.xml"
        assert links["alternate"] == f"http://testserver{channel}"
        entry = feed.find("a:entry", ATOM)
        assert entry.findtext("a:title", namespaces=ATOM) == "外长<会谈>&"
        assert entry.findtext("a:id", namespaces=ATOM) == url
        assert entry.findtext("a:published", namespaces=ATOM) == "2022-03-10T18:06:38+00:00"
        assert b"127.0.0.1" not in response.content


def test_an_entry_names_its_authors_source_origin_and_rights(client, filed_post):
    [entry] = read(client.get("/feed.xml")).entries

    assert [author.name for author in entry.authors] == ["记者甲", "记者乙"]
    assert entry.source.title == "观察者网"
    assert entry.rights == "未经授权，不得转载。"
    assert [link.href for link in entry.links if link.rel == "via"] == ["https://origin.example/a"]
    assert [link.type for link in entry.links if link.rel == "enclosure"] == ["image/jpeg"]
    assert [tag.term for tag in entry.tags] == ["头条"]


def test_a_summary_is_text_and_no_markup(client, filed_post):
    feed = ElementTree.fromstring(client.get("/feed.xml").content)

    summary = feed.find("a:entry/a:summary", ATOM)
    assert summary.text == "双方 a < b 首次接触。"
    assert summary.get("type", "text") == "text"
    assert feed.find("a:entry/a:content", ATOM) is None


def test_a_piece_without_a_byline_is_its_sources(client, make_post):
    make_post(source=Source.objects.create(name="通讯社"))

    [entry] = read(client.get("/feed.xml")).entries
    [item] = client.get("/feed.json").json()["items"]

    assert entry.author == "通讯社"
    assert item["authors"] == [{"name": "通讯社", "url": "http://testserver/sources/tong-xun-she/"}]


def test_json_feeds_say_the_same(client, filed_post, channels, settings):
    for is_full in (False, True):
        settings.FEED_FULL_TEXT = is_full
        for channel in channels:
            response = client.get(f"{channel}feed.json", headers=OTHER_HOST)
            feed = json.loads(response.content)
            assert faults(feed, JSON_FEED) == []
            assert feed["feed_url"] == f"http://testserver{channel}feed.json"
            [item] = feed["items"]
            assert item["url"] == f"http://testserver{filed_post.get_absolute_url()}"
            assert item["external_url"] == "https://origin.example/a"
            assert item["title"] == "外长<会谈>&"
            assert item["image"] == "https://pictures.example/a.jpg"
            assert item["authors"][0]["name"] == "记者甲"
            assert ("content_html" in item) is is_full


def test_a_whole_text_stands_on_its_own(client, filed_post, settings):
    settings.FEED_FULL_TEXT = True
    page = f"http://testserver{filed_post.get_absolute_url()}"

    content = ElementTree.fromstring(client.get("/feed.xml").content).find(
        "a:entry/a:content", ATOM
    )
    [item] = client.get("/feed.json").json()["items"]

    assert content.get("type") == "html"
    assert content.text == item["content_html"]
    assert 'href="http://testserver/2022/01/01/earlier/"' in content.text
    assert 'src="http://testserver/media/a.jpg"' in content.text
    assert f'href="{page}#fn1"' in content.text


def test_pages_name_their_feeds(client, filed_post, channels):
    for channel in channels:
        text = client.get(channel).text
        for form, kind in (("xml", "atom"), ("json", "feed")):
            links = re.findall(
                rf'<link rel="alternate" type="application/{kind}\+{form}" [^>]+>', text
            )
            assert [link for link in links if f'href="{channel}feed.{form}"' in link] == links[:1]
    assert 'href="/feed.xml"' in client.get(filed_post.get_absolute_url()).text


@pytest.mark.parametrize("is_full", [False, True])
def test_feeds_are_well_formed_whatever_a_post_holds(client, filed_post, settings, is_full):
    settings.FEED_FULL_TEXT = is_full
    Post.objects.update(title="坏\x0b字\x0c符", excerpt="\x1f", rights="\x01")
    Author.objects.filter(name="记者甲").update(name="记\x02者")
    Source.objects.update(name="通\x03讯")

    read(client.get("/feed.xml"))
    assert faults(client.get("/feed.json").json(), JSON_FEED) == []


def test_markup_in_texts_stays_text(client, make_post, make_category):
    make_post(
        title=CANARY,
        summary=CANARY,
        rights=CANARY,
        authors=[CANARY[:90]],
        categories=[make_category(CANARY[:90])],
        source=Source.objects.create(name=CANARY[:90]),
    )

    entry = ElementTree.fromstring(client.get("/feed.xml").content).find("a:entry", ATOM)
    [item] = client.get("/feed.json").json()["items"]

    for name in ("title", "summary", "rights"):
        assert entry.findtext(f"a:{name}", namespaces=ATOM) == CANARY
    assert item["title"] == item["_rights"] == CANARY
    assert {element.tag.partition("}")[2] for element in entry.iter()} <= {
        *("entry", "title", "link", "published", "updated", "author", "name", "uri", "id"),
        *("source", "summary", "rights", "category"),
    }


def test_feeds_cost_few_queries(rf, channels, settings, make_post, django_assert_max_num_queries):
    for _number in range(5):
        make_post(body='<figure><img src="https://pictures.example/b.jpg"></figure>')
    for is_full, most in ((False, 5), (True, 6)):
        settings.FEED_FULL_TEXT = is_full
        for channel in channels:
            for form in ("xml", "json"):
                # Without the middleware, whose cache asks for itself.
                view, _arguments, names = resolve(f"{channel}feed.{form}")
                with django_assert_max_num_queries(most):
                    assert view(rf.get("/"), **names).status_code == 200


def test_programs_of_other_sites_may_read_feeds(client, channels):
    for form in ("xml", "json"):
        assert client.get(f"/feed.{form}").headers["Access-Control-Allow-Origin"] == "*"


def test_no_hub_is_named_unless_there_is_one(client, filed_post):
    response = client.get("/feed.xml")

    assert b'rel="hub"' not in response.content
    assert "Link" not in response.headers
    assert "hubs" not in client.get("/feed.json").json()


def test_subscribers_are_shown_the_hub(client, filed_post, settings):
    settings.WEBSUB_HUB = "https://hub.example/?a=1&b=2"
    page = filed_post.section.get_absolute_url()

    response = client.get(f"{page}feed.xml")
    feed = ElementTree.fromstring(response.content)

    hub = feed.find("a:link[@rel='hub']", ATOM)
    assert hub.get("href") == settings.WEBSUB_HUB
    assert response.headers["Link"] == (
        f'<https://hub.example/?a=1&b=2>; rel="hub", <http://testserver{page}feed.xml>; rel="self"'
    )
    assert client.get("/feed.json").json()["hubs"] == [
        {"type": "WebSub", "url": settings.WEBSUB_HUB}
    ]


def test_a_feed_says_when_it_last_changed(client, make_post, editor):
    post = make_post(published_at=datetime(2022, 3, 11, tzinfo=UTC))
    Post.objects.update(updated_at=datetime(2022, 3, 12, 1, 2, 3, tzinfo=UTC))
    make_post(status="draft")
    assert client.get("/feed.xml").headers["Last-Modified"] == "Sat, 12 Mar 2022 01:02:03 GMT"

    workflow.withdraw(Post.objects.get(pk=post.pk), by=editor)

    changed = client.get("/feed.json").headers["Last-Modified"]
    assert changed.startswith(f"{timezone.now():%a, %d %b %Y}")


def test_only_what_is_public_is_told(client, make_post, make_category, settings):
    settings.FEED_FULL_TEXT = True
    secret = {"title": "机密字样", "body": "<p>机密字样</p>", "tags": ["外交"], "authors": ["甲"]}
    secret["categories"] = [make_category("国际")]
    make_post(status="draft", **secret)
    make_post(status="withdrawn", **secret)
    make_post(published_at=datetime(2100, 1, 1, tzinfo=UTC), **secret)
    make_post(expires_at=datetime(2022, 4, 1, tzinfo=UTC), **secret)
    subjects = [*Category.objects.all(), Tag.objects.get(), Author.objects.get()]

    for channel in ["/", *(subject.get_absolute_url() for subject in subjects)]:
        for form in ("xml", "json"):
            assert "机密字样" not in client.get(f"{channel}feed.{form}").text


def test_being_alive_needs_no_database(client):
    assert client.get("/healthz").text == "ok\n"
