"""Two people at one post: who saves second sees what the first did, and overwrites nothing."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.forms.shown import TYPED_IN, initial_of
from articles.models.content import COLUMNS, RELATIONS
from articles.reconciling import reconcile


class TogetherForm(forms.ModelForm):
    """A form of a post that knows the revision it was opened on.

    Sent after somebody else saved, it comes back once: with what the other changed in the
    fields that were not touched here, with both changes of the text where they touch different
    paragraphs, and with the choice of either side for the rest. Nothing is saved until then.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Of the fields that both changed, those in which theirs is to stand.
    take = forms.MultipleChoiceField(
        choices=[(part, part) for part in (*COLUMNS, *RELATIONS)],
        required=False,
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reconciled = None
        self.initial["seen"] = self.instance.newest_key if self.instance.pk else 0

    @cached_property
    def newest(self):
        """The newest revision of the post, None while there is none."""
        return self.instance.revisions.select_related("by").first() if self.instance.pk else None

    def _post_clean(self):
        super()._post_clean()
        seen = self.cleaned_data.get("seen")
        newest = self.initial["seen"]
        if self._errors or seen is None or not newest or newest <= seen:
            return
        opened = self.instance.revisions.filter(pk=seen).first()
        # Of a post that had none, nobody knows who changed what: all that differs is asked.
        base = opened.fields if opened else {}
        self.reconciled = reconcile(base, self.newest, self.content())
        self._show(self.reconciled)
        text = _(
            "%(who)s saved this post at %(time)s, after you opened it. What both of you changed "
            "is put together below and is not saved yet: look through it and save again."
        )
        moment = timezone.localtime(self.newest.created_at)
        names = {"who": self.newest.by or _("An import"), "time": f"{moment:%H:%M}"}
        self.add_error(None, ValidationError(text, params=names))

    def _show(self, reconciled):
        """Let the form show what was put together, as if it had been typed."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.newest.pk
        values = initial_of(reconciled.content)
        for part in reconciled.taken:
            name = TYPED_IN.get(part, part)
            if name in self.fields:
                self._type(name, values[name])

    def _type(self, name, value):
        place, field = self.add_prefix(name), self.fields[name]
        if hasattr(field.widget, "send"):
            field.widget.send(self.data, place, value)
        elif isinstance(field.widget, forms.MultiWidget):
            for number, part in enumerate(field.widget.decompress(value)):
                self.data[f"{place}_{number}"] = "" if part is None else str(part)
        elif isinstance(field, forms.ModelMultipleChoiceField):
            self.data.setlist(place, [str(part) for part in value])
        else:
            shown = field.widget.format_value(value)
            self.data.setlist(place, shown if isinstance(shown, list) else [shown or ""])
