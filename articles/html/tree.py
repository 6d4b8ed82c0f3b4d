"""Trees of HTML. libxml2 2.14, in lxml's wheels, reads tags as HTML5 tells."""

import re
from collections.abc import Iterator

from lxml import etree, html

# Elements that would end or restart the document that a fragment is wrapped in.
DOCUMENT_TAGS = re.compile(
    r"</?(?:html|body|head|frameset|frame|plaintext)\b[^<>]*>", re.IGNORECASE
)
REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8})(?![0-9a-fA-F]);?")
# What readers see as nothing: white space, no-break and ideographic blanks, zero-width characters.
BLANKS = (
    " \t\n\r\f\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")
BLANK = re.compile(f"[{BLANKS}]*")
# Every element is an HtmlElement, without lxml asking Python what each one is.
ELEMENTS = etree.ElementDefaultClassLookup(element=html.HtmlElement)


def _parser() -> html.HTMLParser:
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(ELEMENTS)
    return parser


new_element = _parser().makeelement


def parse(markup: str) -> html.HtmlElement:
    """Return a <div> that holds the nodes of `markup`, without comments."""
    inside = REFERENCE.sub(_allowed, DOCUMENT_TAGS.sub("", markup))
    document = html.document_fromstring(f"<html><body><div>{inside}", parser=_parser())
    root = next(document.iter("div"))
    # A surplus </div> ends the wrapper early: what follows still belongs to the fragment.
    append_text(root, root.tail or "")
    root.tail = None
    while (sibling := root.getnext()) is not None:
        root.append(sibling)
    return root


def _allowed(reference: re.Match[str]) -> str:
    """Return the reference, or "" when the character it names may stand in no text.

    Numbers from 128 to 159 mean the characters of Windows-1252, as HTML5 says.
    """
    digits = reference[1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", errors="ignore")
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return ""
    if code in (9, 10, 13) or 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800:
        return reference[0]
    is_character = 0xE000 <= code <= 0x10FFFF and code & 0xFFFE != 0xFFFE
    return reference[0] if is_character else ""


def serialize(root: html.HtmlElement) -> str:
    """Return the markup inside `root`."""
    holder = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return holder[holder.index(">") + 1 : holder.rindex("<")]


def depth_of(root: html.HtmlElement) -> int:
    """Return how many elements stand inside each other at the deepest place; 0 for none."""
    deepest = depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest - 1


def append_text(parent: html.HtmlElement, text: str) -> None:
    """Put `text` behind all that `parent` holds."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def pieces(element: html.HtmlElement) -> Iterator[str | html.HtmlElement]:
    """Yield the text and the child elements of `element` in order, the children without tails."""
    if element.text:
        yield element.text
    for child in list(element):
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def visible_text(element: html.HtmlElement) -> str:
    """Return the characters that readers see in `element`, all blanks folded and trimmed."""
    text = "".join(element.itertext())
    return " ".join((ZERO_WIDTH.sub(" ", text) if ZERO_WIDTH.search(text) else text).split())


def is_blank(text: str | None) -> bool:
    return not text or text.isspace() or BLANK.fullmatch(text) is not None
