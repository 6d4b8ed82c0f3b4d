"""What could be better about posts: one report for each fault that an editor can mend."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.filtering import NEVER_OUT, PostFilter
from articles.models import Image, LinkCheck, PostImage, ReadCount

# A piece that nobody has touched for so long is told of again.
STALE = timedelta(days=14)
# What was written so long ago and is still read may no longer be true.
AGED = timedelta(days=365)
STILL_READ, READ_WITHIN = 10, timedelta(days=7)


@dataclass(frozen=True)
class Report:
    """`find` takes posts and gives those at fault, in the order of the list.

    `has_window` tells whether it looks only at what was published in the last days.
    """

    name: str
    title: str
    about: str
    empty: str
    find: Callable[[QuerySet], QuerySet]
    has_window: bool = True


def faulty(report, user, asked, days):
    """Return the posts of `report` that `user` may see; `asked` is a PostFilter, 0 days are all."""
    posts = PostFilter({**asked.values, "o": ""}).posts(user)
    if report.has_window:
        posts = posts.filter(status="published", published_at__lte=timezone.now())
        if days:
            posts = posts.filter(published_at__gte=timezone.now() - timedelta(days=days))
    return report.find(posts)


def _without_alt(posts):
    nameless = Image.objects.filter(alt="")
    shown = PostImage.objects.filter(post=OuterRef("pk"), image__alt="")
    lead = nameless.filter(pk=OuterRef("lead_image"))
    return posts.filter(Exists(shown) | Exists(lead)).newest_first()


def _stale(posts):
    posts = posts.filter(~Q(status="published"), status__in=NEVER_OUT)
    return posts.filter(updated_at__lt=timezone.now() - STALE).order_by("updated_at", "pk")


def _aged(posts):
    since = timezone.localdate() - READ_WITHIN
    reads = ReadCount.objects.filter(day__gte=since).values("post").annotate(number=Sum("count"))
    read = reads.filter(number__gte=STILL_READ).values("post")
    now = timezone.now()
    posts = posts.filter(status="published", published_at__lt=now - AGED, pk__in=read)
    return posts.filter(updated_at__lt=now - AGED).newest_first()


REPORTS = [
    Report(
        "alt",
        _("Pictures without a description"),
        _("A picture above or in the text has none in the library, for those who cannot see it."),
        _("All pictures are described."),
        _without_alt,
    ),
    Report(
        "summary",
        _("Posts without a summary"),
        _("Lists and search engines show the first lines instead."),
        _("All posts have a summary."),
        lambda posts: posts.filter(summary="").newest_first(),
    ),
    Report(
        "stale",
        _("Left lying"),
        _("Drafts, pieces in review and approved ones that nobody has touched for two weeks."),
        _("Nothing has been left lying."),
        _stale,
        has_window=False,
    ),
    Report(
        "aged",
        _("Old and still read"),
        _("Published over a year ago, not edited since, and read this week: is it still true?"),
        _("Nothing old is being read."),
        _aged,
        has_window=False,
    ),
    Report(
        "links",
        _("Broken links"),
        _("A link in the text led nowhere when it was last followed, twice in a row."),
        _("All links that were followed lead somewhere."),
        lambda posts: posts.filter(
            Exists(LinkCheck.objects.broken().order_by().filter(post=OuterRef("pk")))
        ).newest_first(),
        has_window=False,
    ),
]
