"""Documents into posts: a batch in one transaction, in the order they come, from one process."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction

from articles import search
from articles.importing.batches import Batch, Entry
from articles.importing.catalogue import Catalogue
from articles.importing.contracts import Contract, Rules, contract_of
from articles.importing.conversion import Converted, digest_of
from articles.importing.errors import DocumentError
from articles.importing.readers import RawDocument
from articles.importing.runs import Options, Report
from articles.importing.workers import converted_in_order
from articles.models import ImportRecord, ImportRun
from articles.telling import reason_of, tell

Outcome: Any = ImportRecord.Outcome
BATCH = 40


def import_documents(
    documents: Iterable[RawDocument],
    *,
    options: Options,
    run: ImportRun | None,
    holds: Callable[[str], bool] = lambda identifier: True,
) -> Iterator[Report]:
    """Import `documents` and yield a report of each, in their order.

    Documents whose bytes, pipeline and source contract are those of their last import are
    passed over. `run` keeps the records; without one, in a dry run, nothing is written.
    `holds` tells whether a document of an identifier is still where these come from: one of
    the same bytes under another name is else that document renamed.
    """
    importer = _Importer(options, run, holds)
    # What is loaded by now stays for the whole run: the collector need not look at it again.
    gc.freeze()
    for batch in converted_in_order(
        documents, importer.rules, skip=importer.unchanged, workers=options.workers, size=BATCH
    ):
        yield from importer.take(batch)
    if run is not None:
        search.settle()


class _Importer:
    def __init__(self, options: Options, run: ImportRun | None, holds: Callable[[str], bool]):
        self.options = options
        self.run = run
        self.holds = holds
        self.catalogue = Catalogue()
        self.rules = rules_of(options, self.catalogue)

    def unchanged(self, batch: list[RawDocument]) -> list[ImportRecord | None]:
        """Return for each of `batch` the record of its last import, None where it needs one."""
        columns = ("identifier", "source_id", "original_id", "contract", "post_id")
        records = ImportRecord.objects.applied().filter(
            identifier__in=[raw.identifier for raw in batch], post__isnull=False
        )
        last = {(r.identifier, r.source_id): r for r in records.order_by("pk").only(*columns)}
        by_content = defaultdict(list)
        for record in last.values():
            by_content[record.identifier, record.original_id].append(record)
        return [
            next((r for r in by_content[key] if self._is_current(r, raw)), None)
            for raw, key in ((raw, (raw.identifier, digest_of(raw))) for raw in batch)
        ]

    def _is_current(self, record: ImportRecord, raw: RawDocument) -> bool:
        """Whether `record` was made under the terms that `raw` would be imported under now."""
        source = self.catalogue.source_of(record.source_id)
        wanted = raw.source or self.options.source
        if source is None or wanted not in ("", source.name):
            return False
        timezone = raw.timezone or self.options.timezone
        return record.contract == contract_of(source.contract_digest, timezone)

    def take(self, batch: list[tuple[RawDocument, Converted | ImportRecord]]) -> list[Report]:
        """Import a batch in one transaction; when that fails, each of it in one of its own."""
        try:
            return self._commit(batch)
        except (IntegrityError, DataError, ValueError) as problem:
            self.catalogue.forget()
            if len(batch) == 1:
                return self._refuse(batch[0], problem)
        return [report for pair in batch for report in self.take([pair])]

    def _commit(self, pairs: list[tuple[RawDocument, Converted | ImportRecord]]) -> list[Report]:
        with transaction.atomic():
            search.expect_many()
            batch = Batch(self.options, self.run, self.catalogue, self.holds)
            reports = batch.take([Entry(raw, result) for raw, result in pairs])
            if self.run is None:
                transaction.set_rollback(True)
        if self.run is None:
            self.catalogue.forget()
        return reports

    def _refuse(
        self, pair: tuple[RawDocument, Converted | ImportRecord], problem: Exception
    ) -> list[Report]:
        raw, result = pair
        reason = reason_of(problem)
        error = DocumentError(tell("the post cannot be saved: {reason}", reason=reason))
        failed = Converted(raw.identifier, raw.path, "", raw.content, error=error)
        if isinstance(result, Converted):
            failed.sha256, failed.warnings = result.sha256, result.warnings
        return self._commit([(raw, failed)])


def rules_of(options: Options, catalogue: Catalogue) -> Rules:
    """Return what the workers are told of this run and of the sources there are."""
    contracts = {
        source.name: Contract(
            source.homepage,
            source.is_clock_local,
            source.timezone,
            source.permalink,
            source.rules,
        )
        for source in catalogue.sources.values()
    }
    return Rules(
        source=options.source,
        timezone=options.timezone,
        site_timezone=settings.TIME_ZONE,
        language={"zh-hans": "zh-Hans"}.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE),
        # They travel with each batch, and most sources ask for nothing.
        contracts={name: one for name, one in contracts.items() if one != Contract()},
    )
