"""An editor's browser that keeps and saves one post again and again, for `tests.benchmarks.savers`."""

import http.client
import json
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.forms import TOKEN_COOKIE, fields_of, parsed

PATIENCE = 60


class AnswerError(Exception):
    """An answer that no editor should get; its text is what is counted."""


@dataclass
class Saver:
    """One editor at one post; `paragraph` is the place of the own paragraph in its text, `began` the
    key of the revision it begins with.

    `costs` are seconds by what was asked for; `saved` the texts of the own paragraph whose saving
    was acknowledged; `failures` counts what else was answered, `merges` the forms in which another's
    change was put together with the own.
    """

    name: str
    site: str
    cookie: str
    post: int
    paragraph: int
    began: int
    costs: dict = field(default_factory=lambda: {"form": [], "keep": [], "save": []})
    saved: list = field(default_factory=list)
    failures: Counter = field(default_factory=Counter)
    merges: int = 0

    def work(self, until):
        """Keep and save until the clock (`time.monotonic`) says `until`."""
        self.address = f"/admin/articles/post/{self.post}/change/"
        self.window = uuid.uuid4()
        number = 0
        while time.monotonic() < until:
            number += 1
            try:
                self._round(f"{self.name}写到第{number}次。")
            except (AnswerError, OSError, http.client.HTTPException) as error:
                self.failures[f"{type(error).__name__}: {error}"] += 1

    def _round(self, text):
        form = self._open()
        form = form | {"body": self._written(form["body"], text)}
        status, answer = self._ask(
            "keep", self.address.replace("change", "keep"), form | {"window": self.window}
        )
        if status != 200 or "saved_at" not in json.loads(answer):
            raise AnswerError(f"kept: {status} {answer[:80]!r}")
        while True:
            status, answer = self._ask("save", self.address, form | {"_continue": "1"})
            if status == 302:
                self.saved.append(text)
                return
            form = self._put_together(status, answer, text)

    def _put_together(self, status, answer, text):
        """Return the form with both changes, which is looked through and saved again."""
        if status != 200:
            raise AnswerError(f"saved: {status}")
        page = parsed(answer)
        if page.find_class("clash"):
            raise AnswerError("clash")
        form = fields_of(page)
        if not page.find_class("errornote") or text not in form["body"]:
            raise AnswerError("saved: refused")
        self.merges += 1
        return form

    def _open(self):
        status, answer = self._ask("form", self.address)
        if status != 200:
            raise AnswerError(f"form: {status}")
        return fields_of(parsed(answer))

    def _written(self, body, text):
        lines = body.split("\n\n")
        lines[self.paragraph] = text
        return "\n\n".join(lines)

    def _ask(self, kind, address, form=None):
        """Return (status, body) of the answer to the form, a POST, or a GET without one."""
        body = urlencode(form, doseq=True) if form is not None else None
        headers = {"Cookie": f"{self.cookie}; {TOKEN_COOKIE}"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        began = time.monotonic()
        connection = http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=PATIENCE)
        try:
            connection.request("POST" if body else "GET", address, body, headers)
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        self.costs[kind].append(time.monotonic() - began)
        return response.status, answer
