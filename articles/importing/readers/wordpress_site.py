"""What an export of WordPress says once for all its items, and what items need of others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from articles.importing.readers import wordpress_shared
from articles.importing.readers.transcripts import identifier_by_content, identifier_of, plain
from articles.importing.readers.wordpress_items import Item, items_of
from articles.importing.readers.wordpress_repair import damaged_items_of

# What WordPress keeps for itself; its newer kinds begin with wp_.
INTERNAL = {
    *("attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset"),
    *("oembed_cache", "user_request"),
}
NAMED_PICTURE = re.compile(r"\bwp-image-([0-9]{1,12})|\bids=[\"'\u201d\u2033]?([0-9, ]{1,5000})")
WHOLE_GALLERY = re.compile(r"\[gallery\b(?![^\[\]]{0,1000}\bids=)")


@dataclass(frozen=True)
class Attachment:
    """A file of the library: its address, and what is said of it."""

    address: str
    caption: str
    alt: str
    parent: str


@dataclass
class Site:
    """`attached` are files by their number, `shared` the reusable blocks that readers see by
    theirs, `kinds` those of items that readers could see.

    `number` and `identifiers` are of the items that are read. `damage` says where the export is
    no whole XML; its items are read one by one then.
    """

    title: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    categories: dict[str, tuple[str, str]] = field(default_factory=dict)
    attached: dict[str, Attachment] = field(default_factory=dict)
    galleries: dict[str, list[str]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=lambda: {"post", "page"})
    identifiers: set[str] = field(default_factory=set)
    number: int = 0
    damage: str = ""

    def reads(self, item: Item) -> bool:
        """Whether `item`, one that could be read, becomes a document."""
        return item.kind == "item" and item.text("post_type") in self.kinds

    def items(self, path: Path) -> Iterator[Item]:
        return damaged_items_of(path) if self.damage else items_of(path)


def survey(path: Path) -> Site:
    """Return what stands in the export at `path`, of an item only what others need."""
    try:
        return _surveyed(path, Site())
    except etree.XMLSyntaxError as error:
        return _surveyed(path, Site(damage=f"line {error.lineno}: {error.msg}"))


def identifier_of_item(item: Item) -> str:
    """Return what is known of an item from one export to the next."""
    link, title, date = item.text("link"), item.text("title"), item.text("post_date")
    return identifier_of(item.text("guid"), link) or identifier_by_content(title, date)


def _surveyed(path: Path, site: Site) -> Site:
    wanted: set[str] = set()
    by_kind: dict[str, list[str]] = {}
    files: dict[str, Attachment] = {}
    for item in site.items(path):
        kind = item.text("post_type") if item.kind == "item" else ""
        if kind == "attachment":
            files[item.text("post_id")] = _attachment(item)
        elif item.problem:
            site.number += 1
        elif kind == wordpress_shared.KIND:
            _note_shared(item, site, wanted)
        elif kind and not _is_internal(kind):
            by_kind.setdefault(kind, []).append(identifier_of_item(item))
            if _is_seen(item):
                site.kinds.add(kind)
            _note_pictures(item, site, wanted)
        elif item.kind != "item":
            _note(item, site)
    for kind in site.kinds & by_kind.keys():
        site.number += len(by_kind[kind])
        site.identifiers.update(by_kind[kind])
    _fill_galleries(site, files, wanted)
    site.attached = {number: files[number] for number in wanted & files.keys()}
    return site


def _fill_galleries(site: Site, files: dict[str, Attachment], wanted: set[str]) -> None:
    for number, file in files.items():
        if file.parent in site.galleries:
            site.galleries[file.parent].append(number)
            wanted.add(number)


def _is_internal(kind: str) -> bool:
    return kind in INTERNAL or kind.startswith("wp_")


def _is_seen(item: Item) -> bool:
    """Whether the site shows `item` at an address of its own, and something stands there."""
    path = item.text("link").partition("?")[0].partition("://")[2].partition("/")[2]
    is_text = bool(item.text("encoded", of="content"))
    return bool(path.strip("/")) and is_text and item.text("status") == "publish"


def _note_pictures(item: Item, site: Site, wanted: set[str]) -> None:
    wanted.add(item.meta("_thumbnail_id"))
    body = item.text("encoded", of="content")
    for one, several in NAMED_PICTURE.findall(body):
        wanted.update([one] if one else re.findall(r"[0-9]+", several))
    if WHOLE_GALLERY.search(body):
        site.galleries[item.text("post_id")] = []


def _note_shared(item: Item, site: Site, wanted: set[str]) -> None:
    # WordPress shows no others.
    if item.text("status") == "publish" and not item.text("post_password"):
        site.shared[item.text("post_id")] = item.text("encoded", of="content")
        _note_pictures(item, site, wanted)


def _attachment(item: Item) -> Attachment:
    return Attachment(
        address=item.text("attachment_url"),
        caption=item.text("encoded", of="excerpt"),
        alt=item.meta("_wp_attachment_image_alt"),
        parent=item.text("post_parent"),
    )


def _note(item: Item, site: Site) -> None:
    if item.kind == "author":
        name = item.text("author_display_name") or item.text("author_login")
        site.authors[item.text("author_login")] = plain(name)
    elif item.kind == "category":
        parent, name = item.text("category_parent"), plain(item.text("cat_name"))
        site.categories[item.text("category_nicename")] = (parent, name)
    elif item.kind in ("title", "language"):
        setattr(site, item.kind, plain(item.own_text))
