"""What editors type, made into what may be kept."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.editing import SeenRevisionForm
from articles.html import (
    CleanHTML,
    MarkupRefused,
    adopt_images,
    clean_text,
    image_id,
    images_of,
    one_line,
)
from articles.html.typed import typed_body, writable
from articles.images.library import store
from articles.images.verification import MAX_BYTES, PictureRefused, verified_picture
from articles.models import Author, Category, Image, Post, Tag
from articles.slugs import free_slug, slugify

TAG_SEPARATORS = re.compile(r"[,，、;；\n]")
TAG_LENGTH = Tag._meta.get_field("name").max_length
# The address has a year of four digits; beyond these it is a slip of the finger.
YEARS = range(1900, 2200)


def split_tags(text):
    """Return the tags of a line as editors write it, parted by commas of either script or 、."""
    return list(dict.fromkeys(tag.strip() for tag in TAG_SEPARATORS.split(text) if tag.strip()))


def join_tags(tags):
    return "，".join(tag.name for tag in tags)


class PlainTextForm(forms.ModelForm):
    """Takes out of every text what no text may hold; of a line, line breaks and invisible
    characters too. A required line that had nothing else is refused."""

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if not isinstance(value, str) or isinstance(value, CleanHTML):
                continue
            is_text = isinstance(self.fields[name].widget, forms.Textarea)
            cleaned[name] = clean_text(value) if is_text else one_line(value)
            if self.fields[name].required and not cleaned[name].strip():
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class NamedForm(PlainTextForm):
    """A form of something with a name and an address; an empty address is made of the name."""

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and cleaned.get("name"):
            slug = slugify(cleaned["name"])
            others = self._meta.model.objects.exclude(pk=self.instance.pk)
            taken = others.filter(slug__startswith=slug).values_list("slug", flat=True)
            cleaned["slug"] = free_slug(slug, set(taken))
        return cleaned


class TypedText(forms.CharField):
    """A body as it is typed; line ends of any system are the same."""

    def to_python(self, value):
        return clean_text(super().to_python(value) or "").strip()


class OrderedChoices(forms.ModelMultipleChoiceField):
    """Several rows, as a list in the order they were chosen in."""

    def clean(self, value):
        chosen = {str(row.pk): row for row in super().clean(value)}
        return [chosen[str(key)] for key in dict.fromkeys(map(str, value or ()))]

    def has_changed(self, initial, data):
        return [str(row.pk) for row in initial or ()] != list(map(str, data or ()))

    def prepare_value(self, value):
        if isinstance(value, list):
            return [super(OrderedChoices, self).prepare_value(row) for row in value]
        return super().prepare_value(value)


class PostForm(SeenRevisionForm, PlainTextForm):
    sections = OrderedChoices(
        Category.objects.all(),
        required=False,
        label=gettext_lazy("Sections"),
        help_text=gettext_lazy("The first is named beside the headline."),
    )
    writers = OrderedChoices(
        Author.objects.all(),
        required=False,
        label=gettext_lazy("Authors"),
        help_text=gettext_lazy("In the order of the byline."),
    )

    class Meta:
        model = Post
        fields = ["title", "body", "tags"]
        field_classes = {"body": TypedText}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.new_images = []
        if self.instance.pk:
            self.initial["body"] = writable(self.instance.body)
            self.initial["sections"] = [f.category for f in self._filings()]
            self.initial["writers"] = self.instance.byline

    def clean_body(self):
        text = self.cleaned_data["body"]
        if "body" not in self.changed_data:
            # What was not touched stays as it is, to the byte.
            return CleanHTML(self.instance.body)
        try:
            body, self.new_images = adopt_images(typed_body(text))
        except MarkupRefused as refusal:
            raise ValidationError(
                _("This text cannot be kept: %(reason)s"), params={"reason": str(refusal)}
            ) from refusal
        keys = {shown.image_id for shown in images_of(body)}
        known = {image.image_id for image in self.new_images}
        known |= set(Image.objects.filter(pk__in=keys).values_list("pk", flat=True))
        if unknown := sorted(map(str, keys - known)):
            raise ValidationError(
                _("There is no picture in the library with this key: %(keys)s"),
                params={"keys": ", ".join(unknown)},
            )
        return body

    def clean_tags(self):
        tags = [one_line(tag) for tag in self.cleaned_data["tags"] or ()]
        if long := [tag for tag in tags if len(tag) > TAG_LENGTH]:
            raise ValidationError(
                _("A tag has at most %(most)s characters: %(tag)s"),
                params={"most": TAG_LENGTH, "tag": long[0]},
            )
        return [tag for tag in tags if tag]

    def clean_published_at(self):
        return self._usable_date("published_at", required=self.instance.status == "published")

    def clean_expires_at(self):
        return self._usable_date("expires_at", required=False)

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and cleaned.get("title"):
            cleaned["slug"] = slugify(cleaned["title"])
        return cleaned

    def save(self, commit=True):
        Image.objects.remember(self.new_images)
        return super().save(commit)

    def _save_m2m(self):
        super()._save_m2m()
        if "sections" in self.changed_data:
            self.instance.file_under(self.cleaned_data["sections"])
        if "writers" in self.changed_data:
            self.instance.credit_to(self.cleaned_data["writers"])

    def _filings(self):
        return self.instance.filings.select_related("category")

    def _usable_date(self, name, *, required):
        moment = self.cleaned_data[name]
        if moment is None and required:
            raise ValidationError(_("A published post needs its date."))
        if moment is not None and moment.year not in YEARS:
            raise ValidationError(_("This year cannot be right."))
        return moment


class ImageForm(PlainTextForm):
    upload = forms.FileField(
        required=False,
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("JPEG, PNG, WebP or GIF, up to 10 MB and 40 megapixels."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )

    class Meta:
        model = Image
        fields = ["alt", "credit", "original_url", "focal_x", "focal_y"]

    def clean_upload(self):
        """The VerifiedPicture of the file that was sent, or None."""
        upload = self.cleaned_data["upload"]
        if not upload:
            return None
        try:
            # A byte more than is allowed is enough to be refused.
            return verified_picture(upload.read(MAX_BYTES + 1))
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

    def save(self, commit=True):
        if picture := self.cleaned_data.get("upload"):
            name = store(picture)
            self.instance.file = name
            self.instance.sha256 = picture.sha256
            self.instance.width, self.instance.height = picture.width, picture.height
            self.instance.widths = None
        return super().save(commit)

    def _take_key(self, address):
        """The key of a remote picture follows from its address, as in an import."""
        self.instance.pk = image_id(address)
        if Image.objects.filter(pk=self.instance.pk).exists():
            self.add_error("original_url", _("This picture is in the library already."))
