"""The reports: what could be better, as lists that lead to the forms and as tables."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import outbox
from articles.admin.paging import desk_page
from articles.admin.post_rows import rows_of, sections
from articles.exporting.tables import csv_lines
from articles.filtering import PostFilter
from articles.models import LinkCheck
from articles.permissions import can_oversee
from articles.reporting import REPORTS, faulty
from articles.seo import absolute

COUNTED = 99
WINDOWS = (30, 90, 365, 0)
BATCH = 500


class Reports(admin.ModelAdmin):
    """Pages beside the list of posts."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("reports/", view(self.reports_view), name="articles_post_reports"),
            path("reports/links/check/", view(self.check_view), name="articles_post_check_links"),
            path("reports/<slug:name>/", view(self.report_view), name="articles_post_report"),
            *super().get_urls(),
        ]

    def reports_view(self, request):
        """All reports, each with how much it has to tell."""
        self._check(request)
        nothing = PostFilter({})
        rows = []
        for report in REPORTS:
            posts = faulty(report, request.user, nothing, WINDOWS[1])
            count = len(posts.values_list("pk", flat=True)[: COUNTED + 1])
            rows.append((report, f"{COUNTED}+" if count > COUNTED else str(count)))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reports"),
            "reports": rows,
            "days": WINDOWS[1],
        }
        return TemplateResponse(request, "admin/articles/post/reports.html", context)

    def report_view(self, request, name):
        """The posts of one report; as a table with ?format=csv."""
        self._check(request)
        report = next((report for report in REPORTS if report.name == name), None)
        if report is None:
            raise Http404
        known = {key: request.GET.get(key, "") for key in ("section", "source", "author")}
        asked, days = PostFilter(known), _days(request.GET.get("days", ""))
        posts = faulty(report, request.user, asked, days)
        if request.GET.get("format") == "csv":
            return _download(report, posts)
        page = desk_page(posts, request.GET)
        tree = sections()
        shown = rows_of(page.keys, tree)
        if name == "links":
            _add_links(shown)
        context = {
            **self.admin_site.each_context(request),
            "title": report.title,
            "report": report,
            "page": page,
            "posts": shown,
            "asked": asked,
            "days": days,
            "windows": WINDOWS,
            "sections": [(str(pk), "　" * p.count("/") + label) for pk, label, p in tree],
            "query": request.GET.urlencode(),
        }
        return TemplateResponse(request, "admin/articles/post/report.html", context)

    def check_view(self, request):
        """Have the worker follow links, by POST."""
        if not can_oversee(request.user):
            raise PermissionDenied
        if request.method == "POST":
            outbox.put("check_links")
            self.message_user(request, _("The worker follows the links."), messages.SUCCESS)
        return redirect("admin:articles_post_report", "links")

    def _check(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied


def _days(text):
    return int(text) if text in map(str, WINDOWS) else WINDOWS[1]


def _add_links(posts):
    """Give each of `posts` its broken links."""
    found = {}
    for check in LinkCheck.objects.broken().filter(post__in=posts).order_by("pk"):
        found.setdefault(check.post_id, []).append(check)
    for post in posts:
        post.broken_links = found.get(post.pk, [])


def _download(report, posts):
    head = [_("Title"), _("Status"), _("Section and authors"), _("Publication"), _("Updated")]
    head += [_("Form"), _("Links")]
    response = StreamingHttpResponse(
        csv_lines(_lines(head, posts)), content_type="text/csv; charset=utf-8"
    )
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{report.name}-{day}.csv"'
    return response


def _lines(head, posts):
    """Yield the rows of the table; the keys are read first, the posts a batch at a time."""
    yield head
    keys, tree = list(posts.values_list("pk", flat=True)), sections()
    for start in range(0, len(keys), BATCH):
        rows = rows_of(keys[start : start + BATCH], tree)
        _add_links(rows)
        for post in rows:
            yield [
                post.title,
                post.state_label,
                post.place,
                _moment(post.published_at),
                _moment(post.updated_at),
                absolute(reverse("admin:articles_post_change", args=[post.pk])),
                " ".join(check.address for check in post.broken_links),
            ]


def _moment(when):
    return f"{timezone.localtime(when):%Y-%m-%d %H:%M}" if when else ""
