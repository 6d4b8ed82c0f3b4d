"""Which cached pages are no longer right: labels that pages carry, and rows that call them in."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles import outbox

# What a page may be labelled with besides the objects it shows.
EVERYTHING = "site"
FRONT = "front"
STREAM = "posts"
# More would only be a long way to say that everything is to be made anew.
MAX_LABELS = 2000
# Nobody looks back further: by then every cached page has come to its end,
KEPT = timedelta(minutes=30)
# and can no longer be shown in place of one that cannot be made.
REMOVALS_KEPT = timedelta(hours=25)
# What is too old goes with every so manieth row.
SWEEP = 20


def label_of(instance):
    """Return the label of pages that show a saved object, as in post-12 or category-3."""
    return f"{instance._meta.model_name}-{instance.pk}"


class PurgeQuerySet(models.QuerySet):
    def leave(self, labels, *, is_removal=False):
        """Call in the pages with any of `labels`, as soon as this transaction is committed."""
        labels = sorted(set(labels))
        if not labels:
            return
        if len(labels) > MAX_LABELS:
            labels = [EVERYTHING]
        row = self.create(labels=labels, is_removal=is_removal)
        if row.pk % SWEEP == 0:
            old = models.Q(is_removal=False, created_at__lt=row.created_at - KEPT)
            self.filter(old | models.Q(created_at__lt=row.created_at - REMOVALS_KEPT)).delete()
        if settings.CDN_PURGE_URL:
            outbox.put("purge_cdn", labels=labels)

    def since(self, key):
        """Rows after that of this key which pages may still have to heed, in order."""
        now = timezone.now()
        recent = models.Q(created_at__gte=now - KEPT)
        removals = models.Q(is_removal=True, created_at__gte=now - REMOVALS_KEPT)
        return self.filter(recent | removals, pk__gt=key).order_by("pk")

    def follow(self, subject):
        """Call in every page when a stored `subject` changes: its name may stand on any."""
        if not subject._state.adding:
            self.leave([EVERYTHING])


class Purge(models.Model):
    """Pages with these labels, made before this row was committed, are not to be shown again.

    After a removal not even when nothing else can be shown.
    """

    labels = models.JSONField()
    is_removal = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = PurgeQuerySet.as_manager()

    def __str__(self):
        return ", ".join(self.labels)[:100]
