"""Which cached pages show a post: its own, and the lists that it is on."""

from django.db.models import Q

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
    sections = set(SectionListing.objects.filter(post__in=keys).values_list("category", flat=True))
    authors = Byline.objects.filter(post__in=keys).values_list("author", flat=True)
    tags = TaggedPost.objects.filter(content_object__in=keys).values_list("tag", flat=True)
    sources = posts.order_by().exclude(source=None).values_list("source", flat=True)
    labels |= {f"category-{key}" for key in sections}
    labels |= {f"author-{key}" for key in authors.distinct()}
    labels |= {f"tag-{key}" for key in tags.distinct()}
    labels |= {f"source-{key}" for key in sources.distinct()}
    if any(_is_new(section, keys) for section in sections):
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


def _neighbours(keys):
    """Return the keys of the posts next to these in any section: their pages lead to these now.

    Those next to a post that left already show it, and so are labelled with it.
    """
    found = set()
    places = SectionListing.objects.filter(post__in=keys, listed_at__isnull=False)
    for section, date, key in places.values_list("category", "listed_at", "post"):
        listed = SectionListing.objects.filter(category=section).exclude(listed_at=date, post=key)
        at_once = Q(listed_at=date)
        newer = listed.filter(listed_at__gte=date).exclude(at_once & Q(post__lt=key))
        older = listed.filter(listed_at__lte=date).exclude(at_once & Q(post__gt=key))
        for rows, order in ((newer, ("listed_at", "post")), (older, ("-listed_at", "-post"))):
            found.update(rows.order_by(*order).values_list("post", flat=True)[:NEIGHBOURS])
    return found


def _is_new(section, keys):
    """Whether readers find none but these posts in the section."""
    listed = SectionListing.objects.filter(category=section, listed_at__isnull=False)
    few = listed.order_by("-listed_at", "-post").values_list("post", flat=True)
    return set(few[: len(keys) + 1]) <= set(keys)
