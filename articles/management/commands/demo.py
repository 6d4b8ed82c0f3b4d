import os
import secrets
import socket
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.management import base
from articles.management.base import WRONG_USAGE
from articles.permissions import CHIEF_EDITORS

SAMPLES = settings.BASE_DIR / "fixtures"
USERNAME = "editor"
# Known to everyone who reads this: good on the loopback address, where the demo listens.
PASSWORD = "newsroom-demo"  # noqa: S105


class Command(base.Command):
    help = (
        "Make a site to look at: the tables, the seed document, sample posts and an editor's "
        "account; then serve it on this machine. Run again, it changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="port to serve on (8000)")
        parser.add_argument(
            "--no-serve", action="store_true", help="stop before the server is started"
        )

    def handle(self, *, port, no_serve, **_options):
        if not no_serve:
            _check_port(port)
        _keep_secret_key()
        if "SITE_URL" not in os.environ:
            settings.SITE_URL = f"http://127.0.0.1:{port}"
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        for folder in ("seed", "samples"):
            call_command("import_posts", str(SAMPLES / folder), stdout=self.stdout)
        _make_editor()
        self.stdout.write(
            f"\n  site    {settings.SITE_URL}/\n  admin   {settings.SITE_URL}/admin/\n"
            f"  account {USERNAME}  password {PASSWORD}\n"
        )
        if not no_serve:
            with _worker():
                call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)


def _check_port(port):
    """Refuse a port that the server could not use, before anything is made."""
    if not 0 < port < 65536:
        raise CommandError(f"{port} is no port; they go to 65535.", returncode=WRONG_USAGE)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}); choose another with --port N.",
                returncode=WRONG_USAGE,
            ) from error


def _keep_secret_key():
    """Give an installation without a secret key one of its own, kept in .env."""
    try:
        # Django refuses an empty key when it is read.
        has_key = bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        has_key = False
    if not has_key:
        settings.SECRET_KEY = secrets.token_urlsafe(50)
        try:
            with open(settings.BASE_DIR / ".env", "a", encoding="utf-8") as file:
                file.write(f"SECRET_KEY={settings.SECRET_KEY}\n")
        except OSError as error:
            raise CommandError(
                f"The key of this installation cannot be kept in .env: {error.strerror}. "
                "Set SECRET_KEY in the environment.",
                returncode=WRONG_USAGE,
            ) from error


def _make_editor():
    user, is_new = get_user_model().objects.get_or_create(
        username=USERNAME, defaults={"is_staff": True}
    )
    if is_new:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=CHIEF_EDITORS))


@contextmanager
def _worker():
    """Have what is queued done, the smaller copies of pictures first, while readers come."""
    variables = {"SECRET_KEY": settings.SECRET_KEY, "SITE_URL": settings.SITE_URL}
    worker = subprocess.Popen(  # noqa: S603 - our own program, by its own path
        [sys.executable, settings.BASE_DIR / "manage.py", "db_worker", "-v0", "--no-reload"],
        env=os.environ | variables,
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
