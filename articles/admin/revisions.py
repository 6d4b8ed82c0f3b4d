from django.contrib import admin
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin.base import RecordAdmin, column
from articles.html.typed import writable
from articles.models import Author, Category, Image, Post, Revision, Source, Transition
from articles.models.content import content_of
from articles.permissions import can_edit

ROWS = {
    "categories": (gettext_lazy("sections"), Category),
    "authors": (gettext_lazy("authors"), Author),
    "lead_image_id": (gettext_lazy("lead image"), Image),
    "source_id": (gettext_lazy("source"), Source),
    "tags": (gettext_lazy("tags"), None),
}


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    list_display = ["__str__", "post", "by", "created_at", "note"]
    list_select_related = ["post", "by"]
    search_fields = ["post__title"]
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    fields = ["post", "created_at", "by", "note", "comparison"]
    readonly_fields = ["comparison"]

    def get_urls(self):
        restore = self.admin_site.admin_view(self.restore_view)
        return [
            path("<int:key>/restore/", restore, name="articles_revision_restore"),
            *super().get_urls(),
        ]

    def view_on_site(self, revision):
        return None

    def render_change_form(self, request, context, *args, **kwargs):
        revision = kwargs.get("obj")
        context["can_restore"] = revision is not None and can_edit(request.user, revision.post)
        return super().render_change_form(request, context, *args, **kwargs)

    def restore_view(self, request, key):
        """Give the post the fields it had in the revision."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        revision = get_object_or_404(self.get_queryset(request), pk=key)
        post = revision.post
        workflow.restore(post, revision, by=request.user)
        text = _("“{title}” is as it was in revision {number}.")
        self.message_user(request, format_html(text, title=post.title, number=revision.pk))
        return HttpResponseRedirect(reverse("admin:articles_post_change", args=[post.pk]))

    @admin.display(description=gettext_lazy("fields"))
    def comparison(self, revision):
        """Then and now, field by field; those that differ are marked."""
        now = content_of(revision.post)
        rows = []
        for name, then_value in revision.fields.items():
            then, today = _shown(name, then_value), _shown(name, now.get(name))
            rows.append({"label": _label(name), "then": then, "now": today})
        return column("comparison", rows=rows)


@admin.register(Transition)
class TransitionAdmin(RecordAdmin):
    list_display = ["post", "from_state", "to_state", "by", "created_at"]
    list_filter = ["to_status"]
    list_select_related = ["post", "by"]
    search_fields = ["post__title"]
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    fields = ["post", "from_state", "to_state", "by", "created_at"]

    def view_on_site(self, transition):
        return None

    @admin.display(description=gettext_lazy("from"))
    def from_state(self, transition):
        return _status(transition.from_status)

    @admin.display(description=gettext_lazy("to"))
    def to_state(self, transition):
        return _status(transition.to_status)


def _status(status):
    return column(
        "state", state=status, label=capfirst(dict(Post.Status.choices).get(status, status))
    )


def _label(name):
    if name in ROWS:
        return ROWS[name][0]
    return Post._meta.get_field(name).verbose_name


def _shown(name, value):
    """Return a field of a revision as a person reads it."""
    if name == "body":
        return writable(value or "")
    _verbose, model = ROWS.get(name, ("", None))
    if model is None:
        return "、".join(value) if isinstance(value, list) else value or ""
    keys = value if isinstance(value, list) else [value] if value else []
    rows = {str(key): row for key, row in model.objects.in_bulk(keys).items()}
    return "、".join(str(rows.get(str(key), _("deleted"))) for key in keys)
