"""The list of posts: what it shows, what it can be asked for, and how it is paged."""

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.admin.base import DeskAdmin
from articles.admin.bulk_actions import BulkActions
from articles.admin.paging import PAGE_SIZE, desk_page
from articles.admin.planning import Planning
from articles.admin.post_questions import questions
from articles.admin.post_rows import badge, rows_of, sections, state_of
from articles.admin.reports import Reports
from articles.admin.saved_filters import SavedFilters
from articles.filtering import PostFilter
from articles.html import one_line

__all__ = ["PostChangeList", "PostColumns", "badge", "state_of"]


class PostChangeList(ChangeList):
    """Django's list over our own questions and pages: nothing is counted or sorted to the end."""

    def get_queryset(self, request, exclude_parameters=None):
        self.asked = PostFilter(request.GET.dict())
        self.clear_all_filters_qs = self.get_query_string(remove=[*self.asked.values])
        self.has_active_filters = bool(self.asked.asked)
        return self.asked.ordered(self.asked.posts(request.user))

    def get_results(self, request):
        self.page = desk_page(self.queryset, request.GET)
        tree = sections()
        self.result_list = rows_of(self.page.keys, tree)
        self.result_count = self.page.count or len(self.result_list)
        self.questions = questions(request, self.asked, self.page, tree)
        self.full_result_count = self.paginator = None
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.show_admin_actions = bool(self.result_list)
        kept = {"preserved_filters": self.preserved_filters, "opts": self.opts}
        for post in self.result_list:
            address = reverse("admin:articles_post_change", args=[post.pk])
            post.form_address = add_preserved_filters(kept, address, popup=self.is_popup)


class PostColumns(BulkActions, SavedFilters, Planning, Reports, DeskAdmin):
    """How the desk lists posts."""

    # The rows are drawn by one template (admin/articles/post/_rows.html), not cell by cell.
    list_display = ["headline"]
    list_per_page = PAGE_SIZE
    sortable_by = []
    # Django searches no field: the questions are ours.
    search_fields = ["title"]

    def get_changelist(self, request, **kwargs):
        return PostChangeList

    def get_search_results(self, request, queryset, search_term):
        """What an autocomplete of posts offers."""
        words = one_line(search_term)[: search.MAX_QUERY]
        if not words:
            return queryset, False
        return search.match(queryset, words), False

    def get_ordering(self, request):
        return ["-edited_at", "-pk"]

    def lookup_allowed(self, lookup, value, request):
        # An address of the list that was kept, or made by hand, asks nothing of unknown columns.
        return True

    @admin.display(description=_("title"))
    def headline(self, post):
        return post.title
