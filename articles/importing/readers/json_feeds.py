"""JSON Feed, versions 1 and 1.1: https://www.jsonfeed.org/version/1.1/"""

import json
from typing import Any

from articles.importing.readers.collection import CollectionError
from articles.importing.readers.paragraphs import paragraphs_of
from articles.importing.readers.transcripts import (
    Entry,
    attempt,
    identifier_by_content,
    identifier_of,
    plain,
    transcribe,
)

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
        return Entry("", problem="the item is no object")
    title, date = plain(_text(item.get("title"))), _text(item.get("date_published"))
    link = _web(item.get("url")) or _web(item.get("external_url"))
    identifier = identifier_of(_text(item.get("id")), link) or identifier_by_content(title, date)

    def write() -> Entry:
        summary, updated = _text(item.get("summary")), _text(item.get("date_modified"))
        body = _text(item.get("content_html")) or paragraphs_of(_text(item.get("content_text")))
        if not title and not body and not summary:
            return Entry(identifier, problem="the item has neither title nor text")
        keys = {
            "title": title,
            "date": date,
            "updated": updated if updated != date else "",
            "authors": _authors(item) or _authors(feed),
            "tags": [_text(tag) for tag in _list(item.get("tags"))],
            "summary": summary if body and plain(body) != plain(summary) else "",
            "link": link,
            "language": _text(item.get("language")) or _text(feed.get("language")),
            "image": _web(item.get("image")) or _web(item.get("banner_image")) or _attached(item),
            "source": _text(feed.get("title")),
        }
        return Entry(identifier, transcribe("feed", keys, body or paragraphs_of(summary)))

    return attempt(write, identifier)


def _authors(holder: dict[str, Any]) -> list[str]:
    people = [*_list(holder.get("authors")), holder.get("author")]
    names = (_text(person.get("name")) for person in people if isinstance(person, dict))
    return list(dict.fromkeys(filter(None, names)))


def _attached(item: dict[str, Any]) -> str:
    attachments = [a for a in _list(item.get("attachments")) if isinstance(a, dict)]
    pictures = (a for a in attachments if _text(a.get("mime_type")).startswith("image/"))
    return next(filter(None, (_web(picture.get("url")) for picture in pictures)), "")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Return text as such, and a number as text: some feeds number their items."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value.strip() if isinstance(value, str) else ""


def _web(value: Any) -> str:
    text = _text(value)
    return text if text.startswith(("http://", "https://")) else ""
