"""What stands beside an article: its neighbours in the section, and what is related to it."""

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.db.models import OuterRef, Subquery

from articles.models import Category, Filing, Post, Tag
from articles.models.post_lists import ListStart, starts_with
from articles.models.prepared import Given, Prepared
from articles.models.teasers import KEY, teasers

RELATED_POSTS = 4
# Of each tag and of the section so many of the newest posts may be related, however many it has.
CANDIDATES = 12


@dataclass(frozen=True)
class Beside:
    """The posts beside an article: `newer` and `older` are None at the ends of the section."""

    related: list[Post]
    newer: Post | None = None
    older: Post | None = None


def with_places(sections, published_at, key):
    """Let `sections` know their newest posts, and the keys of those next to a post's place."""
    listed = Post.objects.published().in_category(OuterRef("pk"))
    return sections.annotate(
        newest=ListStart(listed[:CANDIDATES]),
        newer=Subquery(listed.after(published_at, key).values("pk")[:1]),
        older=Subquery(listed.before(published_at, key).values("pk")[:1]),
    )


def with_newest(tags):
    """Let `tags` know the newest posts of each."""
    newest = Post.objects.published().tagged_with(OuterRef("pk"))[:CANDIDATES]
    return tags.annotate(newest=ListStart(newest))


def _sections_of_a_post():
    post, published_at = Given("post", KEY), Given("published_at", models.DateTimeField())
    filing = Filing.objects.filter(post=post, category=OuterRef("pk")).values("pk")
    listed = Category.objects.filter(listings__post=post).annotate(filing=Subquery(filing))
    return with_places(listed, published_at, post)


SECTIONS = Prepared(_sections_of_a_post)
TAGS = Prepared(
    lambda: with_newest(
        Tag.objects.filter(tagged__content_object=Given("post", KEY)).order_by("tagged__pk")
    )
)


def sections_around(post):
    """Return (the section that a saved `post` is filed in, the sections from the top down to it).

    (None, []) for a post in no section. The sections know what stands beside the post.
    """
    sections = SECTIONS(post=post.pk, published_at=post.published_at)
    filed = [section for section in sections if section.filing is not None]
    section = min(filed, key=lambda section: section.filing, default=None)
    if section is None:
        return None, []
    above = set(section.ancestor_paths)
    trail = [category for category in sections if category.path in above]
    return section, sorted(trail, key=lambda category: category.path.count("/"))


def tags_of(post):
    """Return the tags of a saved `post`, as they were put; they know their newest posts."""
    return TAGS(post=post.pk)


def beside(post, section, tags):
    """Return what stands beside `post`; `section` (or None) and `tags` know their newest posts.

    Related are the posts that share most tags with it, the newest first among those that share
    as many; then those of its section.
    """
    listed = starts_with(section.newest) if section else []
    dates, shared = {key: date for date, key in listed}, Counter()
    for tag in tags:
        for date, key in starts_with(tag.newest):
            dates[key] = date
            shared[key] += 1
    dates.pop(post.pk, None)
    ranked = sorted(dates, key=lambda key: (shared[key], dates[key], key), reverse=True)
    related, around = ranked[:RELATED_POSTS], (None, None)
    if section:
        around = section.newer, section.older
    keys = {*related, *around} - {None}
    posts = teasers(keys, with_section=False)
    newer, older = (posts.get(key) for key in around)
    return Beside([posts[key] for key in related if key in posts], newer, older)
