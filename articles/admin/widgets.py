from django import forms
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Image, Post


class DeskWidget(forms.Widget):
    """A widget whose template stands with those of the desk."""

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class BodyInput(DeskWidget, forms.Textarea):
    """A textarea for a body, with buttons for what cannot simply be typed."""

    template_name = "admin/articles/widgets/body.html"

    class Media:
        js = ["admin/js/jquery.init.js", forms.Script("articles/admin/writing.js", type="module")]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | {"chooser": chooser_address(), "picture_address": picture_address()}


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
        picture = Image.objects.filter(pk=value).first() if _is_key(value) else None
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
        return super().optgroups(name, [key for key in value if _is_number(key)], attr)


class OneAutocomplete(KeysOnly, AutocompleteSelect):
    """One row."""


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


def chooser_address():
    """Return the address of the library's window, from which one picture comes back."""
    return reverse("admin:articles_image_changelist") + "?_to_field=id"


def picture_address():
    """Return where the desk's scripts ask what a picture is; KEY stands for its key."""
    key = "00000000-0000-0000-0000-000000000000"
    return reverse("admin:articles_image_facts", args=[key]).replace(key, "KEY")


def _is_key(value):
    field = Image._meta.pk
    try:
        return bool(value) and field.to_python(value) is not None
    except forms.ValidationError:
        return False


def _is_number(value):
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
