"""ASCII names for addresses, from text in any script."""

import hashlib
import unicodedata
from collections.abc import Container

from django.utils.text import slugify as ascii_slug
from pypinyin import lazy_pinyin

# A slug that was written by hand, or carries a number, may be longer than one from a title.
WRITTEN_LENGTH = 75


def slugify(text: str, *, limit: int = 60) -> str:
    """Return `text` in lower-case ASCII, hanzi as pinyin, cut at a word to `limit` characters.

    Text without a letter or digit that can be written so (emoji, Arabic) gives eight
    hexadecimal digits of its SHA-256: never "", and the same each time.
    """
    words = ascii_slug("-".join(lazy_pinyin(unicodedata.normalize("NFKC", text))))
    words = words.replace("_", "-").strip("-")
    if not words:
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    if len(words) <= limit:
        return words
    cut = words[: limit + 1].rpartition("-")[0]
    return (cut or words[:limit]).strip("-")


def free_slug(slug: str, taken: Container[str]) -> str:
    """Return `slug`, or the first of slug-2, slug-3 … that is not in `taken`."""
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
