"""What all commands share: faults of their surroundings are told, not traced."""

import os
import signal
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError

from articles.importing.readers import readable

WRONG_USAGE = 2
# As a shell tells of a program that Ctrl-C has ended.
STOPPED = 130
MAX_WORKERS = 64


class Command(BaseCommand):
    stopped_note = "Nothing is half done."

    def run_from_argv(self, argv):
        # What a service manager or a batch system sends: end as by Ctrl-C, workers and all.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        super().run_from_argv(argv)

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped. {self.stopped_note}", returncode=STOPPED) from error
        except (IntegrityError, DataError):
            raise
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(
                f"The database cannot be used: {str(error).strip()}. Is DATABASE_URL right, may "
                "its folder be written, and has `manage.py migrate` been run?",
                returncode=WRONG_USAGE,
            ) from error
        except BrokenPipeError:
            # Whoever read standard output has had enough; nothing must be written at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        except OSError as error:
            file = f"{readable(os.fspath(error.filename))}: " if error.filename else ""
            raise CommandError(
                f"The disk cannot be used: {file}{error.strerror or error}. Is there room, and "
                "may this account read and write there?",
                returncode=WRONG_USAGE,
            ) from error


def check_workers(number):
    """Refuse a number of worker processes that is none, or would drown the machine."""
    if not 1 <= number <= MAX_WORKERS:
        raise CommandError(f"--workers takes 1 to {MAX_WORKERS}.", returncode=WRONG_USAGE)
