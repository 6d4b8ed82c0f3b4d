"""JSON Feed, versions 1 and 1.1: https://www.jsonfeed.org/version/1.1/"""

import json
from typing import Any

from articles.importing.readers.collection import CollectionError
from articles.importing.readers.feed_dates import first_date
from articles.importing.readers.feed_media import (
    MAX_ATTACHED,
    as_pictures,
    as_players,
    player_of,
    web_address,
)
from articles.importing.readers.paragraphs import paragraphs_of
from articles.importing.readers.transcripts import (
    Entry,
    attempt,
    identifier_by_content,
    identifier_of,
    plain,
    transcribe,
)
from articles.telling import tell

VERSION = "jsonfeed.org/version/"


def read_json_feed(content: bytes, *, name: str) -> list[Entry]:
    """Return the entries of the feed in `content`; CollectionError when that is no JSON Feed."""
    try:
        feed = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CollectionError(f"{name} cannot be read as a JSON Feed: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or VERSION not in _text(feed.get("version")):
        raise CollectionError(f"{name} is no JSON Feed: it has no version or no items")
    return [_entry(item, feed) for item in items]


def _entry(item: Any, feed: dict[str, Any]) -> Entry:
    if not isinstance(item, dict):
        return Entry("", problem=tell("the item is no object"))
    title, published = plain(_text(item.get("title"))), _text(item.get("date_published"))
    updated = _text(item.get("date_modified"))
    date, doubts = first_date([published, updated] if published else [])
    home = _text(feed.get("home_page_url"))
    link = _web(item.get("url"), home) or _web(item.get("external_url"), home)
    identifier = identifier_of(_text(item.get("id")), link) or identifier_by_content(
        title, published
    )

    def write() -> Entry:
        summary = _text(item.get("summary"))
        body = _text(item.get("content_html")) or paragraphs_of(_text(item.get("content_text")))
        if not title and not body and not summary:
            return Entry(identifier, problem=tell("the item has neither title nor text"))
        pictures = [_web(address, link or home) for address in _pictures(item)]
        lead = next(filter(None, pictures), "")
        keys = {
            "title": title,
            "date": date,
            "updated": updated if updated != date else "",
            "authors": _authors(item) or _authors(feed),
            "tags": [_text(tag) for tag in _list(item.get("tags"))],
            "summary": summary if body and plain(body) != plain(summary) else "",
            "link": link,
            "language": _text(item.get("language")) or _text(feed.get("language")),
            "image": lead,
            "source": _text(feed.get("title")),
            "transcription_notes": doubts,
        }
        body = body or paragraphs_of(summary)
        # An image is shown in lists, a banner above the text: only what is attached is neither.
        attached = [_web(address, link or home) for address in _attached(item)]
        played = [(player, _web(address, link or home)) for player, address in _played(item)]
        body += as_players(played, body=body) + as_pictures(attached, lead=lead, body=body)
        return Entry(identifier, transcribe("feed", keys, body))

    return attempt(write, identifier)


def _authors(holder: dict[str, Any]) -> list[str]:
    people = [*_list(holder.get("authors")), holder.get("author")]
    names = (_text(person.get("name")) for person in people if isinstance(person, dict))
    return list(dict.fromkeys(filter(None, names)))


def _pictures(item: dict[str, Any]) -> list[str]:
    """Return the addresses of the pictures that may stand above the text, the best first."""
    return [_text(item.get("image")), _text(item.get("banner_image")), *_attached(item)]


def _attached(item: dict[str, Any]) -> list[str]:
    files = _attachments(item)
    return [address for kind, address in files if kind.startswith("image/")][:MAX_ATTACHED]


def _played(item: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the sounds and films that are attached: the name of each one's player, its address."""
    files = [(player_of(kind, address), address) for kind, address in _attachments(item)]
    return [file for file in files if file[0]][:MAX_ATTACHED]


def _attachments(item: dict[str, Any]) -> list[tuple[str, str]]:
    attachments = [a for a in _list(item.get("attachments")) if isinstance(a, dict)]
    return [(_text(a.get("mime_type")), _text(a.get("url"))) for a in attachments]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Return text as such, and a number as text: some feeds number their items."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value.strip() if isinstance(value, str) else ""


def _web(value: Any, base: str = "") -> str:
    return web_address(_text(value), base=base)
