"""What the head of a page tells search engines and other sites' cards."""

import pytest

from articles.models import Post, Source
from articles.seo import origin_of
from tests.seo.conftest import ORIGIN

POLICY = Source.IndexPolicy


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


def test_addresses_are_ours_whatever_host_was_asked(client, full_post):
    headers = {"host": "127.0.0.1", "x-forwarded-host": "evil.test"}

    for address in (full_post.get_absolute_url(), "/"):
        text = client.get(address, headers=headers).text
        assert "127.0.0.1" not in text
        assert "evil.test" not in text
