"""Entries of feeds, written down as documents: what is kept, compared and read again."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import lxml.html
from lxml.etree import ParserError

from articles.importing.documents import MAX_BYTES
from articles.importing.front_matter.values import MAX_LENGTH
from articles.importing.readers.collection import NO_FOLDER, RawDocument, Reading
from articles.importing.readers.names import MAX_IDENTIFIER
from articles.telling import tell
from articles.web.answers import Validators

NAMELESS = tell("the entry has no id, link, title or date to know it by")
TEXT_LENGTH = 2000
NAME_LENGTH = 200
MAX_NAMES = 100
# All of them together must fit into front matter; the first goes first.
EXPENDABLE = ("image_caption", "summary", "rights", "tags", "categories", "authors", "title")
# A cut address would lead elsewhere.
ADDRESSES = {"link", "image", "permalink"}
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """An entry of a feed as a document; `problem` says why it could not be made one."""

    identifier: str
    content: bytes = b""
    problem: str = ""


class FeedCollection(Reading):
    """The entries of a feed, in its order. Those that repeat an identifier have a `problem`."""

    def __init__(
        self,
        entries: list[Entry],
        *,
        name: str,
        folder: str,
        validators: Validators | None = None,
        is_unchanged: bool = False,
    ):
        self.name = name
        self.folder = folder
        self.validators = validators
        self.is_unchanged = is_unchanged
        self._entries = entries
        self._identifiers = {entry.identifier for entry in entries if not entry.problem}

    def documents(self) -> Iterator[RawDocument]:
        yield from documents_of(self._entries, name=self.name, folder=self.folder)

    def count(self) -> int:
        return len(self._entries)

    def holds(self, identifier: str) -> bool:
        return identifier in self._identifiers


def documents_of(entries: Iterable[Entry], *, name: str, folder: str) -> Iterator[RawDocument]:
    """Yield the document of each of `entries`; without its own identifier it is a `problem`."""
    seen: set[str] = set()
    for place, entry in enumerate(entries, start=1):
        identifier, content, problem = entry.identifier, entry.content, entry.problem
        if not identifier:
            identifier = f"entry {place}"
            problem = problem or NAMELESS
        elif identifier in seen:
            problem = problem or tell(
                "an earlier entry has the same identifier: {name}", name=identifier
            )
            identifier = f"{identifier[: MAX_IDENTIFIER - 20]} (entry {place})"
        elif not problem and len(content) > MAX_BYTES:
            problem = tell(
                "the entry has {number:,} bytes, {most:,} at most are read",
                number=len(content),
                most=MAX_BYTES,
            )
        seen.add(identifier)
        yield RawDocument(
            identifier=identifier,
            path=f"{name}#{identifier}",
            root=NO_FOLDER,
            folder=folder,
            beside=NO_FOLDER,
            content=b"" if problem else content,
            problem=problem,
        )


def identifier_of(*candidates: str) -> str:
    """Return the first of `candidates` that says anything; a digest of one that is too long."""
    chosen = next(filter(None, (clean(text).strip() for text in candidates)), "")
    if len(chosen) > MAX_IDENTIFIER:
        return f"sha256:{hashlib.sha256(chosen.encode()).hexdigest()}"
    return chosen


def identifier_by_content(*texts: str) -> str:
    """Return an identifier for an entry that has none of its own; "" when `texts` are empty."""
    joined = "\n".join(texts)
    return f"sha256:{hashlib.sha256(joined.encode()).hexdigest()}" if joined.strip() else ""


def transcribe(kind: str, keys: Mapping[str, Any], body: str) -> bytes:
    """Return a document with `keys`, those that are empty left out, above `body` (HTML).

    The front matter is JSON as Hexo reads it and fits the bounds of what reads it: texts are
    cut, addresses that are too long left out. Format: https://hexo.io/docs/front-matter
    """
    kept: dict[str, Any] = {"transcribed_from": kind}
    for key, value in keys.items():
        bounded = _address(value) if key in ADDRESSES else _bounded(value)
        if bounded not in ("", [], None):
            kept[key] = bounded
    matter = _members(kept)
    for key in EXPENDABLE:
        if len(matter) < MAX_LENGTH:
            break
        kept.pop(key, None)
        matter = _members(kept)
    return f";;;\n{matter}\n;;;\n{clean(body)}\n".encode()


def clean(text: str) -> str:
    """Return `text` without characters that no document may hold."""
    return UNWANTED.sub("", text)


def plain(markup: str) -> str:
    """Return what a reader sees of `markup`, on one line."""
    if not markup.strip():
        return ""
    try:
        root = lxml.html.fragment_fromstring(clean(markup), create_parent="div")
    except (ParserError, ValueError):
        return " ".join(markup.split())
    return " ".join(str(root.text_content()).split())


def attempt(write: Callable[[], Entry], identifier: str) -> Entry:
    """Return what `write` makes, or an entry that says it is broken: the others go on."""
    try:
        return write()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return Entry(
            identifier, problem=tell("the entry cannot be read: {reason}", reason=str(error))
        )


def _members(keys: Mapping[str, Any]) -> str:
    return json.dumps(keys, ensure_ascii=False, indent=0)[1:-1].strip("\n")


def _bounded(value: Any, length: int = TEXT_LENGTH) -> Any:
    if isinstance(value, list):
        return [item for item in (_bounded(v, NAME_LENGTH) for v in value[:MAX_NAMES]) if item]
    if isinstance(value, str):
        text = clean(value).strip()
        return text if len(text) <= length else text[: length - 1] + "…"
    return value


def _address(value: str) -> str:
    text = clean(value).strip()
    return text if len(text) <= TEXT_LENGTH else ""
