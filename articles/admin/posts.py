from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import pages, workflow
from articles.admin.base import column
from articles.admin.conflicts import open_conflicts
from articles.admin.corrections import CorrectionInline
from articles.admin.duplicates import duplicates_of
from articles.admin.post_list import PostColumns, badge
from articles.admin.post_steps import SCHEDULE, StepActions, buttons, linked, take, wanted_step
from articles.admin.widgets import BodyInput, PictureInput, ordered_choice
from articles.fields import HTMLField
from articles.forms import PostForm
from articles.models import Correction, FrontPageSlot, Post, Revision, Transition
from articles.permissions import can_arrange, can_edit, can_publish, visible_to

WRITING = ["title", "body", "pictures", "summary"]
HIDDEN = ["seen"]
ILLUSTRATION = ["lead_image", "lead_caption"]
FILING = ["sections", "writers", "tags"]
PUBLICATION = ["state", "published_at", "expires_at", "slug"]
ORIGIN = ["language", "source", "rights", "withdrawal_notice"]
# Whoever may not publish decides neither when nor where readers find a post.
EDITORS_ONLY = ["published_at", "expires_at", "slug", "withdrawal_notice"]


@admin.register(Post)
class PostAdmin(StepActions, PostColumns):
    form = PostForm
    autocomplete_fields = ["source"]
    formfield_overrides = {HTMLField: {"widget": BodyInput}}
    fieldsets = [
        (None, {"fields": WRITING, "classes": ["wide", "writing"]}),
        (_("Lead image"), {"fields": ILLUSTRATION, "classes": ["wide", "writing"]}),
        (_("Where it belongs"), {"fields": FILING, "classes": ["wide", "writing"]}),
        (_("Publication"), {"fields": PUBLICATION, "classes": ["wide", "beside"]}),
        (_("Origin and rights"), {"fields": ORIGIN, "classes": ["wide", "beside"]}),
        (_("History"), {"fields": ["past"], "classes": ["wide", "beside"]}),
    ]

    def get_queryset(self, request):
        return visible_to(request.user, super().get_queryset(request))

    def has_view_permission(self, request, obj=None):
        may = super().has_view_permission(request, obj)
        return may and (obj is None or self._is_visible(request.user, obj))

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or can_edit(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """Editors delete what readers never saw; what they saw is withdrawn, and says so."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or (can_publish(request.user, obj) and not _was_public(obj))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (name, options), *others = fieldsets
        return [(name, options | {"fields": [*options["fields"], *HIDDEN]}), *others]

    def get_readonly_fields(self, request, obj=None):
        shown = ["state", "pictures", "past"]
        return shown if request.user.has_perm("articles.publish_post") else shown + EDITORS_ONLY

    def get_inlines(self, request, obj):
        """Corrections, of what readers may have read."""
        if obj is None or not (can_publish(request.user, obj) and _was_public(obj)):
            return []
        # The form may have been opened before the post was published.
        is_sent = request.method == "POST" and "corrections-TOTAL_FORMS" not in request.POST
        return [] if is_sent else [CorrectionInline]

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.GET.get("model_name") == FrontPageSlot._meta.model_name:
            return found.published(), may_repeat
        return found, may_repeat

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        for name, relation in (("sections", "categories"), ("writers", "authors")):
            if name in form.base_fields:
                form.base_fields[name] = self._choice(request, form.base_fields[name], relation)
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "lead_image" and field is not None:
            # Without Django's buttons beside it: the picture has its own.
            field.widget = PictureInput()
        return field

    def view_on_site(self, post):
        return post.get_absolute_url() if post.is_public else None

    def render_change_form(self, request, context, *args, **kwargs):
        post = kwargs.get("obj") or Post(created_by=request.user)
        context["steps"] = buttons(request.user, post)
        context["schedule_label"] = SCHEDULE
        context["was_public"] = post.pk is not None and _was_public(post)
        context["open_conflicts"] = open_conflicts(post)
        context["duplicates"] = duplicates_of(request.user, post) if post.pk else []
        if can_arrange(request.user) and post.is_public:
            context["front_page_place"] = FrontPageSlot.objects.filter(post=post).first()
            context["may_arrange"] = True
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if row.instance.pk is None:
                row.instance.by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        post, step = form.instance, wanted_step(request.POST)
        # A step keeps its own revision, of the same fields.
        if step is None or not take(request, post, step):
            workflow.save_edit(post, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        if "_preview" in request.POST and not obj.is_public:
            # On to the form of the post that is now there: “back” from the preview must not
            # lead to the form that would add it again.
            return self._to_form(request, obj, offer_preview=True)
        return self._next(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._next(request, obj) or super().response_change(request, obj)

    def get_deleted_objects(self, objs, request):
        shown, counts, missing, protected = super().get_deleted_objects(objs, request)
        # They go with their post, though nobody may take them out of its history.
        followers = {model._meta.verbose_name for model in (Correction, Revision, Transition)}
        return shown, counts, set(missing) - followers, protected

    @admin.display(description=_("pictures in the text"))
    def pictures(self, post):
        places = post.post_images.select_related("image") if post.pk else []
        return column("pictures", places=places)

    @admin.display(description=_("last steps"))
    def past(self, post):
        steps = post.transitions.select_related("by")[:8] if post.pk else []
        names = dict(Post.Status.choices)
        rows = [(step, names.get(step.to_status, step.to_status)) for step in steps]
        return column("past", post=post, rows=rows)

    @admin.display(description=_("sections"))
    def sections(self, post):
        filings = post.filings.select_related("category")
        return "、".join(filing.category.name for filing in filings)

    @admin.display(description=_("authors"))
    def writers(self, post):
        return "、".join(author.name for author in post.byline)

    @admin.display(description=_("status"), ordering="status")
    def state(self, post):
        return badge(post)

    def _is_visible(self, user, post):
        return visible_to(user, Post.objects.filter(pk=post.pk)).exists()

    def _choice(self, request, field, relation):
        remote = self.admin_site.get_model_admin(Post._meta.get_field(relation).related_model)
        can_add = remote.has_add_permission(request)
        return type(field)(
            field.queryset,
            required=False,
            label=field.label,
            help_text=field.help_text,
            widget=ordered_choice(relation, self.admin_site, can_add=can_add),
        )

    def _to_form(self, request, post, *, offer_preview=False):
        if offer_preview:
            preview = pages.preview_path(post.revisions.first())
            text = _('{} is saved. <a href="{}" target="_blank">Open the preview</a>')
            self.message_user(request, format_html(text, linked(post), preview), messages.SUCCESS)
        address = reverse("admin:articles_post_change", args=[post.pk])
        kept = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(kept, address))

    def _next(self, request, post):
        """Where the button that was pressed leads; None for the list."""
        if not {"_preview", "_continue"} & set(request.POST) and not wanted_step(request.POST):
            return None
        address = reverse("admin:articles_post_change", args=[post.pk])
        is_preview = "_preview" in request.POST
        if not wanted_step(request.POST):
            # Whoever comes back from the preview finds the way to the text in the message.
            title = (
                format_html('<a href="{}">{}</a>', address, post) if is_preview else linked(post)
            )
            self.message_user(request, format_html(_("{} is saved."), title), messages.SUCCESS)
        if not is_preview:
            return self._to_form(request, post)
        # A preview ends when the post is public: there the page itself is what one sees.
        if post.is_public:
            return HttpResponseRedirect(post.get_absolute_url())
        return HttpResponseRedirect(pages.preview_path(post.revisions.first()))


def _was_public(post):
    """Whether readers may have seen the post."""
    seen = (Post.Status.PUBLISHED, Post.Status.WITHDRAWN)
    return post.status in seen or post.transitions.filter(to_status="published").exists()
