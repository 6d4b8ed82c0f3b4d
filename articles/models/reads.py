from datetime import timedelta

from django.db import connections, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_DAYS = 60
WEEK = 7
# Fewer say nothing about what is read, and a list of two is none.
ENOUGH_READS = 10
ENOUGH_POSTS = 3
# What is among the most read of a week was among so many of one of its days.
FIRST_OF_A_DAY = 50
MOST_READ = 16
BATCH = 500


class ReadCountQuerySet(models.QuerySet):
    @transaction.atomic
    def add(self, counts):
        """Add to today's counts, {key of a post: how often it was read}; unknown posts are none.

        Counts that are older than KEPT_DAYS are let go.
        """
        today = timezone.localdate()
        posts = self.model._meta.get_field("post").related_model.objects.published().order_by("pk")
        asked = sorted(counts)
        for start in range(0, len(asked), BATCH):
            batch = asked[start : start + BATCH]
            known = list(posts.filter(pk__in=batch).values_list("pk", flat=True))
            self._add(today, {key: counts[key] for key in known})
        self.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()

    def most_read(self):
        """Return the keys of the posts most read this week, best first; [] for too few reads.

        Some may no longer be public. What it costs does not grow with what is read: each day's
        first are taken from an index.
        """
        today = timezone.localdate()
        days = [today - timedelta(days=age) for age in range(WEEK)]
        rows = self.model._meta.db_table
        # No queryset: Django can sort and cut the parts of a union on one of two databases.
        part = (
            f"SELECT * FROM (SELECT post_id, count FROM {rows} WHERE day = %s "  # noqa: S608
            f"ORDER BY count DESC, post_id DESC LIMIT {FIRST_OF_A_DAY}) AS day_{{}}"
        )
        parts = " UNION ALL ".join(part.format(number) for number in range(WEEK))
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"SELECT post_id FROM ({parts}) AS week GROUP BY post_id "  # noqa: S608
                f"HAVING SUM(count) >= {ENOUGH_READS} "
                f"ORDER BY SUM(count) DESC, post_id DESC LIMIT {MOST_READ}",
                [str(day) for day in days],
            )
            keys = [key for (key,) in cursor.fetchall()]
        return keys if len(keys) >= ENOUGH_POSTS else []

    def _add(self, day, counts):
        # In the order of their keys, so that two processes never wait for each other.
        self.bulk_create(
            (self.model(post_id=key, day=day) for key in counts), ignore_conflicts=True
        )
        mine = self.filter(day=day, post__in=counts).order_by("post").select_for_update()
        held = dict(mine.values_list("post", "pk"))
        for number in sorted(set(counts.values())):
            rows = [held[key] for key in held if counts[key] == number]
            self.filter(pk__in=rows).update(count=F("count") + number)


class ReadCount(models.Model):
    """How often a post was read on a day. Nothing is kept of who read it."""

    post = models.ForeignKey(
        "articles.Post", on_delete=models.CASCADE, related_name="reads", verbose_name=_("post")
    )
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("reads"), default=0)

    objects = ReadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("reads of a day")
        verbose_name_plural = _("reads by day")
        constraints = [models.UniqueConstraint(fields=["day", "post"], name="reads_once_a_day")]
        indexes = [models.Index(fields=["day", "count", "post"], name="most_read_of_a_day")]

    def __str__(self):
        return f"{self.day}: {self.post_id} × {self.count}"
