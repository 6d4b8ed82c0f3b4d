"""Two editors at one post: the second is told before anything of the first is replaced."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


class SeenRevisionForm(forms.ModelForm):
    """A form of a post that knows the revision it was opened on.

    Sent after somebody else saved, it comes back once with who and when; sent again, it
    replaces what the other wrote, which stays among the revisions.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        newest = self._newest()
        self.initial["seen"] = newest and newest.pk

    def clean(self):
        cleaned = super().clean()
        seen, newest = cleaned.get("seen"), self._newest()
        if seen is None or newest is None or newest.pk <= seen:
            return cleaned
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = newest.pk
        raise ValidationError(
            _(
                "%(who)s saved this post at %(time)s, after you opened it. Your text stands below "
                "and is not saved yet. Compare it with the newest revision; save again to put "
                "yours in its place."
            ),
            params={
                "who": newest.by or _("An import"),
                "time": f"{timezone.localtime(newest.created_at):%H:%M}",
            },
        )

    def _newest(self):
        if not self.instance.pk:
            return None
        return self.instance.revisions.select_related("by").first()
