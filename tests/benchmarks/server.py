"""The application as it is run in production: under gunicorn, two workers, nothing else about it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKERS = 2
THREADS = 4
PATIENCE = 30


def production(folder, database, **variables):
    """Return the environment of a production server that keeps its files in `folder`."""
    return os.environ | {
        "SECRET_KEY": "a key of a benchmark that signs nothing of worth 0123456789",
        "DEBUG": "false",
        "DATABASE_URL": database,
        "MEDIA_ROOT": f"{folder}/media",
        "STATIC_ROOT": f"{folder}/static",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        **variables,
    }


def manage(environment, *arguments):
    """Run a command of manage.py, quietly; its errors end the benchmark."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def served(
    application,
    environment,
    *,
    port=None,
    options=("-k", "gthread", f"--threads={THREADS}"),
    errors=None,
):
    """Serve the WSGI `application` on the loopback while the block runs; gives its address.

    `errors` is a file for what the server complains of.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, f"-w{WORKERS}", "--log-level=warning", "--no-control-socket", *options],
        env=environment,
        cwd=ROOT,
        stderr=errors,
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _wait(process, address):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not start")
