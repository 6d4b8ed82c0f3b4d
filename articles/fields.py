from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _

from articles.html import CleanHTML, MarkupRefused, clean_html
from articles.telling import in_words, reason_of


class Lengthy:
    """A column of long values.

    Many rows at once go to PostgreSQL as arrays, in which a text is quoted twice over; a column
    with a placeholder of its own is spared that, and its whole row with it.
    """

    def get_placeholder(self, value, compiler, connection):
        return "%s"


class LongTextField(Lengthy, models.TextField):
    """Text of any length."""


class HTMLField(LongTextField):
    """Text that reaches the database only as clean HTML.

    A `CleanHTML` value is stored as it is; any other is cleaned on the way. Validation
    reports markup beyond the limits of `clean_html`; saving it raises `MarkupRefused`.
    """

    def clean(self, value, model_instance):
        try:
            value = clean_html(value or "")
        except MarkupRefused as refusal:
            raise ValidationError(
                _("This text cannot be kept: %(reason)s"),
                params={"reason": in_words(reason_of(refusal))},
            ) from refusal
        return super().clean(value, model_instance)

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.attname)
        if not isinstance(value, CleanHTML):
            value = clean_html(value or "")
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value):
        # Reached without pre_save by QuerySet.update() and bulk_update().
        value = super().get_prep_value(value)
        if value is None or isinstance(value, CleanHTML):
            return value
        return clean_html(value)


class PlainJSONEncoder(DjangoJSONEncoder):
    """Writes hanzi as they are: half the bytes of their escapes, and fewer to parse."""

    def __init__(self, **options):
        super().__init__(**options | {"ensure_ascii": False})

    def default(self, value):
        # To the microsecond: what is put back is what was taken.
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


class LongJSONField(Lengthy, models.JSONField):
    """JSON with texts of any length in it, and with dates."""

    def __init__(self, *args, encoder=PlainJSONEncoder, **options):
        super().__init__(*args, encoder=encoder, **options)


class WebAddressField(models.URLField):
    """An http or https address; what is typed without a scheme means https."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
