"""A body as a row of texts and template tags, and which tags belong together."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from articles.importing.markup.code import Span, opaque_spans

Family = Literal["tag", "shortcode", "output"]

# No tag is as long; without a bound an unclosed brace would be sought to the end each time.
MAX_TAG = 3000
MAX_NESTING = 20
OPENING = re.compile(r"\{(?:%|\{[<%]?|#)")
CLOSINGS = {"{%": "%}", "{{<": ">}}", "{{%": "%}}", "{{": "}}", "{#": "#}"}
TAG_NAME = re.compile(r"\A([A-Za-z_][\w-]{0,60})\s*")
SHORTCODE_NAME = re.compile(r"\A(/?)\s*([A-Za-z_][\w./-]{0,60})\s*")
# Nothing inside them is a tag, whatever it looks like.
RAW = {
    *("raw", "verbatim", "codeblock", "code", "highlight", "mermaid", "math", "markmap"),
    *("plantuml", "graphviz", "echarts", "chart", "comment", "prettify"),
}


class Code(str):
    """Text in which nothing is to be read but as code."""

    __slots__ = ()


@dataclass
class Tag:
    """A template tag: {% … %}, {{< … >}}, {{% … %}} or {{ … }}.

    `text` is the tag as written; `line` counts from the body's first, 0. `children` is what
    stands between it and its end, None for a tag without one; `inner` the same as written.
    """

    family: Family
    name: str
    arguments: str
    text: str
    line: int
    start: int
    end: int
    is_end: bool = False
    is_closed_in_itself: bool = False
    children: "list[str | Tag] | None" = None
    inner: str = ""


Piece = str | Tag


@dataclass
class Lexed:
    """A body in pieces; `stray` are ends without a beginning."""

    pieces: list[Piece]
    stray: list[Tag] = field(default_factory=list)


def lex(body: str, *, is_markdown: bool) -> Lexed:
    """Return the pieces of `body`, tags with an end holding what they enclose."""
    spans = opaque_spans(body, is_markdown=is_markdown)
    flat = list(_flat(body, spans))
    partners, stray = _pair(flat)
    return Lexed(_nest(flat, partners, body), stray)


def _flat(body: str, spans: list[Span]) -> Iterator[Piece]:
    position, line, counted, number = 0, 0, 0, 0
    raw_end = _RawEnds(body)
    cursor = 0
    while cursor < len(body):
        while number < len(spans) and spans[number][1] <= cursor:
            number += 1
        opening = OPENING.search(body, cursor)
        if opening is None:
            break
        if number < len(spans) and spans[number][0] <= opening.start():
            start, end = max(spans[number][0], cursor), spans[number][1]
            yield from _text(body[position:start])
            yield Code(body[start:end])
            position = cursor = end
            continue
        tag = _tag_at(body, opening)
        if tag is None:
            cursor = opening.end()
            continue
        line, counted = line + body.count("\n", counted, tag.start), tag.start
        tag.line = line
        yield from _text(body[position : tag.start])
        position = cursor = tag.end
        if tag.text.startswith("{#"):
            continue
        yield tag
        if tag.name in RAW and not tag.is_end and (end := raw_end.after(tag)) > 0:
            yield Code(body[tag.end : end])
            position = cursor = end
    for start, end in spans[number:]:
        if start >= position:
            yield from _text(body[position:start])
            yield Code(body[start:end])
            position = end
    yield from _text(body[position:])


class _RawEnds:
    """Finds where the text of a raw tag ends; a search that failed is not made twice."""

    def __init__(self, body: str):
        self.body = body
        self.missing: set[tuple[str, str]] = set()

    def after(self, tag: Tag) -> int:
        key = (tag.family, tag.name)
        if tag.family == "output" or key in self.missing:
            return -1
        name = re.escape(tag.name)
        closing = (
            rf"\{{%-?\s{{0,9}}end{name}\s{{0,9}}-?%\}}"
            if tag.family == "tag"
            else rf"\{{\{{[<%]\s{{0,9}}/\s{{0,9}}{name}\s{{0,9}}[>%]\}}\}}"
        )
        match = re.compile(closing).search(self.body, tag.end)
        if match is None:
            self.missing.add(key)
            return -1
        return match.start()


def _text(text: str) -> Iterator[str]:
    if text:
        yield text


def _tag_at(body: str, opening: re.Match[str]) -> Tag | None:
    """Return the tag that begins there, None when it is not closed or is no tag."""
    sign = opening[0]
    closing = CLOSINGS[sign]
    end = body.find(closing, opening.end(), opening.end() + MAX_TAG)
    if end < 0:
        return None
    inside = body[opening.end() : end]
    text = body[opening.start() : end + len(closing)]
    place = (opening.start(), end + len(closing))
    if sign == "{#":
        return Tag("output", "", "", text, 0, *place)
    if sign == "{{":
        return Tag("output", "", inside.strip().strip("-").strip(), text, 0, *place)
    return _tag(inside, text, place) if sign == "{%" else _shortcode(inside, text, place)


def _tag(inside: str, text: str, place: Span) -> Tag | None:
    inside = inside.strip().removeprefix("-").removesuffix("-").strip()
    match = TAG_NAME.match(inside)
    if match is None:
        return None
    name, arguments = match[1], inside[match.end() :].strip()
    is_end = name.startswith("end") and len(name) > 3
    return Tag("tag", name[3:] if is_end else name, arguments, text, 0, *place, is_end)


def _shortcode(inside: str, text: str, place: Span) -> Tag | None:
    inside = inside.strip()
    is_whole = inside.endswith("/") and not inside.startswith("/")
    match = SHORTCODE_NAME.match(inside)
    if match is None:
        return None
    arguments = inside[match.end() :].strip().removesuffix("/" if is_whole else "").strip()
    return Tag("shortcode", match[2], arguments, text, 0, *place, match[1] == "/", is_whole)


def _pair(flat: list[Piece]) -> tuple[dict[int, int], list[Tag]]:
    """Return where in `flat` the tags end that have an end, and ends without a beginning."""
    partners: dict[int, int] = {}
    stray: list[Tag] = []
    waiting: list[int] = []
    names: Counter[tuple[str, str]] = Counter()
    for number, piece in enumerate(flat):
        if not isinstance(piece, Tag) or piece.family == "output" or piece.is_closed_in_itself:
            continue
        key = (piece.family, piece.name)
        if not piece.is_end:
            waiting.append(number)
            names[key] += 1
        elif not names[key]:
            stray.append(piece)
        else:
            while True:
                opened = waiting.pop()
                tag = flat[opened]
                assert isinstance(tag, Tag)  # noqa: S101 - only tags wait
                names[tag.family, tag.name] -= 1
                if (tag.family, tag.name) == key:
                    partners[opened] = number
                    break
    return partners, stray


def _nest(flat: list[Piece], partners: dict[int, int], body: str) -> list[Piece]:
    """Return the pieces with those that a tag encloses inside it, to a bounded depth."""
    top: list[Piece] = []
    inside, ends = [top], [len(flat)]
    for number, piece in enumerate(flat):
        if number == ends[-1]:
            inside.pop()
            ends.pop()
            continue
        if isinstance(piece, Tag) and piece.is_end:
            continue
        inside[-1].append(piece)
        end = partners.get(number)
        if isinstance(piece, Tag) and end is not None and len(inside) <= MAX_NESTING:
            closing = flat[end]
            assert isinstance(closing, Tag)  # noqa: S101 - partners are tags
            piece.children = []
            piece.inner = body[piece.end : closing.start]
            inside.append(piece.children)
            ends.append(end)
    return top
