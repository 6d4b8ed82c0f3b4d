"""Items of lists that hold more than a line: pictures, code and quotations stay at their step."""

import re
from typing import Protocol

from lxml import html

from articles.html.boxes import record_of
from articles.html.inline import EMBEDS, is_icon
from articles.html.tree import is_blank, new_element, visible_text

ITEMS = ("li", "dd")
RICH = ("img", "pre", "figure", *EMBEDS)
MAX_CAPTION = 80
MIN_CONTENTS = 3
CONTENTS = re.compile(
    r"(?i)[^\w]{0,4}(?:本文|文章)?(?:目录|目次|table of contents|contents)[^\w]{0,4}"
)


class Flow(Protocol):
    """Appends the blocks of an element to another; `align` is evidence for captions."""

    def __call__(self, source: html.HtmlElement, out: html.HtmlElement, *, align: str) -> None: ...


def settle_list(
    listing: html.HtmlElement, out: html.HtmlElement, flow: Flow
) -> tuple[list[dict[str, str]], bool]:
    """Make blocks of what the items of `listing` hold; return (records, whether it is a list).

    A table of contents goes, with its heading at the end of `out`: without one the list may be
    what a section speaks of. A gallery becomes figures in `out`.
    """
    if len(out) and CONTENTS.fullmatch(visible_text(out[-1])) and is_contents(listing):
        return _without_contents(listing, out), False
    if is_gallery(listing):
        for item in list(listing):
            flow(item, out, align="wrapper" if visible_text(item) else "")
        return [], False
    _settle_items(listing, flow)
    return [], True


def is_gallery(listing: html.HtmlElement) -> bool:
    """Whether each item of `listing` is a picture with at most a caption behind it."""
    items = list(listing.iterchildren())
    return listing.tag == "ul" and bool(items) and all(map(_is_of_a_gallery, items))


def _is_of_a_gallery(item: html.HtmlElement) -> bool:
    picture = next((image for image in item.iter("img") if not is_icon(image)), None)
    if picture is None or item.tag not in ITEMS or len(visible_text(item)) > MAX_CAPTION:
        return False
    if next(item.iter("ul", "ol", "pre", "table"), None) is not None:
        return False
    # Behind its words a picture shows what they tell to do.
    before = [picture.getprevious(), *(outer.getprevious() for outer in picture.iterancestors())]
    return is_blank(item.text) and not any(
        element is not None and item in element.iterancestors() and visible_text(element)
        for element in before
    )


def is_contents(listing: html.HtmlElement) -> bool:
    """Whether `listing` is a table of contents: links into its own page and nothing else."""
    links = list(listing.iter("a"))
    if len(links) < MIN_CONTENTS or any(link.get("href", "")[:1] != "#" for link in links):
        return False
    linked = "".join(visible_text(link) for link in links)
    return "".join(linked.split()) == "".join(visible_text(listing).split())


def _without_contents(listing: html.HtmlElement, out: html.HtmlElement) -> list[dict[str, str]]:
    """Take the heading of a table of contents off the end of `out`; returns the records."""
    removed = [{"kind": "furniture", "text": record_of(part)} for part in (out[-1], listing)]
    out.remove(out[-1])
    return removed


def _settle_items(listing: html.HtmlElement, flow: Flow) -> None:
    for item in listing.iterchildren(*ITEMS):
        if next(item.iter(*RICH), None) is None:
            continue
        holder = new_element("div")
        flow(item, holder, align="")
        item.text = None
        for rest in list(item):
            item.remove(rest)
        item.extend(list(holder))


def shows_something(block: html.HtmlElement) -> bool:
    """Whether readers see anything of a list or a table."""
    return bool(visible_text(block)) or block.find(".//img") is not None
