"""Addresses as readers write them: what is found where nothing stands at the letter."""

import pytest
from django.urls import get_resolver

from articles.models import Category, Redirect
from articles.old_addresses import STANDING


def test_the_feed_of_a_section_that_moved_is_found_however_it_is_written(lead, make_category):
    section = make_category("国际")
    section.slug = "world"
    section.save()

    assert lead("/Sections/GUO-JI/Feed.XML") == "/sections/world/feed.xml"
    assert lead("/sections/guo-ji/index.html") == "/sections/world/"


@pytest.mark.parametrize(
    ("old_path", "asked"),
    [
        ("/story-5/", "/story-5"),
        ("/posts/1e10.html", "/posts/1E10.html"),
        ("/posts/1e10.html", "/posts/1e10.html/"),
        ("/p/Mixed-Case/", "/p/mixed-case"),
        ("/2022/03/10/要闻/harbour/", "/2022/03/10/%E8%A6%81%E9%97%BB/harbour/"),
        ("/%E6%96%B0%E9%97%BB/a.html", "/新闻/a.html"),
        ("/posts/5/", "/posts/５/"),
        ("/posts/5/", "/posts／5"),
        ("/posts/5/", "/posts//5//"),
        ("/posts/5/", "/posts/5/index.html"),
        ("/posts/5/", "/posts/5/?utm_source=mail"),
    ],
)
def test_an_address_from_a_document_is_known_however_it_is_written(
    lead, make_post, old_path, asked
):
    post = make_post()
    Redirect.objects.leave_many({old_path: post.pk})

    assert lead(asked) == post.get_absolute_url()


def test_of_old_paths_that_fold_alike_the_one_that_was_asked_counts(lead, make_post):
    posts = {path: make_post() for path in ("/p/AbC/", "/p/abc/", "/p/ABC.html", "/p/abc.html")}
    for path, post in posts.items():
        Redirect.objects.leave(path, post=post)

    for path, post in posts.items():
        assert lead(path) == post.get_absolute_url()
        assert lead(path.rstrip("/")) == post.get_absolute_url()


@pytest.mark.parametrize(
    "asked",
    [
        "/2022/03/11/port",
        "/2022/03/11/PORT/",
        "/２０２２/０３/１１/ｐｏｒｔ/",
        "/2022／03／11／port",
        "/2022/03/11/port.html",
        "/2022/03/11/port/index.html",
        "/2022//03/11/port//",
    ],
)
def test_a_live_post_is_found_however_its_address_is_written(lead, make_post, asked):
    make_post(slug="port")

    assert lead(asked) == "/2022/03/11/port/"


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/Sections/Guo-Ji", "/sections/guo-ji/"),
        ("/Sections/Guo-Ji/FEED.XML", "/sections/guo-ji/feed.xml"),
        ("/TAGS/wai-jiao", "/tags/wai-jiao/"),
        ("/authors/JI-ZHE-JIA/", "/authors/ji-zhe-jia/"),
        ("/Archive", "/archive/"),
        ("/archive/２０２２", "/archive/2022/"),
        ("/archive/2022/03", "/archive/2022/03/"),
        ("/feed.xml/", "/feed.xml"),
        ("/Sitemap.xml", "/sitemap.xml"),
        ("/index.html", "/"),
        ("/admin", "/admin/"),
    ],
)
def test_a_list_is_found_however_its_address_is_written(
    client, lead, make_post, make_category, asked, address
):
    make_post(categories=[make_category("国际")], authors=["记者甲"], tags=["外交"])

    assert lead(asked) == address
    assert client.get(address).status_code in (200, 302)


@pytest.mark.parametrize(
    "asked",
    [
        "/2022/03/11/nothing",
        "/2022/02/30/nothing",
        "/Sections/nothing",
        "/tags/nothing",
        "/tags/hidden",
        "/authors/hidden/feed.xml/",
        "/archive/1999",
        "/archive/2022/02",
        "/archive/2022/13",
        "/sections/World?page=9",
        "/Sections/KONG",
    ],
)
def test_no_address_leads_to_one_where_nothing_is(client, make_post, make_category, asked):
    make_category("空")
    make_post(slug="draft", status="draft", tags=["hidden"], authors=["hidden"])
    make_post()
    assert client.get(asked).status_code == 404


def test_an_empty_archive_is_not_led_to(lead, db):
    assert lead("/archive") == 404


def test_a_misspelt_address_of_a_withdrawn_post_tells_its_notice(client, make_post):
    make_post(slug="port", status="withdrawn", withdrawal_notice="已撤下")

    response = client.get("/2022/03/11/PORT")

    assert response.status_code == 410
    assert "已撤下" in response.text


def test_a_page_that_answers_is_never_redirected(client, make_post):
    post, other = make_post(slug="port"), make_post()
    Redirect.objects.leave(post.get_absolute_url(), post=other)

    assert client.get(post.get_absolute_url()).status_code == 200
    assert client.get("/2022/03/11/PORT").headers["Location"] == post.get_absolute_url()


def test_a_list_without_such_a_page_does_not_lead_to_itself(client, make_category):
    section = make_category("国际")
    for slug in ("world", "guo-ji"):
        section.slug = slug
        section.save()

    assert client.get("/sections/guo-ji/?page=9").status_code == 404


def test_only_the_search_keeps_what_was_asked(lead, make_post, make_category):
    make_post(categories=[make_category("国际")])

    assert lead("/Search?q=港口&from=2022-01-01&utm_source=x&page=3") == (
        "/search/?q=%E6%B8%AF%E5%8F%A3&from=2022-01-01"
    )
    assert lead("/Sections/Guo-Ji?page=2&utm_source=x&next=//evil.test") == "/sections/guo-ji/"
    assert lead("/Search?q=" + "x" * 201) == "/search/"


def test_who_only_asks_for_the_head_is_led_too_and_who_sends_is_not(client, make_post):
    Redirect.objects.leave("/old/", post=make_post())

    assert client.head("/old/").status_code == 301
    assert client.post("/old/").status_code == 404


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/2022/03/11/old/", 2), ("/posts/1e10.html", 1), ("/2022/03/11/PORT", 1), ("/old/a/", 1)],
)
def test_a_moved_address_is_found_in_one_query(
    client, make_post, settings, django_assert_num_queries, address, queries
):
    # It has questions of its own, twice a second.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    post = make_post(slug="port")
    for path in ("/2022/03/11/old/", "/posts/1e10.html"):
        Redirect.objects.leave(path, post=post)
    Redirect.objects.create(old_path="/old/a/", new_path="/old/b/")
    Redirect.objects.leave("/old/b/", post=post)

    # An address of the form that posts have was looked for by the view before.
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 301


def test_every_address_that_can_be_led_to_is_one_of_the_site():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert set(STANDING) <= names
    assert Category._meta.get_field("path").max_length < 800
