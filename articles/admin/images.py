from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import column
from articles.admin.homecoming import bring_home
from articles.admin.library import LibraryColumns
from articles.admin.picture_uses import places_of, uses_of
from articles.admin.uploading import upload_view
from articles.admin.writing import sent_view
from articles.admin.writing_facts import facts_of
from articles.forms.pictures import ImageForm, fill_in
from articles.images import incoming
from articles.images.library import drop_files
from articles.models import Image
from articles.pages import focus_of
from articles.permissions import can_delete_image, can_edit_image

WORDS = ["alt", "caption", "credit", "rights", "taken_on"]
WAITING = gettext_lazy("The worker encodes the picture; a first look is shown until then.")
ADDRESS = (
    gettext_lazy("Or a picture that stays elsewhere"),
    {"fields": ["original_url"], "classes": ["collapse"]},
)


@admin.register(Image)
class ImageAdmin(LibraryColumns):
    form = ImageForm
    actions = ["bring_selected_home"]
    readonly_fields = ["framing", "size", "origin", "used_in", "added"]
    fieldsets = [
        (None, {"fields": ["framing", ("focal_x", "focal_y"), *WORDS, "upload"]}),
        (
            gettext_lazy("Origin and use"),
            {"fields": ["used_in", "original_url", "origin", "size", "added"]},
        ),
    ]

    class Media:
        css = {"all": ["articles/admin/pictures.css"]}
        js = [forms.Script("articles/admin/focal.js", type="module")]

    def get_object(self, request, object_id, from_field=None):
        image = super().get_object(request, object_id, from_field)
        if image is not None:
            # Whose posts may be named depends on who asks.
            image.reader = request.user
        return image

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return can_edit_image(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        if obj is None:
            return super().has_delete_permission(request)
        return can_delete_image(request.user, obj)

    def get_urls(self):
        def upload(request):
            return upload_view(self, request)

        view = self.admin_site.admin_view
        return [
            path("upload/", view(upload), name="articles_image_upload"),
            path("<uuid:key>/facts.json", view(self.facts_view), name="articles_image_facts"),
            path("send/", view(self.send_view), name="articles_image_send"),
            *super().get_urls(),
        ]

    def facts_view(self, request, key):
        """What the desk's scripts need to put a picture into a text."""
        image = Image.objects.filter(pk=key).first()
        if image is None or not self.has_view_permission(request, image):
            raise Http404
        return JsonResponse(facts_of(image))

    def send_view(self, request):
        """Take one picture that was pasted or dropped into a text."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return sent_view(request)

    def view_on_site(self, image):
        return image.src or None

    @admin.display(description=gettext_lazy("picture"))
    def framing(self, image):
        return column("framing", image=image, focus=focus_of(image))

    @admin.display(description=gettext_lazy("fetched"))
    def origin(self, image):
        return column("origin", image=image)

    @admin.display(description=gettext_lazy("added"))
    def added(self, image):
        return column("added", image=image)

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, image):
        posts, hidden = places_of(image, image.reader)
        return column("posts", posts=posts, hidden=hidden)

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        if obj is None:
            return [(None, {"fields": ["upload", *WORDS]}), ADDRESS]
        return shown

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and obj.file and "upload" in form.base_fields:
            form.base_fields["upload"].label = _("Replace the file")
        return form

    def get_deleted_objects(self, objs, request):
        gone, counts, missing, protected = super().get_deleted_objects(objs, request)
        # Of what only unpublished changes show, the database knows nothing.
        if uses := [line for image in objs for line in uses_of(image, request.user)]:
            # What shows it stays: nobody need be allowed to delete that.
            missing, protected = set(), uses
        return gone, counts, missing, protected

    @admin.action(description=gettext_lazy("Bring home"), permissions=["change"])
    def bring_selected_home(self, request, images):
        bring_home(request, images)

    def render_change_form(self, request, context, *args, **kwargs):
        image = kwargs.get("obj")
        may_change = image is not None and self.has_change_permission(request, image)
        context["may_bring_home"] = may_change and not image.file
        if image is not None and image.sha256:
            same = Image.objects.filter(sha256=image.sha256).exclude(pk=image.pk)
            context["twins"] = same.order_by("created_at")[:5]
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request, obj):
        if "_bring_home" in request.POST:
            bring_home(request, Image.objects.filter(pk=obj.pk))
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def save_model(self, request, obj, form, change):
        if form.known is not None:
            return
        if "original_url" in form.changed_data:
            obj.forget_fetching()
        if not change:
            obj.created_by = request.user
            fill_in(form)
            super().save_model(request, obj, form, change)
        elif columns := form.columns:
            obj.save(update_fields=columns)
        if before := form.before:
            if obj.file.name != before.file.name:
                drop_files(before)
            if before.incoming:
                transaction.on_commit(lambda: incoming.drop(before.incoming))

    def log_addition(self, request, obj, message):
        # What was in the library already is not added.
        return None if obj.was_known else super().log_addition(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        if not obj.was_known or IS_POPUP_VAR in request.POST:
            if obj.incoming:
                messages.info(request, WAITING)
            return super().response_add(request, obj, post_url_continue)
        address = reverse("admin:articles_image_change", args=[obj.pk])
        link = format_html('<a href="{}">{}</a>', address, obj)
        text = _("The same picture is in the library already: {}.")
        self.message_user(request, format_html(text, link), messages.WARNING)
        return HttpResponseRedirect(address)
