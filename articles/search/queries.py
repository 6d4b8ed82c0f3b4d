"""What a reader asks for: words, phrases in quotation marks, and what is to be left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from articles.tokens import MAX_QUERY, MAX_WORD, PART, RUN, UNPARTED, fold, is_unparted, tokens_of

MAX_TERMS = 8
QUOTES = '"＂“”„‟「」『』'
MINUS = "-－−"
# A quotation mark that nothing closes is punctuation.
CHUNK = re.compile(
    rf"(?P<minus>(?<![^\s{QUOTES}])[{MINUS}])?(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]|(?P<plain>[^\s{QUOTES}]+))"
)
TERM = re.compile(rf"(?:[{UNPARTED}]|[^\W_])+")
WORD = rf"[^\W_{UNPARTED}]"
SIGN = rf"(?:(?![{UNPARTED}])[\W_])"


@dataclass(frozen=True)
class Term:
    """Words that stand one after another; `text` is folded, as all that it is compared with.

    When `is_open`, the last of `tokens` is only the beginning of one, as 月 in 3月 is.
    """

    text: str
    tokens: tuple[str, ...]
    is_open: bool

    @property
    def written(self) -> str:
        """The term as it may stand in a query of its own."""
        is_plain = TERM.fullmatch(self.text) is not None
        return self.text if is_plain else f'"{self.text}"'

    @property
    def phrase(self) -> str:
        """What stands in a line of `words_in` that holds the term."""
        return f" {' '.join(self.tokens)}" + ("" if self.is_open else " ")

    @property
    def lexemes(self) -> list[str]:
        """Whole tokens that a post has wherever it holds the term."""
        if self.is_open:
            return [*self.tokens[:-1], PART + self.tokens[-1]]
        return list(self.tokens)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Match what the index finds in a folded text: whole words, signs between them or not."""
        runs = RUN.findall(self.text)
        first, *rest = (run[:MAX_WORD] + f"{WORD}*" * (len(run) >= MAX_WORD) for run in runs)
        pattern = first if is_unparted(runs[0]) else f"(?<!{WORD}){first}"
        for before, run, part in zip(runs, runs[1:], rest, strict=False):
            # Between hanzi and hanzi something must have parted the runs.
            pattern += f"{SIGN}{'+' if is_unparted(before) == is_unparted(run) else '*'}{part}"
        return re.compile(pattern if is_unparted(runs[-1]) else f"{pattern}(?!{WORD})")


@dataclass(frozen=True)
class Query:
    """The terms that a post must all hold, and those of which it must hold none."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]

    def __len__(self) -> int:
        return len(self.wanted) + len(self.unwanted)


@lru_cache
def read_query(text: str) -> Query:
    """Return what `text` asks for; of its first MAX_QUERY characters, no term twice.

    Words are parted by blanks and punctuation; what stands in quotation marks is one term, and
    what follows a minus is not wanted.
    """
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for chunk in CHUNK.finditer(text[:MAX_QUERY]):
        terms = unwanted if chunk["minus"] else wanted
        terms |= dict.fromkeys(_terms(chunk))
    return Query(tuple(wanted), tuple(unwanted))


def unquoted(text: str) -> str:
    """Return a query without the quotation marks around what is wanted."""
    chunks = CHUNK.finditer(text)
    return " ".join(" ".join(c[0] if c["minus"] else c["phrase"] or c[0] for c in chunks).split())


def _terms(chunk: re.Match[str]) -> Iterator[Term]:
    text = fold(chunk["plain"] or chunk["phrase"] or "")
    is_whole = chunk["plain"] is None or chunk["minus"]
    for words in [text] if is_whole else TERM.findall(text):
        tokens = tokens_of(words.replace(PART, " "))
        if tokens:
            yield _term(words.strip(), tokens)


def _term(text: str, tokens: list[str]) -> Term:
    run = RUN.findall(text)[-1]
    if not is_unparted(run):
        return Term(text, tuple(tokens), is_open=False)
    if len(run) > 1:
        # The last character alone stands in the index only where the text's run ends with it.
        return Term(text, tuple(tokens[:-1]), is_open=False)
    if len(tokens) == 1:
        return Term(text, (PART + run,), is_open=False)
    return Term(text, tuple(tokens), is_open=True)
