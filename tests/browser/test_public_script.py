"""The script adds niceties: reading needs none of it, and counting tells nothing of the reader."""

import json
import time

import pytest
from django.core.signals import request_started

from tests.browser.edition import print_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A page is left by going on to another.
NEXT = "/archive/2022/03/"
NOTE_WHAT_IS_SENT = """
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (address, body) => {
        localStorage.sent = JSON.stringify([...JSON.parse(localStorage.sent || "[]"), body]);
        return send(address, body);
    };
    window.unnoticed = 0;
    window.IntersectionObserver = class extends IntersectionObserver {
        constructor(act) {
            unnoticed += 1;
            super((entries) => {
                act(entries);
                unnoticed = 0;
            });
        }
    };
"""


@pytest.fixture
def edition(make_post, make_category):
    return print_edition(make_post, make_category)


@pytest.fixture
def counted():
    """The beacons that reached the server, as what each request told of itself."""
    arrived = []

    def note(environ, **_told):
        if environ["PATH_INFO"] == "/reads/":
            arrived.append(environ)

    request_started.connect(note)
    yield arrived
    request_started.disconnect(note)


@pytest.fixture
def read(open_page, live_server):
    """A function that opens a story, looks at it for so many seconds and goes on.

    Returns the page and what the script has sent: that is noted where it outlives the story.
    """

    def look(path, *, seconds=6, init="", times=1):
        page = open_page("/")
        page.add_init_script(NOTE_WHAT_IS_SENT + init)
        page.clock.install()
        for _time in range(times):
            page.goto(f"{live_server.url}{path}")
            # The clock stands still, and what is in sight is noticed by another.
            wait_until(lambda: page.evaluate("unnoticed") == 0)
            page.clock.run_for(seconds * 1000)
            page.goto(f"{live_server.url}{NEXT}", wait_until="load")
        sent = page.evaluate("JSON.parse(localStorage.sent || '[]')")
        return page, [json.loads(body) for body in sent]

    return look


def wait_until(is_so):
    """Give what nothing else waits for its time."""
    until = time.monotonic() + 5
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)


def test_a_story_that_was_read_is_counted_once(read, make_post, counted):
    post = make_post()

    _page, sent = read(post.get_absolute_url())

    assert sent == [{"posts": [post.pk]}]
    wait_until(lambda: counted)
    [request] = counted
    assert request["REQUEST_METHOD"] == "POST"
    assert "HTTP_COOKIE" not in request


def test_a_story_that_was_opened_twice_is_counted_twice(read, make_post):
    _page, sent = read(make_post().get_absolute_url(), times=2)

    assert len(sent) == 2


def test_a_glance_is_not_counted(read, make_post):
    assert read(make_post().get_absolute_url(), seconds=3)[1] == []


@pytest.mark.parametrize(
    "wish",
    [
        "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})",
        "Object.defineProperty(navigator, 'doNotTrack', {value: '1'})",
    ],
    ids=["GPC", "DNT"],
)
def test_who_does_not_want_to_be_counted_is_not(read, make_post, wish):
    assert read(make_post().get_absolute_url(), init=wish)[1] == []


def test_a_preview_is_not_counted(read, edition):
    assert read(edition["preview"])[1] == []


@pytest.mark.parametrize(
    "init",
    ["navigator.sendBeacon = () => false", "navigator.sendBeacon = undefined"],
    ids=["refused", "missing"],
)
def test_a_blocked_count_does_no_harm(read, make_post, init):
    page, _sent = read(make_post().get_absolute_url(), init=init)

    assert page.complaints == []
    assert page.url.endswith(NEXT)


def test_every_page_reads_the_same_without_the_script(open_page, edition):
    for kind, address in edition.items():
        without = open_page(address, java_script_enabled=False).locator("main").inner_text()
        page = open_page(address)
        # Buttons that only the script can serve are not there without it.
        page.locator("[data-copy], [data-share]").evaluate_all(
            "buttons => buttons.forEach(button => button.parentElement.hidden = true)"
        )

        assert page.locator("main").inner_text() == without, kind


def test_no_page_gives_the_policy_anything_to_stop(open_page, edition):
    for kind, address in edition.items():
        told = [
            word
            for word in open_page(address).complaints
            # Pictures that cannot be reached, and pages that are answered 404 and 410.
            if "ERR_" not in word and "status of 4" not in word
        ]
        assert told == [], kind


def test_the_address_of_a_story_can_be_copied(open_page, edition, settings):
    page = open_page(edition["article"], permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("[data-copy]")
    words = button.inner_text()

    button.click()
    page.wait_for_function(
        "words => document.querySelector('[data-copy]').textContent !== words", arg=words
    )

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == settings.SITE_URL + edition["article"]


def test_sharing_is_offered_where_the_device_can(open_page, edition, live_server):
    page = open_page("/")
    page.add_init_script("navigator.share = async told => { window.told = told }")
    page.goto(f"{live_server.url}{edition['article']}")

    page.locator("[data-share]").click()

    assert page.evaluate("told.title") == "新码头今日启用：三十年等来一班渡轮"
    assert page.evaluate("told.url").endswith(edition["article"])
