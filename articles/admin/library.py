"""The library as a list: its filters, its search, its pages, whatever its size."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin, column, count_of
from articles.html import clean_text, one_line
from articles.models import Post, PostImage, Source
from articles.pages import focus_of
from articles.permissions import visible_to

# More are not counted, nor paged to: who looks for one of so many searches.
COUNTED = 10_000
LONGEST, MOST_TERMS = 200, 8
WORDS = ("alt", "caption", "credit", "rights", "original_url", "sent_name")
# Pixels.
WIDE = 1920


class CappedPaginator(Paginator):
    """Counts no further than COUNTED."""

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[:COUNTED].count()


class KeptFilter(admin.SimpleListFilter):
    title = _("place")
    parameter_name = "kept"

    def lookups(self, request, model_admin):
        return [
            ("here", _("here")),
            ("waiting", _("here, not encoded yet")),
            ("elsewhere", _("elsewhere")),
            ("broken", _("elsewhere, could not be fetched")),
            ("damaged", _("sent, but damaged or lost")),
        ]

    def queryset(self, request, queryset):
        found = {
            "here": lambda: queryset.exclude(file=""),
            "waiting": queryset.incoming,
            "elsewhere": lambda: queryset.filter(file=""),
            "broken": queryset.broken,
            "damaged": lambda: queryset.exclude(fault=""),
        }.get(self.value())
        return found() if found else queryset


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("unused", _("shown nowhere")), ("mine", _("added by me"))]

    def queryset(self, request, queryset):
        if self.value() == "unused":
            return queryset.unused()
        return queryset.filter(created_by=request.user) if self.value() == "mine" else queryset


class SourceFilter(admin.SimpleListFilter):
    """Pictures in posts of a source."""

    title = _("source of its posts")
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return Source.objects.order_by("name").values_list("pk", "name")

    def queryset(self, request, queryset):
        key = self.value() or ""
        if not (key.isascii() and key.isdecimal() and len(key) < 19):
            return queryset
        return queryset.shown_by(Post.objects.filter(source=key))


class ShapeFilter(admin.SimpleListFilter):
    title = _("shape")
    parameter_name = "shape"

    def lookups(self, request, model_admin):
        return [
            ("landscape", _("landscape")),
            ("portrait", _("portrait")),
            ("wide", _("at least 1920 pixels wide")),
            ("narrow", _("narrower")),
        ]

    def queryset(self, request, queryset):
        shapes = {
            "landscape": Q(width__gte=F("height")),
            "portrait": Q(width__lt=F("height")),
            "wide": Q(width__gte=WIDE),
            "narrow": Q(width__lt=WIDE),
        }
        return queryset.filter(shapes[self.value()]) if self.value() in shapes else queryset


def found(queryset, words, user):
    """Return those of `queryset` of which every word stands in what is said of them.

    In the captions too that posts give them: of the posts that the desk shows `user`.
    """
    posts = visible_to(user, Post.objects.all())
    rows, terms = queryset, one_line(words)[:LONGEST].split()[:MOST_TERMS]
    for word in terms:
        captions = PostImage.objects.order_by().filter(caption__icontains=word)
        if posts.query.where:
            captions = captions.filter(post__in=posts.order_by().values("pk"))
        said = Q(pk__in=captions.values("image"))
        for name in WORDS:
            said |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(said)
    if not terms:
        return queryset
    # Looked for once: the page counts what was found, and then shows a part of it.
    newest = rows.order_by("-created_at", "pk").values_list("pk", flat=True)
    return queryset.filter(pk__in=list(newest[:COUNTED]))


class LibraryColumns(DeskAdmin):
    """How the desk lists pictures."""

    list_display = ["picture", "title", "state", "credit", "size", "use_count", "created_at"]
    list_display_links = ["picture", "title"]
    list_filter = [
        KeptFilter,
        UseFilter,
        ("alt", admin.EmptyFieldListFilter),
        ("credit", admin.EmptyFieldListFilter),
        ShapeFilter,
        ("created_at", admin.DateFieldListFilter),
        SourceFilter,
    ]
    list_per_page = 24
    empty_value_display = ""
    paginator = CappedPaginator
    counted = COUNTED
    # To sort by what has no index takes all rows, as does counting what each filter finds.
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["alt"]
    search_help_text = _("Words of the description, a caption, the credit, the rights, the address")
    ordering = ["-created_at", "pk"]

    def get_queryset(self, request):
        places = count_of(PostImage.objects, "image")
        leads = count_of(Post.objects, "lead_image")
        return super().get_queryset(request).annotate(use_count=places + leads)

    def get_search_results(self, request, queryset, search_term):
        return found(queryset, clean_text(search_term), request.user), False

    @admin.display(description=_("picture"))
    def picture(self, image):
        return column("library_picture", image=image, focus=focus_of(image))

    @admin.display(description=_("description"))
    def title(self, image):
        return column("picture_title", image=image)

    @admin.display(description=_("state"))
    def state(self, image):
        return column("picture_state", image=image)

    @admin.display(description=_("size"))
    def size(self, image):
        return f"{image.width} × {image.height}" if image.width and image.height else ""

    @admin.display(description=_("uses"))
    def use_count(self, image):
        return image.use_count
