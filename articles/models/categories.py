from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.filings import Filing, SectionListing
from articles.models.purges import Purge
from articles.models.redirects import Redirect
from articles.models.search import PostSearch, is_renamed
from articles.slugs import free_slug, slugify

MAX_DEPTH = 8
LINEAGE = "__".join(["parent"] * (MAX_DEPTH - 1))  # for select_related(), to name many by path


class CategoryQuerySet(models.QuerySet):
    def roots(self):
        """The top of the tree, as editors ordered it."""
        return self.filter(parent=None).order_by("position", "path")

    def branch(self, category):
        """`category` and everything below it."""
        return self.filter(Q(pk=category.pk) | Q(path__startswith=f"{category.path}/"))

    def with_public_posts(self):
        """Categories on whose page a reader finds something now."""
        listed = SectionListing.objects.current().filter(category=models.OuterRef("pk"))
        return self.filter(models.Exists(listed))

    def at_path(self, names):
        """Return the category that `names` lead to from the top, made where it is missing.

        `names` is a list of one name or more. The same name under two parents is two categories.
        """
        parent = None
        for name in names:
            category, _created = self.get_or_create(parent=parent, name=name)
            category.parent = parent
            parent = category
        return parent


class Category(models.Model):
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(
        _("address name"),
        max_length=60,
        blank=True,
        help_text=_(
            "The last part of the section's address. Leave empty to make it from the name. "
            "When it changes, the old addresses lead to the new ones."
        ),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent section"),
    )
    path = models.CharField(_("path"), max_length=500, unique=True, editable=False)
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Menus show small numbers first.")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("Shown at the top of the section's page.")
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="category_name_once_under_parent",
                violation_error_message=_("There is already a section of this name here."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent=None),
                name="category_name_once_at_top",
                violation_error_message=_("There is already a section of this name here."),
            ),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(path="") & ~Q(name=""), name="category_has_an_address"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="category_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return " › ".join(category.name for category in reversed(self.lineage))

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save; when the address changed, take the branch along and leave redirects."""
        previous = Category.objects.filter(pk=self.pk).values_list("path", flat=True).first()
        self._settle_address()
        Purge.objects.follow(self)
        was_renamed = is_renamed(self)
        super().save(*args, **kwargs)
        if previous and previous != self.path:
            self._move_branch(previous)
        elif was_renamed:
            PostSearch.objects.renew_names(self.listings.values_list("post", flat=True))

    def get_absolute_url(self):
        return _address_of(self.path)

    @property
    def ancestor_paths(self):
        """Paths from the top down to this category, its own last: a/b gives [a, a/b]."""
        parts = self.path.split("/")
        return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]

    @property
    def lineage(self):
        """The categories from this one up to the top."""
        return [self, *(self.parent.lineage if self.parent else [])]

    def clean(self):
        super().clean()
        if self.slug and self._siblings().filter(slug=slugify(self.slug)).exists():
            raise ValidationError({"slug": _("There is already a section at this address.")})
        if self.parent is None:
            return
        stored = Category.objects.filter(pk=self.pk).first()
        if stored and (self.parent.path + "/").startswith(stored.path + "/"):
            raise ValidationError({"parent": _("A section cannot stand below itself.")})
        if self.parent.path.count("/") + 1 + _height(stored) > MAX_DEPTH:
            raise ValidationError(
                {"parent": _("Sections go %(depth)s levels deep.") % {"depth": MAX_DEPTH}}
            )

    def _settle_address(self):
        if self.slug:
            # An address has lower-case letters, digits and hyphens, whatever the editor wrote.
            self.slug = slugify(self.slug)
        else:
            taken = set(self._siblings().values_list("slug", flat=True))
            self.slug = free_slug(slugify(self.name, limit=50), taken)
        self.path = f"{self.parent.path}/{self.slug}" if self.parent else self.slug

    def _siblings(self):
        return Category.objects.filter(parent=self.parent).exclude(pk=self.pk)

    def _move_branch(self, previous):
        below = Category.objects.filter(path__startswith=f"{previous}/")
        old_paths = [previous, *below.values_list("path", flat=True)]
        below.update(path=Concat(Value(self.path), Substr("path", len(previous) + 1)))
        moved = {c.path: c for c in Category.objects.branch(self)}
        for old_path in old_paths:
            category = moved[self.path + old_path[len(previous) :]]
            Redirect.objects.leave(reverse("section", args=[old_path]), category=category)
        SectionListing.objects.rebuild(
            Filing.objects.filter(category__in=moved.values()).values_list("post_id", flat=True)
        )


def _height(category):
    """How many levels the branch of `category` has; 1 for None, a section to come."""
    if category is None:
        return 1
    paths = Category.objects.branch(category).values_list("path", flat=True)
    return max(path.count("/") for path in paths) - category.path.count("/") + 1


# Every page asks for those of its menu.
@lru_cache(maxsize=1000)
def _address_of(path):
    return reverse("section", args=[path])
