"""WordPress's reusable blocks: pieces of text that many posts show and none holds.

They are items of their own in an export, called wp_block; a post names one by its number. See
https://developer.wordpress.org/block-editor/reference-guides/core-blocks/#pattern
"""

import json
import re
from collections.abc import Mapping

from articles.importing.documents.notes import BLOCK_CHANGED, BLOCK_MISSING, BLOCKS_TOO_LONG
from articles.telling import tell

KIND = "wp_block"
NAMED = "<!-- wp:block "
REFERENCE = re.compile(r"<!-- wp:block (\{[^\n]{1,2000}?\}) /-->")
MAX_DEPTH = 5
# Beyond this blocks that hold each other would only multiply; a body may have 2 MB.
MAX_LENGTH = 2_000_000


def with_shared(text: str, blocks: Mapping[str, str], notes: list[str]) -> str:
    """Return `text` with each reusable block that it names in its place; `blocks` are by number.

    What `blocks` lack is told in `notes`, as is a block whose words this very text changes.
    """
    return _Sharing(blocks, notes).of(text, around=())


class _Sharing:
    def __init__(self, blocks: Mapping[str, str], notes: list[str]):
        self.blocks = blocks
        self.notes = notes
        self.room = MAX_LENGTH

    def of(self, text: str, *, around: tuple[str, ...]) -> str:
        """Return `text` with its blocks, where those numbered `around` already enclose it."""
        if NAMED not in text:
            return text
        return REFERENCE.sub(lambda reference: self._shown(reference[1], around), text)

    def _shown(self, attributes: str, around: tuple[str, ...]) -> str:
        number, is_changed = _read(attributes)
        content = self.blocks.get(number)
        # As in WordPress, a block that holds itself shows nothing there.
        if number in around or len(around) >= MAX_DEPTH:
            return ""
        if content is None:
            self._note(tell(BLOCK_MISSING, number=number or "?"))
            return ""
        if len(content) > self.room:
            self._note(tell(BLOCKS_TOO_LONG))
            return ""
        if is_changed:
            self._note(tell(BLOCK_CHANGED, number=number))
        self.room -= len(content)
        return self.of(content, around=(*around, number))

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def _read(attributes: str) -> tuple[str, bool]:
    """Return the number that a reference names, "" for none, and whether it changes the words."""
    try:
        told = json.loads(attributes)
    except (ValueError, RecursionError):
        return "", False
    number = told.get("ref")
    is_number = isinstance(number, int) and not isinstance(number, bool)
    return str(number) if is_number else "", bool(told.get("content") or told.get("overrides"))
