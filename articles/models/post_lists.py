from datetime import date, datetime, time, timedelta

from django.db import connections, models, transaction
from django.db.models import F, Q, Subquery
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from articles.models.authors import Byline
from articles.models.expressions import Checked
from articles.models.filings import Filing
from articles.models.prepared import Now
from articles.models.reach import call_in_removed
from articles.models.redirects import Redirect
from articles.models.rights import RightsState
from articles.models.sources import Source

# A day given, and the month that a day is in, as each database writes them.
MONTHS = {
    "sqlite": ("%s", "date(day, 'start of month')"),
    "postgresql": ("CAST(%s AS date)", "CAST(date_trunc('month', day) AS date)"),
}


class ListStart(Subquery):
    """The first posts of a list that belongs to the outer row, as a text for `starts_with`.

    So the beginnings of many lists are found in one query, with the rows they belong to.
    """

    output_field = models.TextField()
    template = "(SELECT group_concat(list_date || ' ' || list_key) FROM (%(subquery)s) AS start)"

    def __init__(self, posts):
        super().__init__(posts.values("list_date", "list_key"))

    def as_postgresql(self, compiler, connection, **extra):
        date = "to_char(list_date, 'YYYY-MM-DD HH24:MI:SS.US')"
        template = (
            # Nothing in it comes from outside.
            f"(SELECT string_agg({date} || ' ' || list_key, ',') FROM (%(subquery)s) AS start)"  # noqa: S608
        )
        return super().as_sql(compiler, connection, template=template, **extra)


def starts_with(text):
    """Return what `ListStart` found: [(date, key of the post)], newest first.

    The dates are texts, good for nothing but to be compared.
    """
    entries = (entry.rpartition(" ") for entry in text.split(",")) if text else ()
    return sorted(((date, int(key)) for date, _blank, key in entries), reverse=True)


def midnight(day):
    """Return the moment at which `day` begins in the site's zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


class PostQuerySet(models.QuerySet):
    def published(self):
        """Posts the public may read now: published, the date come, and not expired.

        The one gate of every page, feed, sitemap and search.
        """
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=Now()),
            LessThanOrEqual(Checked("published_at"), Now()),
            status=self.model.Status.PUBLISHED,
        )

    @transaction.atomic
    def delete(self):
        these = self.model.objects.filter(pk__in=self.values("pk"))
        call_in_removed(these)
        Redirect.objects.bury(these)
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def scheduled(self):
        """Posts that readers will see when their date comes."""
        return self.filter(status=self.model.Status.PUBLISHED, published_at__gt=timezone.now())

    def with_draft_showing(self, image):
        """Posts whose unpublished changes show `image`, in the text or above it."""
        key = str(image.pk)
        shown = Q(draft__fields__body__icontains=key) | Q(draft__fields__lead_image_id=key)
        return self.exclude(draft=None).filter(shown)

    def unlicensed(self):
        """Posts of sources of others that have no licence."""
        sources = Source.objects.filter(is_own=False, licence="")
        return self.alias(its_source=Checked("source")).filter(its_source__in=sources.values("pk"))

    def uncleared(self):
        """Posts that `articles.models.rights.is_marked` marks and that have no licence note."""
        others = Source.objects.filter(is_own=False)
        unlicensed = Q(its_source__in=others.filter(licence="").values("pk"))
        foreign = Q(its_source__isnull=True) | Q(its_source__in=others.values("pk"))
        marked = unlicensed | (Q(rights_state=RightsState.RESTRICTED) & foreign)
        return self.alias(its_source=Checked("source")).filter(marked, has_licence_note=False)

    def with_rights(self, asked):
        """Posts whose rights are as one of `RIGHTS_ASKED` says."""
        if asked in ("unlicensed", "uncleared"):
            return getattr(self, asked)()
        return self.filter(rights_state="" if asked == "none" else asked)

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
        return self.dated_between(midnight(start), midnight(end))

    def dated_between(self, start, end):
        """Posts dated in [start, end), two moments, newest first."""
        return self.filter(published_at__gte=start, published_at__lt=end).newest_first()

    def months(self):
        """Return the months with published posts, as their first days, newest first.

        Each month asks an index for one post: the cost is that of the months, not of the posts.
        """
        connection, rows = connections[self.db], self.model._meta.db_table
        day, month = MONTHS[connection.vendor]
        last = (
            f"SELECT published_on FROM {rows} WHERE status = %s AND published_at <= %s "  # noqa: S608
            f"AND published_on < {month} ORDER BY published_on DESC LIMIT 1"
        )
        next_month = (timezone.localdate().replace(day=1) + timedelta(days=31)).replace(day=1)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH RECURSIVE found(day) AS (SELECT {day} UNION ALL SELECT ({last}) "  # noqa: S608
                "FROM found WHERE day IS NOT NULL) SELECT day FROM found WHERE day IS NOT NULL",
                [str(next_month), self.model.Status.PUBLISHED.value, str(timezone.now())],
            )
            days = [date.fromisoformat(str(day)) for (day,) in cursor.fetchall()]
        # The first is the month to come, where the search began.
        return [day.replace(day=1) for day in days[1:]]

    def before(self, published_at, pk):
        """The rest of a newest-first list after the post of this date and key."""
        date, key = (name.removeprefix("-") for name in self.query.order_by)
        # A bound for the index to start from, and a test for posts of the same instant.
        return self.filter(**{f"{date}__lte": published_at}).exclude(
            **{date: published_at, f"{key}__gte": pk}
        )

    def after(self, published_at, pk):
        """What stands before the post of this date and key, the nearest first."""
        date, key = (name.removeprefix("-") for name in self.query.order_by)
        later = self.filter(**{f"{date}__gte": published_at})
        return later.exclude(**{date: published_at, f"{key}__lte": pk}).reverse()

    def with_pictures(self):
        """With the lead image and the source of each, and without the text, in one query."""
        return self.defer("body", "extra", "rights", "licence_note").select_related(
            "source", "lead_image"
        )

    def for_teasers(self):
        """With what a list of the public site shows of a post: picture, source, section."""
        filings = Filing.objects.select_related("category").order_by("pk")
        return self.with_pictures().prefetch_related(models.Prefetch("filings", filings))

    def for_cards(self):
        """As `for_teasers`, with the byline."""
        bylines = Byline.objects.select_related("author")
        return self.for_teasers().prefetch_related(models.Prefetch("bylines", bylines))

    def for_page(self):
        """As `for_cards`, with the text."""
        return self.for_cards().defer(None)

    def _on_list(self, listing, key, **which):
        return (
            self.filter(**{f"{listing}__{name}": value for name, value in which.items()})
            .annotate(list_date=F(f"{listing}__listed_at"), list_key=F(f"{listing}__{key}_id"))
            # The bound of published() on the listing's own column, where the index has it.
            .filter(LessThanOrEqual(Checked("list_date"), Now()))
            .order_by("-list_date", "-list_key")
        )
