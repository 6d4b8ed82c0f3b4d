"""Which checks are made before publication, and which of them block: all on one page."""

from django import forms
from django.contrib import admin
from django.db.models import Case, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import ChecklistRule
from articles.models.checklists import AT_FIRST, COUNTING
from articles.permissions import can_set_checklist

LOOKS_AT = {
    "title": _("How long the title is, in hanzi; a Latin letter counts half."),
    "summary": _("Whether there is a summary, and how long it is, in hanzi."),
    "lead_image": _("Whether there is a picture above the text."),
    "alt_texts": _("Whether each picture says what it shows, in the text or in the library."),
    "credits": _(
        "Whether each picture names its photographer or agency, in the text or the library."
    ),
    "section": _("Whether it stands in a section."),
    "tags": _("How many tags it has."),
    "links": _("Links that led nowhere when they were last followed (manage.py check_links)."),
    "licence": _(
        "Whether a restricted piece, or one of a source without licence, has a licence note. "
        "Where the policy of its source asks for one it blocks in any case."
    ),
}


class RuleForm(forms.ModelForm):
    """A rule; what does not count has no bounds. Each field is named for its own row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{capfirst(self.instance)}: {field.label}"
        if self.instance.name not in COUNTING:
            for name in ("least", "most"):
                self.fields[name].disabled = True
                self.fields[name].widget = forms.HiddenInput()


@admin.register(ChecklistRule)
class ChecklistRuleAdmin(DeskAdmin):
    form = RuleForm
    fields = ["level", "least", "most"]
    list_display = ["label", "looks_at", "level", "least", "most"]
    list_editable = ["level", "least", "most"]
    list_display_links = None
    sortable_by = []
    actions = None

    def get_ordering(self, request):
        places = [When(name=name, then=Value(place)) for place, name in enumerate(AT_FIRST)]
        return [Case(*places)]

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=RuleForm, **kwargs)

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return can_set_checklist(request.user)

    def has_view_permission(self, request, obj=None):
        return can_set_checklist(request.user)

    def has_module_permission(self, request):
        return can_set_checklist(request.user)

    @admin.display(description=_("check"))
    def label(self, rule):
        return capfirst(rule)

    @admin.display(description=_("what it looks at"))
    def looks_at(self, rule):
        return LOOKS_AT[rule.name]
