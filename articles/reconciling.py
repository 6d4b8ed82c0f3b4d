"""Two people at one post: what the second typed and what the first saved, put together."""

from dataclasses import dataclass, field
from typing import Any

from articles.html.merging import merged_bodies
from articles.models.content import COLUMNS, RELATIONS, typed
from articles.models.revisions import Revision


@dataclass
class Reconciled:
    """`content` is mine with what only they changed; of `clashes`, fields both changed, it is mine.

    `taken` are the fields that are theirs now, or of the text both. `newest` is their revision.
    """

    newest: Revision
    content: dict[str, Any]
    taken: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)


def reconcile(base: dict[str, Any], newest: Revision, mine: dict[str, Any]) -> Reconciled:
    """Put what was made of `base` together: the content of `newest`, and `mine`."""
    theirs = typed(newest.fields)
    base, result = typed(base), Reconciled(newest, dict(mine))
    ours = typed(mine)
    for name in (*COLUMNS, *RELATIONS):
        if theirs[name] in (base[name], ours[name]):
            continue
        if ours[name] == base[name]:
            result.content[name] = theirs[name]
            result.taken.append(name)
        elif name == "body" and (body := merged_bodies(base[name], theirs[name], ours[name])):
            result.content[name] = body
            result.taken.append(name)
        else:
            result.clashes.append(name)
    return result
