"""Pages of a list: numbered at first, then on from the last post shown."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import Http404

PAGE_SIZE = 20
NUMBERED_PAGES = 50
PAGE_NUMBER = re.compile(r"[1-9][0-9]?")
CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15})Z_([0-9]{1,18})")


@dataclass(frozen=True)
class PageLink:
    """A numbered page in the row of links; `number` is None for pages left out."""

    number: int | None
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class ListPage:
    """Some posts of a list, and the addresses of the pages around them ("" for none).

    `number` is None past the numbered pages. `count` counts the list as far as those reach;
    it is None past them, and `has_more` tells whether the list goes on beyond.
    """

    posts: list
    number: int | None
    count: int | None
    has_more: bool
    url: str
    first: str
    previous: str
    next: str
    links: list[PageLink]


def list_page(posts, request, **kept):
    """Return the page of `posts`, a newest-first queryset, that `request` asks for.

    `kept` are query values that the links carry on. Raises Http404 for a page that is no
    page or lies past the end; page one of an empty list is a page.
    """
    number, before = request.GET.get("page"), request.GET.get("before")
    if before is None:
        return _numbered(posts, _page_number(number), request.path, kept)
    if number is not None:
        raise Http404("both page and before")
    return _continued(posts, before, request.path, kept)


def _numbered(posts, number, path, kept):
    reach = PAGE_SIZE * NUMBERED_PAGES
    count = posts[: reach + 1].count()
    if number > 1 and count <= PAGE_SIZE * (number - 1):
        raise Http404(f"no page {number}")
    shown = list(posts[PAGE_SIZE * (number - 1) : PAGE_SIZE * number]) if count else []
    last = min(-(-count // PAGE_SIZE), NUMBERED_PAGES)
    following = ""
    if number < last:
        following = _url(path, kept, page=number + 1)
    elif count > reach:
        following = _url(path, kept, before=cursor(shown[-1]))
    return ListPage(
        posts=shown,
        number=number,
        count=min(count, reach),
        has_more=count > reach,
        url=_numbered_url(path, kept, number),
        first=_numbered_url(path, kept, 1) if number > 1 else "",
        previous=_numbered_url(path, kept, number - 1) if number > 1 else "",
        next=following,
        links=_links(number, last, path, kept) if last > 1 else [],
    )


def _continued(posts, before, path, kept):
    shown = list(posts.before(*_read_cursor(before))[: PAGE_SIZE + 1])
    if not shown:
        raise Http404("past the end")
    has_more = len(shown) > PAGE_SIZE
    shown = shown[:PAGE_SIZE]
    return ListPage(
        posts=shown,
        number=None,
        count=None,
        has_more=has_more,
        url=_url(path, kept, before=before),
        first=_numbered_url(path, kept, 1),
        previous="",
        next=_url(path, kept, before=cursor(shown[-1])) if has_more else "",
        links=[],
    )


def cursor(post):
    """Return the place of `post` in a newest-first list, as `?before=` takes it."""
    return f"{post.published_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z_{post.pk}"


def _read_cursor(text):
    found = CURSOR.fullmatch(text)
    if found is None:
        raise Http404("no cursor")
    try:
        return datetime.fromisoformat(found[1]).replace(tzinfo=UTC), int(found[2])
    except ValueError as error:
        raise Http404("no time in the cursor") from error


def _page_number(text):
    if text is None:
        return 1
    if not PAGE_NUMBER.fullmatch(text) or int(text) > NUMBERED_PAGES:
        raise Http404("no page number")
    return int(text)


def _links(number, last, path, kept):
    near = {1, last, *range(max(1, number - 2), min(last, number + 2) + 1)}
    links, before = [], 0
    for page in sorted(near):
        if page > before + 1:
            links.append(PageLink(None))
        links.append(PageLink(page, _numbered_url(path, kept, page), page == number))
        before = page
    return links


def _numbered_url(path, kept, number):
    return _url(path, kept, page=number) if number > 1 else _url(path, kept)


def _url(path, kept, **place):
    query = urlencode({**kept, **place})
    return f"{path}?{query}" if query else path
