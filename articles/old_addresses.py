"""What stood, or stands, at an address where nothing was found.

Asked only then, so that no page that answers pays for it: one query for the redirects, and one
more where the address, written as this site writes its own, may be that of a page.
"""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from articles.html.text import FORBIDDEN
from articles.models import Category, Post, Redirect
from articles.slugs import PATH_LENGTH, fold_path

FEED = re.compile(r"feed\.(?:xml|json)/?$", re.IGNORECASE)
# Static sites have their pages in files.
PAGE_FILE = re.compile(r"(?:/index)?\.html?/?$", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """Where readers are sent on to; with `address` "" there is nothing to read any more.

    Then `post` is the one that stood there, not public now; None when no more is known.
    """

    address: str = ""
    post: Post | None = None


def find(path):
    """Return what is known of `path`, at which nothing was found: Found, or None."""
    # PostgreSQL refuses NUL, and no address of ours has ever held such characters.
    if FORBIDDEN.search(path) or len(path) >= PATH_LENGTH:
        return None
    found = _standing(_house_forms(path)) or _follow(path)
    if found is None or not found.address:
        return found
    leads_back = unquote(urlsplit(found.address).path) == path
    # Paths in the table were checked when they were typed, unless something else wrote them.
    is_ours = url_has_allowed_host_and_scheme(found.address, allowed_hosts=None)
    return found if is_ours and not leads_back else None


def find_page(path):
    """Return what readers find at `path` itself, however it is written: Found, or None."""
    return _standing([path, *_house_forms(path)])


def _house_forms(path):
    """Return `path` as this site writes addresses, in the two forms there are; not `path`."""
    folded = PAGE_FILE.sub("", fold_path(path)).rstrip("/")
    return [form for form in (f"{folded}/", folded) if form and form != path]


def _standing(forms):
    """Return what stands at the first of `forms` that is an address of the site; at most a query.

    None also where only the view itself could tell, as of files.
    """
    for form in forms:
        match = _match(form)
        if match is None:
            continue
        if match.url_name in STANDING:
            return STANDING[match.url_name](form, **match.captured_kwargs)
        return None if match.captured_kwargs else Found(form)
    return None


def _match(path):
    try:
        return resolve(path)
    except Resolver404:
        return None


def _follow(path):
    """Return where the redirects from `path` end."""
    starts = {fold_path(path): ""}
    starts.setdefault(fold_path(PAGE_FILE.sub("/", path)), "")
    if feed := FEED.search(path):
        starts.setdefault(fold_path(path[: feed.start()]), feed[0].rstrip("/").lower())
    rows = {}
    for row in Redirect.objects.leading_from(list(starts)):
        rows.setdefault(row.folded, []).append(row)
    start = next((start for start in starts if start in rows), None)
    return None if start is None else _walk(rows, start, path, feed=starts[start])


def _walk(rows, folded, path, *, feed):
    """Go through `rows`, lists by folded path, from the one at `path` to the end.

    None when they go round in a circle, or end where nothing is.
    """
    seen = set()
    while folded not in seen:
        seen.add(folded)
        row = _best(rows[folded], path)
        if row.post or row.is_gone:
            return None if feed else _of_post(row.post)
        if row.category:
            return Found(row.category.get_absolute_url() + feed)
        path, rest = _parted(row.new_path)
        if feed:
            return None
        if found := find_page(path):
            return Found(found.address + rest) if found.address else found
        folded = fold_path(path)
        if folded not in rows:
            # Of a file, say, nobody here can tell whether it is there.
            match = _match(path)
            is_known = match is None or match.url_name in STANDING
            return None if is_known else Found(row.new_path)
    return None


def _best(rows, path):
    """Of redirects whose paths fold alike, the one that was written as the reader wrote it."""
    exact = {path, f"{path}/", path.rstrip("/")}
    return min(rows, key=lambda row: (unquote(row.old_path) not in exact, row.old_path))


def _parted(address):
    """Part a typed address of this site into its path and what follows that."""
    end = re.search(r"[?#]|$", address).start()
    return address[:end], address[end:]


def _of_post(post):
    if post is None or not post.is_public:
        return Found(post=post)
    return Found(post.get_absolute_url())


def _post(address, year, month, day, slug):
    try:
        published_on = date(int(year), int(month), int(day))
    except ValueError:
        return None
    posts = Post.objects.filter(published_on=published_on, slug=slug)
    post = posts.defer("body", "extra").first()
    return post and _of_post(post)


def _section(address, path, form=""):
    sections = Category.objects.with_public_posts().filter(path=path)
    return Found(address) if sections.exists() else None


def _site_feed(address, form):
    return Found(address)


def _list_of(lookup):
    """Return the function that tells whether a list of published posts has any."""

    def listed(address, slug, form=""):
        posts = Post.objects.published().filter(**{lookup: slug})
        return Found(address) if posts.exists() else None

    return listed


def _archive(address, year=None, month=None):
    """The archive answers from the month of the oldest post to this one."""
    posts = Post.objects.published().order_by("published_at", "pk")
    oldest = posts.values_list("published_on", flat=True).first()
    if oldest is None:
        return None
    first, last = int(month or 1), int(month or 12)
    today = timezone.localdate()
    if not 1 <= first <= 12:
        return None
    if year is None:
        return Found(address)
    is_begun = (oldest.year, oldest.month) <= (int(year), last)
    is_over = (int(year), first) > (today.year, today.month)
    return Found(address) if is_begun and not is_over else None


# What stands at an address that names something, by the name of its pattern.
STANDING = {
    "post": _post,
    "site_feed": _site_feed,
    "section": _section,
    "section_feed": _section,
    "tag": _list_of("tags__slug"),
    "tag_feed": _list_of("tags__slug"),
    "author": _list_of("authors__slug"),
    "author_feed": _list_of("authors__slug"),
    "source": _list_of("source__slug"),
    "archive": _archive,
    "archive_year": _archive,
    "archive_month": _archive,
}
