"""How a bulk change is to be done, a form for each kind."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.forms.tags import split_tags
from articles.models import BulkJob, Category

LONGEST_NOTICE = 500
MOST_TAGS = 20
LONGEST_TAG = 100


class NothingForm(forms.Form):
    """There is nothing to be said but yes."""

    @property
    def wanted(self):
        return {}


class WithdrawForm(forms.Form):
    notice = forms.CharField(
        label=gettext_lazy("What readers are told"),
        help_text=gettext_lazy("Stands at the address of each post from now on."),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def wanted(self):
        return {"notice": self.cleaned_data["notice"]}


class RefileForm(forms.Form):
    section = forms.ModelChoiceField(
        Category.objects.order_by("path"), label=gettext_lazy("Section")
    )
    replaces = forms.BooleanField(
        required=False, label=gettext_lazy("in place of the sections they stand in now")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # By depth, not by the whole trail: each would ask for the sections above it.
        self.fields["section"].label_from_instance = lambda row: (
            "　" * row.path.count("/") + row.name
        )

    @property
    def wanted(self):
        return {
            "section": self.cleaned_data["section"].pk,
            "replaces": self.cleaned_data["replaces"],
        }


class TagForm(forms.Form):
    tags = forms.CharField(
        label=gettext_lazy("Add tags"),
        help_text=gettext_lazy("Separated by commas, ， or 、."),
        required=False,
        max_length=1000,
    )
    without_tags = forms.CharField(
        label=gettext_lazy("Remove tags"), required=False, max_length=1000
    )

    def clean_tags(self):
        return _named(self.cleaned_data["tags"])

    def clean_without_tags(self):
        return _named(self.cleaned_data["without_tags"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned["tags"] or cleaned["without_tags"]):
            raise ValidationError(_("Name a tag."))
        return cleaned

    @property
    def wanted(self):
        return {name: self.cleaned_data[name] for name in ("tags", "without_tags")}


def _named(text):
    names = list(dict.fromkeys(split_tags(text)))
    if len(names) > MOST_TAGS or any(len(name) > LONGEST_TAG for name in names):
        raise ValidationError(_("These are too many tags, or one is too long."))
    return names


FORMS = {
    BulkJob.Kind.WITHDRAW: WithdrawForm,
    BulkJob.Kind.REFILE: RefileForm,
    BulkJob.Kind.TAG: TagForm,
}


def form_of(kind, data):
    """Return the form of a bulk change, bound when `data` is given."""
    return FORMS.get(kind, NothingForm)(data)
