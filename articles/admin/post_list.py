"""The list of posts: its columns and filters."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.admin.base import DeskAdmin, column
from articles.html import one_line
from articles.models import Category, Post

LABELS = dict(Post.Status.choices) | {"scheduled": _("scheduled"), "expired": _("expired")}


def state_of(post):
    """Return the post's status for the desk: also "scheduled" and "expired", which are dates."""
    if post.status != Post.Status.PUBLISHED:
        return post.status
    if post.is_expired:
        return "expired"
    return "scheduled" if post.published_at > timezone.now() else "published"


def badge(post):
    """Return the markup that shows a post's state, in words and in colour."""
    state = state_of(post)
    return column("state", state=state, label=capfirst(LABELS[state]))


class StateFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return LABELS.items()

    def queryset(self, request, queryset):
        now = timezone.now()
        expired = Q(status="published", expires_at__lte=now)
        scheduled = Q(status="published", published_at__gt=now) & ~expired
        states = {status: Q(status=status) for status in Post.Status.values}
        states |= {"expired": expired, "scheduled": scheduled}
        states["published"] &= ~expired & ~scheduled
        return queryset.filter(states[self.value()]) if self.value() in states else queryset


class BranchFilter(admin.SimpleListFilter):
    """Posts of a section and of all below it."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        sections = Category.objects.order_by("path").values_list("pk", "name", "path")
        return [(pk, "　" * path.count("/") + name) for pk, name, path in sections]

    def queryset(self, request, queryset):
        section = self.value() or ""
        if not (section.isdecimal() and len(section) < 19):
            return queryset
        return queryset.filter(section_listings__category=section)


class PostChangeList(ChangeList):
    """Fetches what the columns show of all rows at once."""

    def get_results(self, request):
        super().get_results(request)
        posts = list(self.result_list.for_cards() if self.result_list else [])
        paths = {path for post in posts if post.section for path in post.section.ancestor_paths}
        names = dict(Category.objects.filter(path__in=paths).values_list("path", "name"))
        for post in posts:
            above = post.section.ancestor_paths if post.section else []
            post.trail = [names[path] for path in above if path in names]
        self.result_list = posts


class PostColumns(DeskAdmin):
    """How the desk lists posts."""

    list_display = ["headline", "state", "source", "publication", "update"]
    list_display_links = ["headline"]
    list_filter = [
        StateFilter,
        BranchFilter,
        "source",
        ("language", admin.AllValuesFieldListFilter),
        ("lead_image", admin.EmptyFieldListFilter),
    ]
    search_fields = ["title"]
    search_help_text = _("Words of the title or the text")
    date_hierarchy = "published_at"
    ordering = ["-updated_at", "-pk"]

    def get_changelist(self, request, **kwargs):
        return PostChangeList

    def get_search_results(self, request, queryset, search_term):
        words = one_line(search_term)[: search.MAX_QUERY]
        if not words:
            return queryset, False
        found = search.match(Post.objects.all(), words).order_by().values("pk")
        in_title = Q(title__icontains=words)
        return queryset.filter(in_title | Q(pk__in=found)), False

    @admin.display(description=_("title"), ordering="title")
    def headline(self, post):
        place = [" › ".join(post.trail), "、".join(author.name for author in post.byline)]
        return column("headline", post=post, place=" · ".join(part for part in place if part))

    @admin.display(description=_("status"), ordering="status")
    def state(self, post):
        return badge(post)

    @admin.display(description=_("publication"), ordering="published_at")
    def publication(self, post):
        return column("moment", moment=post.published_at)

    @admin.display(description=_("updated"), ordering="updated_at")
    def update(self, post):
        return column("moment", moment=post.updated_at)
