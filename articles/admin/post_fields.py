"""The fields of a post's form, and how they are shown."""

from uuid import uuid4

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles import pages
from articles.admin.base import column
from articles.admin.keeping import taken_up
from articles.admin.post_list import badge
from articles.admin.widgets import BodyInput, PictureInput, ordered_choice
from articles.fields import HTMLField
from articles.forms.posts import PostForm
from articles.models import Post
from articles.models.content import FOR_PUBLISHERS
from articles.permissions import can_decide, can_publish

WRITING = ["title", "body", "pictures", "summary"]
HIDDEN = ["seen"]
AS_READ = {"body": "text"}
OF_NEW = ["form_key"]
CORRECTING = ["correction"]
ILLUSTRATION = ["lead_image", "lead_caption"]
FILING = ["sections", "writers", "tags"]
PUBLICATION = ["state", "published_at", "embargo_until", "expires_at", "slug"]
ORIGIN = ["language", "source", "rights", "licence_note", "withdrawal_notice"]
# Whoever may not publish decides neither when nor where readers find a post.
EDITORS_ONLY = list(FOR_PUBLISHERS)


def form_of_post(request, post):
    """Return the class of the form in which the desk edits `post`."""
    return admin.site.get_model_admin(Post).get_form(request, post, change=True)


class PostFields(admin.ModelAdmin):
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

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            # The body as it looks, not as it is written.
            return [
                (name, options | {"fields": [AS_READ.get(f, f) for f in options["fields"]]})
                for name, options in fieldsets
            ]
        (name, options), *others = fieldsets
        hidden = HIDDEN if obj else OF_NEW
        hidden = [*CORRECTING, *HIDDEN] if obj and obj.has_appeared else hidden
        return [(name, options | {"fields": [*options["fields"], *hidden]}), *others]

    def get_readonly_fields(self, request, obj=None):
        shown = ["state", "pictures", "past", "text"]
        may_decide = can_decide(request.user) if obj is None else can_publish(request.user, obj)
        return shown if may_decide else shown + EDITORS_ONLY

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.taken_up = taken_up(request, obj)
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

    def get_changeform_initial_data(self, request):
        return super().get_changeform_initial_data(request) | {"form_key": uuid4()}

    @admin.display(description=_("body"))
    def text(self, post):
        return column("text", page=pages.text_of(post), language=post.language)

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
        bylines = post.bylines.select_related("author")
        return "、".join(byline.author.name for byline in bylines)

    @admin.display(description=_("status"), ordering="status")
    def state(self, post):
        return badge(post)

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
