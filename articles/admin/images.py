from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import DeskAdmin, column, count_of, thumbnail
from articles.admin.homecoming import bring_home
from articles.forms import ImageForm
from articles.models import Image, Post, PostImage
from articles.permissions import visible_to


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kept")
    parameter_name = "kept"

    def lookups(self, request, model_admin):
        return [
            ("here", gettext_lazy("here")),
            ("elsewhere", gettext_lazy("elsewhere")),
            ("broken", gettext_lazy("elsewhere, could not be fetched")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "here":
            return queryset.exclude(file="")
        if self.value() == "broken":
            return queryset.broken()
        return queryset.filter(file="") if self.value() == "elsewhere" else queryset


ADDRESS = (
    gettext_lazy("Or a picture that stays elsewhere"),
    {"fields": ["original_url"], "classes": ["collapse"]},
)


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    form = ImageForm
    list_display = ["picture", "title", "credit", "size", "use_count", "created_at"]
    list_display_links = ["picture", "title"]
    list_filter = [KindFilter, ("alt", admin.EmptyFieldListFilter)]
    list_per_page = 24
    actions = ["bring_selected_home"]
    search_fields = ["alt", "credit", "original_url"]
    search_help_text = gettext_lazy("Words of the description, the credit, a caption, the address")
    date_hierarchy = "created_at"
    ordering = ["-created_at", "pk"]
    readonly_fields = ["preview", "size", "origin", "used_in"]
    fieldsets = [
        (None, {"fields": ["upload", "preview", "alt", "credit"]}),
        (
            gettext_lazy("Focal point"),
            {
                "fields": [("focal_x", "focal_y")],
                "description": gettext_lazy("What must stay visible when the picture is cropped."),
            },
        ),
        (
            gettext_lazy("Origin and use"),
            {"fields": ["original_url", "origin", "size", "used_in"]},
        ),
    ]

    def get_queryset(self, request):
        places = count_of(PostImage.objects, "image")
        leads = count_of(Post.objects, "lead_image")
        return super().get_queryset(request).annotate(use_count=places + leads)

    def get_object(self, request, object_id, from_field=None):
        image = super().get_object(request, object_id, from_field)
        if image is not None:
            # Whose posts may be named depends on who asks.
            image.reader = request.user
        return image

    def get_search_fields(self, request):
        # Captions tell what stands in posts, those of colleagues' drafts too.
        captions = (
            ["post_images__caption"] if request.user.has_perm("articles.publish_post") else []
        )
        return [*self.search_fields, *captions]

    def get_urls(self):
        facts = self.admin_site.admin_view(self.facts_view)
        return [
            path("<uuid:key>/facts.json", facts, name="articles_image_facts"),
            *super().get_urls(),
        ]

    def facts_view(self, request, key):
        """What the desk's scripts need to put a picture into a text."""
        image = Image.objects.filter(pk=key).first()
        if image is None or not self.has_view_permission(request, image):
            raise Http404
        facts = {"key": str(image.pk), "src": image.src, "alt": image.alt, "credit": image.credit}
        return JsonResponse(facts | {"title": str(image)})

    def view_on_site(self, image):
        return image.src or None

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, image):
        return thumbnail(image)

    @admin.display(description=gettext_lazy("description"), ordering="alt")
    def title(self, image):
        return column("picture_title", image=image)

    @admin.display(description=gettext_lazy("size"), ordering="width")
    def size(self, image):
        return f"{image.width} × {image.height}" if image.width and image.height else ""

    @admin.display(description=gettext_lazy("uses"), ordering="use_count")
    def use_count(self, image):
        return image.use_count

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, image):
        return column("preview", image=image if image.src else None)

    @admin.display(description=gettext_lazy("fetched"))
    def origin(self, image):
        return column("origin", image=image)

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, image):
        posts = Post.objects.filter(Q(post_images__image=image) | Q(lead_image=image)).distinct()
        return column("posts", posts=visible_to(image.reader, posts).order_by("-pk")[:50])

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        if obj is None:
            return [(None, {"fields": ["upload", "alt", "credit"]}), shown[1], ADDRESS]
        return shown

    @admin.action(description=gettext_lazy("Bring home"), permissions=["change"])
    def bring_selected_home(self, request, images):
        bring_home(request, images)

    def render_change_form(self, request, context, *args, **kwargs):
        image = kwargs.get("obj")
        may_change = image is not None and self.has_change_permission(request, image)
        context["may_bring_home"] = may_change and not image.file
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request, obj):
        if "_bring_home" in request.POST:
            bring_home(request, Image.objects.filter(pk=obj.pk))
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def save_model(self, request, obj, form, change):
        if "original_url" in form.changed_data:
            obj.forget_fetching()
        super().save_model(request, obj, form, change)
        twin = Image.objects.filter(sha256=obj.sha256).exclude(pk=obj.pk).exclude(sha256="").first()
        if twin:
            address = reverse("admin:articles_image_change", args=[twin.pk])
            text = _("The same picture is in the library already: {}.")
            link = format_html('<a href="{}">{}</a>', address, twin)
            self.message_user(request, format_html(text, link), messages.WARNING)
