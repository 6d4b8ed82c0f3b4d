from contextlib import closing

from django.core.management.base import CommandError

from articles import links
from articles.management import base
from articles.management.base import WRONG_USAGE
from articles.web.guarding import is_public_web


class Command(base.Command):
    help = (
        "Follow the links in the texts of posts that nobody followed for two weeks, and "
        "tell which lead nowhere; the desk's report lists them with their posts. Only servers of "
        "the public web are asked, each unhurried. Exit status: 0 all well, 1 some links lead "
        "nowhere, 2 wrong usage."
    )
    stopped_note = "What was followed stays; the same command goes on from there."
    # Tests have their server on this machine; nobody gives it at the command line.
    stealth_options = ("guard",)

    def add_arguments(self, parser):
        parser.add_argument(
            "--minutes", type=float, default=10, metavar="N", help="for N minutes at most (10)"
        )

    def handle(self, *, minutes, guard=is_public_web, **options):
        if minutes <= 0:
            raise CommandError("--minutes takes more than 0.", returncode=WRONG_USAGE)
        followed = broken = 0
        with closing(links.check(seconds=minutes * 60, guard=guard)) as checks:
            for check in checks:
                followed += 1
                if check.tries:
                    broken += 1
                    self.stdout.write(
                        f"{check.address}: attempt {check.tries}, post {check.post_id}"
                    )
        self.stdout.write(f"{followed} links were followed; {broken} led nowhere")
        if broken:
            raise CommandError(f"{broken} of {followed} links led nowhere.", returncode=1)
