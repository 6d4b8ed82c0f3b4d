"""Which posts a search is among: those readers may see, and of these what was asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Gate:
    """Public posts, of the section with the key `section`, dated in [since, before).

    None is no bound; the moments are aware. The conditions are those of `Post.published()` on
    the columns that PostSearch repeats (as `s`), so that hits are counted without the posts.
    """

    section: int | None = None
    since: datetime | None = None
    before: datetime | None = None

    def __bool__(self) -> bool:
        return any(bound is not None for bound in (self.section, self.since, self.before))

    def conditions(self, connection: Any) -> Sql:
        """Return the conditions and their parameters for the database of `connection`."""
        moment = connection.ops.adapt_datetimefield_value
        now = timezone.now()
        parts: list[Sql] = [
            ("s.listed_at <= %s", [moment(now)]),
            ("(s.expires_at IS NULL OR s.expires_at > %s)", [moment(now)]),
        ]
        if self.since is not None:
            parts.append(("s.listed_at >= %s", [moment(self.since)]))
        if self.before is not None:
            parts.append(("s.listed_at < %s", [moment(self.before)]))
        if self.section is not None:
            listed = (
                "EXISTS (SELECT 1 FROM articles_sectionlisting l"
                " WHERE l.post_id = s.post_id AND l.category_id = %s)"
            )
            parts.append((listed, [self.section]))
        return both(parts, " AND ")


def both(parts: list[Sql], joint: str) -> Sql:
    """Return the parts joined, with the parameters of all."""
    parameters = [parameter for _sql, those in parts for parameter in those]
    return joint.join(sql for sql, _those in parts), parameters
