from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.fetches import Problem


class LinkCheckQuerySet(models.QuerySet):
    def broken(self):
        """Links that led nowhere when they were last tried, the newest posts first."""
        return self.exclude(problem="").order_by("-post__published_at", "pk")


class LinkCheck(models.Model):
    """A link in the text of a post, and what came of following it.

    One without an address says when the links of its post were looked for.
    """

    post = models.ForeignKey(
        "articles.Post", on_delete=models.CASCADE, related_name="links", verbose_name=_("post")
    )
    address = models.CharField(_("address"), max_length=800)
    text = models.CharField(_("words of the link"), max_length=200, blank=True)
    problem = models.CharField(_("problem"), max_length=20, choices=Problem, blank=True)
    # Failures one after another: one alone may pass.
    tries = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(_("checked"), null=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link in a post")
        verbose_name_plural = _("links in posts")
        constraints = [
            models.UniqueConstraint(fields=["post", "address"], name="link_once_in_post")
        ]
        indexes = [
            models.Index(fields=["checked_at"], name="link_checked"),
            models.Index(fields=["post"], name="link_broken", condition=~Q(problem="")),
            models.Index(fields=["address"], name="link_dead", condition=Q(tries__gt=0)),
        ]

    def __str__(self):
        return self.address
