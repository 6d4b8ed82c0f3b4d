"""What was pasted: a piece of a page or a letter, brought into the house's shape."""

import re
from dataclasses import replace

from lxml import html

from articles.html.body import Body, make_body
from articles.html.rules import HOUSE
from articles.html.sanitize import read_markup
from articles.html.tree import is_blank, new_element, serialize

# A piece keeps its notices and its notes: nobody else would ask for them.
PIECE = replace(
    HOUSE,
    notice_patterns=(),
    notice_names=frozenset(),
    summary_pattern="(?!)",
    related_pattern="(?!)",
)
STYLED = (
    (re.compile(r"(?:^|[;\s])font-weight\s{0,3}:\s{0,3}(?:bold|bolder|[6-9]00)\b", re.I), "strong"),
    (re.compile(r"font-style\s{0,3}:\s{0,3}(?:italic|oblique)\b", re.I), "em"),
    (re.compile(r"text-decoration[a-z-]{0,5}\s{0,3}:[^;]{0,40}\bunderline\b", re.I), "u"),
    (re.compile(r"text-decoration[a-z-]{0,5}\s{0,3}:[^;]{0,40}\bline-through\b", re.I), "s"),
    (re.compile(r"vertical-align\s{0,3}:\s{0,3}super\b", re.I), "sup"),
    (re.compile(r"vertical-align\s{0,3}:\s{0,3}sub\b", re.I), "sub"),
)
PLAIN_WEIGHT = re.compile(r"(?:^|[;\s])font-weight\s{0,3}:\s{0,3}(?:normal|[1-4]00)\b", re.I)
WORD_LIST = re.compile(r"mso-list\s{0,3}:\s{0,3}l(\d{1,5})\s{1,3}level(\d)", re.I)
BULLET = re.compile(r"mso-list\s{0,3}:\s{0,3}ignore", re.I)
NUMBERED = re.compile(r"[（(]?(?:\d{1,3}|[a-z]{1,4}|[一二三四五六七八九十]{1,3})[.)、）]", re.I)
MAX_STYLE = 2000
# In these all text is bold already.
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "th")
INDENT = "\u3000 \t\u00a0"


def pasted_body(markup: str) -> Body:
    """Return the body that `markup`, HTML from a clipboard, means; addresses must be absolute.

    Emphasis that stands in styles and the lists of word processors become elements first. Raises
    MarkupRefused as `clean_html` does.
    """
    root = read_markup(markup)
    _settle_styles(root)
    _settle_word_lists(root)
    _settle_cells(root)
    return make_body(serialize(root), rules=PIECE)


def _settle_styles(root: html.HtmlElement) -> None:
    for element in list(root.iterfind(".//*[@style]")):
        style = element.get("style", "")[:MAX_STYLE]
        if element.tag in ("b", "strong") and PLAIN_WEIGHT.search(style):
            element.drop_tag()
        elif element.tag in ("span", "font"):
            _wrap(element, [tag for pattern, tag in STYLED if pattern.search(style)])
    for heading in root.iter(*HEADINGS):
        for bold in list(heading.iter("b", "strong")):
            bold.drop_tag()


def _settle_cells(root: html.HtmlElement) -> None:
    """Unwrap the one paragraph of a cell or an item; columns say nothing without their widths."""
    for column in [*root.iter("col", "colgroup")]:
        column.drop_tag()
    for cell in root.iter("td", "th", "li"):
        if (
            [child.tag for child in cell] == ["p"]
            and is_blank(cell.text)
            and is_blank(cell[0].tail)
        ):
            cell.text, cell[0].tail = None, None
            cell[0].drop_tag()


def _wrap(element: html.HtmlElement, tags: list[str]) -> None:
    """Turn a styled element into those of `tags`, one in the other."""
    if any(inner.tag in ("p", "div", "section", "table", "img") for inner in element.iter()):
        return
    for tag in tags[1:]:
        inner = new_element(tag)
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)
    if tags:
        element.tag = tags[0]
        element.attrib.clear()


def _settle_word_lists(root: html.HtmlElement) -> None:
    """Make lists of the paragraphs that Word writes in their place."""
    lists: list[html.HtmlElement] = []
    last = None
    for paragraph in list(root.iter("p", "li")):
        level = WORD_LIST.search(paragraph.get("style", "")[:MAX_STYLE])
        if paragraph.tag == "li" or level is None:
            continue
        depth = min(int(level[2]), len(lists) + 1)
        if last is None or not _follows(paragraph, last):
            lists, depth = [], 1
        last = lists[0] if lists and depth > 0 else None
        tag = _take_bullet(paragraph)
        lists = _opened(lists[:depth], depth, tag, paragraph)
        last = lists[0]
        paragraph.tail = None
        paragraph.tag = "li"
        paragraph.attrib.clear()
        lists[-1].append(paragraph)


def _opened(
    lists: list[html.HtmlElement], depth: int, tag: str, paragraph: html.HtmlElement
) -> list[html.HtmlElement]:
    """Return the lists that are open at `depth`, the innermost of kind `tag`."""
    if len(lists) == depth:
        return lists
    new = new_element(tag)
    if lists:
        items = lists[-1].findall("li")
        (items[-1] if items else lists[-1]).append(new)
    else:
        paragraph.addprevious(new)
    return [*lists, new]


def _follows(paragraph: html.HtmlElement, last: html.HtmlElement) -> bool:
    before = paragraph.getprevious()
    return before is last and not (before.tail or "").strip()


def _take_bullet(paragraph: html.HtmlElement) -> str:
    """Take the written sign of an item away; return the kind of list that it stands for."""
    for sign in paragraph.iter("span"):
        if BULLET.search(sign.get("style", "")[:MAX_STYLE]):
            text = sign.text_content().strip(INDENT + "\n")
            sign.drop_tree()
            return "ol" if NUMBERED.fullmatch(text) else "ul"
    return "ul"
