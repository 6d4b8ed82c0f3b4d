from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from articles import second_factor
from articles.management import base
from articles.management.base import WRONG_USAGE


class Command(base.Command):
    help = (
        "Take the second factor of an account away, for somebody who lost app and recovery codes. "
        "They sign in with the password alone; if their role wants one, they set it up anew."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", help="the name that the account signs in with")

    def handle(self, *, username, **_options):
        users = get_user_model().objects
        try:
            user = users.get_by_natural_key(username)
        except users.model.DoesNotExist as error:
            raise CommandError(
                f"There is no account {username}.", returncode=WRONG_USAGE
            ) from error
        had_one = second_factor.remove(user)
        self.stdout.write(
            f"{username} has no second factor any more."
            if had_one
            else f"{username} had no second factor."
        )
