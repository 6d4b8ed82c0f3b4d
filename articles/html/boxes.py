"""Boxes of furniture: elements that are, by name or kind, no part of the article."""

import re
from typing import cast

from lxml import etree, html

from articles.html.credits import is_credit, take_credit
from articles.html.marks import Marks, names_of, selected
from articles.html.tree import visible_text

MAX_RECORD = 2000
MAX_NOTICE_BOX = 1000
# Elements of a page, not of an article, whatever they are called.
CONTROLS = ("button", "nav", "dialog", "select", "textarea", "input", "form", "menu")
HIDDEN = re.compile(r"(?:^|[;\s])display\s{0,3}:\s{0,3}none", re.IGNORECASE)
SENTENCE_BREAK = re.compile(r"([。！？!?]|\.(?=\s|$))")
MIN_HAN, MIN_WORDS = 12, 8
WORD = re.compile(r"[A-Za-z']+")
CANDIDATES = etree.XPath(
    "descendant::*[@class or @id or @hidden or contains(@style, 'none') or contains(@style, 'NONE')"
    " or " + " or ".join(f"self::{tag}" for tag in (*CONTROLS, "aside", "footer")) + "]"
)


class Boxes:
    """Takes the furniture out of a parsed body.

    `removed` are the records of what went, each {"kind": …, "text": …}; `notices` the texts of
    boxes that hold a rights notice; `summary` the text of the boxes that a source's rules name.
    """

    def __init__(self, marks: Marks):
        self.marks = marks
        self.removed: list[dict[str, str]] = []
        self.notices: list[str] = []
        self.summary = ""

    def take_out(self, root: html.HtmlElement) -> None:
        marks = self.marks
        gone = set(root.iter("pre"))
        for element in selected(marks.summaries, root):
            self.summary = " ".join(filter(None, [self.summary, visible_text(element)]))
            self._drop(element, gone, kind="summary")
        for element in selected(marks.removed, root):
            self._drop(element, gone)
        kept = {
            inner for box in selected(marks.kept, root) for inner in (box, *box.iterancestors())
        }
        half = None
        for element in cast(list[html.HtmlElement], CANDIDATES(root)):
            judgement = self._judgement(element)
            if not judgement or element in gone or element in kept:
                continue
            if judgement == "credit":
                gone.update(element.iter())
                labels = take_credit(element, marks)
                self.removed += ({"kind": "furniture", "text": label} for label in labels if label)
                continue
            half = len(visible_text(root)) // 2 if half is None else half
            self._judge(element, judgement, gone, half)

    def _judgement(self, element: html.HtmlElement) -> str:
        """Return what `element` may be: furniture, doubtful, hidden, notice, credit, or "" """
        tag = element.tag
        if tag in CONTROLS:
            return "furniture"
        if "hidden" in element.attrib or HIDDEN.search(element.get("style", "")[:500]):
            return "hidden"
        names, rules = names_of(element), self.marks.rules
        if is_credit(element, names, self.marks):
            return "credit"
        if not rules.furniture_names.isdisjoint(names):
            return "furniture"
        if not rules.notice_names.isdisjoint(names):
            return "notice"
        if tag in ("aside", "footer") or not rules.doubtful_names.isdisjoint(names):
            return "doubtful"
        return ""

    def _judge(
        self, element: html.HtmlElement, judgement: str, gone: set[html.HtmlElement], half: int
    ) -> None:
        if any(ancestor.tag in ("pre", "blockquote") for ancestor in element.iterancestors()):
            return
        text = visible_text(element)
        is_wrapper = len(text) > half and (len(text) > MAX_RECORD // 20 or says_something(element))
        if is_wrapper or element.tag in ("pre", "table", "code", "html", "body"):
            return
        if judgement == "notice" or self.marks.is_notice(text):
            if 0 < len(text) <= MAX_NOTICE_BOX:
                self.notices.append(text)
                self._drop(element, gone, kind="")
            return
        if element.tag == "form" and element.find(".//input") is None and says_something(element):
            return
        if judgement == "doubtful" and (says_something(element) or _shows_pictures(element)):
            return
        self._drop(element, gone, kind="hidden text" if judgement == "hidden" else "furniture")

    def _drop(
        self, element: html.HtmlElement, gone: set[html.HtmlElement], *, kind: str = "furniture"
    ) -> None:
        if element in gone or element.getparent() is None:
            return
        gone.update(element.iter())
        text = record_of(element)
        if text and kind:
            self.removed.append({"kind": kind, "text": text})
        # What stood on either side of a block is not one line.
        element.drop_tree()


def record_of(element: html.HtmlElement) -> str:
    """Return the text of `element`, or the addresses of its pictures when it has none."""
    if text := visible_text(element):
        return text[:MAX_RECORD]
    pictures = (image.get("data-was") or image.get("src", "") for image in element.iter("img"))
    return " ".join(address[:500] for address in pictures if address)[:MAX_RECORD]


def says_something(element: html.HtmlElement) -> bool:
    """Whether `element` holds a sentence that is not the text of a link or a button."""
    loose = "\n".join(text for text in _loose_texts(element))
    for line in loose.split("\n"):
        parts = SENTENCE_BREAK.split(line)
        for sentence, end in zip(parts[::2], [*parts[1::2], ""], strict=False):
            if not end:
                continue
            han = sum("\u4e00" <= character <= "\u9fff" for character in sentence)
            if han >= MIN_HAN or len(WORD.findall(sentence)) >= MIN_WORDS:
                return True
    return False


def _loose_texts(element: html.HtmlElement) -> list[str]:
    texts = [element.text or ""]
    for child in element:
        if child.tag not in ("a", "button"):
            texts += _loose_texts(child)
        texts.append(child.tail or "")
    return texts


def _shows_pictures(element: html.HtmlElement) -> bool:
    """Whether pictures that lead nowhere else stand in `element`."""
    return any(
        next(image.iterancestors("a"), None) is None and image.get("src")
        for image in element.iter("img")
    )
