"""Steps that are refused before anything is written."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.steps import TransitionError


@contextmanager
def refusable():
    """One transaction, or a part of the caller's, which goes on after a refusal.

    Nothing has been written when a step is refused, so that there is nothing to go back to.
    """
    refusal = None
    with transaction.atomic(savepoint=False):
        try:
            yield
        except (PermissionDenied, TransitionError) as error:
            refusal = error
    if refusal is not None:
        raise refusal
