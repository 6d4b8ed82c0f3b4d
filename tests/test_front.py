"""What stands where on the front page: what editors chose, and else the newest."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from articles.front import LATEST, TOPICS_AMONG, front_page
from articles.html import CleanHTML
from articles.models import Category, FrontPageSlot, Image, Post, ReadCount, Tag, TaggedPost
from tests.conftest import NOT_PUBLIC

START = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def picture(db):
    return Image.objects.create(original_url="https://pictures.example/a.jpg", width=3, height=2)


@pytest.fixture
def make_posts(make_post, picture):
    """A function that makes posts of these titles, the newest last; `picture` leads each of them.

    Each is newer than all that were made before it.
    """

    def make(*titles, has_picture=True, **fields):
        fields = {"lead_image": picture if has_picture else None} | fields
        age = timedelta(minutes=Post.objects.count())
        return [
            make_post(title=title, **{"published_at": START + age + timedelta(minutes=n)} | fields)
            for n, title in enumerate(titles)
        ]

    return make


@pytest.fixture
def read_often(db):
    """A function that has each of the posts been read so often today."""

    def read(times, *posts):
        ReadCount.objects.add({post.pk: times for post in posts})

    return read


@pytest.fixture
def front(client):
    """A function that reads the front page: the titles in each of its parts, in order."""

    def read(path="/"):
        page = html.fromstring(client.get(path).text)

        def titles(part, heading):
            return [link.text_content() for link in part.cssselect(f"{heading} a")]

        return {
            "lead": [
                title for part in page.cssselect(".lead-story") for title in titles(part, "h2")
            ],
            "tier": [
                title for part in page.cssselect(".top .tier") for title in titles(part, "h3")
            ],
            "latest": [title for part in page.cssselect(".latest") for title in titles(part, "h3")],
            "read": [
                title for part in page.cssselect(".most-read") for title in titles(part, "h3")
            ],
            "topics": [link.text_content() for link in page.cssselect(".topics a")],
            "blocks": {
                titles(part, "h2")[0]: titles(part, "h3") for part in page.cssselect(".block")
            },
            "text": page.text_content(),
        }

    return read


def choose(posts):
    """Put posts in places, {place: post}."""
    for place, post in posts.items():
        FrontPageSlot.objects.create(position=place, post=post)


def test_what_editors_chose_stands_in_its_place_however_old(front, make_posts):
    chosen = make_posts("选一", "选二", "选三", "选四", "选五", has_picture=False)
    make_posts(*(f"新{n}" for n in range(10)))

    choose(dict(enumerate(chosen, start=1)))

    page = front()
    assert page["lead"] == ["选一"]
    assert page["tier"] == ["选二", "选三", "选四", "选五"]
    assert page["latest"] == [f"新{n}" for n in range(9, 0, -1)]


def test_a_place_between_others_is_filled_and_the_others_stay(front, make_posts):
    third, fifth = make_posts("选三", "选五")
    make_posts(*(f"新{n}" for n in range(10)))

    choose({3: third, 5: fifth})

    page = front()
    assert page["lead"] == ["新9"]
    assert page["tier"] == ["新8", "选三", "新7", "选五"]


def test_the_newest_with_a_picture_leads_where_nothing_was_chosen(front, make_posts):
    make_posts("有图")
    make_posts("无图一", "无图二", has_picture=False)

    page = front()
    assert page["lead"] == ["有图"]
    assert page["tier"] == ["无图二", "无图一"]


def test_without_a_picture_among_the_newest_the_newest_leads(front, make_posts):
    make_posts("有图，但是旧了")
    make_posts(*(f"无图{n}" for n in range(6)), has_picture=False)

    assert front()["lead"] == ["无图5"]


def test_the_second_row_prefers_pictures_where_there_are_enough(front, make_posts):
    make_posts("图一", "图二", "图三", "图四")
    make_posts("无图", has_picture=False)
    make_posts("头条")

    page = front()
    assert page["lead"] == ["头条"]
    assert page["tier"] == ["图四", "图三", "图二", "图一"]
    assert page["latest"] == ["无图"]


@pytest.mark.parametrize("state", NOT_PUBLIC)
@pytest.mark.parametrize("place", [1, 4])
def test_a_chosen_post_that_is_not_public_leaves_its_place_to_the_newest(
    front, make_posts, state, place
):
    make_posts(*(f"新{n}" for n in range(10)))
    without = front()
    [hidden] = make_posts("不公开", **NOT_PUBLIC[state])

    choose({place: hidden})

    assert front() == without
    assert without["lead"] + without["tier"] == [f"新{n}" for n in range(9, 4, -1)]


def test_a_post_stands_at_the_top_once(front, make_posts):
    posts = make_posts(*(f"新{n}" for n in range(30)))

    # Of the newest, of those that follow them, and of those that stand nowhere by themselves.
    choose({1: posts[27], 2: posts[29], 4: posts[18], 5: posts[0]})

    page = front()
    top = page["lead"] + page["tier"] + page["latest"]
    assert top[:5] == ["新27", "新29", "新28", "新18", "新0"]
    assert len(set(top)) == len(top) == 5 + LATEST


def test_what_was_chosen_for_another_place_leads_when_there_is_nothing_else(front, make_posts):
    [only] = make_posts("独家", has_picture=False)

    choose({4: only})

    page = front()
    assert (page["lead"], page["tier"], page["latest"]) == (["独家"], [], [])


def test_a_choice_ends_at_its_moment(front, make_posts):
    chosen, _other = make_posts("选中", "最新")
    until = timezone.now() + timedelta(hours=1)
    FrontPageSlot.objects.create(position=1, post=chosen, until=until)

    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        assert front()["lead"] == ["选中"]
    with time_machine.travel(until, tick=False):
        assert front()["lead"] == ["最新"]


def test_no_kept_page_outlives_the_first_choice_that_ends(client, make_posts, kept):
    first, second, _newest = make_posts("先结束", "后结束", "最新")
    now = timezone.now()
    for place, post, minutes in ((1, second, 8), (2, first, 4)):
        FrontPageSlot.objects.create(
            position=place, post=post, until=now + timedelta(minutes=minutes)
        )

    def first_of_tier():
        response = client.get("/")
        [title, *_others] = html.fromstring(response.text).cssselect(".tier h3")
        return title.text_content().strip(), response.headers["Cache-Status"].split("; ")[1]

    with time_machine.travel(now, tick=False) as clock:
        # What happened before it is noticed counts as after what was made in that instant.
        client.get("/")
        clock.shift(1)
        client.get("/")
        clock.shift(4 * 60 - 2)
        assert first_of_tier() == ("先结束", "hit")
        assert "s-maxage=1," in client.get("/").headers["Cache-Control"]
        clock.shift(1)
        assert first_of_tier() == ("最新", "fwd=miss")


def test_a_section_leaves_out_what_stands_at_the_top(front, make_posts, make_category):
    section = make_category("国际", "亚洲")
    make_posts(*(f"新{n}" for n in range(20)), categories=[section])

    page = front()
    assert page["lead"] + page["tier"] == [f"新{n}" for n in range(19, 14, -1)]
    assert page["blocks"] == {"国际": [f"新{n}" for n in range(14, 9, -1)]}


def test_a_section_shows_what_is_public_of_it(front, make_posts, make_category):
    section, other = make_category("国际"), make_category("体育")
    make_posts("旧闻", categories=[section])
    for state, fields in NOT_PUBLIC.items():
        # More than a section is asked for.
        make_posts(*[state] * 10, categories=[section], **fields)
    make_posts(*(f"新{n}" for n in range(8)), categories=[other])

    assert front()["blocks"] == {"国际": ["旧闻"], "体育": ["新2", "新1", "新0"]}


def test_sections_stand_as_editors_ordered_them_and_empty_ones_do_not(
    front, make_posts, make_category
):
    for position, name in ((2, "国际"), (1, "体育"), (0, "文化")):
        section = make_category(name)
        Category.objects.filter(pk=section.pk).update(position=position)
        if name != "文化":
            make_posts(f"{name}旧闻", categories=[section])
    # All that it has stands at the top.
    make_posts(*(f"新{n}" for n in range(5)), categories=[make_category("要闻")])

    assert list(front()["blocks"]) == ["体育", "国际"]


def test_a_section_above_shows_the_newest_of_those_below(front, make_posts, make_category):
    make_posts(*(f"亚洲{n}" for n in range(6)), categories=[make_category("国际", "亚洲")])
    make_posts("欧洲草稿", categories=[make_category("国际", "欧洲")], status="draft")

    blocks = front("/sections/guo-ji/")["blocks"]

    assert blocks == {"亚洲": ["亚洲5", "亚洲4", "亚洲3", "亚洲2"]}


@pytest.mark.parametrize(("number", "times"), [(2, 100), (3, 9)])
def test_too_few_readings_make_no_list(front, make_posts, read_often, number, times):
    read_often(times, *make_posts("一", "二", "三")[:number])

    assert front()["read"] == []


def test_what_was_read_most_stands_first(front, make_posts, read_often):
    first, second, third = make_posts("一", "二", "三")
    read_often(10, first)
    read_often(30, second)
    read_often(20, third)

    assert front()["read"] == ["二", "三", "一"]


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_readers_cannot_see_is_not_among_the_most_read(front, make_posts, read_often, state):
    posts = make_posts("一", "二", "三", "四")
    read_often(10, *posts)

    Post.objects.filter(title="四").update(**NOT_PUBLIC[state])

    assert front()["read"] == ["三", "二", "一"]


def test_topics_are_the_tags_of_several_new_posts(front, make_posts):
    make_posts("一", tags=["港口", "独家"])
    make_posts("二", tags=["港口", "渡轮"])
    make_posts("三", tags=["港口", "渡轮"])
    for fields in NOT_PUBLIC.values():
        make_posts("不公开", tags=["独家", "秘密"], **fields)

    assert front()["topics"] == ["港口", "渡轮"]


def test_a_tag_of_older_posts_is_no_topic(front, make_posts):
    old = make_posts("旧一", "旧二")
    fill(TOPICS_AMONG - 1)
    tag = Tag.objects.create(name="港口")
    TaggedPost.objects.bulk_create(
        TaggedPost(tag=tag, content_object=post, listed_at=post.listed_at) for post in old
    )

    assert front()["topics"] == []
    # One fewer, and the older of the two is among the newest again.
    Post.objects.filter(slug="new-0").update(status="draft")
    assert front()["topics"] == ["港口"]


def test_twelve_sections_with_many_posts_cost_the_queries_of_three_with_some(
    client, make_posts, make_category, read_often
):
    def add_sections(start, end, number):
        for name in (f"栏目{n}" for n in range(start, end)):
            titles = [f"{name}，{n}" for n in range(number)]
            make_posts(*titles, categories=[make_category(name)], tags=["要闻", name])

    def count_queries():
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/").text
        return page.count('class="block"'), len(asked)

    add_sections(0, 3, 3)
    few = count_queries()
    add_sections(3, 12, 12)
    posts = Post.objects.order_by("pk")
    choose(dict(enumerate(posts[:5], start=1)))
    read_often(20, *posts[5:25])

    assert few == (2, 8)
    assert count_queries() == (11, 8)


def test_without_posts_nothing_is_chosen_and_nothing_is_promised(front, make_posts):
    [draft] = make_posts("草稿", status="draft", tags=["港口"])
    choose({1: draft})

    page, found = front(), front_page()

    assert not any(page[part] for part in ("lead", "tier", "latest", "read", "topics", "blocks"))
    assert "草稿" not in page["text"]
    assert (found.lead, found.posts, found.until) == (None, [], None)


def fill(number):
    """Make so many posts that are newer than others; of nothing but what a list needs."""
    day = START + timedelta(days=1)
    Post.objects.bulk_create(
        Post(
            title=f"填{n}",
            slug=f"new-{n}",
            body=CleanHTML("<p>正文。</p>"),
            status="published",
            published_at=day + timedelta(minutes=n),
            published_on=day.date(),
        )
        for n in range(number)
    )
