"""Where a query's terms stand in a text, for pages that show them marked."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from articles.search.queries import Term, read_query
from articles.tokens import MAX_TEXT, MAX_WORD, fold, is_unparted

PASSAGE = 120
# On a phone three lines of some fourteen hanzi are shown of it: the match stands in these.
LEAD_IN = 20
# What is left of a text behind a match near its end is filled up with what stands before.
SHORTEST = 40
REACH = 80
# Among so many matches a good passage will be.
MAX_PLACES = 1000
# Punctuation that belongs to what was cut off before it.
DANGLING = "，。、；：！？”’）》」』…,.;:!?) "
Pairs = list[tuple[str, bool]]


def marked(text: str, query: str) -> Pairs:
    """Return `text` in pieces, each with whether it matches a term of `query`.

    The pieces joined are `text`. A character that folds to several, as ㍿ does, is marked whole.
    """
    folded, owners = _fold_with_owners(text)
    pairs: Pairs = []
    done = 0
    for first, end in _spans(folded, read_query(query).wanted):
        start, stop = max(owners[first][0], done), owners[end - 1][1]
        pairs += [(text[done:start], False), (text[start:stop], True)]
        done = stop
    pairs.append((text[done:], False))
    return [(piece, is_match) for piece, is_match in pairs if piece]


def passages(text: str, query: str) -> Pairs:
    """Return about 120 characters of `text` where most terms stand, in pieces as `marked` does.

    On one line, with … where it is cut. Without a match it is the beginning of `text`.
    """
    line = " ".join(text[:MAX_TEXT].split())
    folded = fold(line)
    place = _densest(folded, read_query(query).wanted)
    start = 0 if place is None else max(_origin(line, folded, place) - LEAD_IN, 0)
    start = _word_start(line, min(start, max(len(line) - SHORTEST, 0)))
    stop = _word_start(line, start + PASSAGE)
    if stop <= start:
        stop = start + PASSAGE
    pairs = marked(line[start:stop].strip().lstrip(DANGLING), query)
    if start > 0:
        pairs.insert(0, ("…", False))
    if stop < len(line):
        pairs.append(("…", False))
    return pairs


def holds(text: str, terms: Iterable[Term]) -> bool:
    """Whether every one of `terms` stands in `text`."""
    folded = fold(text[:MAX_TEXT])
    return all(_pattern(term).search(folded) for term in terms)


def _densest(folded: str, terms: Sequence[Term]) -> int | None:
    """Return where the first passage with most of `terms` begins, None where none stands."""
    matches = ((match.start(), term) for term in terms for match in _pattern(term).finditer(folded))
    places = sorted(matches, key=itemgetter(0))[:MAX_PLACES]
    starts = [start for start, _term in places]
    best, most = None, 0
    for number, (start, _term) in enumerate(places):
        ahead = places[number : bisect_left(starts, start + REACH)]
        held = len({term for _start, term in ahead})
        if held > most:
            best, most = start, held
        if most == len(terms):
            break
    return best


def _spans(folded: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    spans = (match.span() for term in terms for match in _pattern(term).finditer(folded))
    return _joined(sorted(spans))


@lru_cache
def _pattern(term: Term) -> re.Pattern[str]:
    return term.pattern


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
        piece = _fold_piece(text[start:end])
        pieces.append(piece)
        owners += [(start, end)] * len(piece)
        start = end
    return "".join(pieces), owners


_fold_piece = lru_cache(8192)(fold)


@lru_cache(32768)
def _composes(before: str, after: str) -> bool:
    """Whether the two make one character together, as ｶ and ﾞ or e and an accent do."""
    if before.isascii() and after.isascii():
        return False
    parts = unicodedata.normalize("NFKC", before) + unicodedata.normalize("NFKC", after)
    return unicodedata.normalize("NFKC", before + after) != parts


def _origin(text: str, folded: str, position: int) -> int:
    """Return the index in `text` of what stands at `position` of it `folded`."""
    if len(text) == len(folded):
        return position
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
