from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import DeskAdmin, count_of
from articles.admin.homecoming import broken_pictures, source_pictures_view
from articles.admin.source_rules import grammar
from articles.admin.source_trial import (
    document_of,
    latest_originals,
    sent_document,
    try_settings,
)
from articles.forms.plain import NamedForm
from articles.html import RuleError, read_rules
from articles.importing.documents import MAX_BYTES
from articles.models import ImportRecord, Post, Source
from articles.models.categories import LINEAGE
from articles.telling import in_words

TRIAL_FIELDS = ["trial_record", "trial_text", "trial_upload"]


class OriginalChoice(forms.ModelChoiceField):
    def label_from_instance(self, record):
        # Of a document that was passed over, the run has not written down what it says.
        title = record.imported.get("title", "") or (record.post.title if record.post else "")
        return f"{title} · {record.path}" if title else record.path


class SourceForm(NamedForm):
    """A source's settings, and a document to try them on, which is not kept."""

    trial_record = OriginalChoice(
        ImportRecord.objects.none(),
        required=False,
        label=gettext_lazy("One of its latest documents"),
    )
    trial_text = forms.CharField(
        required=False,
        label=gettext_lazy("Or paste one"),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80, "class": "vLargeTextField code"}),
        max_length=MAX_BYTES,
    )
    trial_upload = forms.FileField(required=False, label=gettext_lazy("Or send a file"))

    class Meta:
        widgets = {
            "rules": forms.Textarea(
                attrs={
                    "rows": 12,
                    "cols": 80,
                    "class": "vLargeTextField code",
                    "spellcheck": "false",
                }
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "trial_record" in self.fields:
            originals = latest_originals(self.instance)
            self.fields["trial_record"].queryset = originals
            if not self.is_bound:
                self.initial["trial_record"] = originals.first()

    def clean_rules(self):
        rules = self.cleaned_data["rules"]
        try:
            read_rules(rules)
        except RuleError as error:
            raise ValidationError(
                _("These rules cannot be read: %(reason)s"),
                params={"reason": in_words(error.told)},
            ) from error
        return rules

    def trial_document(self):
        """Return the document that was chosen, pasted or sent, or None for none.

        Raises ValidationError for a file that is too large to be one.
        """
        if upload := self.cleaned_data.get("trial_upload"):
            if upload.size > MAX_BYTES:
                raise ValidationError(
                    _("A document has %(most)s bytes at most."), params={"most": MAX_BYTES}
                )
            return sent_document(upload.name, upload.read())
        if text := self.cleaned_data.get("trial_text"):
            return sent_document("document.html", text.encode())
        record = self.cleaned_data.get("trial_record")
        return document_of(record) if record else None


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    form = SourceForm
    list_display = ["name", "post_count", "clock", "timezone", "trust", "section", "index_policy"]
    list_filter = ["clock", "trust", "is_own", "licence_policy", "index_policy"]
    search_fields = ["name", "slug"]
    autocomplete_fields = ["section"]
    list_select_related = [f"section__{LINEAGE}"]
    ordering = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "description", "homepage", "slug"]}),
        (
            gettext_lazy("Times in its documents"),
            {
                "fields": ["clock", "timezone"],
                "description": gettext_lazy(
                    "“As written” takes 18:06:38 GMT for what it says: 02:06 the next morning in "
                    "Beijing. “Local time labelled GMT” reads the same clock as 18:06 in the time "
                    "zone given here. Import again after a change; old addresses lead to the new."
                ),
            },
        ),
        (
            gettext_lazy("What becomes of its documents"),
            {
                "fields": ["trust", "section", "rights_default", "permalink"],
                "description": gettext_lazy("These count from the next import on."),
            },
        ),
        (
            gettext_lazy("What allows us to publish its pieces"),
            {
                "fields": ["licence", "licence_policy"],
                "description": gettext_lazy(
                    "A piece counts as restricted when its rights notice says so (独家, 未经授权, "
                    "不得转载, All rights reserved …). What readers see already stays."
                ),
            },
        ),
        (
            gettext_lazy("What others are told"),
            {
                "fields": ["is_own", "index_policy"],
                "description": gettext_lazy(
                    "These count at once, for all its pieces. “Sent to the original” takes the "
                    "address under “link”, “original_url”, “source_url” or “canonical_url” in the "
                    "document; a piece that has none is left out of search engines."
                ),
            },
        ),
        (
            gettext_lazy("How its bodies are read"),
            {
                "fields": ["rules"],
                "classes": ["source-rules"],
                "description": format_lazy(
                    "<p>{}</p>{}",
                    gettext_lazy(
                        "One rule a line, in addition to the house's own. Which names an element "
                        "has, the document tells that you try them on."
                    ),
                    lazy(grammar, SafeString)(),
                ),
            },
        ),
    ]
    trial_fieldset = (
        gettext_lazy("Try these settings"),
        {
            "fields": TRIAL_FIELDS,
            "classes": ["source-trial"],
            "description": gettext_lazy(
                "See what the settings above, as they stand in this form, make of a document. "
                "Nothing is saved."
            ),
        },
    )

    class Media:
        css = {"all": ["articles/admin/source.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(post_count=count_of(Post.objects, "source"))

    def get_fieldsets(self, request, obj=None):
        if obj is None or not self.has_change_permission(request, obj):
            return self.fieldsets
        return [*self.fieldsets, self.trial_fieldset]

    def get_urls(self):
        view = self.admin_site.admin_view(self.trial_view)
        pictures = self.admin_site.admin_view(source_pictures_view)
        return [
            path("<int:key>/try/", view, name="articles_source_try"),
            path("<int:key>/pictures/", pictures, name="articles_source_pictures"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        source = kwargs.get("obj")
        if source is not None and request.user.has_perm("articles.view_image"):
            context["broken"] = broken_pictures(source)
            context["may_bring_home"] = request.user.has_perm("articles.change_image")
        return super().render_change_form(request, context, *args, **kwargs)

    def trial_view(self, request, key):
        """Show what the form's settings make of a document beside what the saved ones do."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        saved = get_object_or_404(Source, pk=key)
        if not self.has_change_permission(request, saved):
            raise PermissionDenied
        form_class = self.get_form(request, saved, change=True)
        # The form writes into its instance; the saved settings stay as they are.
        form = form_class(request.POST, request.FILES, instance=Source.objects.get(pk=key))
        trial = None
        if form.is_valid():
            try:
                raw = form.trial_document()
            except ValidationError as error:
                form.add_error("trial_upload", error)
            else:
                if raw is None:
                    form.add_error("trial_record", _("Choose, paste or send a document."))
                else:
                    trial = try_settings(raw, saved, form.instance)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What these settings would make of a document"),
            "source": saved,
            "form": form,
            "trial": trial,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/source/trial.html", context)

    @admin.display(description=gettext_lazy("posts"), ordering="post_count")
    def post_count(self, source):
        return source.post_count
