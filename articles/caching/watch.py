"""Which labels were called in, and when: each process reads the rows of Purge as they come.

Moments are seconds since the epoch. A row is noticed after it was committed, so whatever was
made before it was noticed is taken as older than the change: rather a page too many is made anew
than one too few. The same goes for scheduled posts and for those that expire: their moment calls
in what it changes.
"""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from django.db import Error
from django.utils import timezone

from articles.models import Post, Purge
from articles.models.purges import KEPT, REMOVALS_KEPT
from articles.models.reach import labels_of

log = logging.getLogger(__name__)

EVERY = 0.5
LATEST = 0.8
# A transaction that goes on for longer after it has called pages in is noticed by their age alone.
LONGEST_TRANSACTION = timedelta(minutes=5)
MOMENTS_AHEAD = 50


class Watch:
    """What one process knows of the pages that were called in."""

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self):
        """Know nothing, as a new process does."""
        self._seen, self._floor = {}, 0
        self._called, self._removed = {}, {}
        self._last_called = 0.0
        self._moments = None
        self._looked = 0.0
        self.is_blind = False

    def look_soon(self):
        """Have the next `look_if_due` look, however short ago the last was."""
        self._looked = 0.0

    def look_if_due(self):
        """Look, unless this process has looked within the last half second.

        While another thread is looking, what was seen last is good enough, but not for long:
        no page may be wrong for a second.
        """
        age = time.time() - self._looked
        if age < EVERY or not self._lock.acquire(blocking=age > LATEST and not self.is_blind):
            return
        try:
            if time.time() - self._looked >= EVERY:
                self._look()
        finally:
            self._lock.release()

    def is_called_in(self, labels, began):
        """Whether a page with `labels` that was begun at `began` has to be made anew."""
        if began > self._last_called:
            return False
        return any(self._called.get(label, 0.0) >= began for label in labels)

    def is_removed(self, labels, began):
        """Whether such a page shows what was taken from the readers since."""
        return any(self._removed.get(label, 0.0) >= began for label in labels)

    def next_moment(self):
        """Return when a post next comes or goes by itself; None when none is known."""
        return self._moments[0][0] if self._moments else None

    def _look(self):
        # From its beginning: what is committed while the answer is awaited was not seen.
        began = time.time()
        try:
            self._read()
        except Error as problem:
            if not self.is_blind:
                log.error("The database does not answer: %s", str(problem).strip())
            self.is_blind = True
        else:
            self.is_blind = False
        self._looked = began

    def _read(self):
        rows = list(Purge.objects.since(self._floor).exclude(pk__in=self._seen))
        now = time.time()
        for row in rows:
            self._note(row.labels, now, is_removal=row.is_removal)
            self._seen[row.pk] = row.created_at
        if rows or self._moments is None:
            self._forget_old(now)
            self._moments = _coming(now)
        if self._moments and self._moments[0][0] <= now:
            reached = [key for moment, key in self._moments if moment <= now]
            self._note(labels_of(reached), time.time())
            self._moments = _coming(now)

    def _note(self, labels, moment, *, is_removal=False):
        self._called.update(dict.fromkeys(labels, moment))
        if is_removal:
            self._removed.update(dict.fromkeys(labels, moment))
        self._last_called = max(self._last_called, moment)

    def _forget_old(self, now):
        before = timezone.now() - LONGEST_TRANSACTION
        settled = [key for key, created_at in self._seen.items() if created_at < before]
        self._floor = max([self._floor, *settled])
        self._seen = {key: at for key, at in self._seen.items() if key > self._floor}
        for moments, kept in ((self._called, KEPT), (self._removed, REMOVALS_KEPT)):
            old = [label for label, at in moments.items() if at < now - kept.total_seconds()]
            for label in old:
                del moments[label]


def _coming(now):
    """Return [(moment, key of the post)] of what comes or goes next by itself, soonest first."""
    after = datetime.fromtimestamp(now, UTC)
    listed = Post.objects.filter(status=Post.Status.PUBLISHED).order_by()
    moments = []
    for field in ("published_at", "expires_at"):
        ahead = listed.filter(**{f"{field}__gt": after}).order_by(field)
        moments += ahead.values_list(field, "pk")[:MOMENTS_AHEAD]
    return sorted((moment.timestamp(), key) for moment, key in moments)


watch = Watch()
