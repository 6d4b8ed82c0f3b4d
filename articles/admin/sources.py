from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, count_of
from articles.forms import NamedForm
from articles.models import Post, Source
from articles.models.categories import LINEAGE


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    form = NamedForm
    list_display = ["name", "post_count", "clock", "timezone", "trust", "section"]
    list_filter = ["clock", "trust"]
    search_fields = ["name", "slug"]
    autocomplete_fields = ["section"]
    list_select_related = [f"section__{LINEAGE}"]
    ordering = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "description", "homepage", "slug"]}),
        (
            _("Times in its documents"),
            {
                "fields": ["clock", "timezone"],
                "description": _(
                    "“As written” takes 18:06:38 GMT for what it says: 02:06 the next morning in "
                    "Beijing. “Local time labelled GMT” reads the same clock as 18:06 in the time "
                    "zone given here. Import again after a change; old addresses lead to the new."
                ),
            },
        ),
        (
            _("What becomes of its documents"),
            {
                "fields": ["trust", "section", "rights_default"],
                "description": _("These count from the next import on."),
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(post_count=count_of(Post.objects, "source"))

    @admin.display(description=_("posts"), ordering="post_count")
    def post_count(self, source):
        return source.post_count
