"""Front page, sections, tags, authors, sources, archive: what is on them, and their pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.listing import PAGE_SIZE
from articles.models import Author, Category, Image, Post, Source, Tag

START = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def many_posts(make_post, make_category):
    """A function that makes so many posts of one section, tag, author and source, one a minute."""

    def make(number):
        source, _made = Source.objects.get_or_create(name="通讯社")
        section = make_category("国际", "亚洲")
        image = Image.objects.create(
            original_url="https://pictures.example/a.jpg", width=3, height=2
        )
        for minute in range(number):
            make_post(
                title=f"第{minute}条",
                published_at=START + timedelta(minutes=minute),
                source=source,
                lead_image=image,
                categories=[section],
                authors=["记者甲", "记者乙"],
                tags=["外交", "经济"],
            )

    return make


@pytest.fixture
def list_addresses(db):
    """Every list's address, once `many_posts` has made posts."""

    def addresses():
        return [
            *(category.get_absolute_url() for category in Category.objects.all()),
            *(tag.get_absolute_url() for tag in Tag.objects.all()),
            *(author.get_absolute_url() for author in Author.objects.all()),
            Source.objects.get().get_absolute_url(),
            "/archive/2022/",
            "/archive/2022/03/",
        ]

    return addresses


def titles(response):
    """The titles on a page, without those that a section above shows of the ones below."""
    others = r'<head>.*</head>|<div class="branches">.*?</section>\n</div>'
    return re.findall(r"第[0-9]+条", re.sub(others, "", response.text, flags=re.S))


def test_every_list_shows_the_newest_twenty_and_leads_on(client, many_posts, list_addresses):
    many_posts(PAGE_SIZE + 3)

    for address in list_addresses():
        first, second = client.get(address), client.get(address, {"page": 2})
        assert titles(first) == [f"第{n}条" for n in range(22, 2, -1)], address
        assert titles(second) == ["第2条", "第1条", "第0条"], address
        assert f'href="{address}?page=2"' in first.text
        assert f'<link rel="prev" href="http://testserver{address}">' in second.text


def test_page_one_has_the_address_without_a_number(client, many_posts):
    many_posts(1)

    response = client.get("/sections/guo-ji/?page=1&utm_source=x")

    assert '<link rel="canonical" href="http://testserver/sections/guo-ji/">' in response.text


@pytest.mark.parametrize(
    "query",
    [
        *("page=abc", "page=-1", "page=0", "page=1e20", "page=٣", "page=%00", "page=", "page=51"),
        *("page=3", "before=abc", "before=2022-03-01T04:00:00Z_x", "before="),
        *("before=2022-99-01T04:00:00Z_1", "before=0000-01-01T00:00:00Z_1"),
        "page=1&before=2022-03-01T04:00:00.000000Z_1",
    ],
)
def test_what_is_no_page_is_not_found(client, many_posts, query):
    many_posts(2)

    assert client.get(f"/sections/guo-ji/?{query}").status_code == 404


def test_after_the_last_numbered_page_the_list_goes_on_from_the_last_post(
    client, many_posts, list_addresses, monkeypatch
):
    monkeypatch.setattr("articles.listing.NUMBERED_PAGES", 1)
    many_posts(2 * PAGE_SIZE + 1)

    for address in list_addresses():
        seen, link = [], address
        while link:
            response = client.get(link)
            seen += titles(response)
            found = re.search(r'class="step" rel="next" href="([^"]+)"', response.text)
            link = found and found[1].replace("&amp;", "&")
        assert seen == [f"第{n}条" for n in range(40, -1, -1)], address


def test_posts_of_one_instant_are_each_shown_once(client, make_post, make_category, monkeypatch):
    monkeypatch.setattr("articles.listing.NUMBERED_PAGES", 1)
    section = make_category("国际")
    for number in range(PAGE_SIZE + 5):
        make_post(title=f"第{number}条", published_at=START, categories=[section])

    first = client.get("/sections/guo-ji/")
    second = client.get(re.search(r'href="([^"]+before[^"]+)"', first.text)[1])

    assert sorted(titles(first) + titles(second)) == sorted(f"第{n}条" for n in range(25))


