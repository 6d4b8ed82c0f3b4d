"""A bulk change: what would happen is shown first, then how far it is, then what was left."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import bulk
from articles.admin.base import ReadOnlyAdmin, column
from articles.filtering import LABELS, PostFilter
from articles.forms.bulk import form_of
from articles.models import BulkJob, Post
from articles.permissions import can_follow, can_start

NAMED = 10
HERE_SECONDS = 5


@admin.register(BulkJob)
class BulkJobAdmin(ReadOnlyAdmin):
    list_display = ["what", "total", "standing", "by", "created_at"]
    list_select_related = ["by"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        jobs = super().get_queryset(request)
        return jobs if can_start(request.user, "publish") else jobs.filter(by=request.user)

    def has_module_permission(self, request):
        return can_start(request.user, "submit")

    def has_view_permission(self, request, obj=None):
        return can_start(request.user, "submit") if obj is None else can_follow(request.user, obj)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("new/<slug:kind>/", view(self.new_view), name="articles_bulkjob_new"),
            path("<int:key>/go-on/", view(self.go_on_view), name="articles_bulkjob_go_on"),
            path("<int:key>/stop/", view(self.stop_view), name="articles_bulkjob_stop"),
            *super().get_urls(),
        ]

    def new_view(self, request, kind):
        """Ask how, show what would change, and begin once that is confirmed."""
        if kind not in BulkJob.Kind.values:
            raise Http404
        if not can_start(request.user, kind):
            raise PermissionDenied
        selection = _selection(request)
        form = form_of(kind, request.POST if request.method == "POST" else None)
        is_settled = form.is_valid() if form.is_bound else not form.fields
        if is_settled and "confirm" in request.POST:
            job = bulk.start(kind, selection, form.wanted, by=request.user)
            return HttpResponseRedirect(reverse("admin:articles_bulkjob_change", args=[job.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": BulkJob.Kind(kind).label,
            "opts": self.opts,
            "form": form,
            "media": form.media,
            "total": bulk.chosen(selection, request.user).count(),
            "outlook": _outlook(request.user, kind, selection, form) if is_settled else None,
            "query": request.GET.urlencode(),
            "is_publication": kind == BulkJob.Kind.PUBLISH,
        }
        return TemplateResponse(request, "admin/articles/bulkjob/new.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """How far it is, and what was left."""
        job = self.get_object(request, object_id)
        if job is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not can_follow(request.user, job):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": job.get_kind_display(),
            "opts": self.opts,
            "job": job,
            "unnamed": job.left_count - len(job.left),
        }
        return TemplateResponse(request, "admin/articles/bulkjob/progress.html", context)

    def go_on_view(self, request, key):
        """Do a part of the job here and now, for whoever will not wait for the worker."""
        job = self._followed(request, key)
        bulk.go_on(job.pk, seconds=HERE_SECONDS)
        return HttpResponseRedirect(reverse("admin:articles_bulkjob_change", args=[job.pk]))

    def stop_view(self, request, key):
        job = self._followed(request, key)
        bulk.stop(job.pk)
        return HttpResponseRedirect(reverse("admin:articles_bulkjob_change", args=[job.pk]))

    def _followed(self, request, key):
        if request.method != "POST":
            raise Http404
        job = self.get_object(request, str(key))
        if job is None:
            raise Http404
        if not can_follow(request.user, job):
            raise PermissionDenied
        return job

    @admin.display(description=gettext_lazy("what"))
    def what(self, job):
        return job.get_kind_display()

    @admin.display(description=gettext_lazy("state"))
    def standing(self, job):
        return column("job_state", job=job)


def _selection(request):
    """Return which posts are meant; they are asked for by key, or all that a filter finds."""
    keys = request.GET.get("posts", "").split(",")
    keys = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
    if keys:
        return {"posts": keys}
    if request.GET.get("all") != "1":
        raise Http404
    return bulk.selection_of(PostFilter(request.GET.dict()), request.user)


def _outlook(user, kind, selection, form):
    """Return what would happen: how many change and which, and how many stay and why."""
    posts = bulk.chosen(selection, user)
    changing = bulk.wanting(posts, kind, form.wanted)
    count = changing.count()
    titles = Post.objects.filter(
        pk__in=changing.order_by("pk").values_list("pk", flat=True)[:NAMED]
    )
    return {
        "count": count,
        "titles": list(titles.order_by("pk").values_list("title", flat=True)),
        "more": max(0, count - NAMED),
        "left": _left(posts, kind, posts.count() - count),
        "is_large": count > bulk.AT_ONCE,
    }


def _left(posts, kind, number):
    """Return [(reason, how many)] of the posts that would stay as they are."""
    if not number:
        return []
    if kind == BulkJob.Kind.BRING_HOME:
        return [(_("their pictures are here"), number)]
    if kind not in bulk.STARTS:
        return [(_("they are like that already"), number)]
    others = [
        (s, posts.filter(status=s).count()) for s in Post.Status if s not in bulk.STARTS[kind]
    ]
    return [(LABELS[status], count) for status, count in others if count]
