"""Where the buttons of a post's form lead, and what they say then."""

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import trash
from articles.admin.post_steps import ASKING, linked, wanted_step
from articles.previews import preview_path


class PostAnswers(admin.ModelAdmin):
    def response_add(self, request, obj, post_url_continue=None):
        if "_preview" in request.POST:
            # On to the form of the post that is now there: “back” from the preview must not
            # lead to the form that would add it again.
            return self._to_form(request, obj, offer_preview=True)
        return self._next(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._next(request, obj) or super().response_change(request, obj)

    def get_deleted_objects(self, objs, request):
        # Nothing goes with a post that can be taken out of the trash.
        return [], {}, set(), []

    def delete_model(self, request, obj):
        trash.discard(obj, by=request.user)

    def response_delete(self, request, obj_display, obj_id):
        text = _("“{}” is in the trash.")
        self.message_user(request, format_html(text, obj_display), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_post_changelist"))

    def _to_form(self, request, post, *, offer_preview=False):
        if offer_preview:
            preview = preview_path(post.revisions.first(), by=request.user)
            text = _('{} is saved. <a href="{}" target="_blank">Open the preview</a>')
            self.message_user(request, format_html(text, linked(post), preview), messages.SUCCESS)
        address = reverse("admin:articles_post_change", args=[post.pk])
        kept = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(kept, address))

    def _next(self, request, post):
        """Where the button that was pressed leads; None for the list."""
        step = wanted_step(request.POST)
        if step in ASKING:
            address = reverse("admin:articles_post_step", args=[post.pk, step])
            return HttpResponseRedirect(address)
        if not {"_preview", "_continue"} & set(request.POST) and not step:
            return None
        address = reverse("admin:articles_post_change", args=[post.pk])
        is_preview = "_preview" in request.POST
        if not step:
            # Whoever comes back from the preview finds the way to the text in the message.
            title = (
                format_html('<a href="{}">{}</a>', address, post) if is_preview else linked(post)
            )
            self.message_user(request, format_html(_("{} is saved."), title), messages.SUCCESS)
        if not is_preview:
            return self._to_form(request, post)
        return HttpResponseRedirect(preview_path(post.revisions.first(), by=request.user))
