from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """Who did what when. Written by `articles.auditing`, never changed.

    The names stay when the account or the thing is gone: nothing here refers to the thing itself.
    """

    class Kind(models.TextChoices):
        STEP = "step", _("step of a post")
        SAVE = "save", _("saved")
        ADD = "add", _("added")
        CHANGE = "change", _("changed")
        DELETE = "delete", _("deleted")
        IMPORT = "import", _("import")
        BULK = "bulk", _("bulk change")
        SIGN_IN = "sign_in", _("signed in")
        SIGN_OUT = "sign_out", _("signed out")
        REFUSED = "refused", _("sign-in refused")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        db_index=False,
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    # The model's name in small letters, its key, and what it was called then; "" of none.
    subject_type = models.CharField(_("what kind of thing"), max_length=40, blank=True)
    subject_key = models.CharField(_("key"), max_length=40, blank=True)
    subject = models.CharField(_("what"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("entry of the log")
        verbose_name_plural = _("log of the desk")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["at", "id"], name="audit_at"),
            models.Index(fields=["by_name", "at", "id"], name="audit_by"),
            models.Index(fields=["kind", "at", "id"], name="audit_kind"),
            models.Index(fields=["subject_type", "subject_key", "at", "id"], name="audit_subject"),
        ]

    def __str__(self):
        return f"{self.by_name} · {self.get_kind_display()} · {self.subject}"
