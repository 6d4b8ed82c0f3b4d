"""Rules made ready: what a line, a name or an element is by the house's and a source's rules."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from cssselect import SelectorError
from lxml import html
from lxml.cssselect import CSSSelector

from articles.hanzi import simplified
from articles.html.rules import HOUSE, BodyRules

MAX_NOTICE = 240
MAX_LINE = 260
MAX_LEAD_CREDIT = 100
MAX_COUNTERS = 120
COUNTS = re.compile(r"[\s0-9.,+:：()（）\[\]|·/、•>»-]+|[万kKwW]\b")
NAME_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")

# Each line is asked about again and again.
plain = lru_cache(maxsize=2048)(simplified)


class Marks:
    """The rules of a source, compiled.

    Texts that are asked about are one line, blanks folded. The house's patterns read traditional
    characters as simplified ones, a source's own texts are compared as they are.
    """

    def __init__(self, rules: BodyRules):
        self.rules = rules
        self.removed = [CSSSelector(css) for css in rules.removed_selectors]
        self.kept = [CSSSelector(css) for css in rules.kept_selectors]
        self.captions = [CSSSelector(css) for css in rules.caption_selectors]
        self.summaries = [CSSSelector(css) for css in rules.summary_selectors]
        self.credits = [re.compile(pattern) for pattern in rules.credit_patterns]
        self.caption = re.compile(rules.caption_pattern)
        self._lead_credit = re.compile(rules.lead_credit_pattern)
        self.placeholder = re.compile(rules.placeholder_pattern)
        self.code_picture = re.compile(rules.code_picture_pattern)
        self.summary = re.compile(rules.summary_pattern)
        self.lazy_names = frozenset(rules.lazy_attributes)
        self._furniture = _any_of(rules.furniture_patterns)
        self._opening = _any_of(rules.opening_patterns)
        self._closing = _any_of(rules.closing_patterns)
        self._related = re.compile(rules.related_pattern)
        self._staff = re.compile(rules.staff_pattern)
        self._notices = [re.compile(pattern) for pattern in rules.notice_patterns]
        self._ownerless = re.compile(rules.ownerless_pattern)
        self._empty_alt = re.compile(rules.empty_alt_pattern)
        counters = sorted(rules.counter_words, key=len, reverse=True)
        self._counters = re.compile("|".join(map(re.escape, counters)), re.IGNORECASE)

    def mark_of_summary(self, text: str) -> int:
        """Return where the note begins in `text` that is marked as one, 0 for no mark."""
        marked = self.summary.match(plain(text))
        return marked.end() if marked else 0

    def is_marked_caption(self, text: str) -> bool:
        """Whether `text` points at its picture, or calls itself a caption."""
        return self.caption.match(plain(text)) is not None

    def is_notice(self, text: str) -> bool:
        """Whether `text` is a rights notice."""
        if any(fits(wildcard, text) for wildcard in self.rules.notice_texts):
            return True
        if not 0 < len(text) <= MAX_NOTICE:
            return False
        text = plain(text)
        return any(notice.search(text) for notice in self._notices)

    def is_furniture(self, text: str) -> bool:
        """Whether `text` is furniture wherever it stands."""
        if any(fits(wildcard, text) for wildcard in self.rules.removed_texts):
            return True
        if not 0 < len(text) <= MAX_LINE:
            return False
        return self._furniture.fullmatch(plain(text)) is not None

    def is_closing(self, text: str) -> bool:
        """Whether `text` is furniture at the end of a piece."""
        if not 0 < len(text) <= MAX_LINE:
            return False
        return self._closing.fullmatch(plain(text)) is not None or self.is_counter(text)

    def is_opening(self, text: str) -> bool:
        """Whether `text` is what a page has above a piece: its old title, its source and time."""
        return len(text) <= MAX_LINE and self._opening.fullmatch(plain(text)) is not None

    def is_related_heading(self, text: str) -> bool:
        """Whether `text` announces other articles."""
        return len(text) <= 60 and self._related.fullmatch(plain(text)) is not None

    def is_staff(self, text: str) -> bool:
        """Whether `text` names who worked on the piece."""
        return len(text) <= 120 and self._staff.fullmatch(plain(text)) is not None

    def owner_of_lead(self, text: str) -> str:
        """Return whom `text`, a line, names as the owner of the picture above, "" for nobody."""
        match = self._lead_credit.fullmatch(plain(text)) if len(text) <= MAX_LEAD_CREDIT else None
        if match is None or self.is_notice(text):
            return ""
        group = match.lastgroup or ""
        owner = text[slice(*match.span(group))].strip() if group else ""
        return "" if self.is_ownerless(owner) else owner

    def is_ownerless(self, owner: str) -> bool:
        return self._ownerless.fullmatch(plain(owner)) is not None

    def is_no_alt(self, alt: str) -> bool:
        return self._empty_alt.fullmatch(plain(alt)) is not None

    def is_counter(self, text: str) -> bool:
        """Whether `text` is nothing but the names of buttons and their counts."""
        if len(text) > MAX_COUNTERS or self.is_related_heading(text):
            return False
        rest, buttons = self._counters.subn("", plain(text))
        return COUNTS.sub("", rest) == "" and (buttons > 1 or (buttons == 1 and rest != ""))


@lru_cache(maxsize=64)
def marks_of(rules: BodyRules) -> Marks:
    """Return `rules` made ready; raises ValueError for a selector that is none."""
    try:
        return Marks(rules)
    except SelectorError as error:
        raise ValueError(str(error)) from error


def names_of(element: html.HtmlElement) -> set[str]:
    """Return the words of an element's class and id, whole, part by part and by pairs of parts,
    in lower case."""
    written = f"{element.get('class', '')} {element.get('id', '')}"[:500]
    names = NAME_BREAK.sub("-", written).lower().split()
    found = {*names, *written.lower().split()}
    for name in names:
        parts = name.split("-")
        found.update(parts)
        if len(parts) > 2:
            found.update(f"{one}-{other}" for one, other in pairwise(parts))
    return found


def selected(selectors: Iterable[CSSSelector], root: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the elements that any of `selectors` finds in `root`."""
    found: list[html.HtmlElement] = []
    for selector in selectors:
        found += selector(root)  # type: ignore[arg-type]
    return [element for element in found if element is not root]


def fits(wildcard: str, text: str) -> bool:
    """Whether `text` is `wildcard`, in which each * stands for any text, none included."""
    first, *others = wildcard.split("*")
    if not others:
        return text == wildcard
    if not text.startswith(first) or not text.endswith(others[-1]):
        return False
    position, end = len(first), len(text) - len(others[-1])
    for part in others[:-1]:
        found = text.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return position <= end


def owner_by(wildcard: str, text: str) -> tuple[str, str] | None:
    """Return (caption, owner) when the end of `text` is `wildcard`, whose * is the owner."""
    before, _star, after = wildcard.partition("*")
    start = text.rfind(before)
    if start < 0 or not text.endswith(after):
        return None
    owner = text[start + len(before) : len(text) - len(after)].strip()
    return (text[:start].rstrip(" ,，;；|｜丨/"), owner) if owner else None


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # Flags in the middle of a pattern are for that alternative alone.
    scoped = (f"(?i:{p[4:]})" if p.startswith("(?i)") else f"(?:{p})" for p in patterns)
    return re.compile("|".join(scoped))


HOUSE_MARKS = marks_of(HOUSE)
