from articles.importing.importer import import_documents
from articles.importing.reprocessing import count_kept, kept_documents
from articles.importing.runs import Options, Tally, finish_run, start_run
from articles.management import base
from articles.management.base import check_workers
from articles.management.narration import Narrator, outcome_hints, stopped_note


class Command(base.Command):
    help = (
        "Run today's rules over the documents that were imported, from the originals that are "
        "kept. Posts follow field by field where no editor has touched them; where both changed, "
        "the editor's stays and a conflict is opened. Nothing is published by it. What today's "
        "rules and its source's settings have made already is passed over. "
        "Exit status: 0 all well, 1 some documents failed and are listed, 2 wrong usage, 130 "
        "stopped; the same command goes on from there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="write nothing; show what would change, per post and in sum",
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            metavar="N",
            help="processes that read and clean documents (1, the default: this one)",
        )

    def handle(self, *, dry_run, workers, verbosity, **_options):
        check_workers(workers)
        options = Options(status="draft", dry_run=dry_run, workers=workers, reprocess=True)
        run = None if dry_run else start_run([], options)
        if run is not None:
            self.stopped_note = stopped_note(run)
        tally = Tally()
        with Narrator(
            self, total=count_kept(), is_full=verbosity > 1, is_rehearsal=dry_run
        ) as narrator:
            try:
                for report in import_documents(kept_documents(), options=options, run=run):
                    tally.add(report)
                    narrator.tell(report)
            finally:
                if run is not None:
                    finish_run(run, tally)
        title = f"import run {run.pk}" if run else "dry run, nothing was written"
        narrator.sum_up(tally, title, hints=outcome_hints(run, tally))
