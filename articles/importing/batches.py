"""A batch of documents into the database: the rows that all need first, new posts together,
then those that are there already; one record a document, one pass of the index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from articles.admission import Admission, admit
from articles.duplicates import link_duplicates, warnings_about
from articles.importing.catalogue import Catalogue
from articles.importing.contracts import contract_of
from articles.importing.conversion import Converted
from articles.importing.holding import first_status, publishes
from articles.importing.identity import Known, known_posts, posts_of_keys
from articles.importing.library import keep_pictures, name_as_kept
from articles.importing.merge import COLUMNS, put, told_by
from articles.importing.readers import RawDocument
from articles.importing.runs import (
    Options,
    Report,
    keep_originals,
    record_of,
    wait_for_other_imports,
)
from articles.importing.updating import Update, describe, posts_and_bases, update
from articles.models import Conflict, ImportRecord, ImportRun, Post, Redirect, Source
from articles.renewal import renew
from articles.slugs import WRITTEN_LENGTH, slugify
from articles.telling import tell

Outcome: Any = ImportRecord.Outcome


@dataclass(eq=False)
class Entry:
    """A document on its way: what it was converted to, or the record of its last import."""

    raw: RawDocument
    result: Converted | ImportRecord
    report: Report = field(init=False)
    source: Source | None = None
    told: dict[str, Any] = field(default_factory=dict)
    admission: Admission | None = None
    update: Update | None = None

    def __post_init__(self):
        self.report = Report(self.raw.path, self.raw.identifier, Outcome.UNCHANGED.value)

    @property
    def key(self) -> tuple[int, str]:
        return self.source.pk if self.source else 0, self.result.identifier

    @property
    def post(self) -> Post | None:
        """The post that was made or changed; None where nothing was."""
        if self.admission is not None:
            return self.admission.post
        return self.update.post if self.update and self.update.replaced else None

    def warn(self, kind: str, message: str) -> None:
        self.report.warnings.append({"kind": kind, "message": message})


class Batch:
    """Documents that go into the database together, inside a transaction of the caller."""

    def __init__(
        self,
        options: Options,
        run: ImportRun | None,
        catalogue: Catalogue,
        holds: Callable[[str], bool],
    ):
        self.options = options
        self.run = run
        self.catalogue = catalogue
        self.holds = holds

    def take(self, entries: list[Entry]) -> list[Report]:
        """Import `entries` and return their reports, in order."""
        wait_for_other_imports()
        for entry in entries:
            self._begin(entry)
        converted = [entry for entry in entries if isinstance(entry.result, Converted)]
        if self.run is not None:
            keep_originals([entry.result for entry in converted])
        readable = [entry for entry in converted if entry.result.error is None]
        self.own_posts = posts_of_keys(entry.result.post_key for entry in readable)
        for entry in readable:
            # A post that was written here has no source, and gets none by its own export.
            if entry.result.post_key not in self.own_posts:
                entry.source = self.catalogue.source(entry.result.source)
        for part in _without_repeats(readable):
            self._import(part)
            _leave_redirects(part)
            self._link_duplicates(part)
            self._record(part)
            renew(
                [entry.post for entry in part if entry.post],
                words={e.admission.post.pk: e.result.words for e in part if e.admission},
            )
        self._record([entry for entry in entries if entry not in readable])
        return [entry.report for entry in entries]

    def _begin(self, entry: Entry) -> None:
        report, result = entry.report, entry.result
        if isinstance(result, ImportRecord):
            report.post_id = result.post_id
            return
        report.identifier = result.identifier
        # A copy: when the transaction fails, the documents are tried again one by one.
        report.warnings, report.removed = list(result.warnings), result.removed
        if result.error is not None:
            report.outcome = Outcome.FAILED.value
            error = result.error
            report.error = {
                "message": error.message,
                "line": error.line,
                "column": error.column,
            }

    def _import(self, entries: list[Entry]) -> None:
        known = self._known(entries)
        for entry in entries:
            if entry.result.is_export:
                name_as_kept(entry.result, known.get(entry.key))
        pictures = keep_pictures([e.result for e in entries], with_files=self.run is not None)
        for entry in entries:
            entry.report.warnings = list(entry.result.warnings)
            entry.told = told_by(entry.result, entry.source)
        admissions = [(e, self._admission(e)) for e in entries if e.key not in known]
        admit([admission for _entry, admission in admissions], pictures=pictures)
        for entry, admission in admissions:
            entry.admission = admission
            entry.report.outcome = Outcome.CREATED.value
            entry.report.post_id = admission.post.pk
        self._update([(e, known[e.key]) for e in entries if e.key in known])

    def _known(self, entries: list[Entry]) -> dict[tuple[int, str], Known]:
        documents = [(entry.source.pk, entry.result) for entry in entries if entry.source]
        known = known_posts(documents, holds=self.holds)
        own = [entry for entry in entries if entry.source is None]
        return known | {e.key: Known(self.own_posts[e.result.post_key]) for e in own}

    def _admission(self, entry: Entry) -> Admission:
        converted, told = entry.result, entry.told
        # The dictionary of readings that this takes is as large as a worker without it.
        written = converted.slug
        slug = slugify(written, limit=WRITTEN_LENGTH) if written else slugify(told["title"])
        post = Post(source=entry.source, identifier=converted.identifier, slug=slug)
        for name in COLUMNS:
            put(post, name, told[name])
        return Admission(
            post,
            status=first_status(
                post,
                entry.source,
                self.options.status,
                is_draft=told["is_draft"],
                warnings=entry.report.warnings,
            ),
            excerpt=converted.excerpt,
            shown=converted.shown,
            categories=self.catalogue.categories(told["categories"]),
            authors=self.catalogue.authors(converted.authors),
            tags=self.catalogue.tags(told["tags"]),
        )

    def _update(self, entries: list[tuple[Entry, Known]]) -> None:
        if not entries:
            return
        rows = posts_and_bases([known.post_id for _entry, known in entries])
        for entry, known in entries:
            post, base = rows[known.post_id]
            if known.former:
                post.identifier = entry.result.identifier
                Post.objects.filter(pk=post.pk).update(identifier=post.identifier)
                entry.warn("renamed", tell("it was “{name}” before", name=known.former))
            entry.update = update(
                post,
                base,
                entry.told,
                says_draft=entry.result.is_draft,
                is_dated=entry.result.is_dated,
                may_publish=publishes(entry.source, self.options.status),
                source=entry.source,
                catalogue=self.catalogue,
            )
            describe(entry.report, entry.update, in_words=self.run is None)

    def _link_duplicates(self, entries: list[Entry]) -> None:
        changed = [e for e in entries if e.admission or (e.update and "body" in e.update.replaced)]
        posts = {entry.post.pk: entry for entry in changed if entry.post}
        found = link_duplicates({pk: e.result.signature for pk, e in posts.items()})
        for pk, warnings in warnings_about(found).items():
            posts[pk].report.warnings += warnings

    def _record(self, entries: list[Entry]) -> None:
        if self.run is None:
            for entry in entries:
                if entry.admission:
                    entry.report.post_id = None
            return
        records = [self._record_of(entry, self.run) for entry in entries]
        ImportRecord.objects.bulk_create(records)
        for entry, record in zip(entries, records, strict=True):
            if entry.update is not None:
                merged = entry.update.merged
                Conflict.objects.raise_for(
                    entry.update.post,
                    merged.clashes,
                    agreed=[*merged.agreed, *merged.follow],
                    record=record,
                )

    def _record_of(self, entry: Entry, run: ImportRun) -> ImportRecord:
        result = entry.result
        if isinstance(result, ImportRecord):
            return record_of(run, entry.report, result.source_id, result.original_id)
        original = result.sha256 if result.content else None
        source = entry.source
        record = record_of(run, entry.report, source.pk if source else None, original)
        if not entry.told:
            return record
        record.contract = contract_of(
            source.contract_digest if source else "", entry.raw.timezone or self.options.timezone
        )
        record.imported = entry.update.base if entry.update else entry.told
        record.replaced = entry.update.replaced if entry.update else {}
        record.pictures = result.known_pictures
        return record


def _without_repeats(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Part `entries` so that no part holds two documents of one name: the later is an update."""
    part: dict[tuple[int, str], Entry] = {}
    for entry in entries:
        if entry.key in part:
            yield list(part.values())
            part = {}
        part[entry.key] = entry
    if part:
        yield list(part.values())


def _leave_redirects(entries: list[Entry]) -> None:
    wanted = {path: entry for entry in reversed(entries) for path in entry.result.old_addresses}
    posts = {path: entry.report.post_id for path, entry in wanted.items()}
    for path in Redirect.objects.leave_many(posts):
        wanted[path].warn("address", tell("{path} leads elsewhere already and stays so", path=path))
