"""Two changes of one body put together, block by block."""

from difflib import SequenceMatcher
from html import escape
from itertools import pairwise

from lxml import etree

from articles.html.sanitize import CleanHTML, clean_html
from articles.html.tree import parse, pieces

Change = tuple[int, int, tuple[str, ...]]


def merged_bodies(base: str, theirs: str, mine: str) -> CleanHTML | None:
    """Return `base` with what `theirs` and `mine` changed in it; None when they clash.

    All three are clean HTML. Changes clash that touch the same block (a paragraph, a list, a
    figure), or put different blocks at the same place.
    """
    blocks = _blocks(base)
    changes = sorted({*_changes(blocks, _blocks(theirs)), *_changes(blocks, _blocks(mine))})
    for (first, end, _blocks1), (start, last, _blocks2) in pairwise(changes):
        if start < end or (first, end) == (start, last):
            return None
    for start, end, replacement in reversed(changes):
        blocks[start:end] = replacement
    return clean_html("".join(blocks))


def _blocks(body: str) -> list[str]:
    return [
        # A text between blocks stays the text that it is.
        escape(piece, quote=False)
        if isinstance(piece, str)
        else etree.tostring(piece, encoding="unicode", method="html")
        for piece in pieces(parse(body))
    ]


def _changes(before: list[str], after: list[str]) -> list[Change]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        (start, end, tuple(after[low:high]))
        for kind, start, end, low, high in matcher.get_opcodes()
        if kind != "equal"
    ]
