from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.forms import PlainTextForm
from articles.models import Redirect


class TargetFilter(admin.SimpleListFilter):
    title = _("leads to")
    parameter_name = "target"
    CONDITIONS = {
        "post": Q(post__isnull=False),
        "section": Q(category__isnull=False),
        "path": ~Q(new_path=""),
        "gone": Q(is_gone=True),
    }

    def lookups(self, request, model_admin):
        return [
            ("post", _("a post")),
            ("section", _("a section")),
            ("path", _("a path")),
            ("gone", _("nothing: gone")),
        ]

    def queryset(self, request, queryset):
        condition = self.CONDITIONS.get(self.value())
        return queryset.filter(condition) if condition else queryset


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    form = PlainTextForm
    list_display = ["old_path", "leads_to", "created_at"]
    list_filter = [TargetFilter]
    search_fields = ["old_path", "new_path"]
    autocomplete_fields = ["post", "category"]
    list_select_related = ["post", "category"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "old_path"]
    fieldsets = [
        (None, {"fields": ["old_path"]}),
        (
            _("Target"),
            {
                "fields": ["post", "category", "new_path", "is_gone"],
                "description": _(
                    "Exactly one of the four. A post or a section is found wherever it moves."
                ),
            },
        ),
    ]

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect):
        if redirect.is_gone:
            return _("nothing: gone")
        return redirect.post or redirect.category or redirect.new_path
