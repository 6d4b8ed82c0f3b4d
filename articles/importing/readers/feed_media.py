"""The pictures, sounds and films that an entry of a feed brings beside its text."""

import html
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit

from articles.importing.readers.names import PICTURE_SUFFIXES

MAX_ATTACHED = 50
SOUNDS = {".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac"}
FILMS = {".mp4", ".m4v", ".mov", ".webm", ".ogv", ".mkv"}


def lead_of(entry: dict[str, Any]) -> str:
    """Return the address of the picture the feed names, the widest of several; "" for none."""
    media = _widest(medium for medium in entry.get("media_content", []) if _is_picture(medium))
    thumbnails = _widest(entry.get("media_thumbnail", []))
    image = [entry.get("image") or {}, {"href": entry.get("href")}]
    named = [*media, *filter(_is_picture, _enclosures(entry)), *thumbnails, *image]
    return next(filter(None, (_address(item, entry) for item in named)), "")


def caption_of(entry: dict[str, Any]) -> str:
    """Return what Media RSS says of the entry's picture or film, as HTML; "" for nothing."""
    return (entry.get("media_caption") or "").strip()


def attached_to(entry: dict[str, Any], *, lead: str, body: str) -> str:
    """Return as HTML the enclosed pictures that neither are `lead` nor stand in `body`."""
    enclosed = filter(_is_picture, _enclosures(entry)[:MAX_ATTACHED])
    return as_pictures([_address(e, entry) for e in enclosed], lead=lead, body=body)


def as_pictures(addresses: list[str], *, lead: str, body: str) -> str:
    """Return as HTML the pictures at `addresses` that neither are `lead` nor stand in `body`."""
    written = ((address, html.escape(address)) for address in dict.fromkeys(addresses))
    return "".join(
        f'\n<p><img src="{source}"></p>'
        for address, source in written
        if address not in ("", lead) and address not in body and source not in body
    )


def played_in(entry: dict[str, Any], *, body: str) -> str:
    """Return as HTML players of the enclosed sounds and films that `body` does not lead to.

    Without any, the film that Media RSS names is taken, once of all its sizes.
    """
    enclosed = [each for each in _enclosures(entry)[:MAX_ATTACHED] if _player_of(each)]
    media = [medium for medium in entry.get("media_content", []) if _player_of(medium)]
    preferred = [medium for medium in media if medium.get("isdefault") == "true"]
    chosen = enclosed or (preferred or media)[:1]
    return as_players([(_player_of(each), _address(each, entry)) for each in chosen], body=body)


def as_players(files: list[tuple[str, str]], *, body: str) -> str:
    """Return as HTML the `files`, each its player's name and its address, unless `body` names them.

    A counter may stand before the address: the same name of a file is the same file.
    """
    return "".join(
        f'\n<p><{player} src="{html.escape(address)}"></{player}></p>'
        for player, address in dict.fromkeys(files)
        if player and address and not _is_named(address, body)
    )


def player_of(kind: str, address: str) -> str:
    """Return which of HTML's players plays the file of media type `kind`; "" for neither."""
    suffix = PurePosixPath(address.partition("?")[0]).suffix.lower()
    main = kind.partition("/")[0].lower()
    if main == "audio" or (main != "video" and suffix in SOUNDS):
        return "audio"
    return "video" if main == "video" or suffix in FILMS else ""


def _player_of(medium: dict[str, Any]) -> str:
    if _is_picture(medium):
        return ""
    kind = medium.get("type") or medium.get("medium") or ""
    return player_of(kind, medium.get("url") or medium.get("href") or "")


def _is_named(address: str, body: str) -> bool:
    name = PurePosixPath(address.partition("?")[0]).name
    names = [address, *([f"/{name}"] if "." in name else [])]
    return any(each in body or html.escape(each) in body for each in names)


def _enclosures(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [link for link in entry.get("links", []) if link.get("rel") == "enclosure"]


def _widest(media: Any) -> list[dict[str, Any]]:
    return sorted(media, key=lambda medium: -_number(medium.get("width")))


def _is_picture(medium: dict[str, Any]) -> bool:
    kind = medium.get("medium") or (medium.get("type") or "").partition("/")[0]
    if kind:
        return bool(kind == "image")
    address = medium.get("url") or medium.get("href") or ""
    path = PurePosixPath(address.partition("?")[0])
    return path.suffix.lower() in PICTURE_SUFFIXES


def _address(medium: dict[str, Any], entry: dict[str, Any]) -> str:
    """Return the address of `medium` as the page of `entry` would have it, "" for none."""
    written = (medium.get("url") or medium.get("href") or "").strip()
    return web_address(written, base=entry.get("link") or "") if written else ""


def web_address(address: str, *, base: str = "") -> str:
    """Return `address`, seen from `base`, when that is one of the web, else ""."""
    try:
        if not urlsplit(base).netloc:
            base = "https:"
        seen = urljoin(base, address) if address else ""
        parts = urlsplit(seen)
    except ValueError:
        return ""
    return seen if parts.scheme in ("http", "https") and parts.netloc else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
