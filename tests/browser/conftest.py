import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# Nothing listens there: a picture from it never loads.
UNREACHABLE = "https://127.0.0.1:9/"
# Others use the machine too.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium; tests that need it are skipped where it is not installed."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server):
    """A function that opens a path of the site in a window of its own and returns the page."""
    contexts = []

    def open_path(path, *, width=1280, height=900, cookies=(), **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.add_cookies([{"url": live_server.url, **cookie} for cookie in cookies])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: page.complaints.append(dialog.message))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(f"{live_server.url}{path}", wait_until="load")
        return page

    yield open_path
    for context in contexts:
        context.close()


@pytest.fixture
def unreachable():
    """The start of picture addresses that never answer."""
    return UNREACHABLE
