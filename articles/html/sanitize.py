"""The one sanitiser: bleach, with what has to stand around it.

bleach keeps scripts out, but takes quadratic time for many attributes and deep nesting,
passes addresses such as `javascript:123`, and shows the text of <script> as prose. So
limits come first, elements whose text is no prose are taken out, and addresses are
checked by `articles.html.addresses`.
"""

import re
import threading
from collections.abc import Iterator
from typing import Any

from bleach.sanitizer import BleachSanitizerFilter, Cleaner
from lxml import html

from articles.html.addresses import is_picture_address, is_safe_link
from articles.html.structure import settle_structure
from articles.html.text import clean_text
from articles.html.tree import depth_of, parse
from articles.telling import tell

MAX_BYTES = 2_000_000
MAX_ATTRIBUTES = 400
MAX_DEPTH = 256
MAX_ELEMENTS = 20_000

CLASSES = {"align-center", "align-right", "credit"}
TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "br"),
    *("figure", "figcaption", "img", "a", "strong", "em", "u", "s", "sub", "sup", "mark", "small"),
    *("code", "kbd", "samp", "q", "cite", "abbr", "time", "ruby", "rt", "rp", "del", "ins"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
}
# Their text is code, fallback or furniture of a form, not prose.
DROPPED = {
    *("script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "svg"),
    *("math", "title", "textarea", "select", "option", "audio", "video", "canvas", "noembed"),
    *("noframes", "xmp", "link", "meta", "base"),
}
CODE_CLASS = re.compile(r"language-[a-z0-9+#.-]{1,20}")
NUMBER = re.compile(r"[0-9]{1,5}")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
DATETIME = re.compile(r"[0-9T:+Z. -]{4,40}")

VOID = {"br", "hr", "img"}
REFERENCES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
SPECIAL = re.compile("[&<>]")

TAG_START = re.compile(r"<[A-Za-z][^\s/>]*+(?=[\s/])")
ATTRIBUTE = re.compile(
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?)?"""
)


class CleanHTML(str):
    """Markup that `clean_html` made: safe to keep, and left as it is when cleaned again."""

    __slots__ = ()


class MarkupRefused(ValueError):  # noqa: N818 - the name is part of the contract
    """The markup is beyond what is cleaned; the message says how."""


def clean_html(text: str) -> CleanHTML:
    """Return `text` with only the elements and attributes that a body may have.

    Everything a reader could see stays, but for the text of scripts, styles and form fields.
    Cleaning the result again returns it unchanged. Raises MarkupRefused for more than 2 MB,
    400 attributes in a tag, 20,000 elements, or elements nested more than 256 deep.
    """
    if isinstance(text, CleanHTML):
        return text
    return clean_tree(read_markup(text))


def clean_tree(root: html.HtmlElement) -> CleanHTML:
    """Return what is in `root` as `clean_html` does; `root` is changed on the way."""
    _prepare(root)
    _check_depth(root)
    return CleanHTML(cleaners.cleaner.clean_tree(root).strip())


def read_markup(text: str) -> html.HtmlElement:
    """Return the tree of `text`, as `parse` does; raises MarkupRefused as `clean_html` does."""
    text = clean_text(text)
    _check_size(text)
    root = parse(text)
    _check_depth(root)
    return root


def _check_depth(root: html.HtmlElement) -> None:
    elements = sum(1 for _element in root.iter())
    if elements > MAX_ELEMENTS:
        raise MarkupRefused(tell("there are more than {most:,} elements", most=MAX_ELEMENTS))
    if elements > MAX_DEPTH and depth_of(root) > MAX_DEPTH:
        raise MarkupRefused(tell("elements are nested more than {most} deep", most=MAX_DEPTH))


def _check_size(text: str) -> None:
    size = len(text.encode())
    if size > MAX_BYTES:
        raise MarkupRefused(
            tell(
                "the text has {number:,} bytes, {most:,} at most are kept",
                number=size,
                most=MAX_BYTES,
            )
        )
    position = 0
    while tag := TAG_START.search(text, position):
        position, count = tag.end(), 0
        while attribute := ATTRIBUTE.match(text, position):
            position, count = attribute.end(), count + 1
            if count > MAX_ATTRIBUTES:
                raise MarkupRefused(
                    tell("a tag has more than {most} attributes", most=MAX_ATTRIBUTES)
                )


def _prepare(root: html.HtmlElement) -> None:
    for element in list(root.iter(*DROPPED)):
        element.drop_tree()
    settle_structure(root)
    for element in root.iter("pre"):
        # Parsers drop a line end there, each time the text is read.
        element.text = (element.text or "").lstrip("\n")
    for element in root.iter("b", "i", "strike", "h1", "h5", "h6"):
        element.tag = {"b": "strong", "i": "em", "strike": "s", "h1": "h2"}.get(element.tag, "h4")
    for element in root.iterfind(".//*[@class]"):
        kept = [name for name in element.get("class", "").split() if name in CLASSES]
        if element.tag == "code" and element.getparent().tag == "pre":
            kept = [n for n in element.get("class", "").split() if CODE_CLASS.fullmatch(n)][:1]
        if kept:
            element.set("class", " ".join(kept))
        else:
            del element.attrib["class"]


def _is_kept(tag: str, name: str, value: str) -> bool:
    match (tag, name):
        case ("code", "class") if CODE_CLASS.fullmatch(value):
            return True
        case (_, "class"):
            return all(word in CLASSES for word in value.split())
        case (_, "lang"):
            return LANGUAGE.fullmatch(value) is not None
        case ("a", "href"):
            return is_safe_link(value)
        case ("img", "src"):
            return is_picture_address(value)
        case ("img", "alt") | ("abbr", "title"):
            return True
        case ("img", "data-image"):
            return UUID.fullmatch(value) is not None
        case ("img", "width" | "height") | ("td" | "th", "colspan" | "rowspan") | ("ol", "start"):
            return NUMBER.fullmatch(value) is not None
        case ("time" | "del" | "ins", "datetime"):
            return DATETIME.fullmatch(value) is not None
    return False


class _TreeCleaner(Cleaner):
    """bleach over a tree that is parsed already: its filter and its serialiser, not its parser.

    bleach expects the references of a text as they are written, so the tokens are escaped.
    """

    def clean_tree(self, root: html.HtmlElement) -> str:
        filtered = BleachSanitizerFilter(
            source=_tokens_in(root),
            allowed_tags=self.tags,
            attributes=self.attributes,
            allowed_protocols=self.protocols,
            strip_disallowed_tags=self.strip,
            strip_html_comments=self.strip_comments,
        )
        return self.serializer.render(filtered)


class _Cleaners(threading.local):
    """A Cleaner for each thread: it keeps state while it works, and begins each text anew."""

    def __init__(self) -> None:
        self.cleaner = _TreeCleaner(
            tags=TAGS,
            attributes=_is_kept,
            protocols={"http", "https", "mailto", "tel"},
            strip=True,
            strip_comments=True,
        )
        # Of a value in single quotes bleach would escape each & again and again.
        self.cleaner.serializer.use_best_quote_char = False


cleaners = _Cleaners()


def _tokens_in(element: html.HtmlElement) -> Any:
    """Yield the contents of `element` as the tokens of an html5lib tree walker."""
    if element.text:
        yield {"type": "Characters", "data": _escaped(element.text)}
    for child in element:
        yield from _tokens_of(child)
        if child.tail:
            yield {"type": "Characters", "data": _escaped(child.tail)}


def _tokens_of(element: html.HtmlElement) -> Iterator[dict[str, Any]]:
    token = {"name": element.tag, "namespace": None}
    attributes = {(None, name): _quoted(value) for name, value in element.attrib.items()}
    if element.tag in VOID:
        yield token | {"type": "EmptyTag", "data": attributes}
        yield from _tokens_in(element)
    else:
        yield token | {"type": "StartTag", "data": attributes}
        yield from _tokens_in(element)
        yield token | {"type": "EndTag"}


def _escaped(text: str) -> str:
    return text.translate(REFERENCES) if SPECIAL.search(text) else text


def _quoted(value: str) -> str:
    return _escaped(value).replace('"', "&quot;")
