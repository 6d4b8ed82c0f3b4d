"""Where a document and an editor differ: the list of open clashes, and a page to decide one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, prefetch_related_objects
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.base import RecordAdmin, column
from articles.admin.post_list import badge
from articles.admin.sides import COMPARISONS, comparison, label_of
from articles.admin.source_filters import RecentSources
from articles.importing.merge import COLUMNS, rows_of_held
from articles.models import Conflict
from articles.permissions import can_settle
from articles.settling import OURS, THEIRS, SettlingError, fingerprint, is_moot, settle

FIELDS = (*COLUMNS, "categories", "authors", "tags", "status")
# A list of refusals as long as a screen is read; what follows is counted.
NAMED_REFUSALS = 10
# So many are asked whether they are for the user, to find the next.
LOOKED_AT = 5
# What a source took away may be gone by mistake: to keep ours is offered first.
FLAGGED = (Conflict.Reason.SHRUNK, Conflict.Reason.WITHDRAWN)


def open_conflicts(post):
    """Return the clashes of `post` that wait for a decision, each with its field's `label`."""
    conflicts = list(post.conflicts.unsettled().defer("base", "theirs")) if post.pk else []
    for conflict in conflicts:
        conflict.label = label_of(conflict.field)
    return conflicts


class StateFilter(admin.SimpleListFilter):
    """Open ones, unless others are asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("settled", gettext_lazy("decided")), ("all", gettext_lazy("All"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("open")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "settled":
            return queryset.filter(settled_at__isnull=False)
        return queryset if self.value() == "all" else queryset.unsettled()


class FieldFilter(admin.SimpleListFilter):
    title = gettext_lazy("field")
    parameter_name = "field"

    def lookups(self, request, model_admin):
        present = set(model_admin.get_queryset(request).order_by().values_list("field").distinct())
        return [(name, label_of(name)) for name in FIELDS if (name,) in present]

    def queryset(self, request, queryset):
        return queryset.filter(field=self.value()) if self.value() in FIELDS else queryset


class RunFilter(admin.SimpleListFilter):
    """The clashes that an import run raised; offered where its page leads here."""

    title = gettext_lazy("import run")
    parameter_name = "run"

    def lookups(self, request, model_admin):
        return [(self._key(), f"#{self._key()}")] if self._key() else []

    def queryset(self, request, queryset):
        return queryset.filter(record__run=self._key()) if self._key() else queryset

    def _key(self):
        value = self.value() or ""
        return value if value.isdecimal() and len(value) < 19 else ""


@admin.register(Conflict)
class ConflictAdmin(RecordAdmin):
    """Who may see a post sees its clashes, and who may change the field decides them."""

    list_display = ["title", "field_label", "why", "post_source", "seen"]
    list_display_links = ["title"]
    list_filter = [StateFilter, "reason", FieldFilter, ("post__source", RecentSources), RunFilter]
    list_select_related = ["post__source", "settled_by"]
    search_fields = ["post__title", "post__source__name"]
    search_help_text = gettext_lazy("Words of the post's title, or of its source's name")
    ordering = ["-updated_at", "-pk"]
    actions = ["keep_ours", "take_theirs"]

    def has_view_permission(self, request, obj=None):
        if not request.user.has_perm("articles.view_post"):
            return False
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    def get_list_display(self, request):
        is_only_open = request.GET.get(StateFilter.parameter_name) not in ("settled", "all")
        return self.list_display if is_only_open else [*self.list_display, "decision"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        conflict = self.get_object(request, object_id)
        if conflict is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST" and request.POST.get("choice") in (OURS, THEIRS):
            return self._decide(request, conflict)
        prefetch_related_objects([conflict.post], *rows_of_held())
        return TemplateResponse(
            request, "admin/articles/conflict/decision.html", self._context(request, conflict)
        )

    @admin.action(description=gettext_lazy("Keep ours"))
    def keep_ours(self, request, queryset):
        self._settle_all(request, queryset, OURS)

    @admin.action(description=gettext_lazy("Take theirs"))
    def take_theirs(self, request, queryset):
        self._settle_all(request, queryset, THEIRS)

    @admin.display(description=gettext_lazy("post"), ordering="post__title")
    def title(self, conflict):
        return conflict.post.title

    @admin.display(description=gettext_lazy("field"), ordering="field")
    def field_label(self, conflict):
        return label_of(conflict.field)

    @admin.display(description=gettext_lazy("reason"), ordering="reason")
    def why(self, conflict):
        label = capfirst(conflict.get_reason_display())
        return column("state", state=conflict.reason, label=label)

    @admin.display(description=gettext_lazy("source"), ordering="post__source__name")
    def post_source(self, conflict):
        return conflict.post.source or ""

    @admin.display(description=gettext_lazy("last seen"), ordering="updated_at")
    def seen(self, conflict):
        return column("moment", moment=conflict.updated_at)

    @admin.display(description=gettext_lazy("decision"), ordering="settled_at")
    def decision(self, conflict):
        return column("decision", conflict=conflict)

    def _context(self, request, conflict):
        others = _others(conflict)
        is_open = conflict.settled_at is None
        which = request.GET.get("compare", "")
        which = which if which in COMPARISONS else ""
        return {
            **self.admin_site.each_context(request),
            "title": _("%(field)s of “%(post)s”")
            % {"field": label_of(conflict.field), "post": conflict.post},
            "opts": self.opts,
            "conflict": conflict,
            "state": badge(conflict.post),
            "which": which,
            "comparison": comparison(conflict, which) if conflict.field != "status" else None,
            "is_open": is_open,
            "is_moot": is_moot(conflict),
            "fingerprint": fingerprint(conflict),
            "may_settle": can_settle(request.user, conflict),
            "others": others,
            "following": self._following(request, conflict, others) if is_open else None,
            "is_ours_safer": conflict.reason in FLAGGED,
        }

    def _decide(self, request, conflict):
        choice = request.POST["choice"]
        try:
            settle(conflict, choice, by=request.user, seen=request.POST.get("seen", ""))
        except SettlingError as problem:
            self.message_user(request, str(problem), messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        text = _("{post}: ours was kept ({field}).")
        if choice == THEIRS:
            text = _("{post}: the source's version was taken ({field}).")
        link = format_html('<a href="{}">{}</a>', _form_of(conflict.post), conflict.post)
        self.message_user(request, format_html(text, post=link, field=label_of(conflict.field)))
        following = self._following(request, conflict, _others(conflict))
        if following is None:
            return HttpResponseRedirect(reverse("admin:articles_conflict_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_conflict_change", args=[following.pk]))

    def _following(self, request, conflict, others):
        """Return the clash to be decided next: one of `others`, else below it in the list.

        None where nothing is left for the user, among those that come next.
        """
        if others:
            return others[0]
        waiting = self.get_queryset(request).unsettled().exclude(pk=conflict.pk)
        waiting = waiting.select_related("post").defer("base", "theirs")
        below = Q(updated_at__lt=conflict.updated_at)
        below |= Q(updated_at=conflict.updated_at, pk__lt=conflict.pk)
        for rows in (waiting.filter(below), waiting):
            for row in rows[:LOOKED_AT]:
                if can_settle(request.user, row):
                    return row
        return None

    def _settle_all(self, request, queryset, choice):
        count, refusals = 0, []
        for conflict in queryset:
            try:
                settle(conflict, choice, by=request.user)
                count += 1
            except (SettlingError, PermissionDenied) as problem:
                refusals.append((conflict, problem))
        if count:
            text = ngettext("%d clash is decided.", "%d clashes are decided.", count)
            self.message_user(request, text % count)
        for conflict, problem in refusals[:NAMED_REFUSALS]:
            self.message_user(request, f"{conflict.post}: {problem}", messages.WARNING)
        if len(refusals) > NAMED_REFUSALS:
            text = _("… and %d more could not be decided.")
            self.message_user(request, text % (len(refusals) - NAMED_REFUSALS), messages.WARNING)


def _others(conflict):
    """Return what else of its post is still to be decided."""
    return [each for each in open_conflicts(conflict.post) if each.pk != conflict.pk]


def _form_of(post):
    return reverse("admin:articles_post_change", args=[post.pk])
