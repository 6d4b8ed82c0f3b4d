"""Documents into posts: one transaction each, in the order they come, from one process."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from articles import search, workflow
from articles.html import FoundImage
from articles.images.library import add_picture
from articles.images.verification import PictureRefused
from articles.importing.catalogue import Catalogue
from articles.importing.conversion import PIPELINE_VERSION, Contract, Converted, Rules
from articles.importing.errors import DocumentError
from articles.importing.local_pictures import LOCAL
from articles.importing.merge import COLUMNS, held_by, merge, put, told_by
from articles.importing.readers import RawDocument
from articles.importing.runs import Options, Report, keep_originals, record_of
from articles.importing.workers import converted_in_order
from articles.models import Image, ImportRecord, ImportRun, Post, Source

Outcome: Any = ImportRecord.Outcome
BATCH = 40


def import_documents(
    documents: Iterable[RawDocument], *, options: Options, run: ImportRun | None
) -> Iterator[Report]:
    """Import `documents` and yield a report of each, in their order.

    Documents whose bytes, pipeline and source contract are those of their last import are
    passed over. `run` keeps the records; without one, in a dry run, nothing is written.
    """
    importer = _Importer(options, run)
    if run is not None:
        # Posts are indexed a batch at a time: a run that was killed may have left some out.
        search.index_missing()
    for batch in converted_in_order(
        documents, importer.rules, skip=importer.unchanged, workers=options.workers, size=BATCH
    ):
        yield from importer.take(batch)


class _Importer:
    def __init__(self, options: Options, run: ImportRun | None):
        self.options = options
        self.run = run
        self.catalogue = Catalogue()
        self.rules = Rules(
            source=options.source,
            timezone=options.timezone,
            site_timezone=settings.TIME_ZONE,
            language={"zh-hans": "zh-Hans"}.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE),
            contracts={
                source.name: Contract(source.homepage, source.is_clock_local, source.timezone)
                for source in self.catalogue.sources.values()
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
        contracts = {
            source.pk: self._contract(source) for source in self.catalogue.sources.values()
        }
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
        self.posts = self._posts_of(batch)
        self.admitted: list[Post] = []
        if self.run is not None:
            self._prepare([result for _raw, result in batch if isinstance(result, Converted)])
        for raw, result in batch:
            if isinstance(result, Converted):
                reports.append(self._take(result))
                continue
            report = Report(raw.path, raw.identifier, Outcome.UNCHANGED.value, result.post_id)
            reports.append(report)
            if self.run is not None:
                record = record_of(self.run, report, result.source_id, result.original_id)
                passed_over.append(record)
        ImportRecord.objects.bulk_create(passed_over)
        search.index(self.admitted)
        return reports

    def _posts_of(self, batch: list[tuple[RawDocument, Converted | ImportRecord]]):
        """Return the keys of posts from documents of `batch`, by source and identifier."""
        identifiers = [raw.identifier for raw, result in batch if isinstance(result, Converted)]
        posts = Post.objects.filter(identifier__in=identifiers, source__isnull=False)
        rows = posts.values_list("source_id", "identifier", "pk")
        return {(source_id, identifier): key for source_id, identifier, key in rows}

    def _prepare(self, documents: list[Converted]) -> None:
        """Keep what stays true whatever becomes of the documents: originals, remote pictures."""
        keep_originals(documents)
        found = [picture for document in documents for picture in document.pictures]
        Image.objects.remember(p for p in found if not p.address.startswith(LOCAL))
        # A picture of the body has its credit in its figure; that above the text only here.
        Image.objects.complete({d.lead.image_id: d.lead for d in documents if d.lead})

    def _take(self, converted: Converted) -> Report:
        error = converted.error
        if error is None:
            try:
                return self._apply(converted)
            except (DatabaseError, ValueError) as problem:
                # The transaction of this document is undone; the run goes on.
                self.catalogue.forget()
                error = DocumentError(f"the post cannot be saved: {problem}")
        return self._fail(converted, error)

    def _fail(self, converted: Converted, error: DocumentError) -> Report:
        told = {"message": error.message, "line": error.line, "column": error.column}
        report = Report(converted.path, converted.identifier, Outcome.FAILED.value, error=told)
        report.warnings = converted.warnings
        if self.run is not None:
            with transaction.atomic():
                original = converted.sha256 if converted.content else None
                record_of(self.run, report, None, original).save()
        return report

    def _apply(self, converted: Converted) -> Report:
        report = Report(converted.path, converted.identifier, Outcome.CREATED.value)
        report.warnings, report.removed = converted.warnings, converted.removed
        with transaction.atomic():
            source = self.catalogue.source(converted.source)
            self._keep_local_pictures(converted)
            told = told_by(converted, source)
            report.post_id = self.posts.get((source.pk, converted.identifier))
            post = None
            if report.post_id is None:
                post = self._create(converted, source, told)
                report.post_id = post.pk
            else:
                self._update(converted, told, report)
            if self.run is not None:
                record = record_of(self.run, report, source.pk, converted.sha256)
                record.contract, record.imported = self._contract(source), told
                record.save()
            else:
                transaction.set_rollback(True)
        if self.run is None:
            self.catalogue.forget()
            if report.outcome == Outcome.CREATED.value:
                report.post_id = None
        else:
            self.posts[source.pk, converted.identifier] = report.post_id
            self.admitted += [post] if post else []
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
            categories=self.catalogue.categories(told["categories"]),
            authors=self.catalogue.authors(converted.authors),
            tags=told["tags"],
        )
        return post

    def _update(self, converted: Converted, told: dict[str, Any], report: Report) -> None:
        post = Post.objects.select_for_update().get(pk=report.post_id)
        last = ImportRecord.objects.applied().filter(post=post).order_by("-pk").first()
        base, held = last.imported if last else {}, held_by(post)
        if told["published_at"] is None:
            # A crawl that lost the date says nothing new about it.
            told["published_at"] = base.get("published_at") or held["published_at"]
        follow, clashing = merge(base, told, held)
        if follow:
            # The index is brought up to date below, not with the new posts of the batch.
            self.admitted = [admitted for admitted in self.admitted if admitted.pk != post.pk]
            for name in set(follow).intersection(COLUMNS):
                put(post, name, told[name])
            post.save()
            if "categories" in follow:
                post.file_under(self.catalogue.categories(told["categories"]))
            if "authors" in follow:
                post.credit_to(self.catalogue.authors(converted.authors))
            if "tags" in follow:
                post.tags.set(told["tags"])
            workflow.save_edit(post, by=None, note="import")
        report.outcome = Outcome.UPDATED.value if follow else Outcome.UNCHANGED.value
        if clashing:
            report.outcome = Outcome.CONFLICT.value
            message = f"changed by an editor too, so the editor's stays: {', '.join(clashing)}"
            report.warnings = [*report.warnings, {"kind": "conflict", "message": message}]

    def _keep_local_pictures(self, converted: Converted) -> None:
        for image in converted.pictures:
            path = converted.local_pictures.get(image.address)
            # A dry run leaves no files behind.
            if path and self.run is not None:
                self._keep_local_picture(converted, image, Path(path))

    def _keep_local_picture(self, converted: Converted, image: FoundImage, path: Path) -> None:
        """Bring the picture into the library; one that is refused is reported and left out."""
        try:
            content = path.read_bytes()
            add_picture(content, image_id=image.image_id, alt=image.alt, credit=image.credit)
        except (OSError, PictureRefused) as problem:
            warning = {"kind": "picture", "message": f"{path.name} stays out: {problem}"}
            converted.warnings.append(warning)
            if converted.lead == image:
                converted.fields["lead_image_id"] = None

    def _contract(self, source: Source) -> str:
        terms = json.dumps([PIPELINE_VERSION, self.options.timezone, source.contract_digest])
        return hashlib.sha256(terms.encode()).hexdigest()
