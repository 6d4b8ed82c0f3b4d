from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, count_of
from articles.forms.plain import NamedForm
from articles.models import Author, Byline


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    form = NamedForm
    list_display = ["name", "kind", "post_count", "link"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]
    fields = ["name", "kind", "bio", "link", "slug"]
    ordering = ["name"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(post_count=count_of(Byline.objects, "author"))

    @admin.display(description=_("posts"), ordering="post_count")
    def post_count(self, author):
        return author.post_count
