"""Which cached pages show a post: its own, and the lists that it is on."""

from django.db.models import Exists, OuterRef, Subquery, Value

from articles.models.authors import Byline
from articles.models.filings import SectionListing
from articles.models.purges import EVERYTHING, FRONT, MAX_LABELS, STREAM, Purge
from articles.models.tags import TaggedPost

# Of more pictures' posts than these, all pages are made anew.
MAX_SHOWN = 500
# The neighbours of more posts than these are left to the end of their pages' time: who brings in
# so many at once links most of them to each other.
MAX_WITH_NEIGHBOURS = 20
# Of each side of a post so many are called in: the nearest may have expired.
NEIGHBOURS = 2
NEW = "new section"


def labels_of(keys):
    """Return the labels of all pages that a change of the posts of `keys`, a list, may touch.

    A section that has hardly a post but these comes into the menu of every page with them, or
    leaves it: then everything is touched.
    """
    if not keys:
        return set()
    if len(keys) > MAX_LABELS:
        return {EVERYTHING}
    labels = {FRONT, STREAM, *(f"post-{key}" for key in keys)}
    touched = [*_lists_of(keys), _new_among(keys)]
    if len(keys) <= MAX_WITH_NEIGHBOURS:
        touched += _neighbours(keys)
    for kind, key in touched[0].union(*touched[1:]):
        labels.add(EVERYTHING if kind == NEW else f"{kind}-{key}")
    return labels


def call_in(keys, *, is_removal=False):
    """Call in the cached pages that a change of the posts of `keys` may touch."""
    Purge.objects.leave(labels_of(list(keys)), is_removal=is_removal)


def call_in_removed(posts):
    """Call in, for good, the pages of those of `posts`, a queryset, that readers may have seen."""
    seen = posts.order_by().filter(status__in=["published", "withdrawn"])
    call_in(seen.values_list("pk", flat=True), is_removal=True)


def call_in_picture(image):
    """Call in the pages that show `image`, in a text or above it."""
    keys = set(image.post_images.values_list("post", flat=True)[: MAX_SHOWN + 1])
    keys |= set(image.led_posts.order_by().values_list("pk", flat=True)[: MAX_SHOWN + 1])
    if len(keys) > MAX_SHOWN:
        Purge.objects.leave([EVERYTHING])
    else:
        Purge.objects.leave(f"post-{key}" for key in keys)


def _lists_of(keys):
    """The sections, authors, tags and sources of the posts of these keys, each as (kind, key)."""
    posts = SectionListing._meta.get_field("post").related_model.objects.filter(pk__in=keys)
    return [
        _named("category", SectionListing.objects.filter(post__in=keys), "category"),
        _named("author", Byline.objects.filter(post__in=keys), "author"),
        _named("tag", TaggedPost.objects.filter(content_object__in=keys), "tag"),
        _named("source", posts.exclude(source=None), "source"),
    ]


def _new_among(keys):
    """The sections of these posts in which readers find none but these."""
    listed = SectionListing.objects.filter(category=OuterRef("category"), listed_at__isnull=False)
    others = listed.exclude(post__in=keys)
    return _named(NEW, SectionListing.objects.filter(~Exists(others), post__in=keys), "category")


def _neighbours(keys):
    """The posts next to these in any section: their pages lead to these now.

    Those next to a post that left already show it, and so are labelled with it.
    """
    mine = SectionListing.objects.filter(category=OuterRef("category"))
    mine = mine.exclude(listed_at=OuterRef("listed_at"), post=OuterRef("post"))
    date, post = OuterRef("listed_at"), OuterRef("post")
    newer = mine.filter(listed_at__gte=date).exclude(listed_at=date, post__lt=post)
    older = mine.filter(listed_at__lte=date).exclude(listed_at=date, post__gt=post)
    sides = ((newer, ("listed_at", "post")), (older, ("-listed_at", "-post")))
    places = SectionListing.objects.filter(post__in=keys, listed_at__isnull=False)
    for rows, order in sides:
        for place in range(NEIGHBOURS):
            nearest = Subquery(rows.order_by(*order).values("post")[place : place + 1])
            found = places.annotate(nearest=nearest).exclude(nearest=None)
            yield _named("post", found, "nearest")


def _named(kind, rows, column):
    return rows.order_by().annotate(kind=Value(kind)).values_list("kind", column)
