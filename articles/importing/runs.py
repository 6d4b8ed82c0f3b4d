"""An import run: what it was told, what it reports, and the records it keeps."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from articles.importing.conversion import Converted
from articles.models import ImportRecord, ImportRun, Original


@dataclass(frozen=True)
class Options:
    """What a run was told: "" where the document and its source decide."""

    source: str = ""
    timezone: str = ""
    status: str = ""
    dry_run: bool = False
    workers: int = 1


@dataclass
class Report:
    """What became of one document; `post_id` is None where no post is kept."""

    path: str
    identifier: str
    outcome: str
    post_id: int | None = None
    warnings: list[dict[str, str]] = field(default_factory=list)
    removed: list[dict[str, str]] = field(default_factory=list)
    error: dict[str, Any] | None = None


def start_run(paths: list[str], options: Options) -> ImportRun:
    """Return the row of a run that begins now."""
    return ImportRun.objects.create(paths=paths, options=vars(options))


def finish_run(run: ImportRun, counts: Counter[str]) -> None:
    """Note in `run` that it has ended, and how many documents came to which outcome."""
    run.finished_at, run.counts = timezone.now(), dict(counts)
    run.save(update_fields=["finished_at", "counts"])


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
        warnings=report.warnings,
        removed=report.removed,
        error=report.error,
    )
