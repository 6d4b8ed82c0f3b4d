import json
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from tqdm import tqdm

from articles.exporting import exported_posts, write_site
from articles.management import base
from articles.management.base import WRONG_USAGE
from articles.models import Post

# Within OUT, so that the final renames stay on one disk even where OUT is one of its own.
PART = ".part"


class Command(base.Command):
    help = (
        "Write all posts, whatever their status, to OUT, in the order they were made: as JSON "
        "Lines, one object a post, or as a Hexo site with its pictures, which import_posts reads "
        "again (OUT/source/_posts) and `npm install && npx hexo generate` builds. A file at OUT "
        "is replaced once the new one is complete; a folder must be new or empty. "
        "Exit status: 0 all well, 2 wrong usage."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "out", metavar="OUT", help="the file (jsonl; - for standard output) or folder (hexo)"
        )
        parser.add_argument(
            "--format", choices=["jsonl", "hexo"], default="jsonl", help="the format (jsonl)"
        )

    def handle(self, *, out, **options):
        posts = Post.objects.all()
        if options["format"] == "hexo":
            number = self._write_site(posts, out)
        elif out == "-":
            self._write_rows(posts, sys.stdout)
            return
        else:
            number = self._write_file(posts, out)
        self.stdout.write(f"{number} posts written to {out}")

    def _write_file(self, posts, out):
        target = Path(out)
        if target.exists() and not target.is_file():
            raise CommandError(
                f"{out} is no file; use - for standard output.", returncode=WRONG_USAGE
            )
        # Beside the target, so that the final rename stays on one disk.
        part = target.with_name(f".{target.name}.part")
        try:
            with _told(out):
                with part.open("w", encoding="utf-8") as file:
                    number = self._write_rows(posts, file)
                part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return number

    def _write_rows(self, posts, file):
        for row in _counted(exported_posts(posts), posts):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return posts.count()

    def _write_site(self, posts, out):
        target = Path(out)
        with _told(out):
            _check_folder(target, out)
            is_new = not target.exists()
            part, number = target / PART, 0
            # What a killed export left there.
            shutil.rmtree(part, ignore_errors=True)
            try:
                part.mkdir(parents=True)
                for exported in _counted(write_site(posts, part), posts):
                    number += 1
                    for name in exported.missing:
                        tqdm.write(
                            f"{exported.path}: picture: {name} is not in the storage",
                            file=sys.stderr,
                        )
                for piece in sorted(part.iterdir()):
                    piece.rename(target / piece.name)
            finally:
                shutil.rmtree(part, ignore_errors=True)
                if is_new and target.is_dir() and not any(target.iterdir()):
                    target.rmdir()
        return number


def _check_folder(target, out):
    if out == "-":
        problem = "A site is a folder; name one that is new or empty."
    elif target.exists() and not target.is_dir():
        problem = f"{out} is no folder; name one that is new or empty."
    elif target.exists() and any(piece.name != PART for piece in target.iterdir()):
        problem = f"{out} is not empty; name a folder that is new or empty."
    else:
        return
    raise CommandError(problem, returncode=WRONG_USAGE)


def _counted(rows, posts):
    is_shown = sys.stderr.isatty()
    total = posts.count() if is_shown else None
    return tqdm(rows, total=total, unit=" posts", disable=not is_shown)


@contextmanager
def _told(out):
    """Turn what the disk refuses into a message for whoever called the command."""
    try:
        yield
    except OSError as error:
        raise CommandError(
            f"{out} cannot be written: {error.strerror}.", returncode=WRONG_USAGE
        ) from error
