"""Addresses that moved, and the headers of every answer."""

from datetime import UTC, datetime

import pytest
from django.urls import path

from articles.models import Category, Redirect
from newsroom.urls import handler400, handler403, handler404, handler500  # noqa: F401
from newsroom.urls import urlpatterns as site_patterns


def failing(request):
    raise RuntimeError("暗号紫藤")


urlpatterns = [*site_patterns, path("failing/", failing)]


def test_an_address_that_moved_leads_to_the_post(client, make_post):
    post = make_post()
    old = post.get_absolute_url()
    post.slug = "new-name"
    post.save()

    response = client.get(old)

    assert response.status_code == 301
    assert response.headers["Location"] == post.get_absolute_url()


def test_an_old_address_is_known_without_its_last_slash(client, make_post):
    post = make_post()
    Redirect.objects.leave("/story-5/", post=post)

    assert client.get("/story-5").headers["Location"] == post.get_absolute_url()


def test_the_feed_of_a_section_moves_with_it(client, make_category):
    make_category("国际")
    section = Category.objects.get()
    section.slug = "world"
    section.save()

    for name in ("", "feed.xml", "feed.json"):
        response = client.get(f"/sections/guo-ji/{name}")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/sections/world/{name}"


def test_a_page_that_answers_is_never_redirected(client, make_post):
    post = make_post()
    Redirect.objects.create(old_path=post.get_absolute_url(), new_path="/elsewhere/")

    assert client.get(post.get_absolute_url()).status_code == 200


def test_a_removed_address_is_gone(client, db):
    Redirect.objects.create(old_path="/removed/", is_gone=True)

    assert client.get("/removed/").status_code == 410


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


@pytest.mark.parametrize(
    "address",
    [
        "/x%00/",
        "/x%0d%0aSet-Cookie:a=b/",
        "/" + "x" * 5000 + "/",
        "/%ff/",
        "/%ED%A0%80/",
        "/📰/",
        "/%5Cevil.test/",
    ],
)
def test_an_odd_address_is_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_the_policy_of_each_area_is_on_every_answer(client, make_post, settings):
    settings.ROOT_URLCONF = __name__
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    client.raise_request_exception = False
    post, withdrawn = make_post(), make_post(status="withdrawn")
    file = settings.MEDIA_ROOT / "images" / "ab" / "a.jpg"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"<script>alert(1)</script>")
    expected = {
        "/": 200,
        post.get_absolute_url(): 200,
        withdrawn.get_absolute_url(): 410,
        "/nothing/": 404,
        "/failing/": 500,
        "/feed.xml": 200,
        "/admin/login/": 200,
        "/media/images/ab/a.jpg": 200,
        "/static/articles/site.css": 200,
    }

    for address, status in expected.items():
        response = client.get(address)
        response.getvalue()
        policy = response.headers["Content-Security-Policy"]
        assert response.status_code == status, address
        assert "default-src 'none'" in policy or address.startswith("/admin/")
        assert "unsafe" not in policy
        assert policy.startswith("sandbox;") is address.startswith("/media/")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert response.headers["Cross-Origin-Resource-Policy"]
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


def test_a_failure_shows_a_plain_page_without_its_cause(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False

    response = client.get("/failing/")

    assert response.status_code == 500
    assert "紫藤" not in response.text
    assert "site.css" in response.text


def test_an_unknown_host_is_refused_in_house_style(client):
    response = client.get("/", headers={"host": "evil.test"})

    assert response.status_code == 400
    assert "site.css" in response.text
    assert "evil.test" not in response.text


@pytest.mark.parametrize(
    "path", ["../settings.py", "..%2f..%2fetc/passwd", "a" * 300, "images/%00.jpg", "images/"]
)
def test_only_files_of_the_library_are_served(client, db, path):
    assert client.get(f"/media/{path}").status_code in (400, 404)


def test_the_admin_speaks_the_language_of_the_browser(client, db):
    assert 'lang="en"' in client.get("/admin/login/", headers={"accept-language": "en"}).text
    assert (
        'lang="zh-hans"' in client.get("/admin/login/", headers={"accept-language": "zh-CN"}).text
    )
