import json

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.admin.base import ReadOnlyAdmin, column
from articles.models import ImportRecord, ImportRun

SHOWN_CHARACTERS = 100_000
OUTCOMES = dict(ImportRecord.Outcome.choices)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "outcomes", "where", "finished_at"]
    date_hierarchy = "started_at"
    ordering = ["-pk"]
    fields = ["started_at", "finished_at", "where", "shown_options", "outcomes", "troubles"]

    @admin.display(description=_("outcomes"))
    def outcomes(self, run):
        counts = [(name, label, run.counts.get(name)) for name, label in OUTCOMES.items()]
        return column("outcomes", run=run, counts=[row for row in counts if row[2]])

    @admin.display(description=_("paths"))
    def where(self, run):
        return column("lines", lines=run.paths)

    @admin.display(description=_("options"))
    def shown_options(self, run):
        return column("lines", lines=[f"{name}: {value}" for name, value in run.options.items()])

    @admin.display(description=_("documents that need somebody"))
    def troubles(self, run):
        records = run.records.filter(outcome__in=["failed", "conflict"]).defer("imported")
        return column("troubles", run=run, records=records[:50])


class WarningFilter(admin.SimpleListFilter):
    title = _("warnings")
    parameter_name = "warned"

    def lookups(self, request, model_admin):
        return [("yes", _("with warnings")), ("no", _("without"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.exclude(warnings=[])
        return queryset.filter(warnings=[]) if self.value() == "no" else queryset


@admin.register(ImportRecord)
class ImportRecordAdmin(ReadOnlyAdmin):
    list_display = ["path", "state", "post", "source", "warning_count", "created_at"]
    list_filter = ["outcome", WarningFilter, "source"]
    list_select_related = ["post", "source"]
    search_fields = ["path", "identifier", "post__title"]
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["path", "identifier", "source", "run", "state", "post", "created_at"]}),
        (_("What happened"), {"fields": ["failure", "told", "taken_out"]}),
        (_("The document"), {"fields": ["document"]}),
        (_("What it said of each field"), {"fields": ["said"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("imported", "removed")

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

    @admin.display(description=_("outcome"), ordering="outcome")
    def state(self, record):
        return column("state", state=record.outcome, label=record.get_outcome_display())

    @admin.display(description=_("warnings"))
    def warning_count(self, record):
        return len(record.warnings) or ""

    @admin.display(description=_("error"))
    def failure(self, record):
        return column("failure", error=record.error)

    @admin.display(description=_("warnings"))
    def told(self, record):
        return column("lines", lines=record.warnings)

    @admin.display(description=_("removed"))
    def taken_out(self, record):
        return column("removed", removed=record.removed)

    @admin.display(description=_("original text"))
    def document(self, record):
        text = record.original.text if record.original else ""
        return column(
            "document",
            record=record,
            text=text[:SHOWN_CHARACTERS],
            is_cut=len(text) > SHOWN_CHARACTERS,
        )

    @admin.display(description=_("fields"))
    def said(self, record):
        return column("code", text=json.dumps(record.imported, ensure_ascii=False, indent=2))
