"""Where readers are sent who come to an address that no longer answers, and what is gone."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Post, Redirect

DAY = timedelta(days=1)


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


def test_a_post_has_no_feed_to_lead_to(lead, make_post):
    Redirect.objects.leave("/story/", post=make_post())

    assert lead("/story/feed.xml") == 404


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
