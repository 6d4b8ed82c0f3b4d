from datetime import datetime, time

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.authors import Byline
from articles.models.categories import Filing


class PostQuerySet(models.QuerySet):
    def published(self):
        """Posts the public may read now: published, the date come, and not expired.

        The one gate of every page, feed, sitemap and search.
        """
        now = timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now),
            status=self.model.Status.PUBLISHED,
            published_at__lte=now,
        )

    def scheduled(self):
        """Posts that readers will see when their date comes."""
        return self.filter(status=self.model.Status.PUBLISHED, published_at__gt=timezone.now())

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def in_category(self, category):
        """Posts on the section's page, newest first: its own and those of sections below."""
        return self._on_list("section_listings", "post", category=category)

    def by_author(self, author):
        """Posts with the author on the byline, newest first."""
        return self._on_list("bylines", "post", author=author)

    def tagged_with(self, tag):
        """Posts with the tag, newest first."""
        return self._on_list("tagged", "content_object", tag=tag)

    def from_source(self, source):
        """Posts of the source, newest first."""
        return self.filter(source=source).newest_first()

    def dated_within(self, start, end):
        """Posts dated in [start, end), two local dates, newest first."""
        zone = timezone.get_default_timezone()
        first, after = (datetime.combine(day, time.min, tzinfo=zone) for day in (start, end))
        return self.filter(published_at__gte=first, published_at__lt=after).newest_first()

    def before(self, published_at, pk):
        """The rest of a newest-first list after the post of this date and key."""
        date, key = (name.removeprefix("-") for name in self.query.order_by)
        # A bound for the index to start from, and a test for posts of the same instant.
        return self.filter(**{f"{date}__lte": published_at}).exclude(
            **{date: published_at, f"{key}__gte": pk}
        )

    def with_pictures(self):
        """With the lead image and the source of each, and without the text, in one query."""
        return self.defer("body", "extra", "rights").select_related("source", "lead_image")

    def for_cards(self):
        """With all that a list shows of a post, in a constant number of queries."""
        return self.with_pictures().prefetch_related(
            models.Prefetch("filings", Filing.objects.select_related("category")),
            models.Prefetch("bylines", Byline.objects.select_related("author")),
        )

    def for_page(self):
        """As `for_cards`, with the text."""
        return self.for_cards().defer(None)

    def _on_list(self, listing, key, **which):
        conditions = {f"{listing}__{name}": value for name, value in which.items()}
        # The bound of published() on the listing's own column, where the index has it.
        conditions[f"{listing}__listed_at__lte"] = timezone.now()
        return (
            self.filter(**conditions)
            .annotate(list_date=F(f"{listing}__listed_at"), list_key=F(f"{listing}__{key}_id"))
            .order_by("-list_date", "-list_key")
        )
