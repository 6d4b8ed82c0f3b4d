"""What becomes of each word of real documents: python -m tests.benchmarks.kept PATH…

Reads the documents at PATH as `import_posts` would, without a database, and looks for every
text that a browser would show of a body: in the post's text, in its other fields (captions
count as text), or in what was taken out. Prints how many characters went where, the kinds of
what was taken out and of warnings, what refused documents say, and the longest texts that are
nowhere at all, for somebody to judge: a label such as “图片来源” goes on purpose.
"""

import os
import re
import sys
from collections import Counter

import django
from lxml import html

LETTERS = re.compile(r"\W+|_+")
CLAUSE = re.compile(r"[^\w]+")
UNSEEN = {"script", "style", "template", "noscript", "title", "select", "textarea", "svg", "math"}
SHOWN = 25


class Tally:
    def __init__(self):
        self.documents = 0
        self.characters = Counter()
        self.removed = Counter()
        self.warnings = Counter()
        self.failures = Counter()
        self.missing = Counter()
        self.where = {}

    def add(self, raw, rules):
        from articles.importing.conversion import convert

        self.documents += 1
        converted = convert(raw, rules)
        self.warnings.update({warning["kind"] for warning in converted.warnings})
        if converted.error is not None:
            self.failures[converted.error.message.partition(":")[0]] += 1
            return
        self.removed.update(record["kind"] for record in converted.removed)
        fields = converted.fields
        places = {
            "text": letters(fields["body"]),
            "fields": letters(
                *(fields["title"], fields["summary"], fields["rights"], fields["lead_caption"]),
                *(picture.credit + " " + picture.alt for picture in converted.pictures),
                *(shown.credit for shown in converted.shown),
            ),
            "removed": letters(*(record["text"] for record in converted.removed)),
        }
        for text in shown_texts(raw):
            self._find(text, places, raw)

    def _find(self, text, places, raw):
        whole = LETTERS.sub("", text)
        parts = [whole]
        if not any(whole in place for place in places.values()):
            parts = [part for part in CLAUSE.split(text) if part]
        for part in parts:
            name = next((name for name, place in places.items() if part in place), "nowhere")
            self.characters[name] += len(part)
            if name == "nowhere":
                self.missing[part] += 1
                self.where.setdefault(part, raw.identifier)

    def print(self):
        total = self.characters.total() or 1
        print(f"{self.documents:,} documents, {self.failures.total():,} refused")
        for message, number in self.failures.most_common():
            print(f"  refused {number:,}: {message}")
        for name, number in self.characters.most_common():
            print(f"  {name}: {number:,} characters, {number / total:.4%}")
        print("  taken out:", ", ".join(f"{k} {n:,}" for k, n in self.removed.most_common()))
        print("  warnings:", ", ".join(f"{k} {n:,}" for k, n in self.warnings.most_common()))
        for part in sorted(self.missing, key=lambda part: -len(part) * self.missing[part])[:SHOWN]:
            print(f"  nowhere, {self.missing[part]} x: {part[:120]}  ({self.where[part]})")


def shown_texts(raw):
    """Return the texts that a browser would show of a document's body, one for each node."""
    from articles.importing.documents import read_document
    from articles.importing.markup import expand

    body = expand(read_document(raw.content, name=raw.identifier)).html
    root = html.document_fromstring(f"<div>{body}</div>") if body.strip() else None
    if root is None:
        return []
    for element in list(root.iter(*UNSEEN)):
        element.drop_tree()
    texts = (str(text) for text in root.xpath("//text()[not(parent::comment())]"))
    return [text for text in texts if LETTERS.sub("", text)]


def letters(*texts):
    """Return the letters and digits of markup or plain texts, tags left out."""
    plain = (
        "".join(html.fragment_fromstring(text, create_parent="div").itertext()) if text else ""
        for text in texts
    )
    return "\n".join(LETTERS.sub("", text) for text in plain)


def main(paths):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from articles.importing.contracts import Rules
    from articles.importing.readers import open_collection

    rules = Rules(
        source="", timezone="", site_timezone="Asia/Shanghai", language="zh-Hans", contracts={}
    )
    for path in paths:
        tally = Tally()
        with open_collection(path) as collection:
            for raw in collection.documents():
                if not raw.problem:
                    tally.add(raw, rules)
        print(path)
        tally.print()


if __name__ == "__main__":
    main(sys.argv[1:])
