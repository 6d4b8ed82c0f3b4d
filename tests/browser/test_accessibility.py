"""axe-core finds nothing on any type of page; what it cannot see is tested by hand below."""

from itertools import pairwise

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.template.loader import render_to_string

from tests.browser.edition import print_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
PLAIN = ("400.html", "403.html", "500.html")


@pytest.fixture
def edition(make_post, make_category):
    return print_edition(make_post, make_category)


def violations(page, *, without=()):
    """What axe-core finds, a line a rule and element, but for elements that `without` selects.

    By light all of RULES; by dark what depends on colours.
    """
    found = _run_axe(page, {"type": "tag", "values": RULES}, without)
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.getAnimations().forEach((change) => change.finish())")
    found += _run_axe(page, {"type": "rule", "values": COLOURS}, without)
    page.emulate_media(color_scheme="light")
    page.evaluate("document.getAnimations().forEach((change) => change.finish())")
    return found


def _run_axe(page, rules, without):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # What is in order would be told too, node by node.
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate(
        "async ([context, options]) => (await axe.run(context, options)).violations",
        [{"include": [["html"]], "exclude": [[selector] for selector in without]}, options],
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(open_page, edition, live_server, width):
    page = open_page("/", width=width)
    found = {}
    for kind, address in edition.items():
        page.goto(f"{live_server.url}{address}")
        if problems := violations(page):
            found[kind] = problems

    assert found == {}


@pytest.mark.parametrize("template", PLAIN)
def test_axe_finds_nothing_on_pages_of_faults(open_page, template):
    page = open_page("/nothing/here/")
    page.set_content(render_to_string(template), wait_until="load")

    assert violations(page) == []


def test_no_heading_leaves_out_a_level(open_page, edition):
    for kind, address in edition.items():
        page = open_page(address)
        levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
            "found => found.map(heading => Number(heading.tagName[1]))"
        )
        assert levels[0] == 1, kind
        assert levels.count(1) == 1, kind
        steps = pairwise(levels)
        assert all(after - before <= 1 for before, after in steps), (kind, levels)


def test_whatever_has_the_focus_shows_it(open_page, edition):
    for kind in ("front page", "section", "article", "search, found", "not found"):
        page = open_page(edition[kind])
        for _press in range(30):
            page.keyboard.press("Tab")
            shown = page.evaluate(
                """() => {
                    const focused = document.activeElement;
                    const seen = [getComputedStyle(focused), getComputedStyle(focused, "::after")];
                    return [focused.outerHTML.slice(0, 120), seen.some(
                        style => style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2
                    ) || focused === document.body];
                }"""
            )
            assert shown[1], (kind, shown[0])


def test_the_first_tab_leads_past_the_menu(open_page, edition):
    page = open_page(edition["article"])
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_wide_tables_and_code_are_scrolled_with_the_keyboard(open_page, edition):
    page = open_page(edition["article"], width=360)
    for box in (page.locator(".table-box").first, page.locator("pre").first):
        assert box.evaluate("box => box.scrollWidth > box.clientWidth")
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_who_wants_less_motion_gets_none(open_page, edition):
    calm = open_page(edition["article"], reduced_motion="reduce")
    moving = open_page(edition["article"])

    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert calm.evaluate(behaviour) == "auto"
    assert moving.evaluate(behaviour) == "smooth"


def test_the_current_place_is_told_in_forced_colours_too(open_page, edition):
    page = open_page(edition["month"], forced_colors="active")

    for link in page.locator("[aria-current]").all():
        assert int(link.evaluate("link => getComputedStyle(link).fontWeight")) >= 700
