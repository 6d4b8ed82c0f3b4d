"""Visits as tests make them, and what becomes of those that fail."""

from functools import partial

import pytest

from articles.web.answers import VisitError
from articles.web.guarding import addresses_of, guarded, is_public_web
from articles.web.visits import Visit


def make_visit(guard=is_public_web, resolve=addresses_of, *, max_bytes=10_000_000):
    route = partial(guarded, guard=guard, resolve=resolve)
    return Visit(route, max_bytes=max_bytes, headers={"User-Agent": "tests"})


def error_of(call, *arguments, **options):
    """Return what a call that asks a server fails with."""
    with pytest.raises(VisitError) as raised:
        call(*arguments, **options)
    return raised.value


def failure_of(call, *arguments, **options):
    return error_of(call, *arguments, **options).failure
