"""Code: its text alone, without colours, line numbers and buttons."""

from lxml import html

from articles.html.code_languages import MARK, note_languages
from articles.html.marks import Marks, names_of
from articles.html.rules import words
from articles.html.tree import is_blank, new_element, visible_text

HOLDERS = ("pre", "table", "figure")
LISTING_NAMES = words(
    "highlight highlighttable code codehilite codehilitetable crayon rouge hljs prettyprint "
    "codeblock syntaxhighlighter rouge-table hljs-ln listing"
)
# An element with such a name in a listing is one of its lines.
LINE_NAMES = LISTING_NAMES | words(
    "line lines linenums hljs-ln-line code-line cm-line view-line ace_line crayon-line lineno "
    "code-snippet__line-index l0 l1 l2 l3 l4 l5 l6 l7 l8 l9 gutter token blob-code"
)
BUTTON_NAMES = words(
    "copy copybtn copycode clipboard hljs-button code-toolbar-item code-lang code-language "
    "lang-label code-header code-block-header code-block-extension-header"
)
MAX_BUTTON = 24
# Discuz! writes code as a list of lines, a button behind it.
BOARDS = ".//div[@class='blockcode']"
ROWS = frozenset(("tr", "li", "p", "div", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4"))
CODE_SIGNS = frozenset("{}<>;=()[]$\\|&#_`/")
ENDS = ("。", "！", "？", "，", "；", "…", "”", "：")


def settle_code(root: html.HtmlElement, marks: Marks) -> list[dict[str, str]]:
    """Make each listing of `root` a <pre> with the code's text, whatever showed its lines.

    Returns what was taken out, each {"kind": …, "text": …}. Prose that was only laid out in
    a <pre> becomes paragraphs.
    """
    removed: list[dict[str, str]] = []
    if next(root.iter("pre", "table", "code", "ol"), None) is None:
        return removed
    for code in list(root.iter("code")):
        _give_lines(code)
    note_languages(root)
    for added, kind in _added_to_code(root, marks):
        removed += _without(added, kind)
    for board in list(root.iterfind(BOARDS)):
        removed += _settle_board(board)
    for holder in list(root.iter("table", "figure")):
        names = names_of(holder) or names_of(holder.getparent())
        if not LISTING_NAMES.isdisjoint(names):
            _to_listing(holder)
    for listing in list(root.iter("pre")):
        removed += _without_numbers(listing)
        if _is_prose(listing):
            _to_paragraphs(listing)
    return removed


def _give_lines(code: html.HtmlElement) -> None:
    """Make a <code> of several lines that stands alone in its paragraph a listing."""
    paragraph = code.getparent()
    if paragraph.tag not in ("p", "div", "section") or len(paragraph) != 1:
        return
    if not is_blank(paragraph.text) or not is_blank(code.tail):
        return
    if "\n" in "".join(code.itertext()).strip() or code.find(".//br") is not None:
        listing = new_element("pre")
        paragraph.replace(code, listing)
        listing.append(code)
        code.tail = None
        if paragraph.tag == "p":
            paragraph.drop_tag()


def listing_of(element: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the <pre> with a <code> that `element` is, alone in a list; [] for a blank one."""
    listing, code = new_element("pre"), new_element("code")
    code.text = text_of_code(element)
    if language := element.get(MARK):
        code.set("class", language)
    listing.append(code)
    return [] if is_blank(code.text) else [listing]


def text_of_code(element: html.HtmlElement) -> str:
    """Return the lines of a listing; elements that end a line do so."""
    breaks = list(element.iter("br"))
    # Markup of one line a line has both signs of a line's end.
    if all((line_break.tail or "").lstrip(" \t\r").startswith("\n") for line_break in breaks):
        for line_break in breaks:
            line_break.tail = (line_break.tail or "").partition("\n")[2]
    # The inner lines first, so that a row knows whether its cell has ended it.
    for inner in reversed(list(element.iterdescendants())):
        if inner.tag in ("button", "script", "style"):
            inner.drop_tree()
        elif inner.tag == "br" or (_is_row(inner) and not _is_ended(inner)):
            inner.tail = "\n" + (inner.tail or "")
    # Editors write a blank that is not to be folded as one that does not break.
    return "".join(element.itertext()).replace("\u00a0", " ").strip("\n")


def _is_row(element: html.HtmlElement) -> bool:
    """Whether `element` is a line of a listing; one <code> behind the other is."""
    if element.tag != "code":
        return element.tag in ROWS
    following = element.getnext()
    is_before_another = following is not None and following.tag == "code" and not element.tail
    return is_before_another and element.getparent().tag == "pre"


def _is_ended(block: html.HtmlElement) -> bool:
    return "".join(block.itertext()).endswith("\n")


def _added_to_code(root: html.HtmlElement, marks: Marks) -> list[tuple[html.HtmlElement, str]]:
    """The elements that show line numbers or copy the code, each with what it is."""
    found = []
    for element in root.iterfind(".//*[@class]"):
        names = names_of(element)
        if not marks.rules.gutter_names.isdisjoint(names):
            if _is_in_listing(element) and element.find(".//code") is None:
                found.append((element, "line numbers"))
        elif not BUTTON_NAMES.isdisjoint(names) and _is_button(element):
            found.append((element, "furniture"))
    return found


def _without(added: html.HtmlElement, kind: str) -> list[dict[str, str]]:
    """Take `added` out of its listing; returns the record of it, if it says anything."""
    if added.getparent() is None:
        return []
    text = visible_text(added)
    added.drop_tree()
    return [{"kind": kind, "text": text[:200]}] if text else []


def _settle_board(board: html.HtmlElement) -> list[dict[str, str]]:
    removed: list[dict[str, str]] = []
    for button in board.findall("em"):
        removed += _without(button, "furniture")
    _to_listing(board)
    return removed


def _is_button(element: html.HtmlElement) -> bool:
    """Whether an element called so is a button of the listing it stands in, no part of it."""
    if element.tag in ("pre", "code") or len(visible_text(element)) > MAX_BUTTON:
        return False
    following = element.getnext()
    stands_above = following is not None and following.tag == "pre" and is_blank(element.tail)
    return stands_above or next(element.iterancestors("pre"), None) is not None


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


def _without_numbers(listing: html.HtmlElement) -> list[dict[str, str]]:
    """Take the numbers out that stand in elements of their own before each line of `listing`."""
    holder = listing[0] if len(listing) == 1 and listing[0].tag == "code" else listing
    if not len(holder) or not is_blank(holder.text) or (holder[0].text or "").strip() != "1":
        return []
    before = "\n"
    numbers: list[html.HtmlElement] = []
    for element in holder:
        is_next = not len(element) and (element.text or "").strip() == str(len(numbers) + 1)
        if is_next and before.rstrip(" ").endswith("\n"):
            numbers.append(element)
        before = "".join(element.itertext()) + (element.tail or "")
        before += "\n" if element.tag == "br" else ""
    if len(numbers) < 2 or len(numbers) < "".join(holder.itertext()).strip("\n").count("\n"):
        return []
    for number in numbers:
        number.text, number.tail = None, (number.tail or "").removeprefix(" ")
    told = " ".join(str(number + 1) for number in range(len(numbers)))
    return [{"kind": "line numbers", "text": told[:200]}]


def _to_listing(holder: html.HtmlElement) -> None:
    """Put the code of a table or figure of lines in its place, its title before it."""
    if holder.getparent() is None:
        return
    listings = list(holder.iter("pre")) or list(holder.iter("ol"))[: holder.tag == "div"]
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
        listing.set(MARK, code.get(MARK, ""))
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
