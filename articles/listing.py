"""Pages of a list: numbered at first, then on from the last post shown."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db import models
from django.http import Http404

from articles.models import Post
from articles.models.prepared import Given, Prepared
from articles.models.teasers import KEY, teasers

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


class PostList:
    """A newest-first list, made by `build` of values that are `Given` (`articles.models.prepared`).

    Its pages cost the same wherever in it they are: the keys of as many posts as are numbered are
    read from the list's index, and further down the search begins at the post before.
    """

    def __init__(self, build):
        moment, key = Given("listed_at", models.DateTimeField()), Given("key", KEY)
        self.start = Prepared(lambda: build().values("pk")[: PAGE_SIZE * NUMBERED_PAGES + 1])
        self.rest = Prepared(lambda: build().before(moment, key).values("pk")[: PAGE_SIZE + 1])


ALL = PostList(lambda: Post.objects.published().newest_first())
OF_SECTION = PostList(lambda: Post.objects.published().in_category(Given("subject", KEY)))
OF_TAG = PostList(lambda: Post.objects.published().tagged_with(Given("subject", KEY)))
OF_AUTHOR = PostList(lambda: Post.objects.published().by_author(Given("subject", KEY)))
OF_SOURCE = PostList(lambda: Post.objects.published().from_source(Given("subject", KEY)))
DATED = PostList(
    lambda: Post.objects.published().dated_between(
        Given("start", models.DateTimeField()), Given("end", models.DateTimeField())
    )
)


def list_page(posts, request, **values):
    """Return the page of `posts`, a `PostList` with these values, that `request` asks for.

    Raises Http404 for a page that is no page or lies past the end; page one of an empty list is
    a page.
    """
    number, before = request.GET.get("page"), request.GET.get("before")
    if before is None:
        number = _page_number(number)
        return _numbered(posts.start.keys(**values), _cards, number, request.path, {})
    if number is not None:
        raise Http404("both page and before")
    return _continued(posts, values, before, request.path)


def page_of(keys, load, request, **kept):
    """Return the numbered page, of the posts of `keys`, that `request` asks for.

    `load` gives the posts of some keys in their order. Otherwise as `list_page`.
    """
    return _numbered(keys, load, _page_number(request.GET.get("page")), request.path, kept)


def _numbered(keys, load, number, path, kept):
    count, reach = len(keys), PAGE_SIZE * NUMBERED_PAGES
    if number > 1 and count <= PAGE_SIZE * (number - 1):
        raise Http404(f"no page {number}")
    shown = load(keys[PAGE_SIZE * (number - 1) : PAGE_SIZE * number])
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


def _continued(posts, values, before, path):
    try:
        listed_at, key = read_cursor(before)
    except ValueError as error:
        raise Http404("no cursor") from error
    keys = posts.rest.keys(listed_at=listed_at, key=key, **values)
    if not keys:
        raise Http404("past the end")
    has_more = len(keys) > PAGE_SIZE
    shown = _cards(keys[:PAGE_SIZE])
    return ListPage(
        posts=shown,
        number=None,
        count=None,
        has_more=has_more,
        url=_url(path, {}, before=before),
        first=path,
        previous="",
        next=_url(path, {}, before=cursor(shown[-1])) if has_more else "",
        links=[],
    )


def _cards(keys):
    """Return the posts of these keys in their order, with all that a list shows of them."""
    found = teasers(keys)
    return [found[key] for key in keys if key in found]


def cursor(post):
    """Return the place of `post` in a newest-first list, as `?before=` takes it."""
    return f"{post.published_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z_{post.pk}"


def read_cursor(text):
    """Return (listed_at, key) of the place that `cursor` wrote; ValueError for any other text."""
    found = CURSOR.fullmatch(text)
    if found is None:
        raise ValueError("no cursor")
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC), int(found[2])


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
