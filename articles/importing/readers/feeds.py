"""RSS and Atom, through feedparser."""

import io
import re
from dataclasses import dataclass
from typing import Any
from xml.sax import SAXException

import feedparser

from articles.importing.limits import OutOfTime, cpu_limit
from articles.importing.readers.collection import CollectionError
from articles.importing.readers.feed_bytes import bearable
from articles.importing.readers.feed_dates import first_date
from articles.importing.readers.feed_media import (
    attached_to,
    caption_of,
    lead_of,
    played_in,
    web_address,
)
from articles.importing.readers.feed_texts import shown_text, texts_of
from articles.importing.readers.transcripts import (
    Entry,
    attempt,
    identifier_by_content,
    identifier_of,
    plain,
    transcribe,
)
from articles.telling import tell

# A feed of the largest size takes half of it; hostile ones, in feedparser's patterns, days.
CPU_SECONDS = 120
# What a broken feed has raised in it, or may.
FAULTS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
CLOSED = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)\s{0,20}>", re.IGNORECASE)
# RFC 822's names of zones, which RSS allows. CST is China's as often as America's: left as it is.
ZONE_NAME = re.compile(r"[0-9]\s{1,5}(?:UT|EST|EDT|CDT|MST|MDT|PST|PDT)$")
NOTHING = re.compile(r"\(\s?\)|<\s?>")
MAIL = re.compile(r"(?<![^\s<>()@])[^\s<>()@]{1,100}@[^\s<>()@]{1,100}")
# feedparser ends an address behind four letters of its last part: the rest is left with the name.
TORN_MAIL = re.compile(r"\A[a-z]{1,20} \(|\s?<[a-z]{0,20}>\Z")


def read_feed(content: bytes, *, name: str) -> list[Entry]:
    """Return the entries of the feed in `content`; CollectionError when that is no feed."""
    readable, notes = bearable(content, name=name)
    try:
        with cpu_limit(CPU_SECONDS):
            parsed = feedparser.parse(
                io.BytesIO(readable),
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
    feed = _Feed(dict(parsed.feed), parsed.version, notes)
    entries = [_entry(dict(e), feed) for e in parsed.entries]
    is_malformed = parsed.bozo and isinstance(parsed.bozo_exception, SAXException)
    if entries and is_malformed and not CLOSED.search(content[-1000:]):
        problem = tell(
            "the feed breaks off in this entry ({reason}); it is not read",
            reason=str(parsed.bozo_exception),
        )
        entries[-1] = Entry(entries[-1].identifier, problem=problem)
    return entries


@dataclass(frozen=True)
class _Feed:
    """What a feed says once for all its entries; `notes` are what each has to tell of it."""

    says: dict[str, Any]
    version: str
    notes: list[str]


def _entry(entry: dict[str, Any], feed: _Feed) -> Entry:
    written = [_date(entry, key) for key in ("published", "updated", "created")]
    dates = list(filter(None, written))
    date, doubts = first_date(dates)
    title = _text(entry, "title")
    own = (entry.get("id", ""), entry.get("link", ""))
    identifier = identifier_of(*own) or identifier_by_content(title, *dates[:1])

    def write() -> Entry:
        body, summary, language, notes = texts_of(entry)
        lead = lead_of(entry)
        body += played_in(entry, body=body) + attached_to(entry, lead=lead, body=body)
        if not title and not body:
            return Entry(identifier, problem=tell("the entry has neither title nor text"))
        updated, caption = entry.get("updated", ""), plain(caption_of(entry))
        keys = {
            "title": title,
            "date": date,
            "updated": updated if updated != date else "",
            "authors": _authors(entry, feed),
            "tags": [tag.get("label") or tag.get("term") or "" for tag in entry.get("tags", [])],
            "summary": summary,
            "link": web_address(entry.get("link", "")),
            "language": language or feed.says.get("language", ""),
            "rights": _text(entry, "rights") or _text(feed.says, "rights"),
            "image": lead,
            "image_caption": caption if lead and caption != plain(body) else "",
            "source": _text(feed.says, "title"),
            "transcription_notes": [*feed.notes, *doubts, *notes],
        }
        return Entry(identifier, transcribe("feed", keys, body))

    return attempt(write, identifier)


def _date(entry: dict[str, Any], key: str) -> str:
    """Return the date under `key` as written, or in UTC where its zone is a name from RFC 822."""
    written = (entry.get(key) or "").strip()
    parsed = entry.get(f"{key}_parsed")
    if parsed and ZONE_NAME.search(written):
        year, month, day, hour, minute, second = parsed[:6]
        return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    return str(written)


def _text(holder: dict[str, Any], key: str) -> str:
    """Return the text under `key` without markup, where the feed says there may be some."""
    detail = holder.get(f"{key}_detail") or {}
    return shown_text(holder.get(key) or "", detail.get("type") or "")


def _authors(entry: dict[str, Any], feed: _Feed) -> list[str]:
    people = entry.get("authors") or (feed.says.get("authors") if "atom" in feed.version else None)
    people = [person for person in people or [] if isinstance(person, dict)]
    if len(people) == 1 and entry.get("author"):
        return [_without_mail(entry["author"])]
    return [TORN_MAIL.sub("", person.get("name") or "") for person in people]


def _without_mail(author: str) -> str:
    """Return the name in what RSS takes for an address, as in desk@bay.example (The Desk)."""
    name = NOTHING.sub("", MAIL.sub("", author)).strip()
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name
