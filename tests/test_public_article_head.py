"""What the head of a page tells search engines and other sites."""

import json
import re
from datetime import UTC, datetime

import pytest

from articles.models import Author, Correction, Image, Post, Source
from articles.seo import origin_of
from articles.seo.structured import word_count
from tests.shapes import BREADCRUMBS, NEWS_ARTICLE, faults

CANARY = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>{{7*7}}'
ORIGIN = "https://origin.example/a?b=1&c=2"
POLICY = Source.IndexPolicy


@pytest.fixture
def full_post(make_post, make_category):
    """A post that has all that a head can tell."""
    post = make_post(
        title="俄乌外长会谈",
        summary="双方首次接触。",
        body="<p>正文共有 ROG枪神6 个词。</p>",
        lead_image=Image.objects.create(
            original_url="http://pictures.example/lead.jpg", width=970, height=374, credit="新华社"
        ),
        lead_caption="握手",
        source=Source.objects.create(name="观察者网", homepage="https://www.guancha.cn/"),
        rights="未经授权，不得转载。",
        categories=[make_category("新媒体", "头条")],
        authors=["记者甲", "记者乙"],
        tags=["外交"],
        extra={"link": ORIGIN},
        expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    )
    Author.objects.filter(name="记者乙").update(kind="organisation")
    Correction.objects.create(post=post, text="人名有误。", made_at=post.published_at)
    return post


@pytest.fixture
def structured(client):
    """A function that returns the JSON-LD at an address by type."""

    def read(address):
        text = client.get(address, headers={"host": "127.0.0.1"}).text
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
        return {entry["@type"]: entry for entry in map(json.loads, found)}

    return read


@pytest.fixture
def metas(client):
    """A function that returns the meta elements at an address: {name: content}."""

    def read(address):
        text = client.get(address).text
        return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', text))

    return read


@pytest.fixture
def links(client):
    """A function that returns the (rel, hreflang, href) of the links at an address."""

    def read(address):
        pattern = r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="([^"]+)">'
        return re.findall(pattern, client.get(address).text)

    return read


def test_an_article_is_what_search_engines_want_of_news(structured, full_post):
    found = structured(full_post.get_absolute_url())
    article = found["NewsArticle"]

    assert faults(article, NEWS_ARTICLE) == []
    assert faults(found["BreadcrumbList"], BREADCRUMBS) == []
    assert [person["@type"] for person in article["author"]] == ["Person", "Organization"]
    assert article["publisher"]["logo"]["url"] == "http://testserver/static/articles/favicon.svg"
    assert article["isBasedOn"] == ORIGIN
    assert article["creditText"] == "观察者网"
    assert article["sourceOrganization"]["url"] == "https://www.guancha.cn/"
    assert article["copyrightNotice"] == "未经授权，不得转载。"
    assert article["correction"][0]["text"] == "人名有误。"
    assert article["image"]["creditText"] == "新华社"
    assert article["image"]["caption"] == "握手"
    assert article["expires"] == "2100-01-01T00:00:00+00:00"
    assert [place["name"] for place in found["BreadcrumbList"]["itemListElement"]] == [
        "新媒体",
        "头条",
        "俄乌外长会谈",
    ]


def test_a_bare_article_leaves_out_what_it_has_not(structured, make_post):
    article = structured(make_post().get_absolute_url())["NewsArticle"]

    assert [error for error in faults(article, NEWS_ARTICLE) if "'image'" not in error] == []
    assert not article.keys() & {"isBasedOn", "creditText", "correction", "image", "expires"}


def test_an_article_without_a_byline_is_its_sources(structured, make_post):
    source = Source.objects.create(name="通讯社")

    article = structured(make_post(source=source).get_absolute_url())["NewsArticle"]

    assert article["author"] == [
        {
            "@type": "Organization",
            "name": "通讯社",
            "url": "http://testserver/sources/tong-xun-she/",
        }
    ]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 0),
        ("<p>停火问题无进展。</p>", 7),
        ("<p>ROG枪神6 发布</p>", 6),
        ("<p>The clock strikes &amp; stops at 10.</p>", 6),
        ('<p><a href="https://a.example/words in-an-address">一</a></p>', 1),
    ],
)
def test_words_are_counted_as_their_language_has_them(body, count):
    assert word_count(body) == count


def test_cards_of_other_sites_have_text_and_picture(metas, full_post):
    found = metas(full_post.get_absolute_url())

    assert found["og:type"] == "article"
    assert found["og:title"] == "俄乌外长会谈"
    assert found["og:image"] == "https://pictures.example/lead.jpg"
    assert (found["og:image:width"], found["og:image:height"]) == ("970", "374")
    assert found["og:image:alt"] == found["twitter:image:alt"] == "握手"
    assert found["twitter:card"] == "summary_large_image"
    assert found["article:section"] == "头条"
    assert found["article:expiration_time"] == "2100-01-01T08:00:00+08:00"


