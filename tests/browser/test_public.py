"""The public pages as a real browser shows them."""

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Image, Post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seed_post(seed):
    call_command("import_posts", str(seed), verbosity=0)
    return Post.objects.get()


@pytest.fixture
def illustrated_post(make_post, make_category, unreachable):
    """A post whose pictures do not load: a lead, one of known and one of unknown size, a pair."""
    names = ("known", "unknown", "left", "right")
    images = [f'<img src="{unreachable}{name}.jpg" alt="图{name}">' for name in names]
    caption = '<figcaption>会谈现场 <cite class="credit">央视</cite></figcaption>'
    post = make_post(
        title="外长会谈",
        categories=[make_category("国际")],
        lead_image=Image.objects.create(
            original_url=f"{unreachable}lead.jpg", width=970, height=374, credit="新华社"
        ),
        lead_caption="握手",
        body=(
            f"<p>{'正文。' * 60}</p><figure>{images[0]}{caption}</figure>"
            f"<figure>{images[1]}{caption}</figure><figure>{images[2]}{images[3]}{caption}</figure>"
        ),
    )
    Image.objects.exclude(original_url__endswith="unknown.jpg").filter(width=None).update(
        width=500, height=300
    )
    return post


def sizes(page, selector):
    boxes = page.locator(selector)
    return [boxes.nth(n).bounding_box() for n in range(boxes.count())]


@pytest.mark.parametrize("width", [360, 1280])
def test_pictures_that_do_not_load_keep_their_place(open_page, illustrated_post, width):
    page = open_page(illustrated_post.get_absolute_url(), width=width)

    [lead] = sizes(page, ".lead-figure img")
    known, unknown, *_pair = sizes(page, ".body img")
    assert lead["width"] / lead["height"] == pytest.approx(970 / 374, rel=0.02)
    assert known["width"] / known["height"] == pytest.approx(500 / 300, rel=0.02)
    assert unknown["width"] / unknown["height"] == pytest.approx(3 / 2, rel=0.02)
    captions = page.locator("figcaption").all_inner_texts()
    assert captions[0] == "握手 图片来源：新华社"
    assert captions[1:] == ["会谈现场 图片来源：央视"] * 3


def test_pictures_of_one_figure_stand_side_by_side_where_there_is_room(open_page, illustrated_post):
    wide = sizes(open_page(illustrated_post.get_absolute_url()), ".several img")
    narrow = sizes(open_page(illustrated_post.get_absolute_url(), width=360), ".several img")

    assert wide[0]["y"] == wide[1]["y"]
    assert narrow[1]["y"] >= narrow[0]["y"] + narrow[0]["height"]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_line_holds_38_characters_at_most_and_has_air(open_page, illustrated_post, width):
    page = open_page(illustrated_post.get_absolute_url(), width=width)

    measure, leading = page.locator(".body p").first.evaluate(
        "p => { const s = getComputedStyle(p), size = parseFloat(s.fontSize);"
        " return [p.clientWidth / size, parseFloat(s.lineHeight) / size] }"
    )
    assert measure <= 38.1
    assert leading >= 1.7


def test_only_pictures_come_from_elsewhere(open_page, illustrated_post, live_server, unreachable):
    page = open_page("/")
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.headers)))

    page.goto(f"{live_server.url}{illustrated_post.get_absolute_url()}", wait_until="networkidle")

    foreign = [(url, headers) for url, headers in asked if not url.startswith(live_server.url)]
    assert foreign
    for url, headers in foreign:
        assert url.startswith(unreachable)
        assert not headers.get("referer")
    assert page.context.cookies() == []


def test_markup_that_reached_the_database_unclean_does_not_run(open_page, illustrated_post):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_post SET body = %s",
            ["<p onclick='alert(1)'>正文</p><script>alert(1)</script><img src=x onerror=alert(1)>"],
        )

    page = open_page(illustrated_post.get_absolute_url())
    page.locator(".body p").click()

    assert page.locator(".body script").count() == 1
    assert [text for text in page.complaints if "Content Security Policy" in text]
    assert "1" not in page.complaints


def test_a_page_can_be_read_in_the_dark(open_page, illustrated_post):
    page = open_page(illustrated_post.get_absolute_url(), color_scheme="dark")

    red, green, blue = page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/g).map(Number)"
    )
    assert max(red, green, blue) < 60


def test_the_seed_reads_as_it_was_written(open_page, seed_post):
    page = open_page(seed_post.get_absolute_url())

    assert page.locator("h1").inner_text().replace("\n", " ") == seed_post.title
    assert page.locator(".article .trail a").all_inner_texts() == ["新媒体", "观察者网", "头条"]
    assert page.locator(".article time").inner_text() == "2022年3月11日 02:06"
    assert page.locator(".body p").count() == 22
    assert page.locator(".body figcaption").all_inner_texts() == [
        "记者会现场 视频截图",
        "俄乌外长会谈现场 图片来源：央视新闻客户端",
        "会谈现场 图片来源：俄罗斯外交部推特",
        "抵达土耳其的俄方代表团 图片来源：土耳其广播电视公司",
        "乌克兰外长库列巴（左）和土耳其外长恰武什奥卢 图片来源：土耳其广播电视公司",
    ]
    assert page.locator(".rights").inner_text() == "本文系观察者网独家稿件，未经授权，不得转载。"
    [lead] = sizes(page, ".lead-figure img")
    assert lead["width"] / lead["height"] == pytest.approx(970 / 374, rel=0.02)
