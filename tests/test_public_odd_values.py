"""No query value and no path that a stranger may send makes a public address fail."""

import pytest

from articles import search
from articles.models import Author, Category, Source, Tag

VALUES = [
    *(
        "",
        "abc",
        "-1",
        "0",
        "1",
        "1e20",
        "99999999999999999999",
        "%00",
        "a%00b",
        "%ff",
        "%ED%A0%80",
    ),
    *(
        "%F0%9F%93%B0",
        "[]",
        "%d9%a3",
        "%0d%0aX:1",
        "'",
        '"',
        "%25",
        "_",
        "*",
        "AND",
        "\\",
        "%3Cb%3E",
    ),
    *("2022-03-10T18:06:38.000000Z_1", "9999-12-31T23:59:59.999999Z_999999999999999999"),
    *(
        "0001-01-01T00:00:00.000000Z_0",
        "2022-03-10T25:06:38.000000Z_1",
        "x" * 100_000,
        "%E5%AD%97" * 10_000,
    ),
]
NAMES = ["page", "q", "before", "p", "page[]"]


@pytest.fixture
def addresses(make_post, make_category):
    """Every kind of public address."""
    post = make_post(
        categories=[make_category("国际", "亚洲")],
        authors=["记者甲"],
        tags=["外交"],
        source=Source.objects.create(name="通讯社"),
    )
    search.index([post])
    subjects = [post, *Category.objects.all(), Tag.objects.get(), Author.objects.get(), post.source]
    lists = [subject.get_absolute_url() for subject in subjects]
    feeds = [f"{address}feed.{form}" for address in ["/", *lists[1:-1]] for form in ("xml", "json")]
    files = ["/sitemap.xml", "/sitemap-posts.xml", "/sitemap-sections.xml", "/sitemap-news.xml"]
    others = ["/robots.txt", "/healthz", "/archive/", "/archive/2022/", "/archive/2022/03/"]
    return ["/", "/search/", "/nothing/", "/preview/abc/", *lists, *feeds, *files, *others]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:30])
def test_no_query_value_makes_an_address_fail(client, addresses, value):
    for address in addresses:
        for name in NAMES:
            response = client.get(address, QUERY_STRING=f"{name}={value}&{name}={value}")
            assert response.status_code in (200, 302, 404), (address, name)


@pytest.mark.parametrize(
    "part",
    [
        "%00",
        "a%00b",
        "%0d%0a",
        "%ff",
        "%ED%A0%80",
        "%F0%9F%93%B0",
        "..",
        "%2e%2e",
        "'",
        "[]",
        "x" * 3000,
    ],
)
def test_no_path_makes_the_site_fail(client, db, part):
    for start in (
        "/",
        "/sections/",
        "/tags/",
        "/authors/",
        "/sources/",
        "/preview/",
        "/2022/03/11/",
    ):
        for end in ("", "/", "/feed.xml"):
            assert client.get(f"{start}{part}{end}").status_code in (301, 404)
