"""When posts come and go: the month as a calendar, and what is scheduled as a list."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult, get_date_max

from articles.admin.paging import desk_page
from articles.admin.post_rows import rows_of, sections
from articles.filtering import PostFilter
from articles.models import Post
from articles.models.post_lists import midnight
from articles.permissions import can_oversee, visible_to

MONTH = re.compile(r"(20[0-9]{2}|19[0-9]{2})-(0[1-9]|1[0-2])")
# So many of a day are named; so many of a month are counted.
NAMED = 4
COUNTED = 10_000
EXPIRING = 500


@dataclass
class Day:
    day: date
    is_of_month: bool
    keys: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    expiring: list = field(default_factory=list)
    count: int = 0

    @property
    def more(self):
        return self.count - len(self.posts)

    @property
    def is_today(self):
        return self.day == timezone.localdate()


class Planning(admin.ModelAdmin):
    """The calendar and the schedule, beside the list of posts."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("calendar/", view(self.calendar_view), name="articles_post_calendar"),
            path("schedule/", view(self.schedule_view), name="articles_post_schedule"),
            *super().get_urls(),
        ]

    def calendar_view(self, request):
        self._check(request)
        first = _month(request.GET.get("month", ""))
        section = PostFilter({"section": request.GET.get("section", "")})["section"]
        weeks = _weeks(request.user, first, section)
        tree = sections()
        before, after = first - timedelta(days=1), first + timedelta(days=31)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Calendar"),
            "opts": self.opts,
            "first": first,
            "weeks": weeks,
            "weekdays": [entry.day for entry in weeks[0]],
            "section": section,
            "sections": [(str(pk), "　" * p.count("/") + name) for pk, name, p in tree],
            "before": _query(before, section),
            "after": _query(after, section),
            "now": _query(timezone.localdate(), section),
            "posts_address": reverse("admin:articles_post_changelist"),
            "is_empty": not any(d.count or d.expiring for week in weeks for d in week),
        }
        return TemplateResponse(request, "admin/articles/post/calendar.html", context)

    def schedule_view(self, request):
        self._check(request)
        asked = PostFilter({"state": "scheduled"})
        page = desk_page(asked.ordered(asked.posts(request.user)), request.GET)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What is scheduled"),
            "opts": self.opts,
            "page": page,
            "posts": rows_of(page.keys),
            "tasks": _tasks() if can_oversee(request.user) else None,
        }
        return TemplateResponse(request, "admin/articles/post/schedule.html", context)

    def _check(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied


def _weeks(user, first, section):
    """Return the weeks of the month that begins `first`, seven `Day`s each, Monday first."""
    weeks = [
        [Day(day, day.month == first.month) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = {entry.day: entry for week in weeks for entry in week}
    start, end = midnight(min(days)), midnight(max(days) + timedelta(days=1))
    posts = visible_to(user, Post.objects.filter(status="published"))
    if section:
        # On the listing's own column, where the index of the section has it.
        dated = posts.filter(
            section_listings__category=section,
            section_listings__listed_at__gte=start,
            section_listings__listed_at__lt=end,
        ).order_by("section_listings__listed_at", "section_listings__post")
        posts = posts.filter(section_listings__category=section)
    else:
        dated = posts.filter(published_at__gte=start, published_at__lt=end)
        dated = dated.order_by("published_at", "pk")
    for key, moment in dated.values_list("pk", "published_at")[:COUNTED]:
        entry = days[timezone.localdate(moment)]
        entry.count += 1
        if entry.count <= NAMED:
            entry.keys.append(key)
    _fill(days, posts, start, end)
    return weeks


def _fill(days, posts, start, end):
    """Give the days their posts and what expires on them, each with what the calendar shows."""
    columns = ("title", "published_at", "expires_at", "status")
    keys = [key for entry in days.values() for key in entry.keys]
    found = Post.objects.only(*columns).in_bulk(keys)
    now = timezone.now()
    for entry in days.values():
        entry.posts = [found[key] for key in entry.keys if key in found]
        for post in entry.posts:
            post.is_coming = post.published_at > now
    ending = posts.filter(expires_at__gte=start, expires_at__lt=end).order_by("expires_at")
    for post in ending.only(*columns)[:EXPIRING]:
        days[timezone.localdate(post.expires_at)].expiring.append(post)


def _tasks():
    """Return how many tasks wait for their time, are due, and have failed in the last day."""
    tasks, now = DBTaskResult.objects.order_by(), timezone.now()
    recent = tasks.failed().filter(finished_at__gte=now - timedelta(days=1))
    later = tasks.filter(status="READY", run_after__gt=now).exclude(run_after=get_date_max())
    return {
        "waiting": later.count(),
        "due": tasks.ready().count(),
        "failed": recent.count(),
        "address": reverse(f"admin:{DBTaskResult._meta.app_label}_dbtaskresult_changelist"),
    }


def _month(text):
    """Return the first day of the month that `text` names; else of this one."""
    found = MONTH.fullmatch(text)
    if found is None:
        return timezone.localdate().replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def _query(day, section):
    asked = {"month": f"{day:%Y-%m}"} | ({"section": section} if section else {})
    return f"?{urlencode(asked)}"
