"""Code: its text alone, without colours, line numbers and buttons."""

from lxml import html

from articles.html.marks import Marks, names_of
from articles.html.rules import words
from articles.html.tree import is_blank, new_element, visible_text

HOLDERS = ("pre", "table", "figure")
LISTING_NAMES = words(
    "highlight highlighttable code codehilite codehilitetable crayon rouge hljs prettyprint "
    "codeblock syntaxhighlighter rouge-table hljs-ln listing"
)
ROWS = frozenset(("tr", "li", "p", "div", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4"))
CODE_SIGNS = frozenset("{}<>;=()[]$\\|&#_`/")
ENDS = ("。", "！", "？", "，", "；", "…", "”", "：")


def settle_code(root: html.HtmlElement, marks: Marks) -> list[dict[str, str]]:
    """Make each listing of `root` a <pre> with the code's text, whatever showed its lines.

    Returns what was taken out, each {"kind": …, "text": …}. Prose that was only laid out in
    a <pre> becomes paragraphs.
    """
    removed: list[dict[str, str]] = []
    if next(root.iter("pre"), None) is None and next(root.iter("table"), None) is None:
        return removed
    for gutter in _gutters(root, marks):
        if gutter.getparent() is None:
            continue
        if numbers := visible_text(gutter):
            removed.append({"kind": "line numbers", "text": numbers[:200]})
        for inner in gutter:
            gutter.remove(inner)
        gutter.text = None
        gutter.drop_tree()
    for holder in list(root.iter("table", "figure")):
        if not LISTING_NAMES.isdisjoint(names_of(holder)):
            _to_listing(holder)
    for listing in list(root.iter("pre")):
        if _is_prose(listing):
            _to_paragraphs(listing)
    return removed


def text_of_code(element: html.HtmlElement) -> str:
    """Return the lines of a listing; elements that end a line do so."""
    # The inner lines first, so that a row knows whether its cell has ended it.
    for inner in reversed(list(element.iterdescendants())):
        if inner.tag in ("button", "script", "style"):
            inner.drop_tree()
        elif inner.tag == "br" or (inner.tag in ROWS and not _is_ended(inner)):
            inner.tail = "\n" + (inner.tail or "")
    return "".join(element.itertext()).strip("\n")


def _is_ended(block: html.HtmlElement) -> bool:
    return "".join(block.itertext()).endswith("\n")


def _gutters(root: html.HtmlElement, marks: Marks) -> list[html.HtmlElement]:
    named = [
        element
        for element in root.iterfind(".//*[@class]")
        if not marks.rules.gutter_names.isdisjoint(names_of(element))
    ]
    return [gutter for gutter in named if _is_in_listing(gutter) and gutter.find(".//code") is None]


def _is_in_listing(element: html.HtmlElement) -> bool:
    if not _has_only_numbers(element):
        return False
    before = element.getprevious()
    # Parsers end a <pre> where a list in it begins.
    return (before is not None and before.tag == "pre") or any(
        ancestor.tag in HOLDERS or not LISTING_NAMES.isdisjoint(names_of(ancestor))
        for ancestor in element.iterancestors()
    )


def _has_only_numbers(element: html.HtmlElement) -> bool:
    return all(word.strip(".:|").isdigit() for word in visible_text(element).split())


def _to_listing(holder: html.HtmlElement) -> None:
    """Put the code of a table or figure of lines in its place, its title before it."""
    if holder.getparent() is None:
        return
    listings = list(holder.iter("pre"))
    if not listings and holder.tag == "figure":
        return
    box = new_element("div")
    box.tail = holder.tail
    title = holder.find("figcaption")
    if title is not None and visible_text(title):
        line = new_element("p")
        line.text = visible_text(title)
        box.append(line)
    for code in listings or [holder]:
        listing = new_element("pre")
        listing.text = text_of_code(code)
        if not is_blank(listing.text):
            box.append(listing)
    holder.getparent().replace(holder, box)


def _is_prose(listing: html.HtmlElement) -> bool:
    """Whether a <pre> holds sentences in Chinese and none of the signs of code."""
    if listing.get("class") or any(
        i.tag not in ("br", "p", "a", "b") for i in listing.iterdescendants()
    ):
        return False
    text = "".join(listing.itertext())
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    signs = sum(character in CODE_SIGNS for character in text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ended = sum(line.endswith(ENDS) for line in lines)
    return (
        han * 2 > len(text.split("\n", 1)[0])
        and han >= 20
        and signs * 50 < han
        and (han * 10 > 6 * len("".join(text.split())) and ended * 2 >= len(lines))
    )


def _to_paragraphs(listing: html.HtmlElement) -> None:
    for line_break in list(listing.iter("br")):
        line_break.tail = "\n" + (line_break.tail or "")
        line_break.drop_tag()
    box = new_element("div")
    for block in "".join(listing.itertext()).split("\n\n"):
        paragraph = new_element("p")
        lines = [line for line in block.split("\n") if not is_blank(line)]
        paragraph.text = lines[0] if lines else None
        for line in lines[1:]:
            line_break = new_element("br")
            line_break.tail = line
            paragraph.append(line_break)
        box.append(paragraph)
    box.tail = listing.tail
    listing.getparent().replace(listing, box)
