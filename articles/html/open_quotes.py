"""Attributes whose quote nobody closed: what follows them is text, not a part of their value.

Parsers read on to the next such quote, which may open another attribute paragraphs later, or to the
end of the text, and show nothing of what they passed.
"""

import re

from articles.html.known import KNOWN_ELEMENTS
from articles.html.sanitize import VOID
from articles.html.text import lowered

# A bracket before the quote has ended: for most texts there is nothing more to look at.
SUSPECT = re.compile(r"""=\s{0,3}(?:"[^"<>]*+>|'[^'<>]*+>)""")
OPENER = re.compile(
    r"<(?:(!--)|(script|style|textarea|title|xmp)\b|([A-Za-z][A-Za-z0-9-]*+))", re.I
)
ATTRIBUTE = re.compile(r"""[\s/]*+([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:(["'])|[^\s>"'][^\s>]*+)?)?""")
ELEMENT = re.compile(r"</?([A-Za-z][A-Za-z0-9]*+)(?=[\s/>])")
BLOCK = re.compile(
    r"</?(?:p|div|section|h[1-6]|ul|ol|li|table|tr|td|blockquote|figure|pre)[\s>]", re.I
)
# In these no markup is ever meant; in others a paragraph may be shown when one points there.
PLAIN = frozenset(("href", "src", "class", "id", "style", "width", "height", "target", "rel"))
CODE = ("on", "srcdoc")
LOOK_AHEAD = 2000


def with_closed_quotes(markup: str) -> str:
    """Return `markup` with a quote before the end of each tag that swallows what follows it."""
    if SUSPECT.search(markup) is None:
        return markup
    return _Mender(markup).mended()


class _Mender:
    def __init__(self, markup: str):
        self.markup = markup
        self.lower = lowered(markup)
        self.next_quote = {'"': 0, "'": 0}

    def mended(self) -> str:
        parts, done, position = [], 0, 0
        unclosed: set[str] = set()
        while opener := OPENER.search(self.markup, position):
            position = opener.end()
            if opener[1] or opener[2]:
                closing = "-->" if opener[1] else f"</{opener[2].lower()}"
                end = -1 if closing in unclosed else self.lower.find(closing, position)
                if end < 0:
                    unclosed.add(closing)
                position = max(end, position)
                continue
            if opener[3].lower() not in KNOWN_ELEMENTS:
                continue
            place, position = self._behind_tag(opener)
            if place:
                parts += [self.markup[done:place], self.markup[position]]
                done, position = place, place
        return "".join([*parts, self.markup[done:]])

    def _behind_tag(self, opener: re.Match[str]) -> tuple[int, int]:
        """Return (0, where the tag ends), or where its quote is to be closed and where it opens."""
        position = opener.end()
        while attribute := ATTRIBUTE.match(self.markup, position):
            position = attribute.end()
            if not attribute[2]:
                continue
            end = self._next(attribute[2], position)
            bracket = self.markup.find(">", position, end if end >= 0 else len(self.markup))
            if bracket >= 0 and self._is_open(attribute[1].lower(), position, bracket, end):
                is_void = opener[3].lower() in VOID
                value = self.markup[position:bracket]
                kept = value.rstrip("/ ") if is_void else value.rstrip()
                return position + len(kept), position - 1
            if end < 0:
                return 0, len(self.markup)
            position = end + 1
        return 0, position

    def _next(self, quote: str, position: int) -> int:
        """Return the place of the next `quote`, -1 for none; each is looked for once."""
        if 0 <= self.next_quote[quote] < position:
            self.next_quote[quote] = self.markup.find(quote, position)
        return self.next_quote[quote]

    def _is_open(self, name: str, start: int, bracket: int, end: int) -> bool:
        """Whether the value that starts so ends at `bracket`, and not at the next quote, `end`."""
        if "<" in self.markup[start:bracket] or name.startswith(CODE):
            return False
        if end < 0:
            return True
        behind = self.markup[bracket : min(end, bracket + LOOK_AHEAD)]
        if name in PLAIN:
            return any(tag[1].lower() in KNOWN_ELEMENTS for tag in ELEMENT.finditer(behind))
        return BLOCK.search(behind) is not None
