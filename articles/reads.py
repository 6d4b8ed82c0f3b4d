"""What readers read, counted without knowing who they are.

Counts gather in this process and are written together by its heartbeat, so that a reader waits
for no database and a thousand readings are one short transaction.
"""

import logging
import threading
import time
from collections import Counter

from django.db import Error

from articles.models import ReadCount

log = logging.getLogger(__name__)

EVERY = 10
# Where no heart beats, the reader who comes then writes.
LATEST = 2 * EVERY
# Whoever sends other numbers than those of posts does not fill the memory with them.
MOST_POSTS = 20_000


class Tally:
    """The readings that this process has counted and not yet written."""

    def __init__(self):
        self._lock = threading.Lock()
        self._counts = Counter()
        self._written = time.monotonic()

    def add(self, keys):
        """Count one reading of each post of `keys`; write, if nothing was written for long."""
        with self._lock:
            self._count(dict.fromkeys(keys, 1))
            is_due = time.monotonic() - self._written >= LATEST
        if is_due:
            self.flush()

    def flush(self):
        """Write what was counted. Without a database it is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._written = time.monotonic()
        if not counts:
            return
        try:
            ReadCount.objects.add(counts)
        except Error as problem:
            log.warning("Reads could not be written: %s", str(problem).strip())
            with self._lock:
                self._count(counts)

    def _count(self, counts):
        for key, number in counts.items():
            if key in self._counts or len(self._counts) < MOST_POSTS:
                self._counts[key] += number


tally = Tally()
add, flush = tally.add, tally.flush
