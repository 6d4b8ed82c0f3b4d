import json
import os
import sys
import zoneinfo
from contextlib import ExitStack
from pathlib import Path

from django.core.management.base import CommandError

from articles.images import fetching
from articles.importing.importer import import_documents
from articles.importing.inbox import Inbox
from articles.importing.readers import CollectionError, readable
from articles.importing.readers.names import DOCUMENT_SUFFIXES
from articles.importing.runs import Options, Tally, finish_run, start_run
from articles.management import base
from articles.management.base import WRONG_USAGE, check_workers
from articles.management.narration import Narrator, outcome_hints, stopped_note
from articles.models import Image, Post

NOTHING_FOUND = (
    f"Documents are files that end in {', '.join(sorted(DOCUMENT_SUFFIXES))} and do not begin with "
    "a dot or _; a feed may have had nothing new."
)


class Command(base.Command):
    help = (
        "Import documents (front matter and a body in HTML or Markdown, as in Hexo) as posts. "
        "PATH is a document, a folder, an archive (.zip, .tar, .tar.gz, .tar.xz), a feed (RSS, "
        "Atom, JSON Feed: a file or its address) or a WordPress export. Documents that have not "
        "changed since their last import are passed over, and a feed is asked whether it has. "
        "At the end stand the outcomes, the warnings by kind, and the number of the run, by which "
        "`undo_import` takes it back. "
        "Exit status: 0 all well, 1 some documents failed and are listed, 2 wrong usage, 130 "
        "stopped; the same command goes on from there."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="what to import; see above")
        parser.add_argument(
            "--source",
            default="",
            metavar="NAME",
            help="the source of all documents (else `source:` or the author in the front matter, "
            "else the folder's name)",
        )
        parser.add_argument(
            "--timezone",
            default="",
            metavar="ZONE",
            help="the zone of times that name none, as in Asia/Shanghai (else the source's)",
        )
        parser.add_argument(
            "--status",
            default="",
            choices=["published", "draft"],
            help="the status of new posts (else as the source says; drafts stay drafts)",
        )
        parser.add_argument(
            "--assets",
            default="",
            metavar="DIR",
            help="the folder that addresses such as /images/a.jpg start in: the site's own "
            "pictures, which are brought into the library",
        )
        self._add_ways(parser)

    def _add_ways(self, parser):
        """The options that say how the import goes about it, not what is imported."""
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, and say what would be done"
        )
        parser.add_argument(
            "--fetch-images",
            action="store_true",
            help="queue the remote pictures of these posts: `manage.py db_worker` then brings "
            "them home (else pages show them from where they are; see `fetch_images`)",
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            metavar="N",
            help="processes that read and clean documents (1, the default: this one)",
        )
        parser.add_argument(
            "--report",
            metavar="FILE",
            help="write one JSON object a document to FILE (JSON Lines; - for standard output)",
        )

    def handle(self, *, paths, source, timezone, status, assets, dry_run, workers, **others):
        _check(timezone, workers, assets)
        options = Options(readable(source).strip(), timezone, status, dry_run, workers)
        with ExitStack() as stack:
            inbox = _opened(paths, assets, stack)
            # Not before there is something to report: a mistyped PATH leaves the last one alone.
            write = report_writer(others["report"], stack)
            run = None if dry_run else start_run(paths, options)
            if run is not None:
                self.stopped_note = stopped_note(run)
            tally = Tally()
            narrator = stack.enter_context(
                Narrator(
                    self,
                    total=inbox.count(),
                    is_full=others["verbosity"] > 1,
                    is_rehearsal=dry_run,
                    out=self.stderr if others["report"] == "-" else self.stdout,
                )
            )
            reports = import_documents(
                inbox.documents(), options=options, run=run, holds=inbox.holds
            )
            try:
                for report in reports:
                    tally.add(report)
                    write(report)
                    narrator.tell(report)
            finally:
                if run is not None:
                    finish_run(run, tally)
            if run is not None:
                inbox.remember_polls()
            if run is not None and others["fetch_images"]:
                _queue_pictures(run, narrator.out)
        hints = outcome_hints(run, tally) if tally.outcomes else (NOTHING_FOUND,)
        title = f"import run {run.pk}" if run else "dry run, nothing was written"
        narrator.sum_up(tally, title, hints=hints)


def _check(timezone, workers, assets):
    if timezone and timezone not in zoneinfo.available_timezones():
        raise CommandError(
            f"“{timezone}” is not a time zone, as Asia/Shanghai is one.", returncode=WRONG_USAGE
        )
    check_workers(workers)
    if assets and not os.path.isdir(assets):
        raise CommandError(f"--assets: there is no folder at {assets}.", returncode=WRONG_USAGE)


def _opened(paths, assets, stack):
    try:
        return stack.enter_context(Inbox(paths, Path(assets) if assets else None))
    except FileNotFoundError as error:
        message = f"There is nothing at {error.args[0]}."
        raise CommandError(message, returncode=WRONG_USAGE) from error
    except CollectionError as error:
        raise CommandError(str(error), returncode=WRONG_USAGE) from error


def _queue_pictures(run, out):
    posts = Post.objects.filter(pk__in=run.records.values("post"))
    number = fetching.queue(Image.objects.due().shown_by(posts))
    out.write(f"{number:,} pictures are queued; `manage.py db_worker` fetches them.")


def report_writer(report, stack):
    """Return a function that writes an outcome as a line of JSON; without a file, nothing."""
    if not report:
        return lambda outcome: None
    file = sys.stdout
    if report != "-":
        try:
            file = Path(report).open("w", encoding="utf-8")  # noqa: SIM115 - the stack closes it
        except OSError as error:
            message = f"The report cannot be written to {report}: {error.strerror}."
            raise CommandError(message, returncode=WRONG_USAGE) from error
        stack.enter_context(file)
    return lambda outcome: print(json.dumps(outcome.as_json(), ensure_ascii=False), file=file)
