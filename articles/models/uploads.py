"""A picture on its way from an editor's disk: kept as it came until the worker has encoded it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Fault(models.TextChoices):
    """Why a file that was sent did not become the picture."""

    DAMAGED = (
        "damaged",
        _("The file is damaged. Save it anew in another program and send that."),
    )
    NO_ROOM = "no_room", _("There is no room on the disk. The worker tries it again.")
    LOST = "lost", _("The file that was sent is not there any more. Send it again.")


class UploadQuerySet(models.QuerySet):
    def incoming(self):
        """Those whose file the worker has not encoded yet."""
        return self.exclude(incoming="")


class Upload(models.Model):
    # Whether a form that was to add it found it in the library.
    was_known = False

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )
    # Of the file as it was sent, by which it is known again; no two rows are made of one.
    sent_sha256 = models.CharField(
        max_length=64, null=True, blank=True, unique=True, editable=False
    )
    # Its name in the place that is not served; "" once it is encoded.
    incoming = models.CharField(max_length=100, blank=True, editable=False)
    # The last part of the path that it had with who sent it: only ever shown, never a path here.
    sent_name = models.CharField(_("file name"), max_length=100, blank=True, editable=False)
    fault = models.CharField(_("upload"), max_length=20, choices=Fault, blank=True, editable=False)

    class Meta:
        abstract = True
