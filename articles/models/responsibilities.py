from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.categories import Category


class Responsibility(models.Model):
    """An editor answers for a section, and for all below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="responsibilities",
        verbose_name=_("editor"),
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.CASCADE,
        related_name="responsibilities",
        verbose_name=_("section"),
    )

    class Meta:
        verbose_name = _("editor of a section")
        verbose_name_plural = _("editors of sections")
        constraints = [
            models.UniqueConstraint(fields=["user", "category"], name="editor_once_at_section")
        ]

    def __str__(self):
        return f"{self.user} · {self.category}"
