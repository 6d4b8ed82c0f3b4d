"""RSS and Atom, through feedparser."""

import codecs
import io
import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from xml.sax import SAXException

import feedparser

from articles.importing.limits import OutOfTime, cpu_limit
from articles.importing.readers.collection import CollectionError
from articles.importing.readers.names import PICTURE_SUFFIXES
from articles.importing.readers.paragraphs import paragraphs_of
from articles.importing.readers.transcripts import (
    Entry,
    attempt,
    identifier_by_content,
    identifier_of,
    plain,
    transcribe,
)

HTML = {"text/html", "application/xhtml+xml"}
ROOT = re.compile(rb"<[A-Za-z]")
BLANKS = re.compile(rb"\s{3,}")
MAX_PROLOGUE = 20_000
# A feed of the largest size takes half of it; hostile ones, in feedparser's patterns, days.
CPU_SECONDS = 120
# What a broken feed has raised in it, or may.
FAULTS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
CLOSED = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)\s{0,20}>", re.IGNORECASE)
# RFC 822's names of zones, which RSS allows. CST is China's as often as America's: left as it is.
ZONE_NAME = re.compile(r"[0-9]\s{1,5}(?:UT|EST|EDT|CDT|MST|MDT|PST|PDT)$")


def read_feed(content: bytes, *, name: str) -> list[Entry]:
    """Return the entries of the feed in `content`; CollectionError when that is no feed."""
    bearable = _with_short_prologue(_utf_8(content, name), name)
    try:
        with cpu_limit(CPU_SECONDS):
            parsed = feedparser.parse(
                io.BytesIO(bearable),
                # The sanitiser of the body cleans. Without xml:base, the entry's link is the base.
                sanitize_html=False,
                resolve_relative_uris=b"xml:base" in content,
            )
    except OutOfTime as error:
        message = f"{name} takes longer than {CPU_SECONDS} seconds to read, as no feed does"
        raise CollectionError(message) from error
    except FAULTS as error:
        raise CollectionError(f"{name} cannot be read as a feed: {error}") from error
    if not parsed.get("version"):
        reason = f" ({parsed.bozo_exception})" if parsed.bozo else ""
        raise CollectionError(f"{name} is no RSS, Atom or JSON feed{reason}")
    entries = [_entry(dict(e), dict(parsed.feed), parsed.version) for e in parsed.entries]
    is_malformed = parsed.bozo and isinstance(parsed.bozo_exception, SAXException)
    if entries and is_malformed and not CLOSED.search(content[-1000:]):
        problem = f"the feed breaks off in this entry ({parsed.bozo_exception}); it is not read"
        entries[-1] = Entry(entries[-1].identifier, problem=problem)
    return entries


def _utf_8(content: bytes, name: str) -> bytes:
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    try:
        # Its mark outweighs the encoding that the XML declares.
        return content.decode("utf-16").encode("utf-8-sig")
    except UnicodeError as error:
        raise CollectionError(f"{name} cannot be read as UTF-16: {error}") from error


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


def _entry(entry: dict[str, Any], feed: dict[str, Any], version: str) -> Entry:
    date = _date(entry)
    title = _text(entry, "title")
    own = (entry.get("id", ""), entry.get("link", ""))
    identifier = identifier_of(*own) or identifier_by_content(title, date)

    def write() -> Entry:
        body, summary, language = _texts(entry)
        if not title and not body:
            return Entry(identifier, problem="the entry has neither title nor text")
        updated = entry.get("updated", "")
        people = entry.get("authors") or (feed.get("authors") if "atom" in version else None)
        keys = {
            "title": title,
            "date": date,
            "updated": updated if updated != date else "",
            "authors": [p.get("name", "") for p in people or [] if isinstance(p, dict)],
            "tags": [tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", [])],
            "summary": summary,
            "link": _web(entry.get("link", "")),
            "language": language or feed.get("language", ""),
            "rights": _text(entry, "rights") or _text(feed, "rights"),
            "image": _picture(entry),
            "source": _text(feed, "title"),
        }
        return Entry(identifier, transcribe("feed", keys, body))

    return attempt(write, identifier)


def _date(entry: dict[str, Any]) -> str:
    """Return the date as written, or in UTC where its zone is a name from RFC 822."""
    for key in ("published", "updated", "created"):
        if written := (entry.get(key) or "").strip():
            parsed = entry.get(f"{key}_parsed")
            if parsed and ZONE_NAME.search(written):
                year, month, day, hour, minute, second = parsed[:6]
                return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
            return written
    return ""


def _text(holder: dict[str, Any], key: str) -> str:
    """Return the text under `key` without markup, where the feed says there may be some."""
    detail = holder.get(f"{key}_detail") or {}
    text = holder.get(key) or ""
    return plain(text) if detail.get("type") in HTML else " ".join(text.split())


def _texts(entry: dict[str, Any]) -> tuple[str, str, str]:
    """Return (body as HTML, summary as text, language): the longest content, else the summary.

    The summary is "" when it is the body, or says the same.
    """
    contents = [dict(content) for content in entry.get("content", [])]
    summary = dict(entry.get("summary_detail") or {})
    body = max(contents, key=lambda content: len(content.get("value") or ""), default={})
    if not (body.get("value") or "").strip():
        body = summary
    others = (_shown(text) for text in [summary, *contents])
    shown = _shown(body)
    different = next((other for other in others if other and other != shown), "")
    return _markup(body), different, body.get("language") or ""


def _markup(detail: dict[str, Any]) -> str:
    value = (detail.get("value") or "").strip()
    return value if detail.get("type") in HTML else paragraphs_of(value)


def _shown(detail: dict[str, Any]) -> str:
    value = detail.get("value") or ""
    return plain(value) if detail.get("type") in HTML else " ".join(value.split())


def _picture(entry: dict[str, Any]) -> str:
    """Return the address of the picture the feed names, the widest of several; "" for none."""
    media = [medium for medium in entry.get("media_content", []) if _is_picture(medium)]
    media.sort(key=lambda medium: -_number(medium.get("width")))
    links = [link for link in entry.get("links", []) if link.get("rel") == "enclosure"]
    enclosures = [link for link in links if _is_picture(link)]
    image = entry.get("image") or {}
    named = [*media, *enclosures, *entry.get("media_thumbnail", []), image]
    addresses = (_web(item.get("url") or item.get("href") or "") for item in named)
    return next(filter(None, addresses), "")


def _is_picture(medium: dict[str, Any]) -> bool:
    kind = medium.get("medium") or (medium.get("type") or "").partition("/")[0]
    if kind:
        return kind == "image"
    address = medium.get("url") or medium.get("href") or ""
    path = PurePosixPath(address.partition("?")[0])
    return path.suffix.lower() in PICTURE_SUFFIXES


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _web(address: str) -> str:
    try:
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
