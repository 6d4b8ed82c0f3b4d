from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.revisions import Revision

LASTS = timedelta(days=1)


def end_of_link():
    return timezone.now() + LASTS


class PreviewLinkQuerySet(models.QuerySet):
    def alive(self):
        """Those that neither time nor anybody has ended."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def of(self, post):
        return self.filter(revision__post=post).order_by("-pk")


class PreviewLink(models.Model):
    """An address at which whoever has it sees a post as in one revision (`articles.previews`)."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="previews")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=end_of_link)
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = ()

    def __str__(self):
        return f"{self.revision} · {self.pk}"
