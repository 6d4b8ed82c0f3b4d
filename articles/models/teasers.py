"""Posts by their keys, as lists of the public site show them."""

from django.db import models
from django.db.models.lookups import In

from articles.models.categories import Category
from articles.models.filings import Filing
from articles.models.images import Image
from articles.models.posts import Post
from articles.models.prepared import Given, Prepared

KEY = models.BigIntegerField()
# A query for each number of keys, the rest of which is filled with the last of them.
SIZES = (8, 24, 72, 216)

# What lists show, and what says when a page is to be called in.
PICTURE = (
    *("file", "original_url", "width", "height", "widths", "fallback", "colour"),
    *("alt", "credit", "focal_x", "focal_y"),
)
SHOWN = (
    *("title", "slug", "excerpt", "language", "published_at", "published_on", "expires_at"),
    *("source__name", *(f"lead_image__{name}" for name in PICTURE)),
)


def _keys(number, field=KEY):
    return [Given(f"key{place}", field) for place in range(number)]


POSTS = {
    size: Prepared(
        lambda size=size: (
            Post.objects.published()
            .filter(pk__in=_keys(size))
            .select_related("source", "lead_image")
            .only(*SHOWN)
        )
    )
    for size in SIZES
}
FILINGS = {
    size: Prepared(
        lambda size=size: (
            # Written so because a related field takes no expressions for a list.
            Filing.objects.filter(In(models.F("post_id"), _keys(size)))
            .select_related("category")
            .only("post", "category__name")
            .order_by("pk")
        )
    )
    for size in SIZES
}
IMAGES = {
    size: Prepared(lambda size=size: Image.objects.filter(pk__in=_keys(size, models.UUIDField())))
    for size in SIZES
}
MENU = Prepared(lambda: Category.objects.roots().with_public_posts())


def teasers(keys, *, with_section=True):
    """Return the public posts of `keys` with picture and source, by key, without their texts.

    With their sections too, unless they are not to be shown.
    """
    posts = {post.pk: post for post in _rows(POSTS, keys)}
    if with_section and posts:
        filings = {}
        for filing in _rows(FILINGS, posts):
            filings.setdefault(filing.post_id, []).append(filing)
        for key, post in posts.items():
            # Where Django keeps what it prefetches.
            post._prefetched_objects_cache = {"filings": filings.get(key, [])}
    return posts


def images(keys):
    """Return the library's rows of `keys`, by key."""
    return {image.pk: image for image in _rows(IMAGES, keys)}


def menu():
    """Return the top sections that have something to read, as editors ordered them."""
    return MENU()


def _rows(queries, keys):
    keys, rows = list(dict.fromkeys(keys)), []
    for start in range(0, len(keys), SIZES[-1]):
        part = keys[start : start + SIZES[-1]]
        size = next(size for size in SIZES if len(part) <= size)
        filled = part + part[-1:] * (size - len(part))
        rows += queries[size](**{f"key{place}": key for place, key in enumerate(filled)})
    return rows
