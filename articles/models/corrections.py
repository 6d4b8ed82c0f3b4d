from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.reach import call_in


class Correction(models.Model):
    """What readers of a post are told was corrected in it, and when."""

    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        related_name="corrections",
        verbose_name=_("post"),
    )
    made_at = models.DateTimeField(_("corrected"), default=timezone.now)
    text = models.TextField(
        _("correction"), help_text=_("What was wrong and what is right; shown with the article.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="correction_says_something")
        ]

    def __str__(self):
        return self.text[:80]

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs):
        """Save; the post was then changed for its readers no earlier than it was corrected."""
        super().save(*args, **kwargs)
        posts = self._meta.get_field("post").related_model.objects.filter(pk=self.post_id)
        made_at = Value(self.made_at)
        posts.update(
            **{
                column: Case(When(**{f"{column}__lt": made_at}, then=made_at), default=F(column))
                for column in ("updated_at", "revised_at")
            }
        )
        call_in([self.post_id])

    @transaction.atomic
    def delete(self, *args, **kwargs):
        call_in([self.post_id])
        return super().delete(*args, **kwargs)
