"""Which posts stand in sitemaps, and what is said of them: only what is to be found here."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles.models import Image, Post, Source
from articles.sitemaps import files
from tests.sitemaps.names import MAP

NOW = datetime(2022, 3, 11, tzinfo=UTC)
POLICY = Source.IndexPolicy


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
