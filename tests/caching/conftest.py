import pytest
from django.test import Client

from articles.caching.watch import watch


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
