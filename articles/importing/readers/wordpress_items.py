"""The elements of a WordPress export, each read and forgotten."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from articles.importing.readers.collection import CollectionError

KINDS = ("item", "author", "category", "title", "language")
CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))


class Item:
    """An element of the export: an item, or one of the channel's own.

    `problem` says why the item on `line` of the file is not read, "" where it is; `notes` tell
    what else is wrong with it.
    """

    def __init__(self, element: etree._Element):
        self.element = element
        self.problem = ""
        self.line = 0
        self.notes: list[str] = []
        self.kind = etree.QName(element).localname
        self.own_text = element.text or ""

    def text(self, name: str, *, of: str = "") -> str:
        """Return the text of the child `name`, of the namespace that ends in `of`; "" for none."""
        for child in self.element.iterchildren(f"{{*}}{name}"):
            if not of or f"/{of}/" in str(etree.QName(child).namespace):
                return (child.text or "").strip()
        return ""

    def terms(self, domain: str) -> list[tuple[str, str]]:
        """Return (slug, name) of the item's categories, or tags, of `domain`."""
        return [
            (term.get("nicename", ""), term.text.strip())
            for term in self.element.iterchildren("category")
            if term.get("domain") == domain and term.text
        ]

    def meta(self, key: str) -> str:
        """Return the value of the item's custom field `key`; "" for none."""
        for row in self.element.iterchildren("{*}postmeta"):
            if (row.findtext("{*}meta_key") or "") == key:
                return (row.findtext("{*}meta_value") or "").strip()
        return ""


def items_of(path: Path) -> Iterator[Item]:
    """Yield the channel's authors, categories, title and items in the order of the file.

    Each can be read until the next is asked for. Raises etree.XMLSyntaxError where the file is
    no XML, CollectionError when it declares a document type: no export does, bombs do.
    """
    with path.open("rb") as file:
        events = etree.iterparse(
            _Printable(file),
            events=("start", "end"),
            tag=("rss", "channel", *(f"{{*}}{kind}" for kind in KINDS)),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        for event, element in events:
            if event == "start":
                if element.getroottree().docinfo.doctype:
                    message = (
                        f"{path} declares a document type, which no export does: it is not read"
                    )
                    raise CollectionError(message)
                continue
            parent = element.getparent()
            if parent is not None and parent.tag == "channel":
                yield Item(element)
                _forget(element, parent)


def _forget(element: etree._Element, parent: etree._Element) -> None:
    element.clear()
    while parent[0] is not element:
        del parent[0]


class _Printable:
    """A file without the control characters that XML forbids and exports hold all the same."""

    def __init__(self, file: IO[bytes]):
        self.file = file

    def read(self, size: int = -1) -> bytes:
        while chunk := self.file.read(size):
            if printable := chunk.translate(None, CONTROLS):
                return printable
        return b""
