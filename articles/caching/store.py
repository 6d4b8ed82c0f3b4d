"""Where kept pages lie: Django's cache, of all processes (Redis) or of each its own.

Before that of all processes each has a small one, which costs no way to Redis: whether a page is
still right does not depend on where it lies. A cache that does not answer is done without, for a
few seconds at a time.
"""

import hashlib
import logging
import time
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache, caches
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# How long a page is good as long as nothing calls it in, and how long it is kept beyond that for
# the day on which no other can be made (seconds).
FRESH = 600
KEPT = 86_400
# Whoever makes a page anew is waited for so long at most.
MAKING = 15
REST = 5


class Entry(NamedTuple):
    """A whole page as it was made: `body` in the encoding its headers name, `tag` its ETag.

    `began` and `dies` are seconds since the epoch.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tag: str
    labels: tuple[str, ...]
    began: float
    dies: float | None


class Store:
    def __init__(self):
        self._rests_until = 0.0

    def get(self, key, is_fresh):
        """Return the Entry at `key`, or None; one that is not fresh only if there is no other."""
        if not _has_near():
            return self._try(cache.get, key)
        near = caches["near"].get(key)
        if near is not None and is_fresh(near):
            return near
        entry = self._try(cache.get, key)
        if entry is not None and is_fresh(entry):
            caches["near"].set(key, entry, FRESH)
        return entry or near

    def put(self, key, entry):
        self._try(cache.set, key, entry, KEPT)
        if _has_near():
            caches["near"].set(key, entry, FRESH)

    def begin(self, key):
        """Whether the caller is the one to make the page at `key`, and not to wait for it."""
        return self._try(cache.add, f"{key}.making", 1, MAKING) is not False

    def end(self, key):
        self._try(cache.delete, f"{key}.making")

    def is_being_made(self, key):
        return self._try(cache.get, f"{key}.making") is not None

    def _try(self, act, *arguments):
        if time.time() < self._rests_until:
            return None
        try:
            return act(*arguments)
        except RedisError as problem:
            self._rests_until = time.time() + REST
            log.error("The page cache does not answer, pages are made anew: %s", problem)
            return None


def _has_near():
    return "near" in settings.CACHES


def key_of(path, query):
    """Return where the page of a path and its known query values lies, [(name, value)]."""
    text = "\n".join([path, *(f"{name}={value}" for name, value in query)])
    return (
        f"page:{hashlib.blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
    )


store = Store()
