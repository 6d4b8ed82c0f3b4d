"""What waits at the desk: the panels of its first page, each for those whom it concerns.

A panel asks once, for no more rows than it counts; what there is beyond is not looked for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from articles import readiness
from articles.filtering import PostFilter, sent_back
from articles.models import BulkJob, Conflict, Image, Post, ReadCount
from articles.models.post_lists import midnight
from articles.permissions import can_share, visible_to

COUNTED = 99
SHOWN = 5


@dataclass(frozen=True)
class Row:
    title: str
    address: str
    note: str = ""
    moment: datetime | None = None


@dataclass(frozen=True)
class Panel:
    """One thing to look after. `count` is a text ("99+"), `empty` what is said when it is "0"."""

    name: str
    title: str
    rows: list[Row]
    count: str
    address: str
    empty: str

    @property
    def is_empty(self):
        return self.count == "0"


def panels(user):
    """Return what waits for `user`, the most pressing first."""
    is_editor = can_share(user)
    made = [
        _posts(user, "sent_back", _("Sent back to me"), {"state": "sent_back", "mine": "1"}),
        _posts(user, "review", _("To review") if is_editor else _("With the editors"),
               {"state": "in_review"} | ({} if is_editor else {"mine": "1"})),
        _posts(user, "drafts", _("My drafts"), {"state": "draft", "mine": "1"}),
    ]  # fmt: skip
    if is_editor:
        made.append(_posts(user, "approved", _("Approved"), {"state": "approved"}))
        made.append(_posts(user, "changed", _("Unpublished changes"), {"state": "changed"}))
    made.append(_posts(user, "scheduled", _("Scheduled next"), {"state": "scheduled"}))
    made.append(_clashes(user))
    uncleared = {"state": "waiting", "rights": "uncleared"}
    made.append(_posts(user, "rights", _("Rights to be cleared"), uncleared))
    if user.has_perm("articles.view_image"):
        made.append(_broken_pictures())
    return [panel for panel in made if panel is not None]


def today(user):
    """Return the panel of what was published today, most read first; its count of reads too."""
    start = midnight(timezone.localdate())
    posts = visible_to(user, Post.objects.published()).filter(published_at__gte=start)
    rows = list(posts.newest_first().values_list("pk", "title", "published_at")[: COUNTED + 1])
    reads = dict(
        ReadCount.objects.filter(post__in=[row[0] for row in rows], day=timezone.localdate())
        .values_list("post")
        .annotate(number=Sum("count"))
    )
    rows.sort(key=lambda row: -reads.get(row[0], 0))
    day = timezone.localdate().isoformat()
    panel = Panel(
        "today",
        _("Published today"),
        [Row(title, _form(key), _reads(reads.get(key, 0)), at) for key, title, at in rows[:SHOWN]],
        _counted(rows),
        _list({"state": "published", "since": day, "until": day}),
        _("Nothing yet today."),
    )
    return panel, sum(reads.values())


def running_jobs(user):
    """The bulk changes that `user` began and that are not over, and those that just ended."""
    recent = timezone.now() - timedelta(hours=1)
    jobs = BulkJob.objects.filter(by=user).exclude(finished_at__lt=recent)
    return list(jobs.defer("left", "selection")[:SHOWN])


def alarms():
    """Return what an operator should look after, as (sentence, address of more or "")."""
    tasks = reverse(f"admin:{DBTaskResult._meta.app_label}_dbtaskresult_changelist")
    known = {
        "tasks_failed": (
            _("What follows a change has failed."),
            f"{tasks}?status__exact=FAILED",
        ),
        "tasks_late": (_("What follows changes is late: the worker does not run."), tasks),
        "tasks_stuck": (_("A task of the worker takes longer than it may."), tasks),
        "search": (_("Some posts cannot be found by search."), ""),
        "media": (_("Pictures cannot be stored."), ""),
        "room": (_("The disk is nearly full."), ""),
    }
    return [known.get(check.name, (check.remedy, "")) for check in readiness.alarms()]


EMPTY = {
    "sent_back": lambda: _("Nothing came back."),
    "review": lambda: _("Nothing waits for a second pair of eyes."),
    "drafts": lambda: _("You have no drafts."),
    "approved": lambda: _("All that is approved is out."),
    "changed": lambda: _("Readers have the newest text of every post."),
    "scheduled": lambda: _("Nothing is scheduled."),
    "rights": lambda: _("No piece waits whose rights are restricted or unknown."),
}


def _posts(user, name, title, values):
    asked = PostFilter(values)
    posts = asked.ordered(asked.posts(user))
    if name == "drafts":
        # Those that came back have a panel of their own.
        posts = posts.exclude(pk__in=sent_back(Post.objects.filter(created_by=user)).values("pk"))
    columns = ("pk", "title", "published_at", "updated_at", "created_by__username")
    rows = list(posts.values_list(*columns)[: COUNTED + 1])
    is_mine = "mine" in values
    shown = [
        Row(text, _form(key), "" if is_mine else (writer or ""),
            published if name == "scheduled" else updated)
        for key, text, published, updated, writer in rows[:SHOWN]
    ]  # fmt: skip
    return Panel(name, title, shown, _counted(rows), _list(values), EMPTY[name]())


def _clashes(user):
    # Of each clash, not among all posts that the user may see.
    post = visible_to(user, Post.objects.filter(pk=OuterRef("post")))
    clashes = Conflict.objects.unsettled().filter(Exists(post))
    columns = ("pk", "post__title", "updated_at")
    rows = list(clashes.values_list(*columns)[: COUNTED + 1])
    shown = [
        Row(title, reverse("admin:articles_conflict_change", args=[key]), "", moment)
        for key, title, moment in rows[:SHOWN]
    ]
    return Panel(
        "clashes",
        _("Clashes between documents and the desk"),
        shown,
        _counted(rows),
        reverse("admin:articles_conflict_changelist"),
        _("Documents and desk agree."),
    )


def _broken_pictures():
    images = Image.objects.broken().order_by("-tried_at", "pk").only(
        "alt", "original_url", "file", "problem", "tried_at"
    )  # fmt: skip
    rows = list(images[: COUNTED + 1])
    shown = [
        Row(
            str(image),
            reverse("admin:articles_image_change", args=[image.pk]),
            image.get_problem_display(),
            image.tried_at,
        )
        for image in rows[:SHOWN]
    ]
    return Panel(
        "pictures",
        _("Broken pictures"),
        shown,
        _counted(rows),
        reverse("admin:articles_image_changelist") + "?kept=broken",
        _("All pictures that were fetched are here."),
    )


def _reads(number):
    return capfirst(_("%(count)s reads") % {"count": number})


def _counted(rows):
    return f"{COUNTED}+" if len(rows) > COUNTED else str(len(rows))


def _form(key):
    return reverse("admin:articles_post_change", args=[key])


def _list(values):
    return f"{reverse('admin:articles_post_changelist')}?{urlencode(values)}"
