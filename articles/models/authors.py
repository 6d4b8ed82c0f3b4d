from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.fields import WebAddressField
from articles.models.listings import Listing
from articles.models.purges import Purge
from articles.models.search import PostSearch, is_renamed
from articles.slugs import free_slug, slugify


def named_slug(instance):
    """Return a slug made of the instance's name that no other row of its model has."""
    slug = slugify(instance.name)
    others = type(instance).objects.exclude(pk=instance.pk).filter(slug__startswith=slug)
    return free_slug(slug, set(others.values_list("slug", flat=True)))


class Author(models.Model):
    """A person or an organisation on the byline; needs no account."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(
        _("address name"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Leave empty to make it from the name."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    bio = models.TextField(_("about"), blank=True, help_text=_("Shown on the author's page."))
    link = WebAddressField(_("web page"), blank=True)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(slug=""), name="author_has_name_and_address"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organisation"]), name="author_kind_known"
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
            PostSearch.objects.renew_names(self.bylines.values_list("post", flat=True))

    def get_absolute_url(self):
        return reverse("author", args=[self.slug])


class Byline(Listing):
    post = models.ForeignKey(
        "articles.Post", on_delete=models.CASCADE, related_name="bylines", db_index=False
    )
    author = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        related_name="bylines",
        verbose_name=_("author"),
        db_index=False,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("byline")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "author"], name="author_once_on_byline")
        ]
        indexes = [models.Index(fields=["author", "listed_at", "post"], name="author_newest")]

    def __str__(self):
        return str(self.author)
