from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import DeskAdmin, column, count_of
from articles.forms.plain import NamedForm
from articles.models import Category, Filing, Responsibility
from articles.models.categories import LINEAGE


class ResponsibilityInline(admin.TabularInline):
    """Who edits the section, and all below it."""

    model = Responsibility
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            staff = get_user_model().objects.filter(is_staff=True, is_active=True)
            kwargs["queryset"] = staff.order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Category)
class CategoryAdmin(DeskAdmin):
    form = NamedForm
    list_display = ["place", "post_count", "position", "path"]
    list_display_links = ["place"]
    list_per_page = 200
    search_fields = ["name", "path"]
    autocomplete_fields = ["parent"]
    list_select_related = [LINEAGE]
    fields = ["name", "parent", "position", "description", "slug"]
    ordering = ["path"]
    inlines = [ResponsibilityInline]

    def get_queryset(self, request):
        categories = super().get_queryset(request).select_related(LINEAGE)
        return categories.annotate(post_count=count_of(Filing.objects, "category"))

    @admin.display(description=gettext_lazy("section"), ordering="path")
    def place(self, category):
        depth = category.path.count("/")
        return column("place", category=category, levels=range(depth))

    @admin.display(description=gettext_lazy("posts"), ordering="post_count")
    def post_count(self, category):
        return category.post_count

    def save_model(self, request, obj, form, change):
        before = Category.objects.filter(pk=obj.pk).values_list("path", flat=True).first()
        super().save_model(request, obj, form, change)
        if before and before != obj.path:
            self.message_user(
                request,
                _("The section's address changed; the old addresses lead to the new ones."),
                messages.INFO,
            )
