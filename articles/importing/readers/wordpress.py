"""WordPress's exports (WXR), an entry at a time.

Format: https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from articles.importing.readers.collection import CollectionError, RawDocument, Reading
from articles.importing.readers.transcripts import (
    Entry,
    attempt,
    documents_of,
    plain,
    transcribe,
)
from articles.importing.readers.wordpress_items import Item
from articles.importing.readers.wordpress_site import (
    Attachment,
    Site,
    identifier_of_item,
    survey,
)
from articles.importing.readers.wordpress_text import body_of

# Whatever plugins add is not public either.
PUBLIC = {"publish", "future"}
NO_DATE = "0000-00-00"
MAX_DEPTH = 8
MAX_PATHS = 50
# Stands for "in no category" until its owner renames it.
UNCATEGORISED = {"uncategorized", "未分类", "未分類"}
NO_FILE = Attachment("", "", "", "")


def open_export(path: Path, *, name: str) -> "WordPressCollection":
    """Return the posts and pages of the export at `path`; CollectionError when there are none."""
    site = survey(path)
    if site.damage and not site.number:
        raise CollectionError(f"{path} cannot be read as a WordPress export: {site.damage}")
    return WordPressCollection(path, site, name=name)


class WordPressCollection(Reading):
    """The posts and pages of an export, in its order; drafts among them say what they are.

    What is damaged in it comes with a `problem`, or with a note if the rest could be read.
    """

    def __init__(self, path: Path, site: Site, *, name: str):
        self.name = name
        self.path = path
        self.site = site

    def documents(self) -> Iterator[RawDocument]:
        yield from documents_of(self._entries(), name=self.name, folder=self.path.stem)

    def count(self) -> int:
        return self.site.number

    def holds(self, identifier: str) -> bool:
        return bool(self.site.damage) or identifier in self.site.identifiers

    def _entries(self) -> Iterator[Entry]:
        for item in self.site.items(self.path):
            if item.problem:
                yield Entry(f"the item on line {item.line}", problem=item.problem)
            elif self.site.reads(item):
                yield _entry(item, self.site)


def _entry(item: Item, site: Site) -> Entry:
    identifier = identifier_of_item(item)

    def write() -> Entry:
        # It may have more to note.
        body = body_of(item, site)
        login, link, kind = item.text("creator"), item.text("link"), item.text("post_type")
        lead = site.attached.get(item.meta("_thumbnail_id"), NO_FILE)
        keys = {
            "title": plain(item.text("title")),
            "layout": "" if kind == "post" else kind,
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
            "image": lead.address,
            "image_caption": plain(lead.caption),
            "source": site.title,
            "transcription_notes": item.notes,
        }
        return Entry(identifier, transcribe("wordpress", keys, body))

    return attempt(write, identifier)


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
    found = item.terms("category")
    terms = [term for term in found if unquote(term[0]) not in UNCATEGORISED]
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
