"""What differs between two texts: word by word, of hanzi character by character."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from diff_match_patch import diff_match_patch

SAME, REMOVED, ADDED = "same", "removed", "added"
KINDS = {0: SAME, -1: REMOVED, 1: ADDED}
# Texts that have nothing in common are told so after this time, and shown as replaced whole.
SECONDS = 0.4
# A word of letters and digits counts as one character; the first of those that Unicode leaves to
# everybody's own use stand for words while texts are compared, and those in a text for themselves.
FIRST_CODE, LAST_CODE = 0xF0000, 0x10FFFF
WORD = re.compile(r"[^\W_\u2e80-\U0010ffff]{2,}|[\U000f0000-\U0010ffff]")

Piece = tuple[bool, str]


@dataclass
class Row:
    """A stretch of lines as it stands in either text: pieces, each with whether it differs."""

    before: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return not any(is_marked for is_marked, _text in self.before + self.after)


def marked_difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return the pieces that make up both texts in order, as (kind, text).

    The kinds are "same", "removed" (in `before` alone) and "added" (in `after` alone). Takes
    about half a second at the most: of long texts with little in common, less is recognised.
    """
    words: dict[str, str] = {}
    comparison = diff_match_patch()
    comparison.Diff_Timeout = SECONDS
    try:
        encoded = [WORD.sub(lambda m: _code(words, m[0]), text) for text in (before, after)]
    except OverflowError:
        return [(REMOVED, before), (ADDED, after)]
    pieces = comparison.diff_main(*encoded)
    comparison.diff_cleanupSemantic(pieces)
    meaning = str.maketrans({code: word for word, code in words.items()})
    return [(KINDS[sign], text.translate(meaning)) for sign, text in pieces if text]


def aligned_rows(before: str, after: str) -> list[Row]:
    """Return the lines of two texts side by side, what differs marked in both.

    A line that one text has alone is a row without the other side ([]).
    """
    rows = [Row()]
    for removed, added, same in _edits(f"{before}\n", f"{after}\n"):
        is_whole = not (rows[-1].before or rows[-1].after) and all(
            text.endswith("\n") for text in (removed, added) if text
        )
        if is_whole:
            removed, added = removed.removesuffix("\n"), added.removesuffix("\n")
        rows[-1].before += [(True, removed)] if removed else []
        rows[-1].after += [(True, added)] if added else []
        if is_whole:
            rows.append(Row())
        *lines, rest = same.split("\n")
        for line in lines:
            _add_same(rows[-1], line)
            rows.append(Row())
        _add_same(rows[-1], rest)
    return [row for row in rows if row.before or row.after]


def _edits(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    """Yield what was removed and added at one place, and what both have behind it."""
    edit = {REMOVED: "", ADDED: ""}
    for kind, text in marked_difference(before, after):
        if kind == SAME:
            yield edit[REMOVED], edit[ADDED], text
            edit = {REMOVED: "", ADDED: ""}
        else:
            edit[kind] += text
    yield edit[REMOVED], edit[ADDED], ""


def _add_same(row: Row, text: str) -> None:
    if text:
        row.before.append((False, text))
        row.after.append((False, text))


def _code(words: dict[str, str], word: str) -> str:
    if word not in words:
        if FIRST_CODE + len(words) > LAST_CODE:
            raise OverflowError(word)
        words[word] = chr(FIRST_CODE + len(words))
    return words[word]
