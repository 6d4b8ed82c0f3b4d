"""Which posts the desk is asked for: one filter for the list, saved filters and bulk changes.

The list stands in the order of the last change, which an index holds together with all that the
filters ask of a post itself. What few posts have (a section, an author, a tag, a word) is looked
up first; what many have is tested while the list is walked.
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.html import one_line
from articles.models import (
    Author,
    Byline,
    Post,
    SectionListing,
    Source,
    Tag,
    TaggedPost,
    Transition,
)
from articles.models.expressions import Checked
from articles.models.post_lists import midnight
from articles.models.revisions import RETURNED_FROM
from articles.models.rights import RIGHTS_ASKED
from articles.permissions import visible_to

# Of fewer posts their keys are asked for; more are found soon on a walk.
RARE = 1000
LONGEST = 100
# So many names may one part of a name stand for.
NAMESAKES = 50
NAMED = {"source": Source, "author": Author, "tag": Tag}
NEVER_OUT = ("approved", "draft", "in_review")
LABELS = dict(Post.Status.choices) | {
    "scheduled": _("scheduled"),
    "expired": _("expired"),
    "waiting": _("not yet published"),
    "sent_back": _("sent back"),
    "changed": _("with unpublished changes"),
}
ORDERS = {
    "": _("changed last"),
    "published": _("published last"),
    "-published": _("published first"),
}
PICTURES = {"1": _("with a lead image"), "0": _("without a lead image")}
# What the order of publication can be asked together with.
DATED = {"state", "source", "since", "until", "o"}
PUBLIC_STATES = {"published", "scheduled", "expired"}


class PostFilter:
    """What is asked of the list of posts; `values` holds the known questions by name, as text.

    Unknown names, and answers that are none, ask nothing.
    """

    def __init__(self, values):
        self.values, self._rows = {}, {}
        for name, clean in QUESTIONS.items():
            text = one_line(str(values.get(name, "")))[
                : search.MAX_QUERY if name == "q" else LONGEST
            ]
            if text and (value := clean(text)):
                self.values[name] = value

    def __getitem__(self, name):
        return self.values.get(name, "")

    @property
    def asked(self):
        """The questions without the order."""
        return {name: value for name, value in self.values.items() if name != "o"}

    @property
    def may_be_dated(self):
        """Whether an index holds these posts in the order of their publication."""
        return self.asked.keys() <= DATED and (self["state"] or "published") in PUBLIC_STATES

    @property
    def order(self):
        """One of ORDERS, as far as indexes hold it; by publication where that is asked for."""
        usual = "published" if self["since"] or self["until"] else ""
        if self["state"] == "scheduled":
            usual = "-published"
        return self["o"] or usual if self.may_be_dated else ""

    def posts(self, user):
        """The posts that `user` may see and that are asked for, in no order."""
        posts = visible_to(user, Post.objects.all())
        for name in self.asked:
            posts = CONDITIONS[name](self, posts, user)
        return posts.filter(status="published") if self.order else posts

    def ordered(self, posts):
        """`posts` as the list shows them."""
        if self.order == "published":
            return posts.newest_first()
        if self.order == "-published":
            return posts.order_by("published_at", "pk")
        return posts.order_by("-edited_at", "-pk")

    def rows(self, name):
        """Return the rows that `name` means, {key: name}: by key, by name, or by part of one."""
        if name not in self._rows:
            self._rows[name] = self._look_up(NAMED[name], self[name])
        return self._rows[name]

    def _look_up(self, model, text):
        meant = Q(name__icontains=text)
        if text.isascii() and text.isdecimal() and len(text) < 19:
            meant |= Q(pk=text)
        found = dict(
            model.objects.filter(meant).order_by("name").values_list("pk", "name")[:NAMESAKES]
        )
        exact = [key for key, called in found.items() if text in (str(key), called)]
        return {key: found[key] for key in exact[:1]} or found

    def settled(self):
        """Return its values with a key in place of each name that means one row alone."""
        values = dict(self.values)
        for name in NAMED.keys() & values.keys():
            rows = self.rows(name)
            if len(rows) == 1:
                values[name] = str(next(iter(rows)))
        return values


def states(now=None):
    """Return the condition of each state of LABELS that a post's own columns tell."""
    now = now or timezone.now()
    expired = Q(expires_at__lte=now)
    is_out = Q(status="published")
    # Said twice: SQLite takes an index with a condition only where that is asked word by word.
    found = {status: ~is_out & Q(status=status) for status in Post.Status.values}
    return found | {
        "published": is_out & Q(published_at__lte=now) & ~expired,
        "scheduled": is_out & Q(published_at__gt=now) & ~expired,
        "expired": is_out & expired,
        "waiting": ~is_out & Q(status__in=NEVER_OUT),
        "sent_back": found["draft"],
        "changed": is_out & Q(draft__isnull=False),
    }


