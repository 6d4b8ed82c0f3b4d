import sys
from collections import Counter

from django.core.management.base import CommandError, no_translations
from tqdm import tqdm

from articles.importing.undoing import UndoError, Undoing
from articles.management import base
from articles.management.base import WRONG_USAGE
from articles.models import ImportRun

LINE_EVERY = 5_000


class Command(base.Command):
    help = (
        "Take an import run back. Posts it made are deleted, unless an editor has worked on them "
        "or a later import has changed them. Fields it changed in other posts are again what they "
        "were, where the post still holds what the run wrote. All that is kept is named, with the "
        "reason. Clashes the run raised go. So do sections, authors, tags and sources that only "
        "deleted posts named, and pictures that came with the run, if nothing else uses them, "
        "nobody has touched them in the admin, and they hold no more than an import puts there. "
        "Afterwards the same documents can be imported anew. "
        "Exit status: 0 all is undone, 1 something was kept, 2 wrong usage."
    )

    stopped_note = "Posts that were done stay so; the same command goes on from there."

    def add_arguments(self, parser):
        parser.add_argument(
            "run", type=int, metavar="RUN", help="the number of the run, as the import told it"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, and say what would be done"
        )

    @no_translations
    def handle(self, *, run, dry_run, **options):
        try:
            undoing = Undoing(ImportRun.objects.get(pk=run), is_dry=dry_run)
        except ImportRun.DoesNotExist as error:
            raise CommandError(
                f"There is no import run {run}. The admin lists them all.", returncode=WRONG_USAGE
            ) from error
        except UndoError as error:
            raise CommandError(f"Import run {run}: {error}", returncode=WRONG_USAGE) from error
        counts = self._undo(undoing, is_full=options["verbosity"] > 1)
        self._sum_up(undoing, counts)

    def _undo(self, undoing, *, is_full):
        counts, total = Counter(), len(undoing.post_ids)
        is_hidden = not sys.stderr.isatty()
        with tqdm(total=total, unit=" posts", disable=is_hidden, smoothing=0.1) as bar:
            for undone in undoing:
                bar.update()
                counts["deleted"] += undone.is_deleted
                counts["given back what they held"] += bool(undone.restored)
                counts["kept, in whole or in part"] += bool(undone.kept)
                counts["posts"] += 1
                if is_full and undone.is_deleted:
                    bar.write(f"post {undone.post_id} “{undone.title}”: deleted", file=self.stdout)
                if is_full and undone.restored:
                    names = ", ".join(undone.restored)
                    line = f"post {undone.post_id} “{undone.title}”: given back {names}"
                    bar.write(line, file=self.stdout)
                for reason in undone.kept:
                    line = f"post {undone.post_id} “{undone.title}” is kept: {reason}"
                    bar.write(line, file=self.stdout)
                if is_hidden and counts["posts"] % LINE_EVERY == 0:
                    self.stdout.write(f"{counts['posts']:,} of {total:,} posts")
        return counts

    def _sum_up(self, undoing, counts):
        total, run = counts.pop("posts", 0), undoing.run.pk
        named = ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)
        would = " (dry run, nothing was written)" if undoing.is_dry else ""
        self.stdout.write(
            f"import run {run} undone{would}: {total:,} posts: {named or 'no change'}"
        )
        if undoing.cleared:
            cleared = ", ".join(f"{n:,} {name}" for name, n in sorted(undoing.cleared.items()))
            self.stdout.write(f"used by nothing any more, and deleted: {cleared}")
        if kept := counts["kept, in whole or in part"]:
            raise CommandError(
                f"{kept} of {total} posts were kept, in whole or in part; see above.", returncode=1
            )
