"""Every type of page in narrow and wide windows, enlarged, on paper and without its pictures."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.browser.edition import print_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > room + 1)
        .map(element => element.outerHTML.slice(0, 100));
}"""


@pytest.fixture
def edition(make_post, make_category):
    return print_edition(make_post, make_category)


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_no_page_is_wider_than_its_window(open_page, edition, live_server, width):
    page = open_page("/", width=width)
    for kind, address in edition.items():
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate(TOO_WIDE) == [], kind


def test_twice_the_size_needs_no_sideways_scrolling(open_page, edition, live_server):
    page = open_page("/", width=640, device_scale_factor=2)
    for kind, address in edition.items():
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate(TOO_WIDE) == [], kind


def test_twice_the_text_size_needs_no_sideways_scrolling(open_page, edition, live_server):
    page = open_page("/")
    for kind, address in edition.items():
        page.goto(f"{live_server.url}{address}")
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate(TOO_WIDE) == [], kind


def test_pictures_that_never_come_move_nothing(open_page, edition, live_server):
    """Every box is as high before its picture failed as after."""
    page = open_page("/")
    for kind in ("front page", "section", "article", "tag"):
        heights = "() => [...document.images].map(image => image.clientHeight)"
        page.route("**/*.jpg", lambda _route: None)
        page.goto(f"{live_server.url}{edition[kind]}", wait_until="domcontentloaded")
        page.wait_for_function("() => document.querySelector('link[rel=stylesheet]').sheet")
        waiting = page.evaluate(heights)
        page.unroute("**/*.jpg")
        page.goto(f"{live_server.url}{edition[kind]}", wait_until="load")
        failed = page.evaluate(heights)

        assert failed, kind
        assert min(failed) > 20, kind
        assert waiting == pytest.approx(failed, abs=1), kind


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_shifts_while_a_page_loads(open_page, edition, live_server, width):
    page = open_page("/", width=width)
    for kind in ("front page", "section", "article", "tag"):
        page.goto(f"{live_server.url}{edition[kind]}", wait_until="load")
        shift = page.evaluate(
            """() => new Promise(tell => {
                let sum = 0;
                new PerformanceObserver(list => {
                    for (const entry of list.getEntries()) sum += entry.value;
                }).observe({type: "layout-shift", buffered: true});
                setTimeout(() => tell(sum), 300);
            })"""
        )
        assert shift == 0, kind


def test_the_first_picture_is_fetched_first_and_the_others_when_needed(open_page, edition):
    for kind in ("front page", "section"):
        pictures = (
            open_page(edition[kind])
            .locator("main img")
            .evaluate_all("all => all.map(image => [image.fetchPriority, image.loading])")
        )
        assert pictures[0] == ["high", "auto"] or pictures[0] == ["high", "eager"], kind
        assert {tuple(rest) for rest in pictures[1:]} <= {("auto", "lazy")}, kind


def test_a_tall_picture_is_no_taller_than_a_screen(open_page, edition):
    page = open_page(edition["article"])

    tall = page.locator(".body img[alt^=tall]").bounding_box()
    assert tall["height"] <= 700
    assert tall["width"] / tall["height"] == pytest.approx(0.5, rel=0.02)


def test_pictures_of_one_figure_share_rows_uncut(open_page, edition):
    page = open_page(edition["article"])

    two, three, four = (
        page.locator(f".body img[alt^={name}]").bounding_box() for name in ("two", "three", "four")
    )
    assert two["y"] == three["y"]
    assert two["height"] == pytest.approx(three["height"], abs=1)
    assert four["y"] > two["y"] + two["height"]
    assert two["width"] / two["height"] == pytest.approx(1.5, rel=0.05)


def test_pictures_of_a_table_stay_in_their_columns(open_page, edition):
    page = open_page(edition["article"], width=360)

    wide, unsized, sign = (
        page.locator(f".body td img[alt^={name}]").bounding_box()
        for name in ("wide", "unsized", "sign")
    )
    assert wide["width"] == unsized["width"] == 160
    assert sign["width"] == 24
    assert wide["x"] + wide["width"] <= unsized["x"]
    assert wide["width"] / wide["height"] == pytest.approx(16 / 9, rel=0.02)


def test_paper_shows_the_story_and_nothing_else(open_page, edition):
    page = open_page(edition["article"])
    page.emulate_media(media="print")

    for selector in (
        *(".menu", ".search-box", ".colophon", ".related", ".neighbours", ".share", ".tags"),
        ".skip",
    ):
        for element in page.locator(selector).all():
            assert not element.is_visible(), selector
    for selector in ("h1", ".body", ".corrections", ".rights", ".print-address", "figcaption"):
        assert page.locator(selector).first.is_visible(), selector
    assert page.locator("pre").first.evaluate("code => code.scrollWidth <= code.clientWidth")


@pytest.mark.parametrize(("name", "limit"), [("site.css", 25_000), ("site.js", 5_000)])
def test_stylesheet_and_script_stay_small(name, limit):
    assert Path(finders.find(f"articles/{name}")).stat().st_size <= limit
