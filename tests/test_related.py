"""What stands beside an article: what is related to it, and its neighbours in the section."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from lxml import html

from tests.conftest import NOT_PUBLIC

START = datetime(2022, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def section(make_category):
    return make_category("国际", "亚洲")


@pytest.fixture
def write(make_post):
    """A function that makes the post of a title, dated so many minutes after the first."""

    def make(title, minute=0, **fields):
        fields = {"published_at": START + timedelta(minutes=minute)} | fields
        return make_post(title=title, **fields)

    return make


@pytest.fixture
def read(client):
    """A function that opens a post's page: (titles of related posts, the older, the newer)."""

    def open_page(post):
        page = html.fromstring(client.get(post.get_absolute_url()).text)
        related = [link.text_content() for link in page.cssselect(".related h3 a")]
        around = {
            relation: link.cssselect("span")[-1].text_content()
            for relation in ("prev", "next")
            for link in page.cssselect(f'.neighbours a[rel="{relation}"]')
        }
        return related, around.get("prev"), around.get("next")

    return open_page


def test_the_more_tags_are_shared_the_nearer(read, write, section):
    post = write("本文", 10, categories=[section], tags=["港口", "渡轮", "海关"])
    write("同栏最新", 30, categories=[section])
    write("一个标签", 20, tags=["港口"])
    write("三个标签", 1, tags=["海关", "渡轮", "港口"])
    write("两个标签", 2, tags=["港口", "渡轮", "体育"])
    write("毫不相干", 40, tags=["体育"])

    related, _older, _newer = read(post)

    assert related == ["三个标签", "两个标签", "一个标签", "同栏最新"]


def test_a_shared_tag_counts_more_than_the_section(read, write, section):
    post = write("本文", tags=["港口"], categories=[section])
    for minute in range(1, 7):
        write(f"同栏{minute}", minute, categories=[section])
    write("别处", tags=["港口"])

    assert read(post)[0] == ["别处", "同栏6", "同栏5", "同栏4"]


def test_the_newest_stand_first_among_equals(read, write):
    post = write("本文", 99, tags=["港口", "渡轮"])
    for minute in (3, 1, 4, 0, 2):
        write(f"第{minute}条", minute, tags=["港口"])
    # Of the same instant the one that came in last, and a part of a second counts.
    write("第四条之后", 4, tags=["渡轮"])
    write("片刻之后", 4 + 0.5 / 60, tags=["港口"])

    assert read(post)[0] == ["片刻之后", "第四条之后", "第4条", "第3条"]


def test_a_post_of_its_section_and_with_its_tag_is_named_once(read, write, section):
    post = write("本文", tags=["港口", "渡轮"], categories=[section])
    write("都有", 1, tags=["港口", "渡轮"], categories=[section])

    assert read(post) == (["都有"], None, "都有")


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_a_post_names_neither_itself_nor_what_is_not_public(read, write, section, state):
    post = write("本文", 1, tags=["港口"], categories=[section])
    for minute in (0, 2):
        fields = {"tags": ["港口"], "categories": [section]} | NOT_PUBLIC[state]
        write(f"不公开{minute}", minute, **fields)

    assert read(post) == ([], None, None)


def test_a_post_that_expires_is_named_until_then(read, write, section):
    moment = datetime(2022, 4, 1, tzinfo=UTC)
    post = write("本文", tags=["港口"], categories=[section])
    write("限时", 1, tags=["港口"], categories=[section], expires_at=moment)

    with time_machine.travel(moment - timedelta(seconds=1), tick=False):
        assert read(post) == (["限时"], None, "限时")
    with time_machine.travel(moment, tick=False):
        assert read(post) == ([], None, None)


@pytest.mark.parametrize(("shared", "around"), [("tags", (None, None)), ("section", ("前", "后"))])
def test_what_has_expired_takes_nobodys_place(read, write, section, shared, around):
    fields = {"tags": ["港口"]} if shared == "tags" else {"categories": [section]}
    post = write("本文", **fields)
    write("前", -1, **fields)
    for minute in range(1, 15):
        write(f"过期{minute}", minute, expires_at=datetime(2022, 4, 1, tzinfo=UTC), **fields)
    write("后", 15, **fields)

    assert read(post) == (["后", "前"], *around)


def test_neighbours_are_the_nearest_in_the_section(read, write, section, make_category):
    posts = [write(f"第{minute}条", minute, categories=[section]) for minute in range(0, 50, 10)]
    for minute in (11, 19, 21, 29):
        write(f"别处{minute}", minute, categories=[make_category("国际", "欧洲")])

    around = [read(post)[1:] for post in posts]

    assert around == [
        (None, "第10条"),
        ("第0条", "第20条"),
        ("第10条", "第30条"),
        ("第20条", "第40条"),
        ("第30条", None),
    ]


def test_the_only_post_of_a_section_has_no_neighbours(read, write, section):
    write("别处")

    assert read(write("本文", categories=[section])) == ([], None, None)


def test_from_neighbour_to_neighbour_one_comes_to_each_post_of_an_instant(read, write, section):
    posts = {f"第{n}条": write(f"第{n}条", categories=[section]) for n in range(4)}
    posts["前"], posts["后"] = (
        write("前", -1, categories=[section]),
        write("后", 1, categories=[section]),
    )

    there, back = ["前"], ["后"]
    for path, step in ((there, 2), (back, 1)):
        while (title := read(posts[path[-1]])[step]) and len(path) < 10:
            path.append(title)

    assert there == ["前", "第0条", "第1条", "第2条", "第3条", "后"]
    assert back == there[::-1]


def test_the_section_is_the_one_that_was_chosen_first(read, write, section, make_category):
    second = make_category("体育")
    post = write("本文", 5, categories=[section, second])
    write("体育", 6, categories=[second])
    write("亚洲", 7, categories=[section])

    assert read(post) == (["亚洲"], None, "亚洲")


def test_posts_of_the_sections_below_are_neighbours_too(read, write, section):
    post = write("本文", categories=[section.parent])
    write("亚洲", 1, categories=[section])

    assert read(post) == (["亚洲"], None, "亚洲")
    # But not the other way round.
    assert read(write("又一条", 2, categories=[section])) == (["亚洲"], "亚洲", None)


def test_a_post_in_no_section_has_what_shares_its_tags(read, write):
    post = write("本文", 5, tags=["港口"])
    write("同标签", 4, tags=["港口"])
    write("也无栏目", 6)

    assert read(post) == (["同标签"], None, None)


def test_a_post_with_neither_section_nor_tags_stands_alone(read, write, section):
    write("亚洲", categories=[section], tags=["港口"])

    assert read(write("本文")) == ([], None, None)
