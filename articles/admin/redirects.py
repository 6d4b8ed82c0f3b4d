from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.errors import is_gone
from articles.forms.plain import PlainTextForm
from articles.models import Redirect
from articles.old_addresses import find, find_page


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


class RedirectForm(PlainTextForm):
    def clean_old_path(self):
        old_path = self.cleaned_data["old_path"]
        if "old_path" in self.changed_data:
            found = find_page(old_path)
            if found and found.address:
                raise ValidationError(
                    _("Readers find a page at this address: it would never lead on.")
                )
        return old_path


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    form = RedirectForm
    list_display = ["old_path", "leads_to", "created_at"]
    list_filter = [TargetFilter]
    search_fields = ["old_path", "new_path", "post__title", "category__name"]
    search_help_text = _("Part of either address, or of the title or the section it leads to")
    autocomplete_fields = ["post", "category"]
    list_select_related = ["post", "category"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "old_path"]
    readonly_fields = ["answer"]
    fieldsets = [
        (None, {"fields": ["old_path", "answer"]}),
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

    def view_on_site(self, redirect):
        """The old address itself, so that it can be tried."""
        return redirect.old_path

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect):
        if redirect.is_gone:
            return _("nothing: gone")
        return redirect.post or redirect.category or redirect.new_path

    @admin.display(description=_("readers find now"))
    def answer(self, redirect):
        """What a reader who comes to the stored old address is told at this moment."""
        if redirect.pk is None:
            return None
        page = find_page(redirect.old_path)
        if page and page.address:
            return _("a page of its own; the redirect waits until that is gone")
        found = find(redirect.old_path)
        if found and found.address:
            return found.address
        if found and (found.post is None or is_gone(found.post)):
            return _("that it is gone (410)")
        return _("nothing (404)")
