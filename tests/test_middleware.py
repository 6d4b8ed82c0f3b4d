"""What stands on every answer, whoever asks for it and from where."""

import pytest

from articles.sitemaps.files import KEYS


@pytest.mark.parametrize(
    "address",
    [
        *("/feed.xml", "/feed.json", "/sections/guo-ji/feed.xml", "/tags/hai-gang/feed.json"),
        *("/sitemap.xml", "/sitemap-news.xml", "/sitemap-sections.xml", "/sitemap-posts-{}.xml"),
        *("/api/v1/", "/api/v1/posts/", "/api/v1/nothing/", "/media/images/ab/a.jpg"),
    ],
)
def test_pages_of_other_sites_may_take_what_is_made_for_them(
    client, make_post, make_category, settings, address
):
    post = make_post(categories=[make_category("国际")], tags=["海港"])
    file = settings.MEDIA_ROOT / "images" / "ab" / "a.jpg"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")

    response = client.get(address.format(post.pk // KEYS))

    response.close()
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.status_code == (404 if "nothing" in address else 200)


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/sections/guo-ji/", "/archive/", "/search/", "/robots.txt", "/readyz"),
        *("/admin/login/", "/nothing/", "/preview/x/", "/old/feed.xml/", "/my-sitemap.xml.html"),
    ],
)
def test_all_else_is_for_our_own_pages(client, make_post, make_category, address):
    make_post(categories=[make_category("国际")])

    headers = client.get(address).headers

    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