@pytest.mark.parametrize("number", [3, 30])
def test_a_page_costs_eight_queries_at_most_however_long(
    client, many_posts, list_addresses, django_assert_max_num_queries, number
):
    many_posts(number)
    newest = Post.objects.newest_first().first().get_absolute_url()

    for address in ["/", newest, *list_addresses(), "/search/?q=正文", "/feed.xml", "/feed.json"]:
        with django_assert_max_num_queries(8):
            assert client.get(address).status_code == 200, address


def test_more_posts_need_no_more_queries(client, many_posts, list_addresses):
    counts = []
    for number in (3, 15):
        many_posts(number)
        counts.append({})
        for address in ["/", *list_addresses()]:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts[-1][address] = len(queries)

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "fields", [{"status": "draft"}, {"published_at": datetime(2999, 1, 1, tzinfo=UTC)}]
)
def test_a_list_without_public_posts_does_not_show(client, make_post, make_category, fields):
    source, section = Source.objects.create(name="通讯社"), make_category("秘闻")
    make_post(tags=["秘密"], authors=["密探"], source=source, categories=[section], **fields)

    for subject in (section, Tag.objects.get(), Author.objects.get(), source):
        assert client.get(subject.get_absolute_url()).status_code == 404
        if subject is not source:
            assert client.get(f"{subject.get_absolute_url()}feed.xml").status_code == 404


def test_what_is_not_public_is_on_no_page(client, make_post, make_category):
    section = make_category("国际")
    past = {"published_at": START, "categories": [section], "tags": ["外交"], "authors": ["甲"]}
    make_post(title="公开的", **past)
    for fields in (
        {"status": "draft"},
        {"status": "withdrawn"},
        {"expires_at": START + timedelta(days=1)},
        {"published_at": datetime(2999, 1, 1, tzinfo=UTC)},
    ):
        make_post(title="暗号紫藤", body="<p>暗号紫藤</p>", **(past | fields))

    lists = ["/", "/sections/guo-ji/", Tag.objects.get().get_absolute_url(), "/archive/2022/"]
    feeds = ["/feed.xml", "/feed.json", "/sections/guo-ji/feed.xml", "/sitemap-posts.xml"]
    for address in [*lists, Author.objects.get().get_absolute_url(), *feeds, "/search/?q=公开"]:
        text = client.get(address).text
        assert "紫藤" not in text, address
        assert "zi-teng" not in text, address


def test_the_front_page_is_there_without_posts(client, db):
    response = client.get("/")

    assert response.status_code == 200
    assert "新闻编辑室" in response.text


@pytest.mark.parametrize("number", [1, 2, 5])
def test_the_front_page_shows_each_of_a_few_posts(client, many_posts, number):
    many_posts(number)

    assert set(titles(client.get("/"))) == {f"第{n}条" for n in range(number)}


def test_a_section_above_lists_the_posts_of_those_below(client, many_posts):
    many_posts(1)

    assert titles(client.get("/sections/guo-ji/")) == ["第0条"]


@pytest.mark.parametrize(
    "address",
    [
        "/archive/2021/",
        "/archive/2999/",
        "/archive/0000/",
        "/archive/9999/12/",
        "/archive/2022/13/",
        "/archive/2022/02/",
    ],
)
def test_the_archive_ends_where_the_posts_do(client, many_posts, address):
    many_posts(1)

    assert client.get(address).status_code == 404


def test_the_archive_shows_the_newest_and_leads_to_every_month(client, many_posts):
    many_posts(1)

    response = client.get("/archive/")

    assert titles(response) == ["第0条"]
    assert 'href="/archive/2022/"' in response.text


def test_the_archive_of_a_month_goes_by_the_clock_of_the_site(client, make_post):
    make_post(title="第1条", published_at=datetime(2022, 3, 31, 16, 30, tzinfo=UTC))

    assert titles(client.get("/archive/2022/04/")) == ["第1条"]
    assert client.get("/archive/2022/03/").status_code == 404
