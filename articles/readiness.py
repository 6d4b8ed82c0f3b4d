"""Whether this process can do its work, and what an operator should look after.

A failure is what readers notice; an alarm is what they will notice, or editors do now. Nothing
is written, and nothing of the machine is told, for anyone may ask.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Post

# Less room than this is soon used up by pictures.
FREE_BYTES = 200 * 1024 * 1024
LATE = timedelta(minutes=5)
# None of our tasks takes that long: whoever began it was killed over it.
STUCK = timedelta(hours=1)
REMEMBERED = timedelta(days=1)
# Of so many of the newest posts each should be found by search.
NEWEST = 200


@dataclass(frozen=True)
class Check:
    """Something to look at; `is_well` may also raise a DatabaseError. `remedy` is told if not."""

    name: str
    is_well: Callable[[], bool]
    remedy: str


def failures():
    """Return the checks, in order, that keep readers from being served: [] when able."""
    for check in FAILURES:
        # What comes after asks the database too.
        if not _passes(check):
            return [check]
    return []


def alarms():
    """Return the checks that want an operator, while readers are served."""
    return [check for check in ALARMS if not _passes(check)]


def _passes(check):
    try:
        return check.is_well()
    except DatabaseError:
        return False


def _database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _is_migrated():
    return _migrations() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def _migrations():
    """The migrations of this code; those that a squashed one replaces count as it."""
    loader = MigrationLoader(None)
    return {key for key in loader.disk_migrations if key in loader.graph.nodes}


def _takes_pictures():
    folder = Path(settings.MEDIA_ROOT)
    # It comes with the first picture.
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _has_room():
    folders = [settings.MEDIA_ROOT]
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        folders.append(os.path.dirname(connection.settings_dict["NAME"]))
    there = [folder for folder in folders if os.path.exists(folder)]
    return all(shutil.disk_usage(folder).free >= FREE_BYTES for folder in there)


def _no_task_failed():
    recent = timezone.now() - REMEMBERED
    return not DBTaskResult.objects.failed().filter(finished_at__gte=recent).exists()


def _no_task_is_late():
    due = timezone.now() - LATE
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=due)
    # A task for a later time was put in long before it.
    return not waiting.exclude(run_after__gt=due, run_after__lte=timezone.now()).exists()


def _no_task_is_stuck():
    since = timezone.now() - STUCK
    return not DBTaskResult.objects.running().filter(started_at__lt=since).exists()


def _search_is_complete():
    newest = Post.objects.order_by("-pk").values("pk")[:NEWEST]
    return not Post.objects.filter(pk__in=newest, search=None).exists()


FAILURES = [
    Check("database", _database_answers, "Start the database, or correct DATABASE_URL."),
    Check("migrations", _is_migrated, "See that DATABASE_URL is right; run manage.py migrate."),
]
ALARMS = [
    Check("media", _takes_pictures, "Let this process write into MEDIA_ROOT."),
    Check("room", _has_room, "Make room on the disk of MEDIA_ROOT and of the database."),
    Check(
        "tasks_failed",
        _no_task_failed,
        "See in the admin which tasks failed in the last day, and why.",
    ),
    Check("tasks_late", _no_task_is_late, "Keep manage.py db_worker running."),
    Check(
        "tasks_stuck",
        _no_task_is_stuck,
        "See in the admin which task was cut off, and restart manage.py db_worker.",
    ),
    Check("search", _search_is_complete, "Run manage.py rebuild_search."),
]
