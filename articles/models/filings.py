"""Which sections a post is in: as it was filed, and on whose pages it stands for that."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.listings import Listing
from articles.models.prepared import Now
from articles.models.search import PostSearch

REBUILD_BATCH = 500


class Filing(models.Model):
    """A post in a section, as an editor or a document put it there."""

    post = models.ForeignKey(
        "articles.Post", on_delete=models.CASCADE, related_name="filings", db_index=False
    )
    category = models.ForeignKey(
        "articles.Category",
        on_delete=models.PROTECT,
        related_name="filings",
        verbose_name=_("section"),
    )

    class Meta:
        verbose_name = _("section of the post")
        verbose_name_plural = _("sections of the post")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "category"], name="post_once_in_category")
        ]

    def __str__(self):
        return str(self.category)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        SectionListing.objects.rebuild([self.post_id])

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        SectionListing.objects.rebuild([self.post_id])
        return deleted


class SectionListingQuerySet(models.QuerySet):
    def current(self):
        """Those of posts that readers find now."""
        is_current = Q(post__expires_at=None) | Q(post__expires_at__gt=Now())
        return self.filter(is_current, listed_at__lte=Now())

    def rebuild(self, post_ids):
        """List the posts anew in the sections they are filed in and in all above those.

        They are found by the names of these then.
        """
        post_ids = sorted(set(post_ids))
        # A section that moves may hold more posts than a query takes values.
        for start in range(0, len(post_ids), REBUILD_BATCH):
            self._rebuild(post_ids[start : start + REBUILD_BATCH])
        PostSearch.objects.renew_names(post_ids)

    def _rebuild(self, post_ids):
        filings = Filing.objects.filter(post__in=post_ids).select_related("category", "post")
        filings = filings.only("category__path", "post__status", "post__published_at")
        places = [(filing.post, filing.category) for filing in filings]
        paths = {path for _post, category in places for path in category.ancestor_paths}
        sections = self.model.category.field.related_model.objects.filter(path__in=paths)
        ids = dict(sections.values_list("path", "pk"))
        rows = {
            (post.pk, ids[path]): SectionListing(
                post=post, category_id=ids[path], listed_at=post.listed_at
            )
            for post, category in places
            for path in category.ancestor_paths
        }
        self.filter(post__in=post_ids).delete()
        self.bulk_create(rows.values())


class SectionListing(Listing):
    """A post on a section's page: where it is filed, and every section above."""

    post = models.ForeignKey(
        "articles.Post", on_delete=models.CASCADE, related_name="section_listings", db_index=False
    )
    category = models.ForeignKey(
        "articles.Category", on_delete=models.CASCADE, related_name="listings", db_index=False
    )

    objects = SectionListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "category"], name="post_listed_once_in_section")
        ]
        indexes = [
            models.Index(fields=["category", "listed_at", "post"], name="section_newest"),
        ]

    def __str__(self):
        return f"{self.category_id}: {self.post_id}"
