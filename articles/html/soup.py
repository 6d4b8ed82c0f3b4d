"""Markup mended before it is parsed: signs that were meant as text, quotes that are none."""

import re

from articles.html.known import KNOWN_ELEMENTS

TAG = re.compile(r"<[A-Za-z][^<>]{0,4000}>")
CURLY_VALUE = re.compile(r"""("[^"]*"|'[^']*')|(?<==)\s?[“”„]([^“”„<>"]{0,2000})[“”]""")
NAME = re.compile(r"<([A-Za-z][^\s/><]*)")
END_NAME = re.compile(r"</([A-Za-z][^\s/><]*)")
NAME_SHAPE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[:-][\w.:-]*)?")
# A one-letter element with a second bracket before it ends is a comparison: a<b and b<c.
COMPARISON = re.compile(r"(?<=[\w)])<(?=(?:[abiqsup]\b|p\b)[^<>=\"'/]{0,200}(?:<|\Z))")


def mended(markup: str) -> str:
    """Return `markup` with each < that begins no tag escaped, and curly quotes around the values
    of attributes made straight."""
    if "=“" in markup or "=”" in markup or "= ”" in markup or "= “" in markup:
        markup = TAG.sub(lambda tag: CURLY_VALUE.sub(_straight, tag[0]), markup)
    names = set(NAME.findall(markup))
    closed = set(END_NAME.findall(markup))
    strange = {name for name in names if _is_no_element(name, closed)}
    if strange:
        markup = NAME.sub(lambda m: f"&lt;{m[1]}" if m[1] in strange else m[0], markup)
    return COMPARISON.sub("&lt;", markup)


def _straight(value: re.Match[str]) -> str:
    return value[1] or f'"{value[2]}"'


def _is_no_element(name: str, closed: set[str]) -> bool:
    """Whether <name is text: no element of HTML, none of a component, and never closed."""
    if name.lower() in KNOWN_ELEMENTS:
        return False
    if not NAME_SHAPE.fullmatch(name):
        return True
    return "-" not in name and ":" not in name and name not in closed
