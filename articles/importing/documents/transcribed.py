"""Bodies that are HTML although their documents are called Markdown."""

import re

OPENING = re.compile(r"<div>([ \t]*)\n", re.IGNORECASE)
DIVISION = re.compile(r"<(/?)div(?=[\s>])|<!--", re.IGNORECASE)
# What an author who writes Markdown inside a <div> would write there.
MARKDOWN = re.compile(
    r"^ {0,3}(?:#{1,6} |[-*+] |[0-9]{1,3}[.)] |> ?|```|~~~|\|)|\]\(|\*\*|__", re.MULTILINE
)
GENERATED = 2


def is_one_division(body: str) -> bool:
    """Whether `body` is HTML from end to end: one bare <div> around the entry of a feed.

    Generators write so, with blanks behind the <div>. To Markdown a blank line inside would end
    the HTML, and what is indented behind it would be code.
    """
    opening = OPENING.match(body.lstrip())
    if opening is None or not body.rstrip().lower().endswith("</div>"):
        return False
    if len(opening[1]) >= GENERATED and _encloses_all(body.rstrip()):
        return True
    return MARKDOWN.search(body) is None


def _encloses_all(body: str) -> bool:
    """Whether the first <div> of `body` ends with it, or never does."""
    depth = 0
    end = len(body) - len("</div>")
    position, is_ended = 0, True
    while (tag := DIVISION.search(body, position)) is not None and tag.start() < end:
        position = tag.end()
        if tag[0] == "<!--":
            closing = body.find("-->", position) if is_ended else -1
            is_ended = closing >= 0
            position = closing if is_ended else position
            continue
        depth += -1 if tag[1] else 1
        if not depth:
            return False
    return True
