from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.fields import HTMLField
from articles.html import images_of
from articles.models.authors import Author, Byline
from articles.models.categories import Category
from articles.models.desk_state import DeskState
from articles.models.filings import Filing, SectionListing
from articles.models.images import Image, PostImage
from articles.models.post_lists import PostQuerySet
from articles.models.post_rules import CONSTRAINTS, INDEXES, PERMISSIONS
from articles.models.reach import call_in_removed
from articles.models.redirects import Redirect
from articles.models.rights import rights_state
from articles.models.sources import Source
from articles.models.tags import TaggedPost
from articles.models.upkeep import address_of, follow, settle, stored_fields


class Post(DeskState):
    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(
        _("address name"),
        max_length=80,
        blank=True,
        help_text=_(
            "The last part of the address. Leave empty to make it from the title; "
            "it then stays when the title changes."
        ),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One or two sentences for lists and search engines. Empty: the first lines."),
    )
    excerpt = models.CharField(max_length=200, blank=True, editable=False)
    body = HTMLField(_("text"), blank=True)
    lead_image = models.ForeignKey(
        Image,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_posts",
        verbose_name=_("lead image"),
        help_text=_("Shown above the text and on lists."),
    )
    lead_caption = models.TextField(_("caption of the lead image"), blank=True)
    categories = models.ManyToManyField(
        Category, through=Filing, related_name="posts", verbose_name=_("sections")
    )
    authors = models.ManyToManyField(
        Author, through=Byline, related_name="posts", verbose_name=_("authors")
    )
    tags = TaggableManager(
        through=TaggedPost,
        blank=True,
        verbose_name=_("tags"),
        help_text=_("Separated by commas, ， or 、."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        _("publication"),
        null=True,
        blank=True,
        help_text=_("A date to come schedules the post. Empty: the moment it is published."),
    )
    published_on = models.DateField(_("date in the address"), null=True, editable=False)
    expires_at = models.DateTimeField(
        _("expires"),
        null=True,
        blank=True,
        help_text=_("From then on readers are told it is gone."),
    )
    revised_at = models.DateTimeField(
        _("revised"),
        null=True,
        editable=False,
        help_text=_("When its document says that the text was last changed."),
    )
    withdrawal_notice = models.TextField(
        _("withdrawal notice"),
        blank=True,
        help_text=_("What readers are told at the address once the post is withdrawn or expired."),
    )
    language = models.CharField(
        _("language"),
        max_length=20,
        default="zh-Hans",
        validators=[RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")],
        help_text=_("A language tag, as in zh-Hans or en."),
    )
    rights = models.TextField(_("rights notice"), blank=True, help_text=_("Shown below the text."))
    rights_state = rights_state()
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("source"),
    )
    identifier = models.CharField(_("identifier"), max_length=500, blank=True, editable=False)
    extra = models.JSONField(_("further front matter"), default=dict, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        permissions = PERMISSIONS
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self):
        return self.title

    @transaction.atomic(savepoint=False)
    def save(self, *args, update_fields=None, **kwargs):
        """Save, with all that follows from the fields.

        Settles body, excerpt, slug and address date before; lists, pictures and the redirect
        from a public address that changed, after. The search index is not touched.
        """
        before = stored_fields(self)
        settle(self, before)
        if update_fields is not None:
            follows = ("slug", "excerpt", "published_on", "updated_at", "edited_at")
            update_fields = {*update_fields, *follows}
        super().save(*args, update_fields=update_fields, **kwargs)
        if before is None or images_of(before["body"]) != images_of(self.body):
            PostImage.objects.derive(self, replace=before is not None)
        if before is not None:
            follow(self, before)

    def get_absolute_url(self):
        """The post's address; of a post without a date, "" (it has none yet)."""
        return address_of(self.published_on, self.slug)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        this = type(self).objects.filter(pk=self.pk)
        call_in_removed(this)
        Redirect.objects.bury(this)
        return super().delete(*args, **kwargs)

    @property
    def is_public(self):
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

    @property
    def has_appeared(self):
        """Whether its date has come: readers have it, or had it until it expired."""
        return self.status == self.Status.PUBLISHED and self.published_at <= timezone.now()

    @property
    def modified_at(self):
        """When the text was last changed as far as readers are told (aware)."""
        return max(filter(None, (self.revised_at or self.updated_at, self.published_at)))

    @property
    def is_expired(self):
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def listed_at(self):
        """When lists show the post (aware), or None while its status is not published."""
        return self.published_at if self.status == self.Status.PUBLISHED else None

    @property
    def section(self):
        """The first category the post is filed in, or None."""
        return next((filing.category for filing in self.filings.all()), None)

    @property
    def byline(self):
        """Its authors in order."""
        return [byline.author for byline in self.bylines.all()]

    def clean(self):
        super().clean()
        is_early = (
            self.embargo_until and self.published_at and self.embargo_until > self.published_at
        )
        if is_early and self.has_appeared:
            raise ValidationError({"embargo_until": _("Readers have seen this post already.")})
        if is_early and self.status == self.Status.PUBLISHED:
            raise ValidationError({"published_at": _("It is under embargo at this date.")})
        if self.expires_at and self.published_at and self.expires_at <= self.published_at:
            raise ValidationError(
                {"expires_at": _("A post expires after its publication, not before.")}
            )

    def validate_constraints(self, exclude=None):
        """Nothing: `clean` says the rules in words, and a form would ask the database each time."""

    def file_under(self, categories, *, replace=True):
        """File the post in exactly these sections; without `replace` it must have none yet."""
        self.forget_rows()
        if replace:
            self.filings.all().delete()
            self.section_listings.all().delete()
        categories = list(dict.fromkeys(categories))
        Filing.objects.bulk_create(Filing(post=self, category=place) for place in categories)
        listed = dict.fromkeys(above for place in categories for above in place.lineage)
        SectionListing.objects.bulk_create(
            SectionListing(post=self, category=place, listed_at=self.listed_at) for place in listed
        )

    def credit_to(self, authors, *, replace=True):
        """Put exactly these authors on the byline; without `replace` it must be empty yet."""
        if replace:
            self.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(post=self, author=author, position=position, listed_at=self.listed_at)
            for position, author in enumerate(dict.fromkeys(authors))
        )
