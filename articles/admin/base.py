"""What several nouns of the desk share."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.admin.widgets import OneAutocomplete
from articles.html import clean_text
from articles.models import Post
from articles.permissions import can_see_everything, visible_to


class CappedPaginator(Paginator):
    """Pages of the first MOST rows: nothing counts, or leafs through, a table to its end."""

    MOST = 5_000

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.MOST].count()


class DeskAdmin(admin.ModelAdmin):
    """Long lists stay quick, and every page of the site can be reached from its row."""

    list_per_page = 50
    show_full_result_count = False

    def view_on_site(self, row):
        """The row's public address, or None when readers find nothing there."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", OneAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        # PostgreSQL refuses NUL, which nothing before this takes out of an autocomplete's query.
        return super().get_search_results(request, queryset, clean_text(search_term))


class ReadOnlyAdmin(DeskAdmin):
    """What the system writes by itself: to be read, never edited."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RecordAdmin(ReadOnlyAdmin):
    """What is kept of a post: whoever may see the post sees it."""

    def get_queryset(self, request):
        rows, posts = super().get_queryset(request), Post.objects.all()
        if request.user.has_perm("articles.view_post") and can_see_everything(request.user):
            # All but few: a list, and its count, that need not look at the posts.
            return rows.exclude(post__in=posts.filter(trashed_at__isnull=False))
        return rows.filter(Exists(visible_to(request.user, posts.filter(pk=OuterRef("post")))))


def count_of(rows, key):
    """Return the expression that counts those of `rows` whose `key` is the outer row.

    Counted for the rows of the page alone, where a join would group the whole table.
    """
    mine = rows.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Coalesce(Subquery(mine.annotate(count=Count("pk")).values("count")), 0)


def column(template, **context):
    """Return a piece of the desk's markup: templates/admin/articles/columns/<template>.html."""
    return render_to_string(f"admin/articles/columns/{template}.html", context)


@admin.display(description=_("picture"))
def thumbnail(image):
    """Return a small <img> of a library row, or "" for None."""
    return column("thumbnail", image=image) if image else ""
