import pytest
from django.core.cache import caches
from django.test import Client

from articles.caching.watch import watch

LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.fixture
def kept(settings):
    """A page cache that keeps, empty at first, of a process that has looked at nothing yet."""
    settings.CACHES = {"default": LOCAL}
    caches["default"].clear()
    watch.forget()
    yield
    caches["default"].clear()
    watch.forget()


@pytest.fixture
def read(kept):
    """A function that asks for a path as a reader does who comes once."""

    def ask(path, *, look=True, **headers):
        if look:
            watch.look_soon()
        return Client(headers=headers).get(path)

    return ask


@pytest.fixture
def state(read):
    """A function that tells whether the page at a path was a hit (kept) or made anew."""

    def of(path, **how):
        return read(path, **how).headers["Cache-Status"].split("; ")[1]

    return of
