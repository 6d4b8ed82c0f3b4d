"""What names and styles say of the place of a line: beside a picture, or in the text."""

import re

from lxml import html

from articles.html.marks import Marks, names_of
from articles.html.tree import is_blank

ALIGNED = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
ALIGNMENTS = {
    "center": "center",
    "right": "right",
    "align-center": "center",
    "align-right": "right",
    "text-center": "center",
    "text-right": "right",
    "ql-align-center": "center",
    "ql-align-right": "right",
    "has-text-align-center": "center",
    "has-text-align-right": "right",
}


def evidence_of(element: html.HtmlElement, marks: Marks) -> str:
    """Return what an element's names and styles say of it: caption, wrapper (of a picture),
    center, right, or ""."""
    if element.tag == "figcaption":
        return "caption"
    if element.get("class") and element.tag not in ("figure", "table"):
        names, rules = names_of(element), marks.rules
        if not rules.caption_names.isdisjoint(names) and element.find(".//img") is None:
            return "caption"
        if not rules.wrapper_names.isdisjoint(names):
            return "wrapper"
    return _alignment(element)


def _alignment(element: html.HtmlElement) -> str:
    if element.tag == "center":
        return "center"
    if styled := ALIGNED.search(element.get("style", "")[:1000]):
        return styled[1].lower()
    align = element.get("align", "").lower() or element.get("class", "").lower()[:40]
    return ALIGNMENTS.get(align, "")


GREY = re.compile(
    r"(?:^|[;\s])color\s*:\s*(?:#([0-9a-f])\1\1\b|#([0-9a-f]{2})\2\2\b|(?:dark|dim|light)?gr[ae]y"
    r"|rgb\(\s*([0-9]{1,3})\s*,\s*\3\s*,\s*\3\s*\))",
    re.IGNORECASE,
)
BLACK = re.compile(r"#(?:000000|000|111111|111|222222|222|333333|333)\b|rgb\(\s*0", re.IGNORECASE)


def is_muted(paragraph: html.HtmlElement) -> bool:
    """Whether all text of `paragraph` stands in grey spans or in <em>, as captions do."""
    if not is_blank(paragraph.text):
        return False
    return all(
        is_blank(child.tail) and (child.tag in ("em", "i", "br") or _is_grey(child))
        for child in paragraph
    )


def _is_grey(element: html.HtmlElement) -> bool:
    style = f"{element.get('style', '')[:1000]};color:{element.get('color', '')}"
    return GREY.search(style) is not None and BLACK.search(style) is None
