"""What stands where on the front page."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from articles.models import Category, Post

SECOND_TIER = 4
LATEST = 9
BLOCK_POSTS = 5
# A block may have to leave out what already stands at the top.
CANDIDATES = BLOCK_POSTS + 1 + SECOND_TIER
# Among so many of the newest posts one with a picture is looked for to lead.
LEAD_AMONG = 6


@dataclass(frozen=True)
class Block:
    section: Category
    posts: list[Post]


@dataclass(frozen=True)
class FrontPage:
    """The posts of the front page; `lead` is None while there is nothing to read."""

    lead: Post | None
    tier: list[Post]
    latest: list[Post]
    blocks: list[Block]


def front_page():
    """Return the front page as of now, in a number of queries that no content changes."""
    newest = list(
        Post.objects.published()
        .newest_first()
        .values_list("pk", flat=True)[: LEAD_AMONG + SECOND_TIER + LATEST]
    )
    sections = _sections_with_newest()
    keys = {*newest, *(key for _section, keys in sections for key in keys)}
    posts = Post.objects.published().for_cards().in_bulk(keys)
    stream = [posts[key] for key in newest if key in posts]
    lead = next((post for post in stream[:LEAD_AMONG] if post.lead_image), None)
    lead = lead or next(iter(stream), None)
    rest = [post for post in stream if post != lead]
    tier = _tier(rest)
    top = {lead, *tier}
    blocks = [
        Block(section, [posts[key] for key in keys if key in posts and posts[key] not in top])
        for section, keys in sections
    ]
    return FrontPage(
        lead=lead,
        tier=tier,
        latest=[post for post in rest if post not in tier][:LATEST],
        blocks=[Block(b.section, b.posts[:BLOCK_POSTS]) for b in blocks if b.posts],
    )


def _tier(posts):
    """The second row: the newest with pictures where there are enough, in their order."""
    pictured = [post for post in posts[: SECOND_TIER + LATEST] if post.lead_image]
    return (pictured if len(pictured) >= SECOND_TIER else posts)[:SECOND_TIER]


def _sections_with_newest():
    """Return (section, keys of its newest posts) of each top section.

    One subquery for each place: no database here can part a union of sliced queries by section.
    """
    newest = Post.objects.published().in_category(OuterRef("pk")).values("pk")
    places = {f"place{n}": Subquery(newest[n : n + 1]) for n in range(CANDIDATES)}
    sections = Category.objects.roots().with_public_posts().annotate(**places)
    return [
        (section, [key for name in places if (key := getattr(section, name))])
        for section in sections
    ]
