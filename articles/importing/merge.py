"""What a document says of a post, and the three-way merge when both have changed."""

from datetime import datetime
from typing import Any

from articles.html import CleanHTML
from articles.importing.conversion import Converted
from articles.models import Category, Post, Source

COLUMNS = (
    "title",
    "summary",
    "body",
    "lead_image_id",
    "lead_caption",
    "language",
    "rights",
    "extra",
    "published_at",
)


def told_by(converted: Converted, source: Source) -> dict[str, Any]:
    """Return what a document says of each field, as JSON holds it: the base of a later merge.

    Where it is silent on rights and sections, its source speaks for it.
    """
    told = {name: converted.fields[name] for name in COLUMNS}
    told["rights"] = told["rights"] or source.rights_default
    told["categories"] = converted.categories
    if not told["categories"] and source.section:
        told["categories"] = [_names_to(source.section)]
    told["authors"] = [byline.name for byline in converted.authors]
    told["tags"] = sorted(converted.tags)
    return told


def held_by(post: Post) -> dict[str, Any]:
    """Return what `post` holds of the same fields, in the same form."""
    held = {name: getattr(post, name) for name in COLUMNS}
    held["body"] = str(post.body)
    held["lead_image_id"] = str(post.lead_image_id) if post.lead_image_id else None
    held["published_at"] = post.published_at.isoformat() if post.published_at else None
    filings = post.filings.select_related("category")
    held["categories"] = [_names_to(filing.category) for filing in filings]
    held["authors"] = [byline.author.name for byline in post.bylines.select_related("author")]
    held["tags"] = sorted(tag.name for tag in post.tags.all())
    return held


def merge(
    base: dict[str, Any], theirs: dict[str, Any], ours: dict[str, Any]
) -> tuple[list[str], list[str]]:
    """Return (fields that follow the document, fields on which both sides changed).

    `base` is what the document said at the last import: a field that only the document
    changed follows it, one that only an editor changed stays, and where both did, ours stays.
    """
    changed = [name for name in theirs if name not in base or theirs[name] != base[name]]
    changed = [name for name in changed if theirs[name] != ours[name]]
    follow = [name for name in changed if name in base and ours[name] == base[name]]
    return follow, [name for name in changed if name not in follow]


def put(post: Post, name: str, value: Any) -> None:
    """Give `post` the column `name` in the form of `told_by`; relations are not columns."""
    if name == "published_at":
        value = datetime.fromisoformat(value) if value else None
    # The body was cleaned where the document was read; JSON knows no such type.
    setattr(post, name, CleanHTML(value) if name == "body" else value)


def _names_to(category: Category) -> list[str]:
    return [place.name for place in reversed(category.lineage)]
