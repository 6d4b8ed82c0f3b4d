"""What readers read, counted without knowing who they are.

Counts gather in this process and are written together, so that a reader waits for no database
and a thousand readings are one short transaction.
"""

import atexit
import logging
import threading
import time
from collections import Counter

from django.db import Error

from articles.models import ReadCount

log = logging.getLogger(__name__)

EVERY = 10
# Whoever sends other numbers than those of posts does not fill the memory with them.
MOST_POSTS = 20_000


class Tally:
    """The readings that this process has counted and not yet written."""

    def __init__(self):
        self._lock = threading.Lock()
        self._counts = Counter()
        self._written = time.monotonic()

    def add(self, keys):
        """Count one reading of each post of `keys`; write, if nothing was written for a while."""
        with self._lock:
            for key in set(keys):
                if key in self._counts or len(self._counts) < MOST_POSTS:
                    self._counts[key] += 1
            is_due = time.monotonic() - self._written >= EVERY
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
                self._counts += counts


tally = Tally()
add, flush = tally.add, tally.flush
atexit.register(flush)
