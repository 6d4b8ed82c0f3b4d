"""The bytes of an RSS or Atom feed, put so that feedparser reads them as they are meant."""

import codecs
import re

from articles.importing.documents.charsets import HANZI, marked_as, read_text
from articles.importing.documents.decoding import notes_of
from articles.importing.documents.notes import DECLARED_WRONGLY
from articles.importing.readers.collection import CollectionError
from articles.telling import tell

ROOT = re.compile(rb"<[A-Za-z]")
BLANKS = re.compile(rb"\s{3,}")
MAX_PROLOGUE = 20_000
DECLARED = re.compile(rb"<\?xml\s[^<>]{0,200}?encoding\s?=\s?[\"']([\w.:-]{1,40})[\"']")
# Whoever declares one of the left writes what only the right can: it has them all.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "iso-8859-1": "cp1252"}
MEDIA = re.compile(rb"xmlns:([\w-]{1,30})\s?=\s?[\"']https?://search\.yahoo\.com/mrss/?[\"']")


def bearable(content: bytes, *, name: str) -> tuple[bytes, list[str]]:
    """Return `content` in UTF-8, with a short prologue, and what its entries have to tell of it.

    Raises CollectionError for what no feed is.
    """
    text, notes = _in_utf_8(content, name)
    return _with_captions(_with_short_prologue(text, name)), notes


def _in_utf_8(content: bytes, name: str) -> tuple[bytes, list[str]]:
    """Return `content` with the mark of UTF-8, which outweighs what the XML declares."""
    found = DECLARED.search(content[:1000])
    declared = found[1].decode().lower() if found else "utf-8"
    try:
        text, charset = read_text(content)
    except UnicodeDecodeError as error:
        if marked := marked_as(content):
            message = f"{name} cannot be read as {marked}: {error}"
            raise CollectionError(message) from error
        # In an encoding that it declares, or that feedparser guesses.
        return content, []
    if charset.name == "UTF-8" and not charset.torn and HANZI.search(text):
        # Text in another encoding hardly ever happens to be whole UTF-8.
        is_true = declared in ("utf-8", "utf8")
        note: list[str] = [] if is_true else [tell(DECLARED_WRONGLY, charset=declared)]
        return text.encode("utf-8-sig"), note
    if declared not in ("utf-8", "utf8") and not marked_as(content):
        try:
            as_declared = content.decode(WIDER.get(declared, declared))
            return as_declared.encode("utf-8-sig"), []
        except (UnicodeDecodeError, LookupError):
            pass
    is_marked = bool(marked_as(content))
    return text.encode("utf-8-sig"), [] if is_marked else notes_of(charset)


def _with_short_prologue(content: bytes, name: str) -> bytes:
    """Return `content` with what stands before its root as feedparser can bear it.

    It looks for declarations there in a time that grows with the square of the blank lines.
    """
    root = ROOT.search(content)
    start = root.start() if root else len(content)
    prologue = BLANKS.sub(b"\n", content[:start].removeprefix(codecs.BOM_UTF8).lstrip())
    if content.startswith(codecs.BOM_UTF8):
        prologue = codecs.BOM_UTF8 + prologue
    if b"<!ENTITY" in prologue:
        raise CollectionError(f"{name} declares entities, which no feed needs: it is not read")
    if len(prologue) > MAX_PROLOGUE:
        raise CollectionError(f"{name} is no feed: no element stands at its beginning")
    return prologue + content[start:]


def _with_captions(content: bytes) -> bytes:
    """Return `content` with what Media RSS says of a picture under a name that is its own.

    feedparser takes a media:description for another text of the entry.
    """
    prefix = MEDIA.search(content[:20_000])
    if prefix is None:
        return content
    for end in (b"<", b"</"):
        element = end + prefix[1]
        content = content.replace(element + b":description", element + b":caption")
    return content
