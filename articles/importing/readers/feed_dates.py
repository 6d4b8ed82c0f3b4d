"""The date of a feed's entry, of the several that it may bear."""

from collections.abc import Sequence

from articles.importing.documents.notes import OTHER_DATE
from articles.importing.times import clock_of
from articles.telling import tell


def first_date(dates: Sequence[str]) -> tuple[str, list[str]]:
    """Return (the first of `dates` that can be read, else the first of all, notes); "" for none.

    An entry whose publication cannot be read often tells its last change well.
    """
    if not dates or _is_readable(dates[0]):
        return "".join(dates[:1]), []
    found = next(filter(_is_readable, dates[1:]), "")
    if not found:
        return dates[0], []
    return found, [tell(OTHER_DATE, date=dates[0][:100], other=found)]


def _is_readable(date: str) -> bool:
    try:
        clock_of(date)
    except ValueError:
        return False
    return True
