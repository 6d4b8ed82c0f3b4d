from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.forms.plain import YEARS, PlainTextForm
from articles.models import Correction
from articles.permissions import can_decide, can_publish


class CorrectionForm(PlainTextForm):
    class Meta:
        model = Correction
        fields = ["made_at", "text"]

    def clean_text(self):
        text = self.cleaned_data["text"]
        # Marks that join or part characters may stand in a text, but are none alone.
        if not any(character.isprintable() and not character.isspace() for character in text):
            raise ValidationError(self.fields["text"].error_messages["required"], "required")
        return text

    def clean_made_at(self):
        made_at = self.cleaned_data["made_at"]
        if made_at.year not in YEARS:
            raise ValidationError(_("This year cannot be right."))
        if made_at > timezone.now():
            raise ValidationError(_("A correction is made before it is told, not after."))
        return made_at


class CorrectionInline(admin.StackedInline):
    """What readers of a published post are told was wrong, written by those who may publish."""

    model = Correction
    form = CorrectionForm
    extra = 0

    def has_view_permission(self, request, obj=None):
        # Django asks without a post too, and then shows the rows of none.
        return can_decide(request.user) if obj is None else can_publish(request.user, obj)

    def has_add_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)
