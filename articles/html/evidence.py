"""What names and styles say of the place of a line: beside a picture, or in the text."""

import re

from lxml import html

from articles.html.marks import Marks, names_of
from articles.html.tree import is_blank

ALIGNED = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
LARGE = re.compile(
    r"font-size\s{0,3}:\s{0,3}(?:[2-6][0-9](?:\.[0-9]{1,3})?px|(?:1\.[3-9]|[2-4])[0-9]{0,3}r?em)",
    re.IGNORECASE,
)
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


def place_of(element: html.HtmlElement, around: str, marks: Marks) -> str:
    """Return the evidence of `element`, or that of what stands `around` it. What is centred in
    large letters is a title."""
    found = evidence_of(element, marks) or around
    if found == "center" and (around == "title" or is_large(element)):
        return "title"
    return found


def within_paragraph(paragraph: html.HtmlElement, align: str) -> str:
    """Return `align`, or title where all text of a centred paragraph is in large letters."""
    if align != "center" or len(paragraph) != 1 or not is_blank(paragraph.text):
        return align
    return "title" if is_large(paragraph[0]) and is_blank(paragraph[0].tail) else align


def is_large(element: html.HtmlElement) -> bool:
    return LARGE.search(element.get("style", "")[:1000]) is not None


def align_as(block: html.HtmlElement, align: str) -> None:
    """Leave on `block` what `evidence_of` said of its place."""
    if align:
        block.set("data-align", align)


def _alignment(element: html.HtmlElement) -> str:
    if element.tag == "center":
        return "center"
    if styled := ALIGNED.search(element.get("style", "")[:1000]):
        return styled[1].lower()
    if "align-Center" in element.get("cms-style", "").split():
        return "center"
    align = element.get("align", "").lower() or element.get("class", "").lower()[:40]
    return ALIGNMENTS.get(align, "")


GREY = re.compile(
    r"(?:^|[;\s])color\s*:\s*(?:#([0-9a-f])\1\1\b|#([0-9a-f]{2})\2\2\b|(?:dark|dim|light)?gr[ae]y"
    r"|rgb\(\s*([0-9]{1,3})\s*,\s*\3\s*,\s*\3\s*\))",
    re.IGNORECASE,
)
COLOURED = re.compile(r"(?:^|[;\s])color\s*:", re.IGNORECASE)
BLACK = re.compile(r"#(?:000000|000|111111|111|222222|222|333333|333)\b|rgb\(\s*0", re.IGNORECASE)


def is_muted(paragraph: html.HtmlElement) -> bool:
    """Whether all text of `paragraph` stands in grey spans or in <em>, as captions do."""
    if not is_blank(paragraph.text):
        return False
    return all(
        is_blank(child.tail)
        and (child.tag in ("em", "i", "br") or _paints_grey(child))
        # An editor that paints a text black leaves the grey of a caption around it.
        and all(map(_paints_grey, filter(_is_coloured, child.iterdescendants())))
        for child in paragraph
    )


def _is_coloured(element: html.HtmlElement) -> bool:
    return "color" in element.attrib or COLOURED.search(_style(element)) is not None


def _paints_grey(element: html.HtmlElement) -> bool:
    style = f"{_style(element)};color:{element.get('color', '')}"
    return GREY.search(style) is not None and BLACK.search(style) is None


def _style(element: html.HtmlElement) -> str:
    return element.get("style", "")[:1000]


def is_named_caption(paragraph: html.HtmlElement, marks: Marks) -> bool:
    """Whether all text of `paragraph` stands in one element that is called a caption."""
    inside = [child for child in paragraph if child.tag != "br"]
    if len(inside) != 1 or not inside[0].get("class") or not is_blank(paragraph.text):
        return False
    if not all(is_blank(child.tail) for child in paragraph):
        return False
    return not marks.rules.caption_names.isdisjoint(names_of(inside[0]))


def is_told_picture(listing: html.HtmlElement, marks: Marks) -> bool:
    """Whether a list of terms is a picture with its caption, as galleries once wrote them."""
    if listing.tag != "dl" or listing.find(".//img") is None:
        return False
    terms = listing.iterchildren("dd")
    return any(not marks.rules.caption_names.isdisjoint(names_of(term)) for term in terms)


# A line of nothing but signs, drawn to part what stands above from what stands below.
RULE = re.compile(r"[*＊](?: ?[*＊]){2,20}|[-—–―─━_=~～]{3,80}|[●◆■★☆○◇□※](?: ?[●◆■★☆○◇□※]){2,20}")


def is_rule(text: str) -> bool:
    """Whether `text` is a line that stands for a rule."""
    return bool(text) and RULE.fullmatch(text) is not None
