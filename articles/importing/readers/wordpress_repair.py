"""A damaged export of WordPress, read item by item: one that is broken costs no other."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from articles.importing.documents.notes import DAMAGED, DAMAGED_BYTES
from articles.importing.readers.collection import CollectionError
from articles.importing.readers.feed_bytes import DECLARED, WIDER
from articles.importing.readers.transcripts import clean
from articles.importing.readers.wordpress_items import KINDS, Item
from articles.telling import tell

BLOCK = 1_000_000
# Four times what one document may have.
MAX_ITEM = 20_000_000
START = re.compile(rb"<item[\s>]")
# The text of an item may tell of RSS: an end counts where another item, or nothing, follows.
END = re.compile(rb"</item>(?=\s{0,1000}(?:<item[\s>]|</channel|<!--|\Z))")
ROOT = re.compile(r"<rss\b[^<>]{0,5000}>")
CDATA, CDATA_END = "<![CDATA[", "]]>"
# The end of CDATA in the midst of a text, where no element ends behind it.
EARLY_END = re.compile(r"\]\]>(?!\s{0,100}</[\w:]{1,60}>)")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)#?\w{1,31};")
BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")


def damaged_items_of(path: Path) -> Iterator[Item]:
    """Yield what `items_of` yields, of a file that is no whole XML; each item with its `notes`.

    An item that cannot be read has its `problem` set, as has the one the file breaks off in.
    """
    with path.open("rb") as file:
        parts = _parts(file)
        head = next(parts)[1]
        if b"<!DOCTYPE" in head:
            raise CollectionError(f"{path} declares a document type, which no export does")
        found = DECLARED.search(head)
        encoding = found[1].decode().lower() if found else "utf-8"
        start = ROOT.search(_text(head, encoding))
        if start is None:
            return
        rest = _text(head, encoding)[start.end() :].replace("<channel>", "", 1)
        yield from _channel(_parsed(start[0], rest)[0])
        for line, part, is_whole in parts:
            yield _item(start[0], _text(part, encoding), line, is_whole=is_whole)


def _parts(file: IO[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Yield what stands before the items, then each: the line it begins on, itself, if it ends.

    One that is longer than any may be is the last.
    """
    buffer, line, has_more = b"", 1, True
    is_head = True
    while True:
        found = (START if is_head else END).search(buffer) if buffer else None
        if found is None or (not is_head and has_more and len(buffer) - found.end() < 2000):
            if has_more and len(buffer) < MAX_ITEM:
                block = file.read(BLOCK)
                has_more = bool(block)
                buffer += block
                continue
            if found is None:
                if is_head or START.match(buffer.lstrip()):
                    yield line, buffer, False
                return
        end = found.start() if is_head else found.end()
        yield line, buffer[:end], True
        next_item = START.search(buffer, end)
        # The next may have come in half.
        skipped = next_item.start() if next_item else max(end, len(buffer) - len(b"<item"))
        line += buffer.count(b"\n", 0, skipped)
        buffer, is_head = buffer[skipped:], False


def _text(part: bytes, encoding: str) -> str:
    try:
        return part.decode(WIDER.get(encoding, encoding), "replace")
    except LookupError:
        return part.decode("utf-8", "replace")


def _item(root: str, text: str, line: int, *, is_whole: bool) -> Item:
    if not is_whole:
        problem = tell(
            "the export breaks off in this item; it and what came after are missing (line {line})",
            line=line,
        )
        return _unread(line, problem)
    channel, trouble = _parsed(root, _repaired(text))
    element = next(channel.iterchildren("item"), None) if channel is not None else None
    if element is None or not len(element):
        return _unread(line, _unreadable(trouble, line))
    item = Item(element)
    if not item.text("post_type"):
        return _unread(line, _unreadable(trouble, line))
    if trouble:
        item.notes.append(tell(DAMAGED, line=line, reason=trouble))
    elif "\ufffd" in text:
        item.notes.append(tell(DAMAGED_BYTES, line=line))
    return item


def _unreadable(trouble: str, line: int) -> str:
    return tell(
        "the export is damaged here, and the item cannot be read ({reason}) (line {line})",
        reason=trouble,
        line=line,
    )


def _unread(line: int, problem: str) -> Item:
    item = Item(etree.Element("item"))
    item.line = line
    item.problem = problem
    return item


def _repaired(text: str) -> str:
    """Return `text` without what is no XML in it: ends of CDATA, signs and entities of HTML."""
    text = EARLY_END.sub("]]]]><![CDATA[>", clean(text))
    first, *rest = text.split(CDATA)
    return _as_xml(first) + "".join(map(_repaired_from_cdata, rest))


def _repaired_from_cdata(part: str) -> str:
    """Return `part`, which begins in CDATA, with what stands behind that as XML."""
    inside, end, behind = part.partition(CDATA_END)
    return CDATA + inside + end + _as_xml(behind)


def _as_xml(text: str) -> str:
    """Return `text` with the characters that HTML names, and XML does not know, as they are."""
    return BARE.sub("&amp;", ENTITY.sub(_character, text))


def _character(entity: re.Match[str]) -> str:
    return html.escape(clean(html.unescape(entity[0])), quote=False)


def _parsed(root: str, text: str) -> tuple[etree._Element, str]:
    """Return the channel that holds `text`, and what is wrong in it, "" for nothing."""
    markup = f"{root}<channel>{text}</channel></rss>".encode()
    try:
        return etree.fromstring(markup, _parser(is_forgiving=False))[0], ""
    except (etree.XMLSyntaxError, IndexError) as error:
        found = etree.fromstring(markup, _parser(is_forgiving=True))
        channel = found[0] if found is not None and len(found) else etree.Element("channel")
        return channel, str(error).partition(", line")[0].partition("\n")[0][:200]


def _parser(*, is_forgiving: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=is_forgiving, resolve_entities=False, no_network=True, load_dtd=False
    )


def _channel(channel: etree._Element) -> Iterator[Item]:
    for child in channel.iterchildren(*(f"{{*}}{kind}" for kind in KINDS)):
        yield Item(child)