def test_pages_are_offered_with_large_pictures_until_they_expire(metas, full_post, make_post):
    assert metas(make_post().get_absolute_url())["robots"] == "max-image-preview:large"
    assert metas(full_post.get_absolute_url())["robots"] == (
        "max-image-preview:large, unavailable_after: 2100-01-01T00:00:00+00:00"
    )


def test_an_article_is_offered_in_its_language(links, make_post):
    post = make_post(language="en")
    url = f"http://testserver{post.get_absolute_url()}"

    assert links(post.get_absolute_url()) == [
        ("canonical", "", url),
        ("alternate", "en", url),
        ("alternate", "x-default", url),
    ]


def test_what_a_source_wants_left_out_is_not_indexed(links, metas, make_post):
    source = Source.objects.create(name="通讯社", index_policy=POLICY.NOINDEX)
    post = make_post(source=source, extra={"link": ORIGIN})

    assert metas(post.get_absolute_url())["robots"] == "noindex"
    assert links(post.get_absolute_url()) == [
        ("canonical", "", f"http://testserver{post.get_absolute_url()}")
    ]


def test_search_engines_are_sent_to_the_original(links, metas, full_post):
    Source.objects.update(index_policy=POLICY.CANONICAL)
    found = metas(full_post.get_absolute_url())

    assert links(full_post.get_absolute_url()) == [
        ("canonical", "", "https://origin.example/a?b=1&amp;c=2")
    ]
    assert found["og:url"] == "https://origin.example/a?b=1&amp;c=2"
    assert found["robots"].startswith("max-image-preview")


def test_without_its_address_only_the_original_is_still_found(links, metas, make_post):
    source = Source.objects.create(name="通讯社", index_policy=POLICY.CANONICAL)
    post = make_post(source=source)

    assert metas(post.get_absolute_url())["robots"] == "noindex"
    assert links(post.get_absolute_url())[0][2] == f"http://testserver{post.get_absolute_url()}"


@pytest.mark.parametrize(
    ("extra", "origin"),
    [
        ({}, ""),
        ([], ""),
        ({"link": ORIGIN}, ORIGIN),
        ({"link": "//origin.example/a"}, "https://origin.example/a"),
        ({"originalURL": "https://a.example/", "url": "https://b.example/"}, "https://a.example/"),
        ({"source_url": "javascript:1", "canonical-url": "http://a.example/"}, "http://a.example/"),
        ({"link": ["https://a.example/"]}, ""),
        ({"link": "javascript:alert(1)"}, ""),
        ({"link": "java\tscript:alert(1)"}, ""),
        ({"link": "data:text/html,x"}, ""),
        ({"link": "/here/"}, ""),
        ({"link": "https://user:secret@a.example/"}, ""),
        ({"link": "http://[::1"}, ""),
        ({"link": "https://a.example/" + "x" * 3000}, ""),
        ({"link": "https://a.example/\x0b\u202e"}, "https://a.example/"),
    ],
    ids=str,
)
def test_an_origin_is_a_web_address_or_nothing(extra, origin):
    assert origin_of(Post(extra=extra)) == origin


def test_lists_are_indexed_as_far_as_they_are_numbered(metas, make_post):
    for _number in range(2):
        make_post(authors=["记者甲"])

    cursor = "2100-01-01T00:00:00.000000Z_1"
    assert metas("/authors/ji-zhe-jia/")["robots"] == "max-image-preview:large"
    assert metas(f"/authors/ji-zhe-jia/?before={cursor}")["robots"] == "noindex"
    for address in ("/search/?q=字", "/nothing/"):
        assert metas(address)["robots"] == "noindex"


def test_the_front_page_names_the_publisher(structured, links, make_post):
    make_post()

    site = structured("/")["WebSite"]

    assert site["url"] == "http://testserver/"
    assert site["publisher"]["logo"]["url"].startswith("http://testserver/static/")
    assert ("alternate", "x-default", "http://testserver/") in links("/")


def test_markup_in_texts_stays_in_its_place(client, structured, full_post):
    Post.objects.update(title=CANARY, excerpt=CANARY, rights=CANARY, lead_caption=CANARY)
    Source.objects.update(name=CANARY[:90])
    Author.objects.filter(name="记者甲").update(name=CANARY[:90])
    Correction.objects.update(text=CANARY)
    Image.objects.update(credit=CANARY, alt=CANARY)

    article = structured(full_post.get_absolute_url())["NewsArticle"]
    text = client.get(full_post.get_absolute_url()).text

    assert faults(article, NEWS_ARTICLE) == []
    assert article["headline"] == article["copyrightNotice"] == CANARY
    assert article["image"]["creditText"] == CANARY
    head = text.partition("</head>")[0]
    assert "<img" not in head
    assert "<script>" not in head
    assert head.count("</script>") == len(re.findall(r"<script ", head))


def test_addresses_are_ours_whatever_host_was_asked(client, full_post):
    headers = {"host": "127.0.0.1", "x-forwarded-host": "evil.test"}

    for address in (full_post.get_absolute_url(), "/"):
        text = client.get(address, headers=headers).text
        assert "127.0.0.1" not in text
        assert "evil.test" not in text
