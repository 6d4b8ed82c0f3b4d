"""Where a query's terms stand in a text, for pages that show them marked."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from articles.tokens import (
    MAX_TEXT,
    MAX_WORD,
    RUN,
    UNPARTED,
    fold,
    is_unparted,
    terms_of,
)

PASSAGE = 120
LEAD_IN = 30
# Punctuation that belongs to what was cut off before it.
DANGLING = "，。、；：！？”’）》」』…,.;:!?) "
WORD = rf"[^\W_{UNPARTED}]"
SIGN = rf"(?:(?![{UNPARTED}])[\W_])"
Pairs = list[tuple[str, bool]]


def marked(text: str, query: str) -> Pairs:
    """Return `text` in pieces, each with whether it matches a term of `query`.

    The pieces joined are `text`. A character that folds to several, as ㍿ does, is marked whole.
    """
    folded, owners = _fold_with_owners(text)
    pairs: Pairs = []
    done = 0
    for first, end in _spans(folded, terms_of(query)):
        start, stop = max(owners[first][0], done), owners[end - 1][1]
        pairs += [(text[done:start], False), (text[start:stop], True)]
        done = stop
    pairs.append((text[done:], False))
    return [(piece, is_match) for piece, is_match in pairs if piece]


def passages(text: str, query: str) -> Pairs:
    """Return about 120 characters of `text` around the first match, in pieces as `marked` does.

    On one line, with … where it is cut. Without a match it is the beginning of `text`.
    """
    line = " ".join(text[:MAX_TEXT].split())
    spans = _spans(fold(line), terms_of(query))
    start = max(_origin(line, spans[0][0]) - LEAD_IN, 0) if spans else 0
    start = _word_start(line, min(start, max(len(line) - PASSAGE, 0)))
    stop = _word_start(line, start + PASSAGE)
    if stop <= start:
        stop = start + PASSAGE
    pairs = marked(line[start:stop].strip().lstrip(DANGLING), query)
    if start > 0:
        pairs.insert(0, ("…", False))
    if stop < len(line):
        pairs.append(("…", False))
    return pairs


def _spans(folded: str, terms: list[str]) -> list[tuple[int, int]]:
    spans = (match.span() for term in terms for match in _pattern(term).finditer(folded))
    return _joined(sorted(spans))


@lru_cache
def _pattern(term: str) -> re.Pattern[str]:
    """Match what the index finds for `term`: whole words, with blanks or signs between scripts."""
    runs = RUN.findall(term)
    parts = [run[:MAX_WORD] + f"{WORD}*" * (len(run) >= MAX_WORD) for run in runs]
    start = "" if is_unparted(term) else f"(?<!{WORD})"
    end = "" if is_unparted(term[-1]) else f"(?!{WORD})"
    return re.compile(start + f"{SIGN}*".join(parts) + end)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _fold_with_owners(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return `text` folded, and for each character of that the span of `text` it came from."""
    pieces: list[str] = []
    owners: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _composes(text[start:end], text[end]):
            continue
        piece = fold(text[start:end])
        pieces.append(piece)
        owners += [(start, end)] * len(piece)
        start = end
    return "".join(pieces), owners


def _composes(before: str, after: str) -> bool:
    """Whether the two make one character together, as ｶ and ﾞ or e and an accent do."""
    if before.isascii() and after.isascii():
        return False
    parts = unicodedata.normalize("NFKC", before) + unicodedata.normalize("NFKC", after)
    return unicodedata.normalize("NFKC", before + after) != parts


def _origin(text: str, position: int) -> int:
    """Return the index in `text` of what stands at `position` once it is folded."""
    ends = range(len(text) + 1)
    return max(bisect_right(ends, position, key=lambda end: len(fold(text[:end]))) - 1, 0)


def _word_start(line: str, position: int) -> int:
    """Return `position`, or where the word of other scripts than hanzi that it would cut begins."""
    if position >= len(line):
        return len(line)
    start = position
    while start > 0 and position - start < MAX_WORD and _is_word(line[start - 1 : start + 1]):
        start -= 1
    return start


def _is_word(pair: str) -> bool:
    return pair.isalnum() and not any(is_unparted(character) for character in pair)
