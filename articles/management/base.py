"""What all commands share: faults of their surroundings are told, not traced."""

import os
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

WRONG_USAGE = 2


class Command(BaseCommand):
    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database cannot be used: {error}. Is DATABASE_URL right, may its folder be "
                "written, and has `manage.py migrate` been run?",
                returncode=WRONG_USAGE,
            ) from error
        except BrokenPipeError:
            # Whoever read standard output has had enough; nothing must be written at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
