"""What every form of the desk does with text."""

from django import forms

from articles.html import CleanHTML, clean_text, one_line
from articles.slugs import free_slug, slugify

# The address has a year of four digits; beyond these it is a slip of the finger.
YEARS = range(1900, 2200)


class PlainText(forms.Form):
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


class PlainTextForm(PlainText, forms.ModelForm):
    """The same for the form of a row."""


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
