"""Old addresses: where readers are sent who come to one that no longer answers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import get_resolver

from articles.models import Category, Post, Redirect
from articles.old_addresses import STANDING

DAY = timedelta(days=1)


@pytest.fixture
def lead(client):
    """A function that returns where an address leads, or its status when it leads nowhere."""

    def ask(address, **options):
        response = client.get(address, **options)
        return response.headers["Location"] if response.status_code == 301 else response.status_code

    return ask


def test_a_changed_slug_and_date_lead_to_the_post(lead, make_post):
    post = make_post(slug="old")
    post.slug, post.published_at = "new", post.published_at + DAY
    post.save()

    assert lead("/2022/03/11/old/") == "/2022/03/12/new/"


def test_every_address_that_a_post_had_leads_to_its_last_at_once(lead, make_post):
    post = make_post(slug="one")
    for slug in ("two", "three"):
        post.slug = slug
        post.save()

    assert lead("/2022/03/11/one/") == lead("/2022/03/11/two/") == "/2022/03/11/three/"


def test_a_post_that_moved_back_is_served_there(client, lead, make_post):
    post = make_post(slug="one")
    for slug in ("two", "one"):
        post.slug = slug
        post.save()

    assert client.get("/2022/03/11/one/").status_code == 200
    assert lead("/2022/03/11/two/") == "/2022/03/11/one/"


def test_a_section_takes_its_branch_and_its_feeds_along(lead, make_category):
    below = make_category("国际", "亚洲")
    top = below.parent
    top.slug = "world"
    top.save()

    for name in ("", "feed.xml", "feed.json"):
        assert lead(f"/sections/guo-ji/{name}") == f"/sections/world/{name}"
        assert lead(f"/sections/guo-ji/ya-zhou/{name}") == f"/sections/world/ya-zhou/{name}"


def test_the_feed_of_a_section_that_moved_is_found_however_it_is_written(lead, make_category):
    section = make_category("国际")
    section.slug = "world"
    section.save()

    assert lead("/Sections/GUO-JI/Feed.XML") == "/sections/world/feed.xml"
    assert lead("/sections/guo-ji/index.html") == "/sections/world/"


def test_a_post_has_no_feed_to_lead_to(lead, make_post):
    Redirect.objects.leave("/story/", post=make_post())

    assert lead("/story/feed.xml") == 404


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
    ],
)
def test_no_address_leads_to_one_where_nothing_is(client, make_post, make_category, asked):
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


def test_a_path_leads_through_other_redirects_to_the_end(lead, make_post):
    post = make_post(slug="port")
    Redirect.objects.create(old_path="/a/", new_path="/B")
    Redirect.objects.create(old_path="/b/", new_path="/c/")
    Redirect.objects.leave("/c/", post=post)

    assert lead("/a/") == lead("/b/") == "/2022/03/11/port/"


def test_a_path_leads_to_the_live_page_there_not_to_where_that_address_led_before(lead, make_post):
    live, other = make_post(slug="port"), make_post(slug="other")
    Redirect.objects.leave(live.get_absolute_url(), post=other)
    Redirect.objects.create(old_path="/a/", new_path=live.get_absolute_url() + "?x=1#part")

    assert lead("/a/") == live.get_absolute_url() + "?x=1#part"


def test_a_path_where_nothing_is_any_more_leads_nowhere(lead, make_post):
    hidden = make_post(slug="port", status="draft")
    Redirect.objects.create(old_path="/a/", new_path="/nowhere/")
    Redirect.objects.create(old_path="/b/", new_path=hidden.get_absolute_url())
    withdrawn = make_post(slug="gone", status="withdrawn")
    Redirect.objects.create(old_path="/c/", new_path=withdrawn.get_absolute_url())

    assert [lead("/a/"), lead("/b/"), lead("/c/")] == [404, 404, 410]


def test_a_path_may_lead_to_a_file(lead, db):
    Redirect.objects.create(old_path="/map/", new_path="/media/images/ab/Map.jpg")

    assert lead("/map/") == "/media/images/ab/Map.jpg"


@pytest.mark.parametrize("circle", [["/a/"], ["/a/", "/b/"], ["/a/", "/b/", "/c/"]])
def test_paths_that_lead_in_a_circle_lead_nowhere(lead, db, circle):
    following = [*circle[1:], circle[0]]
    Redirect.objects.bulk_create(
        Redirect(old_path=old, folded=old.rstrip("/"), new_path=new)
        for old, new in zip(circle, following, strict=True)
    )

    assert [lead(path) for path in circle] == [404] * len(circle)


@pytest.mark.parametrize("target", ["//evil.test/", "/\\evil.test", "/a\r\nX: 1", "/\x00"])
def test_what_was_written_past_the_forms_leads_nowhere_else(lead, db, target):
    if "\x00" in target:
        target = "/\x01"
    Redirect.objects.bulk_create([Redirect(old_path="/a/", folded="/a", new_path=target)])

    assert lead("/a/") == 404


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


def test_a_removed_address_is_gone(client, db):
    Redirect.objects.create(old_path="/removed/", is_gone=True)

    assert client.get("/Removed").status_code == 410


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "draft"}, 404),
        ({"published_at": datetime(2999, 1, 1, tzinfo=UTC)}, 404),
        ({"status": "withdrawn", "withdrawal_notice": "已撤下"}, 410),
        ({"expires_at": datetime(2022, 4, 1, tzinfo=UTC), "withdrawal_notice": "已撤下"}, 410),
    ],
)
def test_a_redirect_does_not_reveal_a_post_that_is_not_public(client, make_post, fields, status):
    post = make_post(title="暗号紫藤", slug="zi-teng", **fields)
    Redirect.objects.leave("/old/", post=post)

    response = client.get("/old/")

    assert response.status_code == status
    assert "紫藤" not in response.text
    assert "zi-teng" not in str(response.headers)
    assert ("已撤下" in response.text) is (status == 410)


@pytest.mark.parametrize("delete", [Post.delete, lambda post: Post.objects.all().delete()])
def test_all_addresses_of_a_deleted_post_that_readers_saw_are_gone(lead, make_post, delete):
    post = make_post(slug="one")
    post.slug = "two"
    post.save()

    delete(post)

    assert lead("/2022/03/11/one/") == lead("/2022/03/11/two/") == 410


@pytest.mark.parametrize(
    "fields", [{"status": "draft"}, {"published_at": datetime(2999, 1, 1, tzinfo=UTC)}]
)
def test_a_deleted_post_that_nobody_saw_leaves_nothing(lead, make_post, fields):
    post = make_post(slug="port", **fields)
    address = post.get_absolute_url()

    post.delete()

    assert lead(address) == 404
    assert not Redirect.objects.exists()


def test_a_gone_address_that_a_document_brings_again_leads_to_it(lead, make_post):
    first = make_post(slug="port")
    Redirect.objects.leave("/posts/5/", post=first)
    first.delete()
    again = make_post(slug="port")

    assert Redirect.objects.leave_many({"/posts/5/": again.pk}) == []
    assert lead("/posts/5/") == "/2022/03/11/port/"
    assert lead("/2022/03/11/port/") == 200


def test_every_address_that_can_be_led_to_is_one_of_the_site():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert set(STANDING) <= names
    assert Category._meta.get_field("path").max_length < 800
