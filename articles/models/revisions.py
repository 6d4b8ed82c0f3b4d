from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.fields import LongJSONField
from articles.models.content import content_of


class RevisionQuerySet(models.QuerySet):
    def keep(self, post, *, by=None, note="", content=None):
        """Keep `content`, else what `post` carries now; `by` is None for an import."""
        fields = content_of(post) if content is None else content
        return self.create(post=post, by=by, note=note, fields=fields)


class Revision(models.Model):
    """The content of a post (`articles.models.content`) as it was after one save."""

    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        related_name="revisions",
        verbose_name=_("post"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    fields = LongJSONField(_("fields"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.fields.get('title', '')} · {self.pk}"


# Where a step to a draft begins that gives a post back to its writer.
RETURNED_FROM = ("in_review", "approved")


class Transition(models.Model):
    """Who moved which status when."""

    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        related_name="transitions",
        verbose_name=_("post"),
    )
    from_status = models.CharField(_("from"), max_length=10)
    to_status = models.CharField(_("to"), max_length=10)
    note = models.TextField(
        _("note"), blank=True, help_text=_("What the one who took the step said to the others.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.from_status} → {self.to_status}"

    @property
    def is_return(self):
        """Whether it gave the post back to its writer."""
        return self.to_status == "draft" and self.from_status in RETURNED_FROM
