import json
from operator import itemgetter

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.admin import run_facts
from articles.admin.base import CappedPaginator, ReadOnlyAdmin, column
from articles.admin.repair import repair_view
from articles.admin.sides import as_read, label_of
from articles.admin.source_filters import RecentSources
from articles.admin.undo import undo_view
from articles.importing.advice import REMOVED, WARNINGS
from articles.models import ImportRecord, ImportRun
from articles.permissions import can_undo

SHOWN_CHARACTERS = 100_000
# Kinds of warnings to choose from are those that so many newest runs have had.
RECENT_RUNS = 50


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "state", "outcomes", "warning_count", "where", "took"]
    date_hierarchy = "started_at"
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["state", "took", "where", "shown_options"]}),
        (_("What came of it"), {"fields": ["all_outcomes", "warning_kinds"]}),
        (_("What needs somebody"), {"fields": ["failures", "clashes"]}),
    ]

    def get_queryset(self, request):
        return run_facts.heard_of(super().get_queryset(request))

    def get_urls(self):
        undo = self.admin_site.admin_view(undo_view)
        repair = self.admin_site.admin_view(repair_view)
        return [
            path("<int:key>/undo/", undo, name="articles_importrun_undo"),
            path("repair/", repair, name="articles_repair"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        run = kwargs.get("obj")
        context["may_undo"] = can_undo(request.user) and run.undone_at is None
        context["may_repair"] = request.user.has_perm("articles.change_post")
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("state"))
    def state(self, run):
        return run_facts.badge(run)

    @admin.display(description=_("duration"))
    def took(self, run):
        return run_facts.pace(run)

    @admin.display(description=_("documents"))
    def outcomes(self, run):
        return run_facts.outcomes(run)

    @admin.display(description=_("documents"))
    def all_outcomes(self, run):
        if run.finished_at is None:
            # It has not counted itself.
            rows = run.records.order_by().values_list("outcome").annotate(Count("pk"))
            run.counts = dict(rows)
        return run_facts.outcomes(run)

    @admin.display(description=_("warnings"))
    def warning_count(self, run):
        return sum(run.warning_counts.values()) or ""

    @admin.display(description=_("warnings"))
    def warning_kinds(self, run):
        return run_facts.warnings(run)

    @admin.display(description=_("failed documents"))
    def failures(self, run):
        return run_facts.failures(run)

    @admin.display(description=_("clashes it raised"))
    def clashes(self, run):
        return run_facts.clashes_of(run)

    @admin.display(description=_("paths"))
    def where(self, run):
        return column("lines", lines=run_facts.paths_of(run))

    @admin.display(description=_("options"))
    def shown_options(self, run):
        return column("lines", lines=run_facts.options_of(run))


class WarningFilter(admin.SimpleListFilter):
    title = _("warnings")
    parameter_name = "warned"

    def lookups(self, request, model_admin):
        return [("yes", _("with warnings")), ("no", _("without"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.exclude(warnings=[])
        return queryset.filter(warnings=[]) if self.value() == "no" else queryset


class WarningKindFilter(admin.SimpleListFilter):
    """Documents with a warning of a kind; the kinds are those of the run, else of the newest."""

    title = _("kind of warning")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        run = request.GET.get("run__id__exact", "")
        runs = ImportRun.objects.exclude(warning_counts={})
        if run.isdecimal() and len(run) < 19:
            runs = runs.filter(pk=run)
        counts = runs.values_list("warning_counts", flat=True)[:RECENT_RUNS]
        kinds = {kind for count in counts for kind in count} | {self.value()} - {None}
        return sorted(((kind, run_facts.kind_label(kind)) for kind in kinds), key=itemgetter(1))

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        # Both databases write JSON like this; neither leaves quotes inside a message unescaped.
        needle = f'"kind": {json.dumps(self.value())}'
        texts = queryset.annotate(warnings_text=Cast("warnings", TextField()))
        return texts.filter(warnings_text__contains=needle)


@admin.register(ImportRecord)
class ImportRecordAdmin(ReadOnlyAdmin):
    list_display = ["name", "state", "piece", "source", "warning_count", "raw", "created_at"]
    list_filter = ["outcome", WarningFilter, WarningKindFilter, ("source", RecentSources)]
    list_select_related = ["post", "source"]
    search_fields = ["path", "identifier", "post__title", "source__name"]
    search_help_text = _(
        "Part of the path, the post's title or the source's name. The newest 5000 are listed."
    )
    paginator = CappedPaginator
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["path", "identifier", "source", "run", "state", "piece", "created_at"]}),
        (_("What happened"), {"fields": ["failure", "told", "taken_out", "replacements"]}),
        (_("What waits for a decision"), {"fields": ["clashes"]}),
        (_("The document"), {"fields": ["document"]}),
        (_("What it said of each field"), {"fields": ["said"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        records = super().get_queryset(request)
        return records.defer("imported", "removed", "replaced", "post__body", "post__extra")

    def get_urls(self):
        download = self.admin_site.admin_view(self.original_view)
        return [
            path("<int:key>/original/", download, name="articles_importrecord_original"),
            *super().get_urls(),
        ]

    def original_view(self, request, key):
        """The document's raw bytes, to be kept as a file."""
        record = ImportRecord.objects.select_related("original").filter(pk=key).first()
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if record is None or record.original is None:
            raise Http404
        # Never shown by a browser: what is inside came from elsewhere.
        return HttpResponse(
            bytes(record.original.content),
            content_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="document-{record.pk}.txt"'},
        )

    @admin.display(description=_("document"), ordering="path")
    def name(self, record):
        return record.identifier or record.path

    @admin.display(description=_("outcome"), ordering="outcome")
    def state(self, record):
        return column("state", state=record.outcome, label=record.get_outcome_display())

    @admin.display(description=_("post"), ordering="post__title")
    def piece(self, record):
        return column("piece", record=record)

    @admin.display(description=_("original"))
    def raw(self, record):
        return column("raw", record=record)

    @admin.display(description=_("warnings"))
    def warning_count(self, record):
        return len(record.warnings) or ""

    @admin.display(description=_("error"))
    def failure(self, record):
        return column("failure", error=run_facts.told(record.error), path=record.path)

    @admin.display(description=_("warnings"))
    def told(self, record):
        warnings = [run_facts.told(warning) for warning in record.warnings]
        return column("told", warnings=run_facts.named(warnings, WARNINGS))

    @admin.display(description=_("removed"))
    def taken_out(self, record):
        return column("removed", removed=run_facts.named(record.removed, REMOVED))

    @admin.display(description=_("fields it changed"))
    def replacements(self, record):
        return "、".join(str(label_of(name)) for name in record.replaced) or "–"

    @admin.display(description=_("clashes"))
    def clashes(self, record):
        return run_facts.clashes(record.conflicts.all(), address="")

    @admin.display(description=_("document and text"))
    def document(self, record):
        text = record.original.text if record.original else ""
        return column(
            "document",
            record=record,
            became=as_read([(record.imported or {}).get("body")])[0][:SHOWN_CHARACTERS],
            text=text[:SHOWN_CHARACTERS],
            is_cut=len(text) > SHOWN_CHARACTERS,
        )

    @admin.display(description=_("fields"))
    def said(self, record):
        return column("code", text=json.dumps(record.imported, ensure_ascii=False, indent=2))
