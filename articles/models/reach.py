"""Which cached pages show a post: its own, and the lists that it is on."""

from django.db.models import Exists, OuterRef, Subquery, Value

from articles.models.authors import Byline
from articles.models.filings import SectionListing
from articles.models.purges import EVERYTHING, FRONT, STREAM, Purge
from articles.models.tags import TaggedPost

# Of more pictures' posts than these, all pages are made anew.
MAX_SHOWN = 500
# The neighbours of more posts than these are left to the end of their pages' time: who brings in
# so many at once links most of them to each other.
MAX_WITH_NEIGHBOURS = 20
# Of each side of a post so many are called in: the nearest may have expired.
NEIGHBOURS = 2


def labels_of(posts):
    """Return the labels of all pages that a change of `posts`, a queryset, may touch.

    A section that has hardly a post but these comes into the menu of every page with them, or
    leaves it: then everything is touched.
    """
    keys = list(posts.order_by().values_list("pk", flat=True))
    if not keys:
        return set()
    labels = {FRONT, STREAM, *(f"post-{key}" for key in keys)}
    lists = _lists_of(keys)
    labels |= {f"{kind}-{key}" for kind, key in lists}
    sections = [key for kind, key in lists if kind == "category"]
    if sections and _is_any_new(sections, keys):
        labels.add(EVERYTHING)
    if len(keys) <= MAX_WITH_NEIGHBOURS:
        labels |= {f"post-{key}" for key in _neighbours(keys)}
    return labels


def call_in(posts, *, is_removal=False):
    """Call in the cached pages that a change of `posts`, a queryset, may touch."""
    Purge.objects.leave(labels_of(posts), is_removal=is_removal)


def call_in_removed(posts):
    """Call in, for good, the pages of those of `posts` that readers may have seen."""
    call_in(posts.filter(status__in=["published", "withdrawn"]), is_removal=True)


def call_in_picture(image):
    """Call in the pages that show `image`, in a text or above it."""
    keys = set(image.post_images.values_list("post", flat=True)[: MAX_SHOWN + 1])
    keys |= set(image.led_posts.order_by().values_list("pk", flat=True)[: MAX_SHOWN + 1])
    if len(keys) > MAX_SHOWN:
        Purge.objects.leave([EVERYTHING])
    else:
        Purge.objects.leave(f"post-{key}" for key in keys)


def _lists_of(keys):
    """Return (kind, key) of the sections, authors, tags and sources of the posts of these keys."""
    rows = {
        "category": SectionListing.objects.filter(post__in=keys).values_list("category"),
        "author": Byline.objects.filter(post__in=keys).values_list("author"),
        "tag": TaggedPost.objects.filter(content_object__in=keys).values_list("tag"),
    }
    posts = SectionListing._meta.get_field("post").related_model.objects.filter(pk__in=keys)
    rows["source"] = posts.exclude(source=None).values_list("source")
    parts = [
        part.order_by().annotate(kind=Value(kind)).values_list("kind", *part.query.values_select)
        for kind, part in rows.items()
    ]
    return set(parts[0].union(*parts[1:]))


def _neighbours(keys):
    """Return the keys of the posts next to these in any section: their pages lead to these now.

    Those next to a post that left already show it, and so are labelled with it.
    """
    mine = SectionListing.objects.filter(category=OuterRef("category"))
    mine = mine.exclude(listed_at=OuterRef("listed_at"), post=OuterRef("post"))
    date, post = OuterRef("listed_at"), OuterRef("post")
    newer = mine.filter(listed_at__gte=date).exclude(listed_at=date, post__lt=post)
    older = mine.filter(listed_at__lte=date).exclude(listed_at=date, post__gt=post)
    sides = ((newer, ("listed_at", "post")), (older, ("-listed_at", "-post")))
    nearest = [
        Subquery(rows.order_by(*order).values("post")[place : place + 1])
        for rows, order in sides
        for place in range(NEIGHBOURS)
    ]
    places = SectionListing.objects.filter(post__in=keys, listed_at__isnull=False)
    found = places.order_by().values_list(*nearest)
    return {key for row in found for key in row if key is not None}


def _is_any_new(sections, keys):
    """Whether in any of these sections readers find none but these posts."""
    listed = SectionListing.objects.filter(category=OuterRef("pk"), listed_at__isnull=False)
    others = listed.exclude(post__in=keys)
    model = SectionListing._meta.get_field("category").related_model
    return model.objects.filter(~Exists(others), pk__in=sections).exists()
