from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.rows import insert_rows


class TextSignature(models.Model):
    """What `articles.importing.signatures` keeps of a post's text when it was imported."""

    post = models.OneToOneField(
        "articles.Post", on_delete=models.CASCADE, primary_key=True, related_name="signature"
    )
    signature = models.BinaryField()

    def __str__(self):
        return str(self.pk)


class SignatureBandQuerySet(models.QuerySet):
    def insert(self, rows):
        """Add `rows`, pairs of a value and a post's key."""
        insert_rows(self, ("value", "post"), rows)


class SignatureBand(models.Model):
    """One of the numbers by which a signature is found: similar texts share some."""

    # The table is little more than this index: a look-up never reads the rows themselves.
    pk = models.CompositePrimaryKey("value", "post_id")
    value = models.BigIntegerField()
    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="bands")

    objects = SignatureBandQuerySet.as_manager()

    def __str__(self):
        return f"{self.value} · {self.post_id}"


class DuplicateLinkQuerySet(models.QuerySet):
    def of(self, post):
        """Those in which `post` is one of the two."""
        return self.filter(Q(post=post) | Q(other=post))

    def among(self, posts):
        """Those of which both posts are among `posts`, a queryset."""
        keys = posts.order_by().values("pk")
        return self.filter(post__in=keys, other__in=keys)

    def undismissed(self):
        """Those that no editor has called a mistake."""
        return self.exclude(state=DuplicateLink.State.DISMISSED)

    def decide(self, state, *, by):
        """Mark these as confirmed or dismissed; returns how many there were."""
        return self.update(state=state, decided_by=by, decided_at=timezone.now())


class DuplicateLink(models.Model):
    """Two posts whose imported texts are nearly the same; `post` is the older of the two.

    `similarity` is the estimated share of what stands in either text that stands in both.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to be looked at")
        CONFIRMED = "confirmed", _("the same story")
        DISMISSED = "dismissed", _("not the same")

    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        related_name="later_duplicates",
        verbose_name=_("post"),
        db_index=False,
    )
    other = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        related_name="earlier_duplicates",
        verbose_name=_("later post"),
    )
    similarity = models.FloatField(_("likeness"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = DuplicateLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("near duplicate")
        verbose_name_plural = _("near duplicates")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "other"], name="one_link_per_pair"),
            models.CheckConstraint(condition=Q(post__lt=F("other")), name="link_older_post_first"),
            models.CheckConstraint(
                condition=Q(similarity__gte=0, similarity__lte=1), name="link_similarity_is_share"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | Q(state__in=["confirmed", "dismissed"], decided_at__isnull=False),
                name="link_decided_with_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="link_newest_in_state")]

    def __str__(self):
        return f"{self.post_id} ≈ {self.other_id}"

    @property
    def percent(self):
        """The similarity in whole per cent; 100 only where the signatures are the same."""
        return int(100 * self.similarity)

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    def counterpart(self, post):
        """The one of the two that is not `post`."""
        return self.other if post.pk == self.post_id else self.post
