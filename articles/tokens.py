"""What search compares: the words of a text, folded so that query and text always agree."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from operator import add, itemgetter
from typing import NamedTuple

from articles.hanzi import simplified

MAX_QUERY = 200
MAX_WORD = 64
# PostgreSQL holds 16,383 positions in a tsvector, and 1 MB of words: so many of the longest fit.
MAX_TOKENS = 16_000
MAX_TEXT = 80_000
# Stands between the parts of a post, at both ends, and before a character that stands for itself.
# It is no letter, so that no query holds it, and for SQLite's `ascii` it is one.
PART = "¶"

# Scripts that part no words: hanzi, kana, bopomofo, hangul (whose particles cling to the noun),
# Thai, Lao, Tibetan, Burmese, Khmer. 〇々〻 and ー are letters, ・ and the brackets are not.
UNPARTED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005\u3007\u303b\u3041-\u3096"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\U00020000-\U000323af"
)
RUN = re.compile(rf"[{UNPARTED}]+|[^\W_{UNPARTED}]+")
RUN_OR_PART = re.compile(rf"{RUN.pattern}|{PART}")
IS_UNPARTED = re.compile(f"[{UNPARTED}]")


class Words(NamedTuple):
    """The words of a post, in the form of `words_in`; `text` has those of all parts of it."""

    title: str
    summary: str
    text: str


def fold(text: str) -> str:
    """Return `text` with widths, case and 简/繁 made one.

    Each traditional character becomes its simplified form alone, without regard to its
    neighbours: a part of a text folds as it does inside the whole.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isascii() else simplified(folded)


def is_unparted(run: str) -> bool:
    """Whether the run is of a script without blanks between words, so that any part may match."""
    return IS_UNPARTED.match(run) is not None


def tokens_of(text: str) -> list[str]:
    """Return the tokens of `text` in order, [] without letters or digits.

    A run of a script without blanks becomes its overlapping bigrams and its last character:
    会谈结束 gives 会谈 谈结 结束 束. Other words stay whole, up to MAX_WORD characters. Only the
    first MAX_TEXT characters count, and what stands between two PART is parted by one too.
    """
    folded = fold(text[:MAX_TEXT])[:MAX_TEXT]
    tokens: list[str] = []
    for run in RUN_OR_PART.findall(folded):
        if is_unparted(run):
            tokens += map(add, run, run[1:])
            tokens.append(run[-1])
        else:
            tokens.append(run[:MAX_WORD])
    return tokens[:MAX_TOKENS]


def words_in(*parts: str) -> str:
    """Return what the index holds of a text in `parts`, as one line; "" for nothing.

    First the characters of scripts without blanks, each once, then the tokens in order; PART
    keeps a phrase from reaching from one part into the next.
    """
    tokens = tokens_of(f"\n{PART}\n".join(parts))
    if not tokens or not any(map(PART.__ne__, tokens)):
        return ""
    # Every character begins a token.
    characters = IS_UNPARTED.findall("".join(set(map(itemgetter(0), tokens))))
    alone = (PART + character for character in sorted(characters))
    return " ".join([PART, *alone, PART, *tokens, PART])


def words_of(title: str, summary: str, caption: str, text: str) -> Words:
    """Return the words of a post."""
    return Words(words_in(title), words_in(summary), words_in(title, summary, caption, text))


def words_of_names(names: Iterable[str]) -> str:
    """Return the words of `names` in the form of `words_in`, in an order of their own."""
    return _words_of_names(tuple(sorted(set(names))))


@lru_cache(maxsize=4096)
def _words_of_names(names: tuple[str, ...]) -> str:
    return words_in(*names)
