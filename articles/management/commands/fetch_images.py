import time
from collections import Counter
from contextlib import closing

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils import timezone

from articles.images.courtesy import host_of
from articles.images.fetching import FAILURES, Outcome
from articles.images.rounds import fetch_all
from articles.importing.readers import readable
from articles.management import base
from articles.management.base import WRONG_USAGE
from articles.management.narration import SECONDS_BETWEEN_LINES, Narrator
from articles.models import Image, ImportRun, Post, Source
from articles.models.fetches import Problem
from articles.web.guarding import is_public_web


class Command(base.Command):
    help = (
        "Bring remote pictures home: fetch what is shown from elsewhere, those of the newest "
        "posts first, so that pages show our own copies. A host is asked for two pictures at "
        "once at most; one that does not answer is left alone, and its pictures are tried again "
        "later, by the worker or by this command. Only servers of the public web are asked. "
        "Exit status: 0 all well, 1 some pictures could not be fetched and are listed, 2 wrong "
        "usage, 130 stopped; the same command goes on from there."
    )
    stopped_note = "What was fetched stays; the same command goes on from there."
    # Tests have their server on this machine; nobody gives it at the command line.
    stealth_options = ("guard",)

    def add_arguments(self, parser):
        parser.add_argument(
            "--source", default="", metavar="NAME", help="only pictures in posts of this source"
        )
        parser.add_argument(
            "--run", type=int, metavar="N", help="only pictures in posts of this import run"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="N pictures at most")
        parser.add_argument(
            "--again",
            action="store_true",
            help="also those that failed, whenever their next try is, and those that are here: "
            "their servers are asked whether they have changed",
        )

    def handle(self, *, source, run, limit, again, guard=is_public_web, **options):
        if limit is not None and limit < 1:
            raise CommandError("--limit takes 1 or more.", returncode=WRONG_USAGE)
        pictures = Image.objects.fetchable() if again else Image.objects.due()
        posts = _posts(readable(source).strip(), run)
        if posts is not None:
            pictures = pictures.shown_by(posts)
        rows = pictures.newest_posts_first().values_list("pk", "original_url")
        wanted = list(rows[:limit])
        narrator = _Narrator(self, total=len(wanted))
        with narrator, closing(fetch_all(wanted, again=again, guard=guard)) as results:
            for result in results:
                narrator.show(result)
        narrator.finish()


class _Narrator(Narrator):
    """The same of pictures: a bar or a line now and then, troubles, a sum."""

    def __init__(self, command, *, total):
        super().__init__(command, total=total)
        self.bar.unit = " pictures"
        self.outcomes = Counter()
        self.silent_hosts = set()

    def show(self, result):
        """Show what became of one picture, where somebody ought to know."""
        self.done += 1
        self.bar.update()
        self.outcomes[result.outcome] += 1
        if result.problem:
            later = result.next_try_at
            again = f" Next try: {timezone.localtime(later):%Y-%m-%d %H:%M}." if later else ""
            reason = Problem(result.problem).label
            self._say(self.command.style.ERROR(f"{result.address}: {reason}{again}"))
        elif result.outcome == Outcome.PUT_OFF:
            self._tell_silence(host_of(result.address))
        now = time.monotonic()
        if self.bar.disable and now - self.told_at >= SECONDS_BETWEEN_LINES:
            self.told_at = now
            self.out.write(self._progress(now - self.started))

    def _tell_silence(self, host):
        if host not in self.silent_hosts:
            self.silent_hosts.add(host)
            self._say(f"{host} does not answer: its other pictures are left for later")

    def _progress(self, seconds):
        rate = self.done / seconds
        left = max(0, self.total - self.done) / rate
        share = f"{self.done:,} of {self.total:,} pictures"
        return f"{share}, {rate:,.1f}/s, {int(left // 60)} min {int(left % 60):02} s left"

    def finish(self):
        """Print the sum; raise CommandError with status 1 when pictures are missing."""
        seconds, total = time.monotonic() - self.started, self.outcomes.total()
        named = ", ".join(f"{self.outcomes[o]} {o}" for o in Outcome if self.outcomes[o])
        self.out.write(f"{total} pictures in {seconds:.1f} s: {named or 'none was to be fetched'}")
        if failed := sum(self.outcomes[outcome] for outcome in FAILURES):
            message = f"{failed} of {total} pictures could not be fetched; see above."
            raise CommandError(message, returncode=1)


def _posts(source, run):
    """Return the posts whose pictures are meant; None for all that there are."""
    if not source and run is None:
        return None
    posts = Post.objects.all()
    if source:
        sources = Source.objects.filter(Q(name=source) | Q(slug=source))
        if not sources:
            raise CommandError(f"There is no source “{source}”.", returncode=WRONG_USAGE)
        posts = posts.filter(source__in=sources)
    if run is not None:
        if not ImportRun.objects.filter(pk=run).exists():
            raise CommandError(f"There is no import run {run}.", returncode=WRONG_USAGE)
        posts = posts.filter(pk__in=Post.objects.filter(import_records__run=run).values("pk"))
    return posts
