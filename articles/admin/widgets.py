from django import forms
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.template.loader import render_to_string

from articles.admin.writing_facts import chooser_address, editor_facts, picture_address
from articles.forms.posts import WrittenHTML
from articles.html import CleanHTML, MarkupRefused, clean_html
from articles.html.typed import writable
from articles.models import Image, Post


class DeskWidget(forms.Widget):
    """A widget whose template stands with those of the desk."""

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class BodyInput(DeskWidget, forms.Textarea):
    """A textarea for a body, which becomes a rich editor where scripts run.

    A hidden field beside it says what is sent: HTML by the editor, or else text as it was typed.
    """

    template_name = "admin/articles/widgets/body.html"

    class Media:
        css = {"all": ["django_prose_editor/material-icons.css", "articles/admin/writing.css"]}
        js = [
            "admin/js/jquery.init.js",
            # The largest file first: the others are small.
            forms.Script("django_prose_editor/editor.js", type="module"),
            forms.Script("articles/admin/writing.js", type="module"),
        ]

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name)
        is_html = text is not None and data.get(f"{name}_kind") == "html"
        return WrittenHTML(text) if is_html else text

    def send(self, data, name, value):
        """Put the body `value` into `data` in the way in which the form was sent."""
        is_html = data.get(f"{name}_kind") == "html"
        data[name] = str(value) if is_html else writable(value)

    def format_value(self, value):
        return writable(value) if isinstance(value, CleanHTML) else value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        is_typed = isinstance(value, str) and not isinstance(value, CleanHTML | WrittenHTML)
        return context | {
            "chooser": chooser_address(),
            "facts": editor_facts(_shown_body(value), is_typed=is_typed),
            "kind": "html" if isinstance(value, WrittenHTML) else "",
        }


def _shown_body(value):
    """Return the body that the editor opens with, None when it stays closed."""
    if value and not isinstance(value, CleanHTML | WrittenHTML):
        return None
    try:
        body = clean_html(str(value or ""))
    except MarkupRefused:
        return None
    # What got past the cleaner is shown as text alone, and kept unless somebody changes it.
    return None if isinstance(value, CleanHTML) and body != value else body


class PictureInput(DeskWidget, forms.HiddenInput):
    """One picture of the library, shown as it is, chosen in the library's window."""

    template_name = "admin/articles/widgets/picture.html"
    input_type = "hidden"

    class Media:
        js = ["admin/js/jquery.init.js", forms.Script("articles/admin/writing.js", type="module")]

    @property
    def is_hidden(self):
        # The key is hidden, the picture is not: the field keeps its label and its row.
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        picture = _before(self, value)
        if picture is None and is_key(value):
            picture = Image.objects.filter(pk=value).first()
        return context | {
            "picture": picture,
            "chooser": chooser_address(),
            "picture_address": picture_address(),
        }


# Of more digits is no key, and SQLite takes no such number.
LONGEST_KEY = 18


class KeysOnly:
    """For a choice that is completed as one types: a value that is no key chooses nothing."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if is_number(key)], attr)


class OneAutocomplete(KeysOnly, AutocompleteSelect):
    """One row."""

    def optgroups(self, name, value, attr=None):
        row = _before(self, *value)
        if row is None:
            return super().optgroups(name, value, attr)
        label = self.choices.field.label_from_instance(row)
        nothing = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*nothing, self.create_option(name, row.pk, label, True, 0)], 0)]


class OrderedAutocomplete(KeysOnly, AutocompleteSelectMultiple):
    """Rows chosen one after the other, shown in that order."""

    def optgroups(self, name, value, attr=None):
        groups = super().optgroups(name, value, attr)
        place = {str(key): number for number, key in enumerate(value)}
        groups[0][1].sort(key=lambda option: place.get(str(option["value"]), len(place)))
        return groups


def ordered_choice(relation, admin_site, *, can_add):
    """Return the widget for `relation`, the name of a many-to-many relation of Post."""
    field = Post._meta.get_field(relation)
    widget = OrderedAutocomplete(field, admin_site)
    return RelatedFieldWidgetWrapper(
        widget, field.remote_field, admin_site, can_add_related=can_add
    )


def _before(widget, value=None):
    """Return the row that stood in the field of `widget`, if `value` is still its key."""
    row = getattr(widget.choices.field, "before", None)
    return row if row is not None and str(value) == str(row.pk) else None


def is_key(value):
    """Whether `value`, as it is sent, may be the key of a picture."""
    field = Image._meta.pk
    try:
        return bool(value) and field.to_python(value) is not None
    except forms.ValidationError:
        return False


def is_number(value):
    """Whether `value`, as it is sent, may be the key of any other row."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
