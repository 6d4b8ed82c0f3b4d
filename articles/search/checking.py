"""Whether what search knows of posts is what they say."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from articles.models import Post, PostSearch, PostText
from articles.search.rows import FIELDS, READ, rows_of


@dataclass
class Differences:
    """Keys of posts without their rows, and of those whose rows say something else."""

    missing: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)


def compare(keys: Collection[int]) -> Differences:
    """Return how the rows of the posts of `keys` differ from what they should be."""
    found = _compare(keys)
    suspects = [*found.missing, *found.stale]
    # A post that was saved between the reading of post and rows is none.
    return _compare(suspects) if suspects else found


def _compare(keys: Collection[int]) -> Differences:
    found = Differences()
    posts = Post.objects.filter(pk__in=keys).order_by("pk").only(*READ)
    stored = [model.objects.in_bulk(keys) for model in (PostSearch, PostText)]
    for pair in rows_of(posts, {}):
        key = pair[0].pk
        held = [rows.get(key) for rows in stored]
        if None in held:
            found.missing.append(key)
        elif any(_says(row) != _says(kept) for row, kept in zip(pair, held, strict=True)):
            found.stale.append(key)
    return found


def superfluous() -> list[QuerySet]:
    """Return the rows that belong to no post, of each kind."""
    post = Post.objects.filter(pk=OuterRef("pk"))
    return [model.objects.filter(~Exists(post)) for model in (PostSearch, PostText)]


def _says(row: Model | None) -> list[Any]:
    return [getattr(row, name) for name in FIELDS[type(row)]]
