import json
import sys
import time
import zoneinfo
from collections import Counter
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from django.core.management.base import CommandError
from tqdm import tqdm

from articles.importing.importer import import_documents
from articles.importing.readers import count_documents, read_path
from articles.importing.runs import Options, finish_run, start_run
from articles.management import base
from articles.management.base import WRONG_USAGE


class Command(base.Command):
    help = (
        "Import documents (front matter and a body in HTML or Markdown, as in Hexo) as posts. "
        "Documents that have not changed since their last import are passed over. "
        "Exit status: 0 all well, 1 some documents failed and are listed, 2 wrong usage."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a document, or a folder with documents"
        )
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
            "--dry-run", action="store_true", help="write nothing, and say what would be done"
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

    def handle(self, *, paths, source, timezone, status, dry_run, workers, report, **_options):
        folders = [Path(path) for path in paths]
        _check(folders, timezone, workers)
        options = Options(source.strip(), timezone, status, dry_run, workers)
        run = None if dry_run else start_run(paths, options)
        counts, started = Counter(), time.monotonic()
        with ExitStack() as stack:
            write = _report_writer(report, stack)
            bar = stack.enter_context(_progress(folders))
            documents = chain.from_iterable(read_path(folder) for folder in folders)
            try:
                for outcome in import_documents(documents, options=options, run=run):
                    counts[str(outcome.outcome)] += 1
                    write(outcome)
                    bar.update()
                    self._say(outcome, bar)
                    if bar.disable and counts.total() % 1000 == 0:
                        self.stdout.write(f"{counts.total()} documents read")
            finally:
                if run is not None:
                    finish_run(run, counts)
        self._sum_up(counts, run, seconds=time.monotonic() - started)

    def _say(self, outcome, bar):
        if outcome.error is not None:
            place = ":".join(str(n) for n in (outcome.error["line"], outcome.error["column"]) if n)
            where = f"{outcome.path}:{place}" if place else outcome.path
            bar.write(self.style.ERROR(f"{where}: {outcome.error['message']}"), file=sys.stderr)
        for warning in outcome.warnings:
            bar.write(f"{outcome.path}: {warning['kind']}: {warning['message']}", file=sys.stderr)

    def _sum_up(self, counts, run, *, seconds):
        total = counts.total()
        named = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
        prefix = f"import run {run.pk}" if run else "dry run, nothing was written"
        found = f"{total} documents in {seconds:.1f} s"
        self.stdout.write(f"{prefix}: {found}: {named or 'none was found'}")
        if failed := counts["failed"]:
            raise CommandError(f"{failed} of {total} documents failed; see above.", returncode=1)


def _check(folders, timezone, workers):
    for folder in folders:
        if not folder.exists():
            raise CommandError(f"There is nothing at {folder}.", returncode=WRONG_USAGE)
    if timezone and timezone not in zoneinfo.available_timezones():
        raise CommandError(
            f"“{timezone}” is not a time zone, as Asia/Shanghai is one.", returncode=WRONG_USAGE
        )
    if workers < 1:
        raise CommandError("--workers takes 1 or more.", returncode=WRONG_USAGE)


def _progress(folders):
    is_shown = sys.stderr.isatty()
    total = sum(map(count_documents, folders)) if is_shown else None
    return tqdm(total=total, unit=" documents", disable=not is_shown)


def _report_writer(report, stack):
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
    return lambda outcome: print(json.dumps(vars(outcome), ensure_ascii=False), file=file)
