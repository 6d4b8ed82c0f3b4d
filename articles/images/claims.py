"""Who fetches which picture: told by the database, so that no two processes fetch the same."""

import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from articles.images.courtesy import AT_ONCE, host_of
from articles.models import Image

# Longer than a fetch may take: what is claimed for longer, somebody was killed over.
LEASE = timedelta(seconds=60)
# Any number of ours: who holds this lock of PostgreSQL is the one that claims.
CLAIM_LOCK = 7_205_759_404


class EngagedError(Exception):
    """Another process has the picture in hand, or as many of its host as there may be."""


def claim(key: uuid.UUID, *, again: bool = False) -> Image | None:
    """Return the row of the picture `key`, which nobody else fetches for the time of a LEASE.

    None when there is nothing to fetch: it is here by now, or its time has not come. With
    `again` that does not matter. Raises EngagedError.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIM_LOCK])
        rows = Image.objects.fetchable() if again else Image.objects.due()
        row = rows.filter(pk=key).first()
        if row is None:
            return None
        now = timezone.now()
        held = dict(Image.objects.filter(claimed_until__gt=now).values_list("pk", "original_url"))
        hosts = [host_of(address) for address in held.values()]
        if key in held or hosts.count(host_of(row.original_url)) >= AT_ONCE:
            raise EngagedError
        row.claimed_until = now + LEASE
        Image.objects.filter(pk=key).update(claimed_until=row.claimed_until)
    return row


def release(row: Image) -> None:
    """Give a claim back."""
    Image.objects.filter(pk=row.pk).update(claimed_until=None)
