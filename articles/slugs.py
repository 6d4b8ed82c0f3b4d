"""ASCII names for addresses, from text in any script."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Container
from urllib.parse import unquote

from django.utils.text import slugify as ascii_slug

# Nothing is added to the dictionaries: they need not be copied, 3 MB in each process.
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

from pypinyin import lazy_pinyin

# A slug that was written by hand, or carries a number, may be longer than one from a title.
WRITTEN_LENGTH = 75
# The longest path that a redirect keeps.
PATH_LENGTH = 800
REPEATED_SLASHES = re.compile("//+")
# A syllable as addresses have it, without its tone. Nobody looks for those.
SYLLABLE = re.compile(
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:[aeo]|ai|an|ang|ao|ei|en|eng|er|i|ia|ian|iang|iao|ie|in"
    "|ing|iong|iu|ong|ou|u|ua|uai|uan|uang|ue|ui|un|uo|v|ve)"
)
PATH_WORD = re.compile(r"[^\W_]+")
FILE_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}/?$")
PATH_WORDS = 6
# Parts of the site's and of others' addresses that say nothing of what was looked for.
FRAME_WORDS = {
    *("sections", "tags", "authors", "sources", "archive", "archives", "search", "feed", "index"),
    *("posts", "post", "news", "article", "articles", "category", "categories", "page", "amp"),
    *("www", "http", "https"),
}


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


def fold_path(path: str) -> str:
    """Return the path as addresses are compared, `PATH_LENGTH` characters at most.

    Without case, widths, percent-escapes, repeated slashes and a slash at the end.
    """
    folded = unicodedata.normalize("NFKC", unquote(path)).casefold()
    folded = REPEATED_SLASHES.sub("/", folded).rstrip("/") or "/"
    return folded[:PATH_LENGTH]


def words_of_path(path: str) -> str:
    """Return the words of an address that a search may find, parted by blanks; "" without any.

    Numbers, pinyin and what only frames an address are left out.
    """
    text = unicodedata.normalize("NFKC", FILE_ENDING.sub("", unquote(path)))
    words = dict.fromkeys(PATH_WORD.findall(text))
    return " ".join([word for word in words if _is_telling(word)][:PATH_WORDS])


def _is_telling(word: str) -> bool:
    if not 1 < len(word) <= 40 or word.isdecimal():
        return False
    folded = word.casefold()
    return folded not in FRAME_WORDS and not SYLLABLE.fullmatch(folded)
