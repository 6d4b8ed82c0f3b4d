from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.fields import LongJSONField


class ConflictQuerySet(models.QuerySet):
    def unsettled(self):
        """Clashes that wait for an editor."""
        return self.filter(settled_at=None)

    def kept_ours(self, post):
        """Return what was refused of `post` for good: {field: [what the document said, …]}."""
        refused = {}
        for field, theirs in self.filter(post=post, choice=Conflict.Choice.OURS).values_list(
            "field", "theirs"
        ):
            refused.setdefault(field, []).append(theirs)
        return refused

    def raise_for(self, post, clashes, *, agreed, record):
        """Keep one open clash for each of `clashes`, and none for the fields `agreed` on.

        `clashes` are {field: (reason, base, theirs)} in the form of the importer's merge. One
        that stands is refreshed; one whose field neither side changed again stays as it is.
        """
        self.unsettled().filter(post=post, field__in=agreed).delete()
        for field, (reason, base, theirs) in clashes.items():
            self.update_or_create(
                post=post,
                field=field,
                settled_at=None,
                defaults={"reason": reason, "base": base, "theirs": theirs, "record": record},
            )

    def settle(self, *, choice, by):
        """Mark these clashes as decided."""
        return self.unsettled().update(choice=choice, settled_by=by, settled_at=timezone.now())


class Conflict(models.Model):
    """A field on which a document and an editor differ: one open clash per post and field.

    `base` is what the document said when it was last followed, `theirs` what it says now,
    both in the form of the importer's merge; what the editors have is the post itself.
    """

    class Reason(models.TextChoices):
        BOTH_CHANGED = "both_changed", _("both sides changed it")
        SHRUNK = "shrunk", _("the source shrank it to a stub")
        WITHDRAWN = "withdrawn", _("the source withdrew it")

    class Choice(models.TextChoices):
        OURS = "ours", _("ours was kept")
        THEIRS = "theirs", _("theirs was taken")

    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        related_name="conflicts",
        verbose_name=_("post"),
        db_index=False,
    )
    field = models.CharField(_("field"), max_length=30)
    reason = models.CharField(
        _("reason"), max_length=12, choices=Reason, default=Reason.BOTH_CHANGED
    )
    base = LongJSONField(_("before"), null=True)
    theirs = LongJSONField(_("theirs"), null=True)
    record = models.ForeignKey(
        "articles.ImportRecord",
        on_delete=models.SET_NULL,
        null=True,
        related_name="conflicts",
        verbose_name=_("imported document"),
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last seen"), auto_now=True)
    choice = models.CharField(_("decision"), max_length=6, choices=Choice, blank=True)
    settled_at = models.DateTimeField(_("decided"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "field"],
                condition=Q(settled_at=None),
                name="one_open_conflict_per_field",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["both_changed", "shrunk", "withdrawn"]),
                name="conflict_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, choice="")
                | Q(settled_at__isnull=False, choice__in=["ours", "theirs"]),
                name="conflict_settled_with_choice",
            ),
        ]
        indexes = [models.Index(fields=["post", "settled_at"], name="conflict_of_post")]

    def __str__(self):
        return f"{self.post} · {self.field}"
