import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.forms.plain import PlainTextForm
from articles.html import image_id
from articles.images.library import FILE_COLUMNS, NoRoomError
from articles.images.uploads import SENT_COLUMNS, describe, receive, take
from articles.images.verification import PictureRefused
from articles.models import Image
from articles.models.fetches import FETCH_COLUMNS

KINDS = "image/jpeg,image/png,image/webp,image/gif"
LIMITS = gettext_lazy("JPEG, PNG, WebP or GIF, up to 60 MB and 100 megapixels.")
NO_ROOM = gettext_lazy("There is no room left on the disk. Nothing was kept; tell the operator.")
CAPTION = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})


class DescriptionForm(PlainTextForm):
    """What is said of a picture, on the cards of new ones."""

    class Meta:
        model = Image
        fields = ["alt", "caption", "credit", "rights"]
        widgets = {"caption": CAPTION}

    def save(self, commit=True):
        """Write what has changed alone: the worker may be at the same row."""
        self.instance.save(update_fields=self.changed_data)
        return self.instance


class ImageForm(PlainTextForm):
    """A picture of the library. `known` is the row that has the file already, `before` what the
    row was when another file takes the place of its own; both are None else."""

    known = before = None
    upload = forms.FileField(
        required=False,
        label=gettext_lazy("Picture"),
        help_text=LIMITS,
        widget=forms.FileInput(attrs={"accept": KINDS}),
    )

    class Meta:
        model = Image
        fields = [
            *("alt", "caption", "credit", "rights", "taken_on"),
            *("original_url", "focal_x", "focal_y"),
        ]
        widgets = {
            "caption": CAPTION,
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        }

    def clean_upload(self):
        """What was sent, as `articles.images.uploads.receive` returns it, or None."""
        upload = self.cleaned_data["upload"]
        if not upload:
            return None
        try:
            return receive(upload)
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self):
        cleaned = super().clean()
        has_picture = cleaned.get("upload") or cleaned.get("original_url") or self.instance.file
        if not has_picture and "upload" not in self.errors and "original_url" not in self.errors:
            self.add_error("upload", _("Upload a file or give an address."))
        if (
            self.instance._state.adding
            and cleaned.get("original_url")
            and not cleaned.get("upload")
        ):
            self._take_key(cleaned["original_url"])
        return cleaned

    def _post_clean(self):
        received = self.cleaned_data.get("upload")
        if received and not self.errors:
            self._take_file(received)
        super()._post_clean()

    def save(self, commit=True):
        if self.known is not None:
            self.instance = self.known
            self.instance.was_known = True
            self.save_m2m = self._save_m2m
            return self.known
        return super().save(commit)

    @property
    def columns(self):
        """What this form decides of a row that there was: the worker may be at the rest."""
        columns = [name for name in self.changed_data if name != "upload"]
        if "original_url" in columns:
            columns += FETCH_COLUMNS
        if self.before is not None:
            columns += [*FILE_COLUMNS, *SENT_COLUMNS]
        return columns

    def _take_file(self, received):
        image = self.instance
        if image._state.adding:
            self.known = received.known()
            if self.known is not None:
                return
        else:
            self.before = copy.copy(image)
        try:
            take(image, received)
        except NoRoomError:
            self.add_error("upload", str(NO_ROOM))

    def _take_key(self, address):
        """The key of a remote picture follows from its address, as in an import."""
        self.instance.pk = image_id(address)
        if Image.objects.filter(pk=self.instance.pk).exists():
            self.add_error("original_url", _("This picture is in the library already."))


def fill_in(form):
    """Give a new picture the words that its file brings, where the form has none."""
    if received := form.cleaned_data.get("upload"):
        describe(form.instance, received.facts)
