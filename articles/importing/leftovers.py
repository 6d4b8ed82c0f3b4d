"""Rows that documents named and that nothing uses any more."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet

from articles.models import (
    Author,
    Byline,
    Category,
    Filing,
    Image,
    Post,
    PostImage,
    Source,
    Tag,
    TaggedPost,
)
from articles.models.fetches import FETCH_COLUMNS

# What an import gives such a row; one whose other columns say something was looked after.
GIVEN: dict[Any, set[str]] = {
    Category: {"id", "name", "slug", "path", "parent"},
    Author: {"id", "name", "slug", "kind"},
    Tag: {"id", "name", "slug"},
    Source: {"id", "name", "slug"},
    Image: {
        *("id", "file", "original_url", "sha256", "width", "height", "alt", "credit"),
        *("widths", "created_at"),
        *FETCH_COLUMNS,
    },
}
# These follow a row, or only remember it: they are no use of it.
FOLLOWERS = {"importrecord", "sectionlisting"}


@dataclass
class Used:
    """Keys of what some posts name, by model."""

    keys: dict[Any, set[Any]] = field(default_factory=dict)


def used_by(post_ids: list[int]) -> Used:
    """Return what these posts name: sections, authors, tags, pictures, sources."""
    posts = Post.objects.filter(pk__in=post_ids)
    rows = {
        Category: Filing.objects.filter(post__in=post_ids).values_list("category", flat=True),
        Author: Byline.objects.filter(post__in=post_ids).values_list("author", flat=True),
        Tag: TaggedPost.objects.filter(content_object__in=post_ids).values_list("tag", flat=True),
        Source: posts.values_list("source", flat=True),
        Image: PostImage.objects.filter(post__in=post_ids).values_list("image", flat=True),
    }
    used = Used({model: set(keys) - {None} for model, keys in rows.items()})
    used.keys[Image] |= set(posts.values_list("lead_image", flat=True)) - {None}
    return used


def clear(used: Used, *, since: datetime) -> dict[str, int]:
    """Delete those rows of `used` that nothing uses now; return how many, by model's name.

    Kept is what somebody added or changed in the admin, what says more than an import would
    have it say, a section that others stand under, and a picture from before `since`.
    """
    counts = {"category": _clear_sections(used.keys[Category])}
    for model in (Author, Tag, Source, Image):
        rows = _unused(model, used.keys[model])
        if model is Image:
            rows = rows.filter(created_at__gte=since)
        counts[model._meta.model_name] = _delete(rows)
    return {name: count for name, count in counts.items() if count}


def _clear_sections(keys: set[int]) -> int:
    paths = set(Category.objects.filter(pk__in=keys).values_list("path", flat=True))
    above = {"/".join(path.split("/")[: n + 1]) for path in paths for n in range(path.count("/"))}
    by_depth: dict[int, set[str]] = {}
    for path in paths | above:
        by_depth.setdefault(path.count("/"), set()).add(path)
    count = 0
    for _depth, level in sorted(by_depth.items(), reverse=True):
        # A section stands below another: it has to go first.
        rows = Category.objects.filter(path__in=level).values_list("pk", flat=True)
        count += _delete(_unused(Category, set(rows)))
    return count


def _unused(model: Any, keys: set[Any]) -> QuerySet:
    rows = model._default_manager.filter(pk__in=keys)
    for column in model._meta.concrete_fields:
        if column.name not in GIVEN[model]:
            rows = rows.filter(**{column.attname: column.get_default()})
    for relation in model._meta.get_fields(include_hidden=True):
        is_pointed_at = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if is_pointed_at and relation.related_model._meta.model_name not in FOLLOWERS:
            users = relation.related_model._base_manager.all()
            rows = rows.exclude(Exists(users.filter(**{relation.field.name: OuterRef("pk")})))
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(k) for k in keys]
    )
    touched = set(entries.values_list("object_id", flat=True))
    return rows.exclude(pk__in=[key for key in keys if str(key) in touched])


def _delete(rows: QuerySet) -> int:
    _total, counts = rows.delete()
    return counts.get(rows.model._meta.label, 0)
