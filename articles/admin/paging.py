"""Pages of a long list of the desk: numbered at first, then on from the last row shown."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db.models import Q

PAGE_SIZE = 50
NUMBERED_PAGES = 10
REACH = PAGE_SIZE * NUMBERED_PAGES
CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15})Z_([0-9]{1,18})|([0-9]{1,18})")


@dataclass(frozen=True)
class DeskPage:
    """The keys of a page's rows, and the queries of the pages around it ("" for none).

    `number` is None past the numbered pages, `count` too; up to REACH is counted, and `has_more`
    tells whether there are others. `links` are (number, query) pairs.
    """

    keys: list
    number: int | None
    count: int | None
    has_more: bool
    first: str
    next: str
    links: list[tuple[int, str]]

    @property
    def counted(self):
        """How many there are as far as they are counted, for people: "500+"."""
        return f"{self.count}+" if self.has_more else str(self.count)


def desk_page(rows, asked):
    """Return the page of `rows` that `asked`, a QueryDict, wants.

    `rows` are ordered by their key, or by a date and their key; a page that is none is the first.
    """
    kept = {name: value for name, value in asked.items() if name not in ("p", "before")}
    after = _read_cursor(rows, asked.get("before", ""))
    if after is not None:
        return _continued(rows.filter(after), kept)
    keys = list(rows.values_list("pk", flat=True)[: REACH + 1])
    number = _page_number(asked.get("p", ""), len(keys))
    shown = keys[:REACH][PAGE_SIZE * (number - 1) : PAGE_SIZE * number]
    last = max(1, -(-min(len(keys), REACH) // PAGE_SIZE))
    following = ""
    if number < last:
        following = _query(kept, p=number + 1)
    elif len(keys) > REACH:
        following = _query(kept, before=_cursor(rows, shown[-1]))
    return DeskPage(
        keys=shown,
        number=number,
        count=min(len(keys), REACH),
        has_more=len(keys) > REACH,
        first="",
        next=following,
        links=[(page, _query(kept, p=page)) for page in range(1, last + 1)] if last > 1 else [],
    )


def _continued(rows, kept):
    keys = list(rows.values_list("pk", flat=True)[: PAGE_SIZE + 1])
    shown = keys[:PAGE_SIZE]
    has_more = len(keys) > PAGE_SIZE
    following = _query(kept, before=_cursor(rows, shown[-1])) if has_more else ""
    return DeskPage(shown, None, None, has_more, _query(kept), following, [])


def _order(rows):
    """Return (name of the date or "", whether it falls)."""
    first, *rest = rows.query.order_by
    return (first.removeprefix("-") if rest else ""), first.startswith("-")


def _cursor(rows, key):
    name, _falls = _order(rows)
    if not name:
        return str(key)
    moment = rows.model._base_manager.values_list(name, flat=True).get(pk=key)
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z_{key}"


def _read_cursor(rows, text):
    """Return the condition of what comes after the row with this cursor; None for no cursor."""
    found, (name, falls) = CURSOR.fullmatch(text), _order(rows)
    side = "lt" if falls else "gt"
    if found is None or bool(name) != bool(found[1]):
        return None
    if not name:
        return Q(**{f"pk__{side}": int(found[3])})
    try:
        moment = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    except ValueError:
        return None
    # A bound for the index to start from, and a test for rows of the same moment.
    beyond = Q(**{f"{name}__{side}": moment}) | Q(**{f"pk__{side}": int(found[2])})
    return Q(**{f"{name}__{side}e": moment}) & beyond


def _page_number(text, count):
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 1
    return number if 1 < number <= NUMBERED_PAGES and count > PAGE_SIZE * (number - 1) else 1


def _query(kept, **place):
    place = {name: value for name, value in place.items() if (name, value) != ("p", 1)}
    return f"?{urlencode({**kept, **place})}"
