"""WordPress's exports (WXR), an entry at a time.

Format: https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from articles.importing.readers.collection import CollectionError, RawDocument, Reading
from articles.importing.readers.paragraphs import with_paragraphs
from articles.importing.readers.transcripts import (
    Entry,
    attempt,
    documents_of,
    identifier_by_content,
    identifier_of,
    plain,
    transcribe,
)
from articles.importing.readers.wordpress_items import Item, items_of

READ_TYPES = {"post", "page"}
# Whatever plugins add is not public either.
PUBLIC = {"publish", "future"}
NO_DATE = "0000-00-00"
MAX_DEPTH = 8
MAX_PATHS = 50
# Stands for "in no category" until its owner renames it.
UNCATEGORISED = "uncategorized"


@dataclass
class Site:
    """What an export says once for all its items."""

    title: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    categories: dict[str, tuple[str, str]] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    identifiers: set[str] = field(default_factory=set)
    number: int = 0
    damage: str = ""


def open_export(path: Path, *, name: str) -> "WordPressCollection":
    """Return the posts and pages of the export at `path`; CollectionError when there are none."""
    site = _survey(path)
    if site.damage and not site.number:
        raise CollectionError(f"{path} cannot be read as a WordPress export: {site.damage}")
    return WordPressCollection(path, site, name=name)


class WordPressCollection(Reading):
    """The posts and pages of an export, in its order; drafts among them say what they are.

    An export that breaks off comes with a last document whose `problem` says so.
    """

    def __init__(self, path: Path, site: Site, *, name: str):
        self.name = name
        self.path = path
        self.site = site

    def documents(self) -> Iterator[RawDocument]:
        yield from documents_of(self._entries(), name=self.name, folder=self.path.stem)

    def count(self) -> int:
        return self.site.number + bool(self.site.damage)

    def holds(self, identifier: str) -> bool:
        return bool(self.site.damage) or identifier in self.site.identifiers

    def _entries(self) -> Iterator[Entry]:
        try:
            for item in items_of(self.path):
                if item.kind == "item" and item.text("post_type") in READ_TYPES:
                    yield _entry(item, self.site)
        except etree.XMLSyntaxError as error:
            problem = f"the export breaks off: {error.msg}; what came after is missing"
            yield Entry("the rest of the export", problem=problem)


def _survey(path: Path) -> Site:
    """Read what items need of others: their authors, categories and pictures."""
    site, wanted = Site(), set()
    attachments: dict[str, str] = {}
    try:
        for item in items_of(path):
            if item.kind == "item" and item.text("post_type") in READ_TYPES:
                site.number += 1
                site.identifiers.add(_identifier(item))
                wanted.add(item.meta("_thumbnail_id"))
            elif item.kind == "item" and item.text("post_type") == "attachment":
                attachments[item.text("post_id")] = item.text("attachment_url")
            else:
                _note(item, site)
    except etree.XMLSyntaxError as error:
        site.damage = error.msg or "it is damaged"
    site.pictures = {number: attachments[number] for number in wanted & attachments.keys()}
    return site


def _note(item: Item, site: Site) -> None:
    if item.kind == "author":
        name = item.text("author_display_name") or item.text("author_login")
        site.authors[item.text("author_login")] = plain(name)
    elif item.kind == "category":
        parent, name = item.text("category_parent"), plain(item.text("cat_name"))
        site.categories[item.text("category_nicename")] = (parent, name)
    elif item.kind in ("title", "language"):
        setattr(site, item.kind, plain(item.own_text))


def _identifier(item: Item) -> str:
    link, title, date = item.text("link"), item.text("title"), item.text("post_date")
    return identifier_of(item.text("guid"), link) or identifier_by_content(title, date)


def _entry(item: Item, site: Site) -> Entry:
    identifier = _identifier(item)

    def write() -> Entry:
        login, link = item.text("creator"), item.text("link")
        keys = {
            "title": plain(item.text("title")),
            "layout": "page" if item.text("post_type") == "page" else "",
            "date": _date(item),
            "updated": _time(item, "post_modified"),
            "published": None if _is_public(item) else False,
            "authors": [site.authors.get(login) or login],
            "categories": _categories(item, site),
            "tags": [plain(tag) for _slug, tag in item.terms("post_tag")],
            "summary": plain(item.text("encoded", of="excerpt")),
            "slug": unquote(item.text("post_name")),
            "link": link,
            "permalink": _path(link),
            "language": site.language,
            "image": site.pictures.get(item.meta("_thumbnail_id"), ""),
            "source": site.title,
        }
        return Entry(identifier, transcribe("wordpress", keys, _body(item)))

    return attempt(write, identifier)


def _body(item: Item) -> str:
    text = item.text("encoded", of="content")
    # Blocks hold their paragraphs; only what the old editor wrote has none.
    return text if "<!-- wp:" in text else with_paragraphs(text)


def _is_public(item: Item) -> bool:
    return item.text("status") in PUBLIC and not item.text("post_password")


def _date(item: Item) -> str:
    return _time(item, "post_date") or item.text("pubDate")


def _time(item: Item, key: str) -> str:
    """Return the instant in UTC, else the clock of the site without a zone, else ""."""
    instant, clock = item.text(f"{key}_gmt"), item.text(key)
    if instant and not instant.startswith(NO_DATE):
        return f"{instant.replace(' ', 'T')}Z"
    return "" if clock.startswith(NO_DATE) else clock


def _categories(item: Item, site: Site) -> list[list[str]]:
    terms = [term for term in item.terms("category") if term[0] != UNCATEGORISED]
    paths = (_path_of(slug, name, site) for slug, name in terms[:MAX_PATHS])
    return [path for path in paths if path]


def _path_of(slug: str, name: str, site: Site) -> list[str]:
    """Return the names from the top of the tree down to the category `slug`."""
    path, seen = [plain(name)], {slug}
    parent = site.categories.get(slug, ("", ""))[0]
    while parent in site.categories and parent not in seen and len(path) < MAX_DEPTH:
        seen.add(parent)
        parent, name = site.categories[parent]
        path.insert(0, name)
    return [name for name in path if name]


def _path(link: str) -> str:
    """Return the path of a post's old address; "" for a site that has only numbers (/?p=1)."""
    try:
        path = urlsplit(link).path
    except ValueError:
        return ""
    return path if path.strip("/") else ""
