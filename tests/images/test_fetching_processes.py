"""`manage.py fetch_images` as an operator runs it: killed, stopped, and twice at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from articles.images.courtesy import AT_ONCE
from tests.caching.servers import database_in
from tests.images.drawing import colours
from tests.web.origin import answer

pytestmark = pytest.mark.database
SCRIPT = """
import sys
import django
django.setup()
from django.conf import settings
from django.core.management import CommandError, call_command
from datetime import timedelta
from articles.images import claims, courtesy
courtesy.PAUSE = 0
claims.LEASE = timedelta(seconds=8)
try:
    call_command("fetch_images", guard=lambda ip, port: ip == "127.0.0.1")
except CommandError as error:
    print(error, file=sys.stderr)
    sys.exit(error.returncode)
"""


@pytest.fixture
def process(tmp_path):
    """A function that starts the command as a process of its own, on a database of its own."""
    database = database_in(tmp_path)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECRET_KEY": "only for this test",
        "DATABASE_URL": database.url,
        "MEDIA_ROOT": str(tmp_path / "media"),
        "LANGUAGE_CODE": "en",
    }
    root = Path(__file__).parent.parent.parent

    def start(script=SCRIPT):
        command = [sys.executable, "-c", script]
        return subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    yield start
    database.drop()


def filled(process, addresses):
    rows = "".join(f"Image.objects.create(original_url={a!r})\n" for a in addresses)
    made = process(
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        f"from articles.models import Image\n{rows}"
    )
    _out, err = made.communicate(timeout=120)
    assert made.returncode == 0, err


def test_two_at_once_fetch_nothing_twice_and_one_that_was_killed_goes_on(process, origin):
    paths = [f"/{number}.jpg" for number in range(24)]

    open_now, most, lock = 0, 0, threading.Lock()

    def slowly(content):
        def send(request):
            nonlocal open_now, most
            with lock:
                open_now += 1
                most = max(most, open_now)
            time.sleep(0.1)
            with lock:
                open_now -= 1
            answer(content)(request)

        return send

    for number, path in enumerate(paths):
        origin.answers[path] = slowly(colours(number))
    filled(process, [origin.address + path for path in paths])

    killed = process()
    while len(origin.requests) < 5:
        assert killed.poll() is None
        time.sleep(0.02)
    killed.kill()
    killed.communicate(timeout=20)
    before = set(origin.paths())
    both = [process(), process()]
    for one in both:
        out, err = one.communicate(timeout=150)
        assert one.returncode == 0, (out, err)

    asked = Counter(origin.paths())
    assert set(asked) == set(paths)
    # What the killed one had asked for may be asked for once more, and nothing else.
    assert {path for path, times in asked.items() if times > 1} <= before
    assert most == AT_ONCE


def test_ctrl_c_ends_it_at_once_with_its_status(process, origin):
    origin.answers["/a.jpg"] = lambda request: request.server.over.wait(30)
    filled(process, [f"{origin.address}/a.jpg"])
    stopped = process()
    while not origin.requests:
        assert stopped.poll() is None
        time.sleep(0.02)
    begun = time.monotonic()

    stopped.send_signal(signal.SIGINT)
    _out, err = stopped.communicate(timeout=60)

    assert stopped.returncode == 130
    assert time.monotonic() - begun < 5
    assert b"the same command goes on from there" in err
