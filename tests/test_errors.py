"""The pages that say why there is nothing to read, and the headers of every answer."""

import re

import pytest
from django.urls import path

from articles.slugs import words_of_path
from newsroom.urls import handler400, handler403, handler404, handler500  # noqa: F401
from newsroom.urls import urlpatterns as site_patterns


def failing(request):
    raise RuntimeError("暗号紫藤")


urlpatterns = [*site_patterns, path("failing/", failing)]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2022/03/11/港区新码头/", "港区新码头"),
        ("/news/%E6%B8%AF%E5%8C%BA-%E7%A0%81%E5%A4%B4.html", "港区 码头"),
        ("/2022/03/11/rog-qiang-shen-6/", "rog"),
        ("/2022/03/11/e-wu-wai-zhang-ju-xing-hui-tan/", ""),
        ("/sections/harbour_bridge/feed.xml", "harbour bridge"),
        ("/2022/03/", ""),
        ("/wp-login.php", "wp login"),
        ("/ＨＡＲＢＯＵＲ/harbour/", "HARBOUR harbour"),
        ("/" + "-".join(f"word{n}" for n in range(99)), "word0 word1 word2 word3 word4 word5"),
        ("/" + "x" * 500, ""),
        ("/<script>alert(1)</script>/", "script alert"),
    ],
)
def test_the_words_of_an_address_are_those_that_a_search_may_find(path, words):
    assert words_of_path(path) == words


def test_what_is_not_found_comes_with_words_to_search_news_and_sections(
    client, make_post, make_category, settings, django_assert_max_num_queries
):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    post = make_post(title="港区新码头启用", categories=[make_category("本地")])

    with django_assert_max_num_queries(4):
        response = client.get("/2019/%E7%A0%81%E5%A4%B4/")

    assert response.status_code == 404
    assert 'value="码头"' in response.text
    assert f'<a href="{post.get_absolute_url()}">港区新码头启用</a>' in response.text
    assert '<a href="/sections/ben-di/">本地</a>' in response.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_what_is_gone_says_so_and_shows_ways_on(client, make_post):
    shown = make_post(title="港区新码头启用")
    withdrawn = make_post(title="撤下的", status="withdrawn", withdrawal_notice="应来源要求撤下。")

    response = client.get(withdrawn.get_absolute_url())

    assert response.status_code == 410
    assert "应来源要求撤下。" in response.text
    assert shown.get_absolute_url() in response.text
    assert "撤下的" not in response.text
    assert '<meta name="robots" content="noindex">' in response.text


@pytest.mark.parametrize(
    "address", ["/tags/nothing/feed.xml", "/wp-login.php", "/api/v9/posts/", "/media/a.jpg/"]
)
def test_machines_are_told_in_a_line_that_nothing_is_there(
    client, db, settings, django_assert_max_num_queries, address
):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    with django_assert_max_num_queries(2):
        response = client.get(address)

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert len(response.content) < 100


@pytest.mark.parametrize(
    "part", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'--><b>", "{{7*7}}"]
)
def test_nothing_of_a_wrong_address_comes_back_as_markup(client, db, part):
    for start in ("/", "/sections/", "/2022/03/11/"):
        text = client.get(f"{start}{part}/").text
        assert part not in text
        assert "alert(1)" not in text
        assert "49" not in re.sub(r"<meta[^>]*>|<svg.*?</svg>|style=\S+", "", text)


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


def test_a_failure_shows_a_plain_page_without_its_cause_or_any_setting(
    client, settings, monkeypatch
):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False

    response = client.get("/failing/?q=琉璃", headers={"cookie": "key=玳瑁"})

    assert response.status_code == 500
    assert "site.css" in response.text
    for word in (
        "紫藤",
        "琉璃",
        "玳瑁",
        "RuntimeError",
        "Traceback",
        settings.SECRET_KEY,
        "/articles/errors",
    ):
        assert word not in response.text


@pytest.mark.parametrize("address", ["/failing/%0d%0aERROR%20forged", "/%0d%0aERROR forged"])
def test_an_address_cannot_write_a_line_of_its_own_into_the_log(client, db, caplog, address):
    client.get(address)

    lines = [record.getMessage() for record in caplog.records]
    assert any("forged" in line for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)


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
