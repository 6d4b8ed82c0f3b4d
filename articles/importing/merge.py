"""What a document says of a post, and the three-way merge when both have changed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from articles.html import CleanHTML, text_of
from articles.importing.catalogue import Catalogue
from articles.importing.conversion import Converted
from articles.importing.filing import Byline as NamedByline
from articles.models import Author, Byline, Category, Conflict, Filing, Post, Source
from articles.models.categories import LINEAGE

# mypy knows nothing of Django's choices.
Reason: Any = Conflict.Reason
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
    "expires_at",
    "revised_at",
)
TIMES = {"published_at", "expires_at", "revised_at"}
# What the document alone knows.
THEIRS_ALONE = {"revised_at", "extra"}
# A text of some length that becomes less than a quarter of itself was not edited but taken away.
STUB_SHARE = 4
WHOLE_LENGTH = 200


@dataclass
class Merged:
    """What a merge decides.

    `follow` are the fields that take what the document says; `clashes` are those that do not,
    as {field: (reason, base, theirs)}; `agreed` are those on which both sides say the same.
    """

    follow: list[str] = field(default_factory=list)
    clashes: dict[str, tuple[str, Any, Any]] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)


def told_by(converted: Converted, source: Source | None) -> dict[str, Any]:
    """Return what a document says of each field, as JSON holds it: the base of a later merge.

    Where it is silent on rights and sections, its source speaks for it.
    """
    told = {name: converted.fields[name] for name in COLUMNS}
    told["rights"] = told["rights"] or (source.rights_default if source else "")
    told["categories"] = converted.categories
    if not told["categories"] and source and source.section:
        told["categories"] = [_names_to(source.section)]
    told["authors"] = [byline.name for byline in converted.authors]
    told["tags"] = sorted(converted.tags)
    told["is_draft"] = converted.is_draft or not converted.is_dated
    return told


def rows_of_held() -> list[Prefetch | str]:
    """Return what to prefetch with posts whose `held_by` is asked for."""
    return [
        Prefetch("filings", Filing.objects.select_related(f"category__{LINEAGE}")),
        Prefetch("bylines", Byline.objects.select_related("author")),
        "tags",
    ]


def held_by(post: Post) -> dict[str, Any]:
    """Return what the desk holds of the same fields of `post`, in the same form.

    That is its unpublished changes, where there are some.
    """
    held = _columns_of(post)
    return held if post.draft is None else held | _in_draft(post.draft.fields)


def _columns_of(post: Post) -> dict[str, Any]:
    held = {name: getattr(post, name) for name in COLUMNS}
    held["body"] = str(post.body)
    held["lead_image_id"] = str(post.lead_image_id) if post.lead_image_id else None
    for name in TIMES:
        held[name] = held[name].isoformat() if held[name] else None
    held["categories"] = [_names_to(filing.category) for filing in post.filings.all()]
    held["authors"] = [byline.author.name for byline in post.bylines.all()]
    held["tags"] = sorted(tag.name for tag in post.tags.all())
    return held


def merge(base: dict[str, Any], theirs: dict[str, Any], ours: dict[str, Any]) -> Merged:
    """Return what becomes of each field of `ours`.

    `base` is what the document said when it was last followed: a field that only the document
    changed follows it, one that only an editor changed stays, and where both did, ours stays
    and they clash. A document that shrank to a stub is not followed at all.
    """
    merged = Merged(agreed=[name for name in ours if theirs[name] == ours[name]])
    changed = [
        name
        for name in ours
        if name not in merged.agreed and (name not in base or theirs[name] != base[name])
    ]
    if "body" in changed and _is_stub(base.get("body", ""), theirs["body"]):
        merged.clashes["body"] = (Reason.SHRUNK, base.get("body"), theirs["body"])
        return merged
    for name in changed:
        if name in THEIRS_ALONE or (name in base and ours[name] == base[name]):
            merged.follow.append(name)
        else:
            reason = Reason.BOTH_CHANGED
            merged.clashes[name] = (reason, base.get(name), theirs[name])
    return merged


def _is_stub(base: str, theirs: str) -> bool:
    whole = len(text_of(base))
    return whole >= WHOLE_LENGTH and len(text_of(theirs)) * STUB_SHARE < whole


def put(post: Post, name: str, value: Any) -> None:
    """Give `post` the column `name` in the form of `told_by`; relations are not columns."""
    if name in TIMES:
        value = datetime.fromisoformat(value) if value else None
    # The body was cleaned where the document was read; JSON knows no such type.
    setattr(post, name, CleanHTML(value) if name == "body" else value)


def apply_fields(post: Post, values: dict[str, Any], catalogue: Catalogue) -> None:
    """Give the stored `post` these fields, in the form of `told_by`, and save it.

    The caller keeps the revision (`workflow.save_edit`).
    """
    for name in COLUMNS:
        if name in values:
            put(post, name, values[name])
    post.save()
    if "categories" in values:
        post.file_under(catalogue.categories(values["categories"]))
    if "authors" in values:
        bylines = [NamedByline(name, is_organisation=False) for name in values["authors"]]
        post.credit_to(catalogue.authors(bylines))
    if "tags" in values:
        post.tags.set(values["tags"])
    post.forget_rows()


def _in_draft(content: dict[str, Any]) -> dict[str, Any]:
    held = {name: content[name] for name in COLUMNS if name in content}
    for name in TIMES & held.keys():
        moment = Post._meta.get_field(name).to_python(held[name])
        held[name] = moment.isoformat() if moment else None
    places = Category.objects.select_related(LINEAGE).in_bulk(content["categories"])
    authors = Author.objects.in_bulk(content["authors"])
    held["categories"] = [_names_to(places[key]) for key in content["categories"] if key in places]
    held["authors"] = [authors[key].name for key in content["authors"] if key in authors]
    held["tags"] = sorted(content["tags"])
    return held


def _names_to(category: Category) -> list[str]:
    return [place.name for place in reversed(category.lineage)]
