import hashlib
import json
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.fields import WebAddressField
from articles.models.authors import named_slug
from articles.models.purges import Purge
from articles.models.rights import LicencePolicy
from articles.models.search import PostSearch, is_renamed


def validate_zone(name):
    """Accept the name of a zone of the IANA database, as in Asia/Shanghai."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone, as Asia/Shanghai is one."), params={"name": name}
        )


class Source(models.Model):
    """Where documents come from, and how they are to be read."""

    class Clock(models.TextChoices):
        EXACT = "exact", _("as written")
        LOCAL_LABELLED_GMT = "local_labelled_gmt", _("local time labelled GMT")

    class Trust(models.TextChoices):
        PUBLISH = "publish", _("publish at once")
        REVIEW = "review", _("wait for an editor")

    class IndexPolicy(models.TextChoices):
        INDEX = "index", _("search engines may show its pieces")
        CANONICAL = "canonical", _("search engines are sent to the original")
        NOINDEX = "noindex", _("search engines are asked to leave its pieces out")

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(
        _("address name"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Leave empty to make it from the name."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("Shown on the source's page.")
    )
    homepage = WebAddressField(
        _("home page"),
        blank=True,
        help_text=_("Addresses in its documents that name no host belong to this one."),
    )
    clock = models.CharField(
        _("clock"),
        max_length=20,
        choices=Clock,
        default=Clock.EXACT,
        help_text=_("Some sources write their local time and call it GMT."),
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        validators=[validate_zone],
        help_text=_("For times without a zone, as in Asia/Shanghai. Empty: the site's zone."),
    )
    trust = models.CharField(_("on import"), max_length=10, choices=Trust, default=Trust.PUBLISH)
    rights_default = models.TextField(
        _("rights notice"), blank=True, help_text=_("For documents that bring none of their own.")
    )
    section = models.ForeignKey(
        "articles.Category",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("section"),
        help_text=_("For documents that name none."),
    )

    licence = models.TextField(
        _("licence"),
        blank=True,
        max_length=2000,
        help_text=_(
            "What allows us to publish its pieces: contract, date, whose word. Empty: nothing, "
            "and the desk marks them. Readers never see it."
        ),
    )
    licence_policy = models.CharField(
        _("licence note"),
        max_length=10,
        choices=LicencePolicy,
        default=LicencePolicy.NEVER,
        help_text=_(
            "Of which of its pieces somebody writes down what allows us to publish it. Without "
            "that they cannot be published, and on import they wait in review."
        ),
    )
    is_own = models.BooleanField(
        _("our own newsroom"),
        default=False,
        help_text=_(
            "Its pieces are ours: they stand in the news sitemap and are announced to search "
            "engines. Those of others never are. They need no licence."
        ),
    )
    index_policy = models.CharField(
        _("search engines"),
        max_length=10,
        choices=IndexPolicy,
        default=IndexPolicy.INDEX,
        help_text=_("Many agencies ask that only the original be found."),
    )
    permalink = models.CharField(
        _("old addresses"),
        max_length=200,
        blank=True,
        help_text=_(
            "How its own site addresses a story, in Hexo's words, as in :year/:month/:day/:title/ "
            "or posts/:abbrlink.html. Readers who come to such an address here are sent on."
        ),
    )
    rules = models.TextField(
        _("rules"),
        blank=True,
        help_text=_("What else to take out of its documents, and how to read them; one a line."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(slug=""), name="source_has_name_and_address"
            ),
            models.CheckConstraint(
                condition=Q(clock__in=["exact", "local_labelled_gmt"])
                & Q(trust__in=["publish", "review"])
                & Q(index_policy__in=["index", "canonical", "noindex"])
                & Q(licence_policy__in=["never", "restricted", "every"]),
                name="source_contract_known",
            ),
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.slug = self.slug or named_slug(self)
        Purge.objects.follow(self)
        was_renamed = is_renamed(self)
        super().save(*args, **kwargs)
        if was_renamed:
            PostSearch.objects.renew_names(self.posts.order_by().values_list("pk", flat=True))

    def get_absolute_url(self):
        return reverse("source", args=[self.slug])

    @property
    def is_clock_local(self):
        """Whether its times are local whatever zone they name."""
        return self.clock == self.Clock.LOCAL_LABELLED_GMT

    @property
    def contract_digest(self):
        """SHA-256 (hex) of all that decides how this source's documents are read."""
        terms = (
            self.name,
            self.homepage,
            self.clock,
            self.timezone,
            self.trust,
            self.rights_default,
            self.section_id,
            self.permalink,
            self.rules,
        )
        return hashlib.sha256(json.dumps(terms).encode()).hexdigest()