def sent_back(posts: QuerySet):
    """Those of `posts`, drafts, whose last step gave them back to their writer."""
    steps = Transition.objects.filter(post=OuterRef("pk")).order_by("-pk")
    return posts.annotate(came_from=Subquery(steps.values("from_status")[:1])).filter(
        came_from__in=RETURNED_FROM
    )


def _in_state(asked, posts, user):
    posts = posts.filter(states()[asked["state"]])
    return sent_back(posts) if asked["state"] == "sent_back" else posts


def _among(posts, rows, key):
    """Those of `posts` that `rows`, a queryset, names in its column `key`."""
    keys = list(rows.order_by().values_list(key, flat=True)[: RARE + 1])
    if len(keys) <= RARE:
        return posts.filter(pk__in=keys)
    return posts.filter(Exists(rows.filter(**{key: OuterRef("pk")})))


def _of_source(asked, posts, user):
    # Not by the source's own index, from which so many posts would have to be put in order.
    return posts.alias(its_source=Checked("source")).filter(its_source__in=[*asked.rows("source")])


def _matching(asked, posts, user):
    keys = search.some(asked["q"], RARE + 1)
    if len(keys) <= RARE:
        return posts.filter(pk__in=keys)
    return search.match(posts.alias(key=Checked("pk")), asked["q"], key="key")


def _pictured(asked, posts, user):
    is_missing = asked["picture"] == "0"
    return posts.alias(its_picture=Checked("lead_image")).filter(its_picture__isnull=is_missing)


def _mine(asked, posts, user):
    return posts.alias(its_writer=Checked("created_by")).filter(its_writer=user.pk)


def _section(text):
    is_key = text.isascii() and text.isdecimal() and len(text) < 19
    return text if is_key else ""


def _day(text):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return text if 1 < day.year < 9999 else ""


def _one_of(known):
    return lambda text: text if text in known else ""


# How each answer is read; "" for what is none.
QUESTIONS = {
    "q": str,
    "state": _one_of(LABELS),
    "section": _section,
    "source": str,
    "author": str,
    "tag": str,
    "rights": _one_of(RIGHTS_ASKED),
    "language": str,
    "picture": _one_of(PICTURES),
    "mine": _one_of({"1"}),
    "since": _day,
    "until": _day,
    "o": _one_of(ORDERS),
}
CONDITIONS = {
    "q": _matching,
    "state": _in_state,
    "section": lambda asked, posts, user: _among(
        posts, SectionListing.objects.filter(category=asked["section"]), "post"
    ),
    "source": _of_source,
    "author": lambda asked, posts, user: _among(
        posts, Byline.objects.filter(author__in=[*asked.rows("author")]), "post"
    ),
    "tag": lambda asked, posts, user: _among(
        posts, TaggedPost.objects.filter(tag__in=[*asked.rows("tag")]), "content_object"
    ),
    "rights": lambda asked, posts, user: posts.with_rights(asked["rights"]),
    "language": lambda asked, posts, user: posts.filter(language=asked["language"]),
    "picture": _pictured,
    "mine": _mine,
    "since": lambda asked, posts, user: posts.filter(
        published_at__gte=midnight(date.fromisoformat(asked["since"]))
    ),
    "until": lambda asked, posts, user: posts.filter(
        published_at__lt=midnight(date.fromisoformat(asked["until"]) + timedelta(days=1))
    ),
}
