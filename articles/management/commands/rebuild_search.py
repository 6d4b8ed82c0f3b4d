import sys
import time

from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, transaction
from tqdm import tqdm

from articles import search
from articles.management.base import Command as BaseCommand
from articles.models import Post
from articles.search.rows import READ

BATCH = 200
SECONDS_BETWEEN_LINES = 10


class Command(BaseCommand):
    help = (
        "Make the search index anew from all posts: after a restored backup, or when it was "
        "dropped or damaged. The site can be searched meanwhile. With --check, only tell how "
        "the index differs from the posts, with status 1 if it does."
    )
    stopped_note = "The posts so far are indexed; the same command does the rest."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="say what is wrong, and change nothing"
        )

    def handle(self, *, check, **options):
        if check:
            self.stopped_note = "Nothing was changed."
            self._check()
            return
        search.renew(DEFAULT_DB_ALIAS)
        for rows in search.superfluous():
            rows.delete()
        done = sum(len(_index(keys)) for keys in self._batches())
        self.stdout.write(f"{done:,} posts can be found.")

    def _check(self):
        fault = search.fault(DEFAULT_DB_ALIAS)
        missing, stale, done = 0, 0, 0
        for keys in self._batches():
            found = search.compare(keys)
            done += len(keys)
            missing, stale = missing + len(found.missing), stale + len(found.stale)
        superfluous = max(rows.count() for rows in search.superfluous())
        self.stdout.write(
            f"{done:,} posts: {missing:,} missing in the index, {stale:,} stale, "
            f"{superfluous:,} rows without a post."
        )
        if fault or missing or stale or superfluous:
            wrong = f" ({fault})" if fault else ""
            raise CommandError(
                f"The index is not what it should be{wrong}; `manage.py rebuild_search` mends it.",
                returncode=1,
            )

    def _batches(self):
        """Yield the keys of all posts, some at a time, and show how far it is."""
        total, done, last = Post.objects.count(), 0, 0
        told_at = time.monotonic()
        posts = Post.objects.order_by("pk").values_list("pk", flat=True)
        with tqdm(total=total, unit=" posts", disable=not sys.stderr.isatty()) as bar:
            while keys := list(posts.filter(pk__gt=last)[:BATCH]):
                yield keys
                done, last = done + len(keys), keys[-1]
                bar.update(len(keys))
                if bar.disable and time.monotonic() - told_at >= SECONDS_BETWEEN_LINES:
                    told_at = time.monotonic()
                    self.stdout.write(f"{done:,} of {total:,} posts")


@transaction.atomic
def _index(keys):
    # Locked, so that no older text overwrites that of an edit made meanwhile.
    posts = Post.objects.select_for_update().filter(pk__in=keys).only(*READ)
    search.index(posts)
    return keys
