import base64
from contextlib import suppress

import pytest
from django.test import Client
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ADD = "/admin/articles/post/add/"


@pytest.fixture
def desk_page(open_page, editor, live_server):
    """A function that opens a page of the desk with an editor logged in, or another user."""

    def open_desk(path="/admin/", *, user=editor, **options):
        client = Client()
        client.force_login(user)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page = open_page(path, **{"locale": "en-US", "cookies": [session], **options})
        page.on("dialog", lambda dialog: dialog.dismiss())
        return page

    return open_desk


class Writing:
    """The rich editor of a post's form, driven as a person does."""

    def __init__(self, page):
        self.page = page
        self.text = page.locator("#id_body_text")
        self.text.wait_for()
        self._devtools = None

    @property
    def html(self):
        """The body as it would be sent now."""
        return self.page.evaluate("document.querySelector('#id_body').writing.html()")

    def start(self, html=""):
        """Begin with `html`, the cursor in the text."""
        held = "html => document.querySelector('#id_body').writing.setHTML(html)"
        assert self.page.evaluate(held, html)
        self.text.click()
        return self

    def type(self, *keys):
        """Type each of `keys`; one that begins with @ is the name of a key."""
        self._settle()
        for key in keys:
            if key.startswith("@"):
                self.page.keyboard.press(key[1:])
                self._settle()
            else:
                self.page.keyboard.type(key)
        return self

    def _settle(self):
        """Wait for the next frame, before which the browser tells where the cursor is."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    def tool(self, name):
        self.page.click(f'[data-tool="{name}"]')
        return self

    def compose(self, text, *, by):
        """Write `text` with an input method that shows each of `by` on the way."""
        for step in by:
            self.show(step)
        self.devtools.send("Input.insertText", {"text": text})
        return self

    def show(self, step):
        """What an input method shows before anything is decided."""
        end = len(step)
        shown = {"text": step, "selectionStart": end, "selectionEnd": end}
        self.devtools.send("Input.imeSetComposition", shown)

    @property
    def devtools(self):
        if self._devtools is None:
            self._devtools = self.page.context.new_cdp_session(self.page)
        return self._devtools

    def paste(self, html="", text="", files=()):
        self._bring("paste", html, text, files)
        return self

    def drop(self, html="", text="", files=()):
        self._bring("drop", html, text, files)
        return self

    def _bring(self, kind, html, text, files):
        sent = [[name, media, base64.b64encode(content).decode()] for name, media, content in files]
        self.page.evaluate(
            """([kind, html, text, files]) => {
                const bag = new DataTransfer();
                if (html) bag.setData("text/html", html);
                if (text) bag.setData("text/plain", text);
                for (const [name, type, content] of files) {
                    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
                    bag.items.add(new File([bytes], name, { type }));
                }
                const box = document.querySelector("#id_body_text").getBoundingClientRect();
                const place = { clientX: box.left + 40, clientY: box.top + 30 };
                const how = { bubbles: true, cancelable: true, ...place };
                const event = kind === "paste"
                    ? new ClipboardEvent("paste", { ...how, clipboardData: bag })
                    : new DragEvent("drop", { ...how, dataTransfer: bag });
                document.querySelector("#id_body_text p, #id_body_text").dispatchEvent(event);
            }""",
            [kind, html, text, sent],
        )

    def wait_for(self, html):
        """Wait until the body is `html`; the test fails with what it is instead."""
        asked = "html => document.querySelector('#id_body').writing.html() === html"
        with suppress(PlaywrightTimeout):
            self.page.wait_for_function(asked, arg=html, timeout=8000)
        assert self.html == html


def hold(page, addresses):
    """Hold what `page` asks of `addresses`; the function given back waits for the next of it."""
    held = []
    page.route(addresses, lambda route: held.append(route))

    def next_one():
        for _wait in range(800):
            if held:
                return held.pop(0)
            page.wait_for_timeout(10)
        raise AssertionError(f"nothing more is asked of {addresses}")

    return next_one


@pytest.fixture
def writing(desk_page):
    """A function that opens a post's form, a new one's unless told, and returns its editor."""
    return lambda path=ADD, **options: Writing(desk_page(path, **options))
