"""What follows from a post's fields each time it is saved."""

from functools import lru_cache

from django.urls import reverse
from django.utils import timezone

from articles.html import adopt_images, clean_html, excerpt_of, read_body
from articles.models.images import Image
from articles.models.redirects import Redirect
from articles.models.search import PostSearch
from articles.slugs import WRITTEN_LENGTH, free_slug, slugify

COMPARED = ("status", "published_at", "published_on", "slug", "body", "expires_at")


def stored_fields(post):
    """Return the columns that `settle` and `follow` compare, as stored; None for a new post."""
    if post._state.adding:
        return None
    if (known := post.__dict__.pop("as_stored", None)) is not None:
        return known
    return type(post).objects.filter(pk=post.pk).values(*COMPARED).first()


def note_stored(post):
    """Note that `post` is as it is stored, and locked, and will be renewed after its next save.

    That save need neither look nor bring up to date what search knows of its dates.
    """
    if not post._state.adding:
        stored = {name: getattr(post, name) for name in COMPARED}
        post.as_stored = stored | {"is_renewed": True}


def settle(post, before):
    """Set body, excerpt, address date and slug of `post` before it is saved.

    Pictures that the body takes from elsewhere come into the library.
    """
    post.body, found = adopt_images(clean_html(post.body or ""))
    Image.objects.remember(found)
    post.excerpt = excerpt_of(post.summary or read_body(post.body).opening)
    post.published_on = None
    if post.published_at:
        zone = timezone.get_default_timezone()
        post.published_on = timezone.localdate(post.published_at, zone)
    if not post.slug:
        post.slug = slugify(post.title)
    elif before is None or before["slug"] != post.slug:
        # Lower-case ASCII only, whatever was written.
        post.slug = slugify(post.slug, limit=WRITTEN_LENGTH)
    if not before or (before["published_on"], before["slug"]) != (post.published_on, post.slug):
        same_day = type(post).objects.filter(
            published_on=post.published_on, slug__startswith=post.slug
        )
        taken = same_day.exclude(pk=post.pk).values_list("slug", flat=True)
        post.slug = free_slug(post.slug, set(taken))


def settle_new(posts, excerpts):
    """`settle` for unsaved `posts` that come from documents, many at a time.

    Their bodies are clean and hold pictures of the library alone; `excerpts` are
    theirs, in the same order. A slug that is taken gets a number, in their order.
    """
    zone = timezone.get_default_timezone()
    for post, excerpt in zip(posts, excerpts, strict=True):
        post.excerpt = excerpt
        post.published_on = (
            timezone.localdate(post.published_at, zone) if post.published_at else None
        )
    used = _used_addresses(posts)
    for post in posts:
        address = (post.published_on, post.slug)
        if address in used:
            same_day = type(post).objects.filter(
                published_on=post.published_on, slug__startswith=post.slug
            )
            taken = set(same_day.values_list("slug", flat=True))
            taken |= {slug for day, slug in used if day == post.published_on}
            post.slug = free_slug(post.slug, taken)
        used.add((post.published_on, post.slug))


def _used_addresses(posts):
    """Return those of the (local date, slug) of `posts` that stored posts have."""
    rows = type(posts[0]).objects.filter(slug__in={post.slug for post in posts})
    dates = {post.published_on for post in posts}
    used = set(rows.filter(published_on__in=dates - {None}).values_list("published_on", "slug"))
    if None in dates:
        used |= set(rows.filter(published_on=None).values_list("published_on", "slug"))
    return used


def follow(post, before):
    """Bring the lists of a saved `post` up to date; leave a redirect from an address it had."""
    was_listed_at = before["published_at"] if before["status"] == "published" else None
    if was_listed_at != post.listed_at:
        for rows in (post.section_listings, post.bylines, post.tagged):
            rows.update(listed_at=post.listed_at)
    is_dated_anew = (was_listed_at, before["expires_at"]) != (post.listed_at, post.expires_at)
    if is_dated_anew and "is_renewed" not in before:
        words = PostSearch.objects.filter(post=post)
        words.update(listed_at=post.listed_at, expires_at=post.expires_at)
    old_address = address_of(before["published_on"], before["slug"])
    if old_address in ("", post.get_absolute_url()):
        return
    # A draft may have been public before, and withdrawn.
    was_public = post.transitions.filter(to_status="published").exists()
    if before["status"] == "published" or was_public:
        Redirect.objects.leave(old_address, post=post)


# Lists ask for the same addresses again and again, and reversing one costs as much as its row.
@lru_cache(maxsize=10_000)
def address_of(published_on, slug):
    """Return the address of a post of this local date; "" without one."""
    if published_on is None:
        return ""
    parts = (f"{published_on.year:04}", f"{published_on:%m}", f"{published_on:%d}", slug)
    return reverse("post", args=parts)
