"""What stands where on the front page, and on a section's: what editors chose, and the newest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef

from articles.models import Category, FrontPageSlot, Post, ReadCount, Tag
from articles.models.front_page import PLACES
from articles.models.post_lists import ListStart, starts_with
from articles.models.prepared import Given, Prepared
from articles.models.reads import ENOUGH_POSTS
from articles.models.teasers import KEY, teasers

SECOND_TIER = 4
LATEST = 9
BLOCK_POSTS = 5
MOST_READ = 8
TOPICS = 12
BRANCHES, BRANCH_POSTS = 6, 4
# A block may have to leave out what already stands at the top.
CANDIDATES = BLOCK_POSTS + 1 + SECOND_TIER
# Among so many of the newest posts one with a picture is looked for to lead.
LEAD_AMONG = 6
# Of the newest some may have been chosen for a place.
STREAM = LEAD_AMONG + SECOND_TIER + LATEST + PLACES
# Topics are the tags of so many of the newest posts, and a tag of one post is no topic.
TOPICS_AMONG = 200
TOPIC_POSTS = 2


@dataclass(frozen=True)
class Block:
    section: Category
    posts: list[Post]


@dataclass(frozen=True)
class FrontPage:
    """The posts of the front page; `lead` is None while there is nothing to read.

    `most_read` is [] while too little was read, `until` the first moment at which an editor's
    choice ends (None when none does).
    """

    lead: Post | None
    tier: list[Post]
    latest: list[Post]
    blocks: list[Block]
    most_read: list[Post]
    topics: list[Tag]
    until: datetime | None

    @property
    def posts(self):
        """Every post that it shows; some twice."""
        top = [self.lead] if self.lead else []
        below = [post for block in self.blocks for post in block.posts]
        return [*top, *self.tier, *self.latest, *below, *self.most_read]


def _with_start(sections, number):
    """Let `sections` know so many of their newest posts."""
    newest = Post.objects.published().in_category(OuterRef("pk"))[:number]
    return sections.annotate(newest=ListStart(newest))


def _most_used_tags():
    newest = Post.objects.published().newest_first().values("pk")[:TOPICS_AMONG]
    return (
        Tag.objects.filter(tagged__content_object__in=newest)
        .annotate(number=Count("tagged"))
        .filter(number__gte=TOPIC_POSTS)
        .order_by("-number", "name")[:TOPICS]
    )


SLOTS = Prepared(FrontPageSlot.objects.filled)
NEWEST = Prepared(lambda: Post.objects.published().newest_first().values("pk")[:STREAM])
TOP_SECTIONS = Prepared(lambda: _with_start(Category.objects.roots(), CANDIDATES))
SECTIONS_BELOW = Prepared(
    lambda: _with_start(
        Category.objects.filter(parent=Given("section", KEY)).order_by("position", "path"),
        BRANCH_POSTS,
    )
)
TAGS = Prepared(_most_used_tags)


def front_page():
    """Return the front page as of now, in a number of queries that its content hardly changes."""
    slots, newest, read = SLOTS(), NEWEST.keys(), ReadCount.objects.most_read()
    sections = _starts(TOP_SECTIONS())
    chosen = {slot.position: slot.post_id for slot in slots}
    keys = {*newest, *chosen.values(), *read, *(key for _section, keys in sections for key in keys)}
    posts = teasers(keys)
    places = {place: posts[key] for place, key in chosen.items() if key in posts}
    lead, tier, stream = _top(places, [posts[key] for key in newest if key in posts])
    blocks = _blocks(sections, posts, without={lead, *tier})
    still_read = [posts[key] for key in read if key in posts]
    return FrontPage(
        lead=lead,
        tier=tier,
        latest=stream[:LATEST],
        blocks=[Block(block.section, block.posts[:BLOCK_POSTS]) for block in blocks],
        most_read=still_read[:MOST_READ] if len(still_read) >= ENOUGH_POSTS else [],
        topics=TAGS(),
        until=min((slot.until for slot in slots if slot.until), default=None),
    )


def top_with(chosen):
    """Return [lead, second row…] as it would be now with these posts, {place: key}.

    A post that readers cannot see yet fills no place.
    """
    newest = NEWEST.keys()
    posts = teasers({*newest, *chosen.values()})
    places = {place: posts[key] for place, key in chosen.items() if key in posts}
    lead, tier, _rest = _top(places, [posts[key] for key in newest if key in posts])
    return [post for post in (lead, *tier) if post is not None]


def sections_below(category, *, with_posts):
    """Return (the sections below `category` that have posts, the first of them as Blocks).

    No Blocks unless `with_posts`.
    """
    found = _starts(SECTIONS_BELOW(section=category.pk))
    shown = found[:BRANCHES] if with_posts else []
    posts = teasers([key for _section, keys in shown for key in keys], with_section=False)
    return [section for section, _keys in found], _blocks(shown, posts)


def _starts(sections):
    """Return [(section, keys of its newest posts)] of those of `sections` that have any."""
    found = [(section, starts_with(section.newest)) for section in sections]
    return [(section, [key for _date, key in start]) for section, start in found if start]


def _blocks(sections, posts, *, without=()):
    """Return a Block of each (section, keys) that has posts left.

    `posts` are at least theirs, by key; those of `without` are left out.
    """
    blocks = [
        Block(section, [posts[key] for key in keys if key in posts and posts[key] not in without])
        for section, keys in sections
    ]
    return [block for block in blocks if block.posts]


def _top(places, newest):
    """Return lead, second row and what is left of `newest`; `places` are the posts chosen.

    A place that nobody has chosen goes to the newest: to lead, one with a picture; in the second
    row those with pictures where there are enough.
    """
    free = [post for post in newest if post not in places.values()]
    lead = places.get(1)
    if lead is None:
        lead = next((post for post in free[:LEAD_AMONG] if post.lead_image), None)
        lead = lead or next(iter([*free, *places.values()]), None)
    rest = [post for post in free if post != lead]
    places = {place: post for place, post in places.items() if post != lead}
    wanted = [place for place in range(2, 2 + SECOND_TIER) if place not in places]
    pictured = [post for post in rest[: SECOND_TIER + LATEST] if post.lead_image]
    filling = iter((pictured if len(pictured) >= len(wanted) else rest)[: len(wanted)])
    row = [places.get(place) or next(filling, None) for place in range(2, 2 + SECOND_TIER)]
    tier = [post for post in row if post is not None]
    return lead, tier, [post for post in rest if post not in tier]
