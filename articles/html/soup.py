"""Markup mended before it is parsed: signs that were meant as text, quotes that are none."""

import re

from articles.html.known import KNOWN_ELEMENTS
from articles.html.open_quotes import with_closed_quotes
from articles.html.written_code import escaped_code

TAG = re.compile(r"<[A-Za-z][^<>]{0,4000}>")
CURLY_VALUE = re.compile(r"""("[^"]*"|'[^']*')|(?<==)\s?[“”„]([^“”„<>"]{0,2000})[“”]""")
NAME = re.compile(r"<([A-Za-z][^\s/><]*)")
END_NAME = re.compile(r"</([A-Za-z][^\s/><]*)")
NAME_SHAPE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[:-][\w.:-]*)?")
# A one-letter element with a second bracket before it ends is a comparison: a<b and b<c.
COMPARISON = re.compile(r"(?<=[\w)])<(?=(?:[abiqsup]\b|p\b)[^<>=\"'/]{0,200}(?:<|\Z))")
# Elements that an article about pages names, bare and inside a line: their text is no sentence's.
SPOKEN_OF = (
    "script|style|template|textarea|title|form|input|select|option|button|iframe|canvas|svg|video|"
    "audio|html|body|head|meta|link|table|header|footer|nav|main|article|aside|object|embed|label"
)
IN_A_LINE = r"(?<=[\w，。、；：（）“”‘’《》「」和 ])"
MENTION = re.compile(rf"{IN_A_LINE}<(/?)({SPOKEN_OF})\s?/?>(?:(</)\2>)?", re.IGNORECASE)


def mended(markup: str) -> str:
    """Return `markup` with each < that begins no tag escaped, and the quotes around the values of
    attributes closed and straight.

    Tags that code shows and prose speaks of become text too."""
    if "<pre" in markup or "<code" in markup:
        markup = escaped_code(markup)
    markup = with_closed_quotes(markup)
    if "=“" in markup or "=”" in markup or "= ”" in markup or "= “" in markup:
        markup = TAG.sub(lambda tag: CURLY_VALUE.sub(_straight, tag[0]), markup)
    markup = _with_mentions(markup)
    names = set(NAME.findall(markup))
    closed = set(END_NAME.findall(markup))
    strange = {name for name in names if _is_no_element(name, closed)}
    if strange:
        markup = NAME.sub(lambda m: f"&lt;{m[1]}" if m[1] in strange else m[0], markup)
    return COMPARISON.sub("&lt;", markup)


def _with_mentions(markup: str) -> str:
    """Return `markup` with the tags as text that a sentence names and nothing ends, or at once."""
    mentions = list(MENTION.finditer(markup))
    if not mentions:
        return markup
    lower = markup.lower()
    unended = {
        name
        for name in {mention[2].lower() for mention in mentions}
        if len(re.findall(rf"<{name}\b", lower)) != lower.count(f"</{name}")
    }
    return MENTION.sub(
        lambda m: m[0].replace("<", "&lt;") if m[3] or m[2].lower() in unended else m[0], markup
    )


def _straight(value: re.Match[str]) -> str:
    return value[1] or f'"{value[2]}"'


def _is_no_element(name: str, closed: set[str]) -> bool:
    """Whether <name is text: no element of HTML, none of a component, and never closed."""
    if name.lower() in KNOWN_ELEMENTS:
        return False
    if not NAME_SHAPE.fullmatch(name):
        return True
    return "-" not in name and ":" not in name and name not in closed
