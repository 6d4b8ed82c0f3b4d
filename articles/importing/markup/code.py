"""Stretches of a body where nothing is a tag: code, comments, scripts."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from markdown_it import MarkdownIt

from articles.html.text import lowered

Span = tuple[int, int]

BACKTICKS = re.compile(r"`+")
BLANK_LINE = re.compile(r"\n[ \t]*\n")
OPAQUE = re.compile(r"<(?:(!--)|(pre|code|script|style|textarea)(?=[\s>]))", re.IGNORECASE)
CLOSING_FENCE = re.compile(r"(?:```+|~~~+)[ \t]*\Z")
blocks = MarkdownIt("commonmark", {"html": True}).disable(["inline", "text_join"])


def opaque_spans(text: str, *, is_markdown: bool) -> list[Span]:
    """Return the stretches of `text` that hold no tags, in order, apart from each other.

    They are HTML comments, <pre>, <code> and the like and, in Markdown, code of all kinds.
    """
    if not is_markdown:
        return _apart(_html_spans(text))
    code = _block_spans(text)
    return _apart([*code, *_inline_spans(text, code), *_html_spans(text)])


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return `spans` in order without those that begin inside another."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _html_spans(text: str) -> list[Span]:
    lower, spans, position = lowered(text), [], 0
    unclosed: set[str] = set()
    while match := OPAQUE.search(lower, position):
        closing = "-->" if match[1] else f"</{match[2]}"
        end = -1 if closing in unclosed else lower.find(closing, match.end())
        if end < 0:
            unclosed.add(closing)
            position = match.end()
        else:
            position = end + len(closing)
            spans.append((match.start(), position))
    return spans


def _block_spans(text: str) -> list[Span]:
    """Return fenced and indented code, as Markdown reads it."""
    if not any(sign in text for sign in ("```", "~~~", "    ", "\t")):
        return []
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    spans = []
    for token in blocks.parse(text):
        if token.type not in ("fence", "code_block") or token.map is None:
            continue
        first, last = (min(line, len(starts)) for line in token.map)
        end = starts[last] if last < len(starts) else len(text)
        # An unclosed fence is rather a slip than the rest of the document.
        if token.type == "fence" and not CLOSING_FENCE.search(text[starts[first] : end].rstrip()):
            continue
        spans.append((starts[first], end))
    return spans


def _inline_spans(text: str, code: list[Span]) -> list[Span]:
    """Return what stands between backtick runs of one length, within one paragraph."""
    runs = [match.span() for match in BACKTICKS.finditer(text) if not _is_within(match, code)]
    if not runs:
        return []
    paragraphs = [match.start() for match in BLANK_LINE.finditer(text)]
    partners: dict[tuple[int, int], list[int]] = {}
    for number, (start, end) in enumerate(runs):
        key = (bisect_right(paragraphs, start), end - start)
        partners.setdefault(key, []).append(number)
    spans: list[Span] = []
    for number, (start, end) in enumerate(runs):
        if spans and start < spans[-1][1]:
            continue
        same = partners[bisect_right(paragraphs, start), end - start]
        place = bisect_right(same, number)
        if place < len(same):
            spans.append((start, runs[same[place]][1]))
    return spans


def _is_within(match: re.Match[str], spans: list[Span]) -> bool:
    place = bisect_right(spans, (match.start(), len(match.string) + 1)) - 1
    return place >= 0 and match.start() < spans[place][1]
