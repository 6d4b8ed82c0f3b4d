"""What is told of an article as data: schema.org in JSON-LD."""

import re

import pytest

from articles.models import Author, Correction, Image, Post, Source
from articles.seo.structured import word_count
from tests.seo.conftest import ORIGIN
from tests.shapes import BREADCRUMBS, NEWS_ARTICLE, faults

CANARY = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>{{7*7}}'


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
