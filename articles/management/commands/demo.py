import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand

from articles.permissions import EDITORS

SAMPLES = settings.BASE_DIR / "fixtures"
USERNAME = "editor"
# Known to everyone who reads this: good on the loopback address, where the demo listens.
PASSWORD = "newsroom-demo"  # noqa: S105


class Command(BaseCommand):
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
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)


def _keep_secret_key():
    """Give an installation without a secret key one of its own, kept in .env."""
    try:
        # Django refuses an empty key when it is read.
        has_key = bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        has_key = False
    if not has_key:
        settings.SECRET_KEY = secrets.token_urlsafe(50)
        with open(settings.BASE_DIR / ".env", "a", encoding="utf-8") as file:
            file.write(f"SECRET_KEY={settings.SECRET_KEY}\n")


def _make_editor():
    user, is_new = get_user_model().objects.get_or_create(
        username=USERNAME, defaults={"is_staff": True}
    )
    if is_new:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=EDITORS))
