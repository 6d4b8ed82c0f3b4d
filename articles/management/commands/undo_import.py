import sys
from collections import Counter

from django.core.management.base import CommandError, no_translations
from tqdm import tqdm

from articles.importing.undoing import UndoError, Undoing
from articles.management import base
from articles.management.base import WRONG_USAGE
from articles.models import ImportRun

LINE_EVERY = 5_000
DELETED, RESTORED, KEPT = "deleted", "given back what they held", "kept, in whole or in part"
WOULD = {
    DELETED: "would be deleted",
    RESTORED: "would be given back what they held",
    KEPT: "would be kept, in whole or in part",
}


class Command(base.Command):
    help = (
        "Take an import run back. Posts it made are deleted, unless an editor has worked on them "
        "or a later import has changed them. Fields it changed in other posts are again what they "
        "were, where the post still holds what the run wrote. All that is kept is named, with the "
        "reason. Clashes the run raised go. So do sections, authors, tags and sources that only "
        "deleted posts named, and pictures that came with the run, if nothing else uses them, "
        "nobody has touched them in the admin, and they hold no more than an import puts there. "
        "Afterwards the same documents can be imported anew. "
        "Exit status: 0 all is undone, 1 something was kept, 2 wrong usage, 130 stopped; the "
        "same command goes on from there."
    )

    stopped_note = "Posts that were done stay so; the same command goes on from there."

    def add_arguments(self, parser):
        parser.add_argument(
            "run",
            type=int,
            metavar="RUN",
            help="the number of the run, as the import told it and the admin lists it",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="write nothing; show what would become of each post, and in sum",
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
                counts[DELETED] += undone.is_deleted
                counts[RESTORED] += bool(undone.restored)
                counts[KEPT] += bool(undone.kept)
                counts["posts"] += 1
                for line in _lines(undone, is_dry=undoing.is_dry, is_full=is_full):
                    # Of `self.stdout` each piece is a line of its own, the line's end too.
                    bar.write(line, file=sys.stdout)
                if is_hidden and counts["posts"] % LINE_EVERY == 0:
                    self.stdout.write(f"{counts['posts']:,} of {total:,} posts")
        return counts

    def _sum_up(self, undoing, counts):
        total, run = counts.pop("posts", 0), undoing.run.pk
        posts = "1 post" if total == 1 else f"{total:,} posts"
        words = WOULD if undoing.is_dry else {}
        named = ", ".join(f"{n:,} {words.get(name, name)}" for name, n in counts.items() if n)
        title = f"import run {run} undone"
        if undoing.is_dry:
            title = f"dry run, nothing was written: import run {run}"
        self.stdout.write(f"{title}: {posts}: {named or 'no change'}")
        if undoing.cleared:
            cleared = ", ".join(f"{n:,} {name}" for name, n in sorted(undoing.cleared.items()))
            self.stdout.write(f"used by nothing any more, and deleted: {cleared}")
        if kept := counts[KEPT]:
            raise CommandError(
                f"{kept} of {posts} {words.get(KEPT, f'were {KEPT}')}; see above.", returncode=1
            )


def _lines(undone, *, is_dry, is_full):
    """Yield what is told of one post: all of it in a dry run, else what stays as it is."""
    post = f"post {undone.post_id} “{undone.title}”"
    if (is_dry or is_full) and undone.is_deleted:
        yield f"{post}: {'would be deleted' if is_dry else 'deleted'}"
    if (is_dry or is_full) and undone.restored:
        given = "would be given back" if is_dry else "given back"
        yield f"{post}: {given} {', '.join(undone.restored)}"
    for reason in undone.kept:
        yield f"{post} {'would be kept' if is_dry else 'is kept'}: {reason}"
