"""The log of the desk, to be read, filtered and taken along; nobody changes it."""

import json
from datetime import date, timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.base import ReadOnlyAdmin
from articles.admin.paging import desk_page
from articles.exporting.tables import csv_lines
from articles.filtering import PostFilter
from articles.html import one_line
from articles.models import AuditEntry
from articles.models.post_lists import midnight
from articles.permissions import can_audit

LONGEST = 150
BATCH = 500
COLUMNS = ("at", "kind", "by_name", "subject_type", "subject_key", "subject", "note")


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    def has_module_permission(self, request):
        return can_audit(request.user)

    def has_view_permission(self, request, obj=None):
        return can_audit(request.user)

    def changelist_view(self, request, extra_context=None):
        if not can_audit(request.user):
            raise PermissionDenied
        asked = _asked(request.GET)
        entries = _entries(asked)
        form = request.GET.get("format", "")
        if form in WRITERS:
            return _download(entries, form)
        page = desk_page(entries, request.GET)
        rows = AuditEntry.objects.in_bulk(page.keys)
        shown = [rows[key] for key in page.keys if key in rows]
        for entry in shown:
            entry.kind_of, entry.address = _named(entry)
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name_plural),
            "opts": self.opts,
            "entries": shown,
            "page": page,
            "asked": asked,
            "kinds": AuditEntry.Kind.choices,
            "query": request.GET.urlencode(),
        }
        return TemplateResponse(request, "admin/articles/auditentry/log.html", context)


def _asked(query):
    """Return what is asked for: person, kind, subject ("post:12"), since, until; "" for nothing."""
    days = PostFilter({name: query.get(name, "") for name in ("since", "until")})
    asked = {name: one_line(query.get(name, ""))[:LONGEST] for name in ("person", "subject")}
    kind = query.get("kind", "")
    asked["kind"] = kind if kind in AuditEntry.Kind.values else ""
    return asked | {"since": days["since"], "until": days["until"]}


def _entries(asked):
    entries = AuditEntry.objects.order_by("-at", "-pk")
    if asked["person"]:
        entries = entries.filter(by_name=asked["person"])
    if asked["kind"]:
        entries = entries.filter(kind=asked["kind"])
    if asked["subject"]:
        kind_of, _colon, key = asked["subject"].partition(":")
        entries = entries.filter(subject_type=kind_of, subject_key=key)
    if asked["since"]:
        entries = entries.filter(at__gte=midnight(date.fromisoformat(asked["since"])))
    if asked["until"]:
        end = date.fromisoformat(asked["until"]) + timedelta(days=1)
        entries = entries.filter(at__lt=midnight(end))
    return entries


def _named(entry):
    """Return (what kind of thing it is for people, the address of its form or "")."""
    if not entry.subject_type:
        return "", ""
    model = next(
        (m for m in admin.site._registry if m._meta.model_name == entry.subject_type), None
    )
    if model is None:
        return entry.subject_type, ""
    try:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        address = reverse(name, args=[entry.subject_key]) if entry.subject_key else ""
    except NoReverseMatch:
        address = ""
    return model._meta.verbose_name, address


def _download(entries, form):
    kind, lines = WRITERS[form]
    response = StreamingHttpResponse(lines(_rows(entries)), content_type=f"{kind}; charset=utf-8")
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="log-{day}.{form}"'
    return response


def _rows(entries):
    """Yield all entries, oldest last, a batch at a time: what is in memory does not grow."""
    last = None
    while True:
        part = entries
        if last is not None:
            after = models.Q(at__lt=last.at) | models.Q(at=last.at, pk__lt=last.pk)
            part = entries.filter(after)
        batch = list(part[:BATCH])
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1]


def _as_csv(entries):
    head = [_("When"), _("Kind"), _("Who"), _("What kind of thing"), _("Key"), _("What"), _("Note")]

    def rows():
        yield head
        for entry in entries:
            values = [getattr(entry, name) for name in COLUMNS[1:]]
            yield [timezone.localtime(entry.at).isoformat(timespec="seconds"), *values]

    return csv_lines(rows())


def _as_json_lines(entries):
    for entry in entries:
        row = {name: getattr(entry, name) for name in COLUMNS}
        yield json.dumps(row | {"at": entry.at.isoformat()}, ensure_ascii=False) + "\n"


WRITERS = {"csv": ("text/csv", _as_csv), "jsonl": ("application/jsonl", _as_json_lines)}
