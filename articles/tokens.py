"""What search compares: the words of a text, folded so that query and text always agree."""

import re
import unicodedata
from functools import cache
from itertools import pairwise

import opencc

MAX_QUERY = 200
MAX_TERMS = 8
MAX_WORD = 64
# PostgreSQL holds 1 MB of words in a tsvector; that many bigrams of four-byte hanzi fit.
MAX_TEXT = 80_000

# Scripts that part no words: hanzi, kana, bopomofo, hangul (whose particles cling to the noun),
# Thai, Lao, Tibetan, Burmese, Khmer. 〇々〻 and ー are letters, ・ and the brackets are not.
UNPARTED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005\u3007\u303b\u3041-\u3096"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\U00020000-\U000323af"
)
RUN = re.compile(rf"[{UNPARTED}]+|[^\W_{UNPARTED}]+")
TERM = re.compile(rf"(?:[{UNPARTED}]|[^\W_])+")
IS_UNPARTED = re.compile(f"[{UNPARTED}]")


Words = tuple[str, str]


def fold(text: str) -> str:
    """Return `text` with widths, case and 简/繁 made one.

    Each traditional character becomes its simplified form alone, without regard to its
    neighbours: a part of a text folds as it does inside the whole.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    # Several times as fast as str.translate where few characters change, as in most texts.
    simplified = _simplified()
    return _traditional().sub(lambda hanzi: simplified[hanzi[0]], folded)


def is_unparted(run: str) -> bool:
    """Whether the run is of a script without blanks between words, so that any part may match."""
    return IS_UNPARTED.match(run) is not None


def tokens_of(text: str) -> str:
    """Return the tokens of `text` in order with blanks between; no letters or digits give "".

    A run of a script without blanks becomes its overlapping bigrams and its last character:
    会谈结束 gives 会谈 谈结 结束 束, so that each character begins a token. Other words stay
    whole, up to MAX_WORD characters. Only the first MAX_TEXT characters count.
    """
    folded = fold(text[:MAX_TEXT])[:MAX_TEXT]
    tokens: list[str] = []
    for run in RUN.findall(folded):
        if is_unparted(run):
            tokens += map("".join, pairwise(run))
            tokens.append(run[-1])
        else:
            tokens.append(run[:MAX_WORD])
    return " ".join(tokens)


def words_of(title: str, summary: str, caption: str, text: str) -> Words:
    """Return the tokens of a post: those of its title, and those of all else in it."""
    return tokens_of(title), tokens_of("\n".join((summary, caption, text)))


def terms_of(query: str) -> list[str]:
    """Return the folded terms a post must hold to match `query`, at most MAX_TERMS, none twice.

    A term is what stands between blanks and punctuation; it may mix scripts, as 3月11日 does.
    Only the first MAX_QUERY characters count. A query without letters or digits gives [].
    """
    return list(dict.fromkeys(TERM.findall(fold(query[:MAX_QUERY]))))[:MAX_TERMS]


def phrase_of(term: str) -> list[str]:
    """Return the tokens that stand one after another wherever `term` does.

    When `ends_open(term)`, the last of them is the beginning of a token.
    """
    tokens = tokens_of(term).split(" ")
    if is_unparted(term[-1]) and not ends_open(term):
        # The last character alone stands in the index only where the text's run ends with it.
        tokens.pop()
    return tokens


def ends_open(term: str) -> bool:
    """Whether the term ends with a lone character of a script without blanks, as 3月 does."""
    return is_unparted(term[-1]) and not is_unparted(term[-2:-1])


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_simplified())}]")


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters, each with its simplified form."""
    ranges = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
    hanzi = [chr(code) for codes in ranges for code in codes]
    # On lines of their own, so that no neighbours are read as a phrase.
    simplified = opencc.OpenCC("t2s").convert("\n".join(hanzi)).split("\n")
    pairs = zip(hanzi, simplified, strict=True)
    return {old: new for old, new in pairs if old != new and len(new) == 1}
