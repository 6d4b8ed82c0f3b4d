"""An import run: what it was told, what it reports, and the records it keeps."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from articles.importing.conversion import Converted
from articles.importing.readers import readable
from articles.models import ImportRecord, ImportRun, Original
from articles.telling import as_kept

# Any number of ours: who holds this lock of PostgreSQL is the one that imports.
IMPORT_LOCK = 7_205_759_403


@dataclass(frozen=True)
class Options:
    """What a run was told: "" where the document and its source decide."""

    source: str = ""
    timezone: str = ""
    status: str = ""
    dry_run: bool = False
    workers: int = 1
    reprocess: bool = False


@dataclass
class Report:
    """What became of one document.

    `post_id` is None where no post is kept; `changed` are the fields that follow the document,
    each with the change in a few words. Messages are sentences as `tell` makes them: as JSON
    their English text, in a record also what that was made from.
    """

    path: str
    identifier: str
    outcome: str
    post_id: int | None = None
    changed: dict[str, str] = field(default_factory=dict)
    warnings: list[dict[str, str]] = field(default_factory=list)
    removed: list[dict[str, str]] = field(default_factory=list)
    error: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the object that stands for the document in a report's file."""
        return {name: value for name, value in vars(self).items() if name != "changed"}


@dataclass
class Tally:
    """What a run has counted: outcomes by name, warnings by kind, fields that changed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    def add(self, report: Report) -> None:
        self.outcomes[str(report.outcome)] += 1
        self.warnings.update(warning["kind"] for warning in report.warnings)
        self.changed.update(list(report.changed))


def start_run(paths: list[str], options: Options) -> ImportRun:
    """Return the row of a run that begins now."""
    return ImportRun.objects.create(paths=[readable(path) for path in paths], options=vars(options))


def finish_run(run: ImportRun, tally: Tally) -> None:
    """Note in `run` that it has ended and what it counted; let go of originals past their time."""
    run.finished_at = timezone.now()
    run.counts, run.warning_counts = dict(tally.outcomes), dict(tally.warnings)
    run.save(update_fields=["finished_at", "counts", "warning_counts"])
    if settings.ORIGINALS_KEPT_DAYS is not None:
        Original.objects.superseded(
            before=timezone.now() - timedelta(days=settings.ORIGINALS_KEPT_DAYS)
        ).let_go()


def wait_for_other_imports() -> None:
    """Hold, to the end of this transaction, what only one import may hold at a time.

    On SQLite the transaction itself is that: it begins as the only writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def keep_originals(documents: list[Converted]) -> None:
    """Keep the bytes of the documents, once per content, whatever becomes of them."""
    originals = [Original(sha256=d.sha256, content=d.content) for d in documents if d.content]
    Original.objects.bulk_create(originals, ignore_conflicts=True)


def record_of(
    run: ImportRun, report: Report, source_id: int | None, original_id: str | None
) -> ImportRecord:
    """Return the unsaved record of `report`."""
    return ImportRecord(
        run=run,
        path=report.path[:2000],
        identifier=report.identifier[:500],
        source_id=source_id,
        outcome=report.outcome,
        post_id=report.post_id,
        original_id=original_id,
        warnings=[as_kept(warning) for warning in report.warnings],
        removed=report.removed,
        error=report.error and as_kept(report.error),
    )
