"""Rows of the database chosen in a post's form, of which those that stood there are known."""

from django import forms


class OneChoice(forms.ModelChoiceField):
    """One row; of that which stood there `before` nobody is asked again."""

    before = None

    def to_python(self, value):
        is_known = self.before is not None and str(value) == str(self.before.pk)
        return self.before if is_known else super().to_python(value)


class OrderedChoices(forms.ModelMultipleChoiceField):
    """Several rows, as a list of their keys in the order they were chosen in.

    Where they are those that stood there `before`, a list too, nobody is asked for them.
    """

    before = ()

    def clean(self, value):
        keys = list(dict.fromkeys(map(str, value or ())))
        if keys and keys == [str(key) for key in self.before]:
            return list(self.before)
        chosen = {str(row.pk): row.pk for row in super().clean(value)}
        return [chosen[key] for key in keys]

    def has_changed(self, initial, data):
        return list(map(str, initial or ())) != list(map(str, data or ()))
