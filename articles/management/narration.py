"""What an operator sees of a long run over documents: progress, troubles, a table at the end."""

import sys
import time
from collections import Counter

from django.core.management.base import CommandError
from tqdm import tqdm

from articles.importing.runs import Report, Tally

# So many warnings of a kind are shown as they come; the report and the admin have all.
SHOWN_A_KIND = 5
SECONDS_BETWEEN_LINES = 10


def stopped_note(run) -> str:
    """Return what an operator who stops a command has to know of its `run`."""
    return (
        f"Import run {run.pk} keeps what it imported; the same command goes on from there, and "
        f"`manage.py undo_import {run.pk}` takes it back."
    )


class Narrator:
    """A bar on a terminal, a line now and then elsewhere; a context manager.

    `is_full` shows every warning, `is_rehearsal` what would change. `total` is the number of
    documents, None when unknown. `out` is where the lines and the table go: standard output.
    """

    def __init__(
        self, command, *, total: int | None, is_full: bool = False, is_rehearsal=False, out=None
    ):
        self.command = command
        self.out = out or command.stdout
        self.total = total
        self.is_full = is_full
        self.is_rehearsal = is_rehearsal
        self.started = self.told_at = time.monotonic()
        self.done = 0
        self.shown: Counter[str] = Counter()
        self.bar = tqdm(
            total=total, unit=" documents", disable=not sys.stderr.isatty(), smoothing=0.1
        )

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.bar.close()

    def tell(self, report: Report) -> None:
        """Show what became of one document, where somebody ought to know."""
        self.done += 1
        self.bar.update()
        if report.error is not None:
            place = [report.error["line"], report.error["column"]]
            where = ":".join([report.path, *(str(number) for number in place if number)])
            self._say(self.command.style.ERROR(f"{where}: {report.error['message']}"))
        if self.is_rehearsal:
            for name, change in report.changed.items():
                self._say(f"{report.path}: would change {name}: {change}")
        for warning in report.warnings:
            self._warn(report.path, warning)
        now = time.monotonic()
        if self.bar.disable and now - self.told_at >= SECONDS_BETWEEN_LINES:
            self.told_at = now
            self.out.write(self._progress(now - self.started))

    def _warn(self, path: str, warning: dict[str, str]) -> None:
        self.shown[warning["kind"]] += 1
        number = self.shown[warning["kind"]]
        if self.is_full or number <= SHOWN_A_KIND:
            self._say(f"{path}: {warning['kind']}: {warning['message']}")
        elif number == SHOWN_A_KIND + 1:
            self._say(
                f"… further warnings of the kind “{warning['kind']}” are counted below and kept "
                "with their documents (--verbosity 2 shows them)"
            )

    def _say(self, line: str) -> None:
        self.bar.write(line, file=sys.stderr)

    def _progress(self, seconds: float) -> str:
        rate = self.done / seconds
        if not self.total:
            return f"{self.done:,} documents, {rate:,.0f}/s"
        left = max(0, self.total - self.done) / rate
        share = f"{self.done:,} of {self.total:,} documents"
        return f"{share}, {rate:,.0f}/s, {int(left // 60)} min {int(left % 60):02} s left"

    def sum_up(self, tally: Tally, title: str) -> None:
        """Print the table of the run; raise CommandError with status 1 when documents failed."""
        self.bar.close()
        write = self.out.write
        seconds = time.monotonic() - self.started
        total = tally.outcomes.total()
        named = ", ".join(f"{number} {name}" for name, number in sorted(tally.outcomes.items()))
        write(f"{title}: {total} documents in {seconds:.1f} s: {named or 'none was found'}")
        for heading, counts in (("fields changed", tally.changed), ("warnings", tally.warnings)):
            if counts:
                write(f"{heading}:")
            for name, number in counts.most_common():
                write(f"  {number:>7,}  {name}")
        if failed := tally.outcomes["failed"]:
            raise CommandError(f"{failed} of {total} documents failed; see above.", returncode=1)
