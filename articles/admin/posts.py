from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.urls import path

from articles import workflow
from articles.admin.asked_steps import discard_changes_view, step_view
from articles.admin.checking import checks_of
from articles.admin.conflicts import open_conflicts
from articles.admin.corrections import CorrectionInline
from articles.admin.duplicates import duplicates_of
from articles.admin.history import compare_view, history_view, reconciled_sides
from articles.admin.keeping import (
    TAKING_UP,
    addresses,
    back_view,
    forget,
    keep_view,
    offer,
)
from articles.admin.opening import opened
from articles.admin.post_answers import PostAnswers
from articles.admin.post_fields import PostFields
from articles.admin.post_list import PostColumns
from articles.admin.post_steps import ASKING, SCHEDULE, buttons, take, wanted_step
from articles.admin.previewing import links_view, live_view
from articles.admin.writing import WritingViews
from articles.models import FrontPageSlot, Post
from articles.permissions import (
    can_arrange,
    can_discard,
    can_edit,
    can_publish,
    can_view,
    visible_to,
)
from articles.trash import was_public


@admin.register(Post)
class PostAdmin(PostFields, WritingViews, PostAnswers, PostColumns):
    class Media:
        js = [
            forms.Script(f"articles/admin/{name}.js", type="module")
            for name in ("keeping", "previewing", "checklist")
        ]

    def get_queryset(self, request):
        return visible_to(request.user, super().get_queryset(request))

    def has_view_permission(self, request, obj=None):
        may = super().has_view_permission(request, obj)
        return may and (obj is None or can_view(request.user, obj))

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or can_edit(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """What readers never saw goes to the trash; what they saw is withdrawn, and says so."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is None:
            return True
        is_unread = obj.status != Post.Status.PUBLISHED and not was_public(obj)
        return is_unread and can_discard(request.user, obj)

    def get_object(self, request, object_id, from_field=None):
        if not object_id.isdecimal():
            return None
        posts = self.get_queryset(request).filter(pk=object_id)
        if request.method == "POST":
            # Of two who save at once, the second finds the first's revision: in a statement of
            # its own, for one that waits reads what else was there before.
            list(posts.select_for_update().values_list("pk"))
        post = opened(posts, by=request.user).first()
        if post is not None:
            post.shown_to = request.user
            # The form gives it the content of its unpublished changes, their address too.
            post.public_address = post.get_absolute_url() if post.is_public else None
        return post

    def get_inlines(self, request, obj):
        """Corrections, of what readers may have read."""
        if obj is None or not (can_publish(request.user, obj) and was_public(obj)):
            return []
        # The form may have been opened before the post was published.
        is_sent = request.method == "POST" and "corrections-TOTAL_FORMS" not in request.POST
        return [] if is_sent else [CorrectionInline]

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.GET.get("model_name") == FrontPageSlot._meta.model_name:
            return found.published(), may_repeat
        return found, may_repeat

    def get_urls(self):
        pages = {
            "<int:key>/step/<str:step>": ("step", step_view),
            "<int:key>/discard-changes": ("discard_changes", discard_changes_view),
            "<int:key>/compare": ("compare", compare_view),
            "<int:key>/previews": ("previews", links_view),
            "<int:key>/live": ("live", live_view),
            "back": ("back", back_view),
        }
        wrap = self.admin_site.admin_view
        ours = [
            path(f"{place}/", wrap(view), name=f"articles_post_{name}")
            for place, (name, view) in pages.items()
        ]
        # These answer whose session has ended themselves.
        keep = [
            path("<int:key>/keep/", keep_view, name="articles_post_keep"),
            path("add/keep/", keep_view, name="articles_post_keep_new"),
        ]
        return [*ours, *keep, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        post = self.get_object(request, unquote(object_id))
        if post is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, post):
            raise PermissionDenied
        return history_view(request, post)

    def view_on_site(self, post):
        return getattr(post, "public_address", None)

    def render_change_form(self, request, context, *args, **kwargs):
        post = kwargs.get("obj") or Post(created_by=request.user)
        context["steps"] = buttons(request.user, post)
        context["schedule_label"] = SCHEDULE
        context["was_public"] = post.pk is not None and was_public(post)
        context["open_conflicts"] = open_conflicts(post) if post.pk and post.has_conflicts else []
        if post.pk and post.has_duplicates:
            context["duplicates"] = duplicates_of(request.user, post)
        if can_arrange(request.user) and post.is_public:
            context["front_page_place"] = getattr(post, "frontpageslot", None)
            context["may_arrange"] = True
        if post.pk and post.status == Post.Status.DRAFT:
            context["last_step"] = post.transitions.select_related("by").first()
        if post.pk is None or self.has_change_permission(request, post):
            form = context["adminform"].form
            context |= addresses(post) | {"reconciled": reconciled_sides(form)}
            context["checks"] = checks_of(request, post, form)
            has_unsaved = post.pk is None or post.has_unsaved
            if has_unsaved and request.method == "GET" and TAKING_UP not in request.GET:
                offer(request, post if post.pk else None, request.path)
        return super().render_change_form(request, context, *args, **kwargs)

    def log_addition(self, request, obj, message):
        """Nothing: the post's revisions and steps tell what was written into it."""

    log_change = log_addition

    def save_model(self, request, obj, form, change):
        # It is for the workflow to save it, with all that goes with it.
        if not change:
            obj.created_by = request.user

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if row.instance.pk is None:
                row.instance.by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        post, step = form.instance, wanted_step(request.POST)
        content = form.content()
        is_only_asked = step in ASKING and not form.has_changed()
        # A step that is asked about, or refused, leaves what was changed kept as a draft.
        is_kept = step in (None, *ASKING) or not take(request, post, step, content=content)
        if is_kept and not is_only_asked:
            workflow.save_draft(post, content, by=request.user)
        forget(request.user, post, form.cleaned_data.get("form_key"))
