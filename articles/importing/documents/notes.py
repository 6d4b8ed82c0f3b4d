"""What a document that was made from an entry of a feed or an export has to tell of it.

It is written into the document as a sentence, and known again by the form of that: a document
comes from anywhere, so nothing that it holds is taken for a template.
"""

import re
from functools import cache
from string import Formatter

from django.utils.translation import gettext_noop

from articles.telling import tell

NOT_UTF_8 = gettext_noop("read as {charset}, for it is not UTF-8")
TORN_CHARACTERS = gettext_noop(
    "line {lines}: a part of a character is missing; {sign} stands in its place"
)
DECLARED_WRONGLY = gettext_noop("the feed declares {charset}, and is UTF-8")
ESCAPED_TWICE = gettext_noop("its text was escaped twice, and is read as the markup that it holds")
DAMAGED = gettext_noop(
    "line {line}: the export is damaged here ({reason}); the item is read as far as it goes"
)
DAMAGED_BYTES = gettext_noop(
    "line {line}: the export is damaged here (bytes that are no text); the item is read as far "
    "as it goes"
)
OTHER_DATE = gettext_noop("its date “{date}” cannot be read: its other one, {other}, is taken")
BLOCK_MISSING = gettext_noop("the reusable block {number} is not in the export: it is left out")
BLOCKS_TOO_LONG = gettext_noop(
    "its reusable blocks hold more than a text may have: some are left out"
)
BLOCK_CHANGED = gettext_noop(
    "it changes words of the reusable block {number}, which stand as there"
)
# What says more stands before what says less.
NOTES = (
    *(NOT_UTF_8, TORN_CHARACTERS, DECLARED_WRONGLY, ESCAPED_TWICE, DAMAGED_BYTES, DAMAGED),
    *(OTHER_DATE, BLOCK_MISSING, BLOCKS_TOO_LONG, BLOCK_CHANGED),
)


def known_note(text: str) -> str:
    """Return `text` as the sentence that one of NOTES makes, as it is when none does."""
    for template in NOTES:
        if found := _pattern(template).fullmatch(text):
            return tell(template, **found.groupdict())
    return text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces = Formatter().parse(template)
    return re.compile(
        "".join(
            re.escape(literal) + (f"(?P<{name}>.{{1,500}})" if name else "")
            for literal, name, _form, _conversion in pieces
        )
    )
