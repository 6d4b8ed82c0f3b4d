from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.forms.choices import OneChoice, OrderedChoices
from articles.forms.plain import YEARS, PlainTextForm
from articles.forms.shown import initial_of
from articles.forms.taking_up import typed_before
from articles.forms.together import TogetherForm
from articles.html import (
    CleanHTML,
    MarkupRefused,
    adopt_images,
    clean_html,
    clean_text,
    images_of,
    one_line,
)
from articles.html.typed import typed_body, writable
from articles.models import Author, Category, Image, Post, Tag
from articles.models.categories import LINEAGE
from articles.models.content import content_of, open_content, typed
from articles.slugs import slugify
from articles.telling import in_words, reason_of

TAG_LENGTH = Tag._meta.get_field("name").max_length


class WrittenHTML(str):
    """A body as the rich editor sends it: HTML, where the writing box sends lines."""

    __slots__ = ()


class TypedText(forms.CharField):
    """A body as it was typed or written; line ends of any system are the same."""

    def to_python(self, value):
        text = clean_text(super().to_python(value) or "").strip()
        return WrittenHTML(text) if isinstance(value, WrittenHTML) else text

    def has_changed(self, initial, data):
        sent, body = self.to_python(data), initial or ""
        return sent != (body if isinstance(sent, WrittenHTML) else self.to_python(writable(body)))


def written_body(text):
    """Return the body that `text`, a value of TypedText, means; raises MarkupRefused."""
    return clean_html(text) if isinstance(text, WrittenHTML) else typed_body(text)


class PostForm(TogetherForm, PlainTextForm):
    sections = OrderedChoices(
        Category.objects.select_related(LINEAGE),
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

    # A part of the content, as these are: it is not the form that saves it.
    tags = Post._meta.get_field("tags").formfield()
    correction = forms.CharField(
        required=False,
        label=gettext_lazy("Correction"),
        help_text=gettext_lazy(
            "What was wrong and what is right. Readers are told, with the day, when the changes "
            "are published. Empty: the change is not mentioned."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    # The key of a form whose post has none yet; by it what was typed is kept.
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # What an Autosave holds, to go on from.
    taken_up = None

    class Meta:
        model = Post
        fields = ["title", "body"]
        exclude = ["tags"]
        field_classes = {"body": TypedText, "lead_image": OneChoice, "source": OneChoice}

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.opened = open_content(self.instance) if self.instance.pk else None
        self.new_images = []
        if self.opened:
            self.initial |= initial_of(self.opened)
            before = {name: self.initial[name] for name in ("sections", "writers")}
            before |= {name: getattr(self.instance, name) for name in ("lead_image", "source")}
            for name in before.keys() & self.fields.keys():
                self.fields[name].before = before[name]
        if not self.is_bound:
            self.initial |= typed_before(self, self.taken_up)

    def clean_body(self):
        text = self.cleaned_data["body"]
        if "body" not in self.changed_data:
            # What was not touched stays as it is, to the byte.
            return CleanHTML(self.instance.body)
        try:
            body, self.new_images = adopt_images(written_body(text))
        except MarkupRefused as refusal:
            raise ValidationError(
                _("This text cannot be kept: %(reason)s"),
                params={"reason": in_words(reason_of(refusal))},
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

    def clean_embargo_until(self):
        return self._usable_date("embargo_until", required=False)

    def clean_published_at(self):
        if self.instance.published_at and "published_at" not in self.changed_data:
            # The form knows whole seconds only.
            return self.instance.published_at
        return self._usable_date("published_at", required=self.instance.status == "published")

    def clean_expires_at(self):
        return self._usable_date("expires_at", required=False)

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and cleaned.get("title"):
            cleaned["slug"] = slugify(cleaned["title"])
        return cleaned

    def _get_validation_exclusions(self):
        # Their fields have looked them up already.
        return super()._get_validation_exclusions() | {"lead_image", "source"}

    def content(self):
        """Return what was typed, as a revision keeps it (`articles.models.content`)."""
        relations = {
            "categories": self._typed("sections"),
            "authors": self._typed("writers"),
            "tags": list(self._typed("tags")),
        }
        content = content_of(self.instance, relations)
        if parts := self.cleaned_data.get("take"):
            theirs = typed(self.newest.fields)
            content |= {part: theirs[part] for part in parts}
        correction = self.cleaned_data.get("correction", "").strip()
        return content | ({"correction": correction} if correction else {})

    def save(self, commit=True):
        Image.objects.remember(self.new_images)
        return super().save(commit)

    def _typed(self, name):
        return self.cleaned_data.get(name) or []

    def _usable_date(self, name, *, required):
        moment = self.cleaned_data[name]
        if moment is None and required:
            raise ValidationError(_("A published post needs its date."))
        if moment is not None and moment.year not in YEARS:
            raise ValidationError(_("This year cannot be right."))
        return moment
