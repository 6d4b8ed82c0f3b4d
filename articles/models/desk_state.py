from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.rights import has_licence_note


class DeskState(models.Model):
    """What the desk knows of a post and readers do not see."""

    draft = models.ForeignKey(
        "articles.Revision",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("unpublished changes"),
        help_text=_("The newest revision of a post that readers see otherwise."),
    )
    embargo_until = models.DateTimeField(
        _("embargo"),
        null=True,
        blank=True,
        help_text=_("Readers do not see it before, whoever publishes it."),
    )
    licence_note = models.TextField(
        _("licence note"),
        blank=True,
        max_length=2000,
        help_text=_(
            "What allows us to publish it: contract, date, whose word. Readers never see it."
        ),
    )
    has_licence_note = has_licence_note()
    edited_at = models.DateTimeField(_("last work"), auto_now=True)
    trashed_at = models.DateTimeField(_("put in the trash"), null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("put in the trash by"),
    )

    class Meta:
        abstract = True

    @property
    def is_under_embargo(self):
        return self.embargo_until is not None and self.embargo_until > timezone.now()
