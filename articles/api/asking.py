"""What a client asks for in the query of a list."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from articles.api.problems import ProblemError
from articles.caching import STREAM, label_of
from articles.html.text import FORBIDDEN
from articles.listing import read_cursor
from articles.models import Author, Category, Post, Source, Tag

MOST = 100
USUAL = 20
NUMBER = re.compile(r"[1-9][0-9]{0,2}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(?:Z|[+-][0-9]{2}:[0-9]{2})")
MAX_NAME = 500
# The lists there are, each with the noun and the column that name it. Each is an index: one of
# them can be walked, two together could only be searched.
LISTS = {
    "section": (Category, "path", "in_category"),
    "tag": (Tag, "slug", "tagged_with"),
    "author": (Author, "slug", "by_author"),
    "source": (Source, "slug", "from_source"),
}


@dataclass(frozen=True)
class Asked:
    """A list of published posts, newest first, and the label of the pages that show it."""

    posts: object
    label: str


def asked_posts(query):
    """Return the list of posts that `query`, a QueryDict, asks for; raises ProblemError."""
    named = [name for name in LISTS if name in query]
    if len(named) > 1:
        raise ProblemError(400, f"Give one of {', '.join(LISTS)} at most.")
    posts, label = Post.objects.published().newest_first(), STREAM
    if named:
        model, column, method = LISTS[named[0]]
        subject = model.objects.filter(**{column: _name(query, named[0])}).first()
        if subject is None:
            raise ProblemError(404, f"There is no such {named[0]}.")
        posts, label = getattr(Post.objects.published(), method)(subject), label_of(subject)
    when = posts.query.order_by[0].removeprefix("-")
    if "since" in query:
        posts = posts.filter(**{f"{when}__gte": _moment(query, "since")})
    if "until" in query:
        posts = posts.filter(**{f"{when}__lt": _moment(query, "until", is_end=True)})
    if "before" in query:
        posts = posts.before(*_place(query["before"]))
    return Asked(posts, label)


def asked_limit(query):
    """Return how many a page is to hold."""
    text = query.get("limit", str(USUAL))
    if not NUMBER.fullmatch(text) or int(text) > MOST:
        raise ProblemError(400, f"limit is a number from 1 to {MOST}.")
    return int(text)


def asked_start(query):
    """Return the name after which an alphabetical list goes on, "" for its beginning."""
    return _name(query, "after") if "after" in query else ""


def _name(query, key):
    text = query[key]
    if len(text) > MAX_NAME or FORBIDDEN.search(text) or not text.isascii():
        raise ProblemError(400, f"{key} is the last part of an address of this site.")
    return text


def _place(text):
    try:
        return read_cursor(text)
    except ValueError as error:
        raise ProblemError(400, "before is taken from the address of a next page.") from error


def _moment(query, key, *, is_end=False):
    """Return the instant under `key`: a date is a local day, the whole of it for an end."""
    text = query[key]
    try:
        if DAY.fullmatch(text):
            day = date.fromisoformat(text) + timedelta(days=is_end)
            zone = timezone.get_default_timezone()
            return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
        if INSTANT.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ProblemError(400, f"{key} is a date, 2022-03-11, or a time with its zone in RFC 3339.")
