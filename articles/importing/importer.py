"""Documents into posts: one transaction each, in the order they come, from one process."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from articles import workflow
from articles.images.library import add_picture
from articles.images.verification import PictureRefused
from articles.importing.conversion import LOCAL, PIPELINE_VERSION, Contract, Converted, Rules
from articles.importing.front_matter import DocumentError
from articles.importing.merge import COLUMNS, authors_of, held_by, merge, put, told_by
from articles.importing.readers import RawDocument
from articles.importing.workers import converted_in_order
from articles.models import Category, Image, ImportRecord, ImportRun, Original, Post, Source

Outcome = ImportRecord.Outcome
BATCH = 40


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


def import_documents(
    documents: Iterable[RawDocument], *, options: Options, run: ImportRun | None
) -> Iterator[Report]:
    """Import `documents` and yield a report of each, in their order.

    Documents whose bytes, pipeline and source contract are those of their last import are
    passed over. `run` keeps the records; without one, in a dry run, nothing is written.
    """
    importer = _Importer(options, run)
    for batch in converted_in_order(
        documents, importer.rules, skip=importer.unchanged, workers=options.workers, size=BATCH
    ):
        yield from importer.take(batch)


def start_run(paths: list[str], options: Options) -> ImportRun:
    """Return the row of a run that begins now."""
    return ImportRun.objects.create(paths=paths, options=vars(options))


def finish_run(run: ImportRun, counts: Counter[str]) -> None:
    """Note in `run` that it has ended, and how many documents came to which outcome."""
    run.finished_at, run.counts = timezone.now(), dict(counts)
    run.save(update_fields=["finished_at", "counts"])


class _Importer:
    def __init__(self, options: Options, run: ImportRun | None):
        self.options = options
        self.run = run
        self.sources = {source.name: source for source in Source.objects.all()}
        self.categories: dict[tuple[str, ...], Category] = {}
        self.rules = Rules(
            source=options.source,
            timezone=options.timezone,
            site_timezone=settings.TIME_ZONE,
            language={"zh-hans": "zh-Hans"}.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE),
            contracts={
                source.name: Contract(source.homepage, source.is_clock_local, source.timezone)
                for source in self.sources.values()
            },
        )

    def unchanged(self, batch: list[RawDocument]) -> dict[str, ImportRecord]:
        """Return the last record of those of `batch` that need no import, by path."""
        records = ImportRecord.objects.applied().filter(
            identifier__in=[raw.identifier for raw in batch], post__isnull=False
        )
        if self.options.source:
            records = records.filter(source__name=self.options.source)
        columns = ("identifier", "source_id", "original_id", "contract", "post_id")
        last = {(r.identifier, r.source_id): r for r in records.order_by("pk").only(*columns)}
        contracts = {source.pk: self._contract(source) for source in self.sources.values()}
        current = {
            (record.identifier, record.original_id): record
            for record in last.values()
            if record.contract == contracts.get(record.source_id)
        }
        digests = {raw.path: hashlib.sha256(raw.content).hexdigest() for raw in batch}
        keys = {raw.path: (raw.identifier, digests[raw.path]) for raw in batch}
        return {path: current[key] for path, key in keys.items() if key in current}

    def take(self, batch: list[tuple[RawDocument, Converted | ImportRecord]]) -> list[Report]:
        reports, passed_over = [], []
        for raw, result in batch:
            if isinstance(result, Converted):
                reports.append(self._take(result))
                continue
            report = Report(raw.path, raw.identifier, Outcome.UNCHANGED, result.post_id)
            reports.append(report)
            passed_over.append(self._record(report, result.source_id, result.original_id))
        if self.run is not None:
            ImportRecord.objects.bulk_create(passed_over)
        return reports

    def _take(self, converted: Converted) -> Report:
        error = converted.error
        if error is None:
            try:
                return self._apply(converted)
            except (DatabaseError, PictureRefused, ValueError) as problem:
                # The transaction of this document is undone; the run goes on.
                error = DocumentError(f"the post cannot be saved: {problem}")
        return self._fail(converted, error)

    def _fail(self, converted: Converted, error: DocumentError) -> Report:
        told = {"message": error.message, "line": error.line, "column": error.column}
        report = Report(converted.path, converted.identifier, Outcome.FAILED, error=told)
        report.warnings = converted.warnings
        if self.run is not None:
            with transaction.atomic():
                original = self._original(converted) if converted.content else None
                self._record(report, None, original).save()
        return report

    def _apply(self, converted: Converted) -> Report:
        report = Report(converted.path, converted.identifier, Outcome.CREATED)
        report.warnings, report.removed = converted.warnings, converted.removed
        with transaction.atomic():
            source = self._source(converted.source)
            told = told_by(converted, source)
            self._keep_pictures(converted)
            post = Post.objects.filter(source=source, identifier=converted.identifier).first()
            if post is None:
                report.post_id = self._create(converted, source, told).pk
            else:
                self._update(post, converted, told, report)
            if self.run is not None:
                record = self._record(report, source.pk, self._original(converted))
                record.contract, record.imported = self._contract(source), told
                record.save()
            else:
                transaction.set_rollback(True)
        if self.run is None:
            self._forget(report)
        return report

    def _create(self, converted: Converted, source: Source, told: dict[str, Any]) -> Post:
        post = Post(source=source, identifier=converted.identifier, slug=converted.fields["slug"])
        for name in COLUMNS:
            put(post, name, told[name])
        wanted = self.options.status or (
            "published" if source.trust == Source.Trust.PUBLISH else "draft"
        )
        workflow.admit(
            post,
            publish=wanted == "published" and not converted.is_draft,
            categories=self._categories(told["categories"]),
            authors=authors_of(converted),
            tags=told["tags"],
        )
        return post

    def _update(
        self, post: Post, converted: Converted, told: dict[str, Any], report: Report
    ) -> None:
        last = ImportRecord.objects.applied().filter(post=post).order_by("-pk").first()
        follow, clashing = merge(last.imported if last else {}, told, held_by(post))
        if follow:
            for name in set(follow).intersection(COLUMNS):
                put(post, name, told[name])
            post.save()
            if "categories" in follow:
                post.file_under(self._categories(told["categories"]))
            if "authors" in follow:
                post.credit_to(authors_of(converted))
            if "tags" in follow:
                post.tags.set(told["tags"])
            workflow.save_edit(post, by=None, note="import")
        report.post_id = post.pk
        report.outcome = Outcome.UPDATED if follow else Outcome.UNCHANGED
        if clashing:
            report.outcome = Outcome.CONFLICT
            message = f"changed by an editor too, so the editor's stays: {', '.join(clashing)}"
            report.warnings = [*report.warnings, {"kind": "conflict", "message": message}]

    def _forget(self, report: Report) -> None:
        """Drop what the rollback of a dry run took away."""
        self.sources = {source.name: source for source in Source.objects.all()}
        self.categories.clear()
        if report.outcome == Outcome.CREATED:
            report.post_id = None

    def _keep_pictures(self, converted: Converted) -> None:
        found = [image for image in [converted.lead, *converted.images] if image]
        Image.objects.remember(i for i in found if not i.address.startswith(LOCAL))
        for image in found:
            path = converted.local_pictures.get(image.address)
            # A dry run leaves no files behind.
            if path and self.run is not None:
                with open(path, "rb") as file:
                    add_picture(
                        file.read(), image_id=image.image_id, alt=image.alt, credit=image.credit
                    )

    def _source(self, name: str) -> Source:
        if name not in self.sources:
            self.sources[name] = Source.objects.get_or_create(name=name)[0]
        return self.sources[name]

    def _categories(self, paths: list[list[str]]) -> list[Category]:
        for path in paths:
            if tuple(path) not in self.categories:
                self.categories[tuple(path)] = Category.objects.at_path(path)
        return [self.categories[tuple(path)] for path in paths]

    def _contract(self, source: Source) -> str:
        terms = json.dumps([PIPELINE_VERSION, self.options.timezone, source.contract_digest])
        return hashlib.sha256(terms.encode()).hexdigest()

    def _original(self, converted: Converted) -> str:
        Original.objects.bulk_create(
            [Original(sha256=converted.sha256, content=converted.content)], ignore_conflicts=True
        )
        return converted.sha256

    def _record(self, report: Report, source_id: int | None, original_id: str | None):
        return ImportRecord(
            run=self.run,
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
