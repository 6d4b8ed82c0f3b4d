import json
import sys
from pathlib import Path

from django.core.management.base import CommandError
from tqdm import tqdm

from articles.exporting import exported_posts
from articles.management import base
from articles.management.base import WRONG_USAGE
from articles.models import Post


class Command(base.Command):
    help = (
        "Write all posts, whatever their status, to OUT: as JSON Lines, one object a post, in the "
        "order they were made. A file at OUT is replaced once the new one is complete. "
        "Exit status: 0 all well, 2 wrong usage."
    )

    def add_arguments(self, parser):
        parser.add_argument("out", metavar="OUT", help="the file; - for standard output")
        parser.add_argument("--format", choices=["jsonl"], default="jsonl", help="the format")

    def handle(self, *, out, **_options):
        posts = Post.objects.all()
        if out == "-":
            self._write(posts, sys.stdout)
            return
        target = Path(out)
        if target.exists() and not target.is_file():
            raise CommandError(
                f"{out} is no file; use - for standard output.", returncode=WRONG_USAGE
            )
        # Beside the target, so that the final rename stays on one disk.
        part = target.with_name(f".{target.name}.part")
        try:
            with part.open("w", encoding="utf-8") as file:
                number = self._write(posts, file)
            part.replace(target)
        except OSError as error:
            raise CommandError(
                f"{out} cannot be written: {error.strerror}.", returncode=WRONG_USAGE
            ) from error
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(f"{number} posts written to {out}")

    def _write(self, posts, file):
        rows = exported_posts(posts)
        total = posts.count()
        for row in tqdm(rows, total=total, unit=" posts", disable=not sys.stderr.isatty()):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return total
