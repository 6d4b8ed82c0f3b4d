"""Links to other articles: which are an outlet's, and which the author's own references."""

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import html

from articles.html.marks import Marks
from articles.html.tree import visible_text

HEADINGS = ("h2", "h3", "h4")
NUMBERING = re.compile(r"[\s0-9.,:：/、·•\-—|（）()\[\]【】《》年月日]+")


def is_only_links(block: html.HtmlElement) -> bool:
    """Whether `block` holds links and hardly anything else."""
    linked = "".join(visible_text(link) for link in block.iter("a"))
    rest = len(NUMBERING.sub("", visible_text(block))) - len(NUMBERING.sub("", linked))
    return bool(linked) and rest * 5 <= len(linked)


def is_related_line(block: html.HtmlElement, text: str, marks: Marks) -> bool:
    """Whether `block`, which shows `text`, is as “相关阅读：” with nothing but links behind."""
    head, colon, rest = text.replace(":", "：", 1).partition("：")
    if not colon or not rest.strip() or not marks.is_related_heading(head):
        return False
    linked = "".join(visible_text(link) for link in block.iter("a"))
    return bool(linked) and len(letters(rest)) <= len(letters(linked)) + 4


def is_in_a_section(block: html.HtmlElement) -> bool:
    """Whether a heading follows `block`, so that it does not end the piece."""
    return next(block.itersiblings(*HEADINGS), None) is not None


def are_references(blocks: Iterable[html.HtmlElement]) -> bool:
    """Whether the links in `blocks` are no list of one outlet's articles.

    An outlet lists its own, by their titles. Links to several sites, and addresses written out,
    are what an author read.
    """
    links = [link for block in blocks for link in block.iter("a")]
    if all(visible_text(link).startswith(("http://", "https://")) for link in links):
        return bool(links)
    sites = Counter(_site(link.get("href", "")) for link in links)
    return "" not in sites and max(sites.values(), default=0) * 2 <= len(links)


def begins_with_section(heading: html.HtmlElement) -> bool:
    """Whether a heading of a lower rank follows `heading` at once."""
    following = heading.getnext()
    return following is not None and heading.tag < following.tag in HEADINGS


def empty_label(body: html.HtmlElement, marks: Marks) -> html.HtmlElement | None:
    """Return the label, as “推荐阅读：”, that ends the last line of `body`; None for none."""
    last = body[-1] if len(body) else None
    if last is None or last.tag != "p" or not len(last) or last[-1].tag != "strong":
        return None
    behind = (last[-1].tail or "").strip()
    text = visible_text(last[-1]) + behind
    if (
        behind not in ("", "：", ":")
        or not text.endswith(("：", ":"))
        or text == visible_text(last)
    ):
        return None
    return last[-1] if marks.is_related_heading(text) else None


def letters(text: str) -> str:
    """Return the letters and digits of `text`, in lower case."""
    return re.sub(r"[\W_]+", "", text).lower()


def _site(address: str) -> str:
    """The last two parts of the host's name, "" for an address without a host."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.split(".")[-2:])
