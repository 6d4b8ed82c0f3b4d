"""A body as lines that people compare: its text, and where each picture stands."""

import uuid
from collections.abc import Mapping

from articles.html.text import folded_text, part_blocks
from articles.html.tree import parse


def readable(body: str, pictures: Mapping[uuid.UUID, str]) -> str:
    """Return the text of `body`, clean HTML, a line a block; no text gives "".

    Each picture of the library is a line of its own: what `pictures` call it, else its key.
    """
    root = parse(body)
    for image in root.iterfind(".//img[@data-image]"):
        key = uuid.UUID(image.get("data-image"))
        image.tail = f"\n{pictures.get(key, str(key))}\n{image.tail or ''}"
    part_blocks(root)
    return folded_text(root)
