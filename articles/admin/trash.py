from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import trash
from articles.admin.base import DeskAdmin, column
from articles.models import Post, TrashedPost
from articles.permissions import can_empty_trash, in_trash_of


@admin.register(TrashedPost)
class TrashedPostAdmin(DeskAdmin):
    """What lies in the trash: to be looked at, taken out again, or deleted for good."""

    list_display = ["title", "writer", "thrown_by", "thrown_at"]
    list_display_links = None
    list_select_related = ["created_by", "trashed_by"]
    search_fields = ["title"]
    ordering = ["-trashed_at", "-pk"]
    actions = ["recover", "delete_for_good"]

    def get_queryset(self, request):
        return in_trash_of(request.user, super().get_queryset(request).defer("body", "extra"))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.delete_post")

    def has_change_permission(self, request, obj=None):
        # Without it the list has no actions.
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_empty_permission(self, request):
        return can_empty_trash(request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return HttpResponseRedirect(reverse("admin:articles_trashedpost_changelist"))

    def view_on_site(self, row):
        return None

    @admin.display(description=gettext_lazy("written by"), ordering="created_by")
    def writer(self, post):
        return post.created_by or "–"

    @admin.display(description=gettext_lazy("thrown away by"), ordering="trashed_by")
    def thrown_by(self, post):
        return post.trashed_by or "–"

    @admin.display(description=gettext_lazy("when"), ordering="trashed_at")
    def thrown_at(self, post):
        return column("moment", moment=post.trashed_at)

    @admin.action(description=gettext_lazy("Take out of the trash"), permissions=["change"])
    def recover(self, request, queryset):
        count = 0
        for post in Post.objects.filter(pk__in=queryset.values("pk")).order_by("pk"):
            trash.recover(post, by=request.user)
            count += 1
        text = ngettext(
            "%d post is out of the trash, as it was.",
            "%d posts are out of the trash, as they were.",
            count,
        )
        self.message_user(request, text % count, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Delete for good…"), permissions=["empty"])
    def delete_for_good(self, request, queryset):
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _("Delete for good?"),
                "posts": queryset,
            }
            return TemplateResponse(request, "admin/articles/trashedpost/delete.html", context)
        count = queryset.count()
        trash.delete(Post.objects.filter(pk__in=queryset.values("pk")), by=request.user)
        text = ngettext("%d post is deleted.", "%d posts are deleted.", count)
        self.message_user(request, text % count, messages.SUCCESS)
        return None
