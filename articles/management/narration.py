"""What an operator sees of a long run over documents: progress, troubles, a table at the end."""

import sys
import time
from collections import Counter

from django.core.management.base import CommandError
from django.utils.translation import override
from tqdm import tqdm

from articles.importing.advice import ADVICE
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
            self._foretell(report)
        for warning in report.warnings:
            kind = warning["kind"]
            line = f"{report.path}: {kind}: {warning['message']}"
            self._say_some(line, of=kind, name=f"warnings of the kind “{kind}” are counted below")
        now = time.monotonic()
        if self.bar.disable and now - self.told_at >= SECONDS_BETWEEN_LINES:
            self.told_at = now
            self.out.write(self._progress(now - self.started))

    def _foretell(self, report: Report) -> None:
        for name, change in report.changed.items():
            self._say(f"{report.path}: would change {name}: {change}")
        if report.outcome == "created":
            line = f"{report.path}: would become a new post"
            self._say_some(line, of="", name="new posts are counted below")

    def _say_some(self, line: str, *, of: str, name: str) -> None:
        """Show the first lines `of` a kind; of the others only that there are some."""
        self.shown[of] += 1
        if self.is_full or self.shown[of] <= SHOWN_A_KIND:
            self._say(line)
        elif self.shown[of] == SHOWN_A_KIND + 1:
            kept = "" if self.is_rehearsal else " and kept with their documents"
            self._say(f"… further {name}{kept} (--verbosity 2 shows them)")

    def _say(self, line: str) -> None:
        self.bar.write(line, file=sys.stderr)

    def _progress(self, seconds: float) -> str:
        rate = self.done / seconds
        if not self.total:
            return f"{self.done:,} documents, {rate:,.0f}/s"
        left = max(0, self.total - self.done) / rate
        share = f"{self.done:,} of {self.total:,} documents"
        return f"{share}, {rate:,.0f}/s, {int(left // 60)} min {int(left % 60):02} s left"

    def sum_up(self, tally: Tally, title: str, *, hints: tuple[str, ...] = ()) -> None:
        """Print the table of the run; raise CommandError with status 1 when documents failed.

        `hints` say what can be done next, a line each.
        """
        self.bar.close()
        write = self.out.write
        seconds = time.monotonic() - self.started
        total = tally.outcomes.total()
        documents = "1 document" if total == 1 else f"{total} documents"
        outcomes = sorted(tally.outcomes.items())
        named = ", ".join(f"{number} {name}" for name, number in outcomes)
        rate = f", {total / max(seconds, 0.1):,.0f} a second" if total else ""
        write(f"{title}: {documents} in {seconds:.1f} s{rate}: {named or 'none was found'}")
        self._table("outcomes", Counter(dict(outcomes)))
        self._table(
            "fields that would change" if self.is_rehearsal else "fields changed", tally.changed
        )
        self._table("warnings", tally.warnings, advice=ADVICE)
        for hint in hints:
            write(hint)
        if failed := tally.outcomes["failed"]:
            raise CommandError(f"{failed} of {documents} failed; see above.", returncode=1)

    def _table(self, heading: str, counts: Counter[str], *, advice=None) -> None:
        if not counts:
            return
        self.out.write(f"{heading}:")
        width = max(len(name) for name in counts)
        # Commands speak English, as the messages of documents do.
        with override(None):
            for name, number in counts.most_common():
                told = f"  {(advice or {}).get(name, '')}"
                self.out.write(f"  {number:>7,}  {name:<{width}}{told}".rstrip())


def outcome_hints(run, tally: Tally) -> tuple[str, ...]:
    """Return what an operator may do after `run`, or after a rehearsal (None)."""
    if run is None:
        return ()
    hints = []
    if tally.outcomes.keys() & {"created", "updated", "conflict"}:
        hints.append(f"take it back: manage.py undo_import {run.pk}")
    if tally.outcomes.total():
        hints.append(f"look at it:   Import runs in the admin, #{run.pk}")
    return tuple(hints)
