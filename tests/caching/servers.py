"""A site with processes of its own: gunicorn twice, a desk, a database that can go away."""

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

ROOT = Path(__file__).parents[2]
REDIS = "redis://127.0.0.1:6379/9"
START = 30


class Site:
    """Two serving processes over one database, and a desk that writes into it.

    `redis` is the address of a cache that both share; without it each has its own.
    """

    def __init__(self, folder, *, redis=""):
        self.folder = folder
        self.database = database_in(folder)
        self.environment = os.environ | {
            "SECRET_KEY": "only for tests, where it protects nothing",
            "DATABASE_URL": self.database.url,
            "REDIS_URL": redis,
            # Who holds a connection goes on reading a file of SQLite's that was taken away.
            "DATABASE_CONNECTION_SECONDS": "0" if isinstance(self.database, SQLite) else "60",
            # Pages lie in Redis by the site's address: another run may be using it too.
            "SITE_URL": f"http://{folder.name}-{secrets.token_hex(4)}.test",
            "ALLOWED_HOSTS": "127.0.0.1",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(collected_static(folder)),
            "DEBUG": "false",
        }
        self.processes = []

    def __enter__(self):
        self.desk = self._start(
            "-m", "tests.caching.desk", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.desk.stdout.readline() == "ready\n"
        self.ports = [_free_port() for _number in range(2)]
        for port in self.ports:
            options = ["-b", f"127.0.0.1:{port}", "-w", "1", "-k", "gthread", "--threads", "16"]
            self._start("-m", "gunicorn", "newsroom.wsgi", *options, "--log-level", "error")
        for port in self.ports:
            self._wait_for(port)
        return self

    def __exit__(self, *_error):
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait(20)
            for stream in filter(None, (process.stdin, process.stdout)):
                stream.close()
        self.database.drop()

    def do(self, text):
        """Run Python at the desk and return what it put into `answer`."""
        self.desk.stdin.write(json.dumps(text) + "\n")
        self.desk.stdin.flush()
        line = self.desk.stdout.readline()
        assert line, "the desk broke down"
        return json.loads(line)

    def read(self, path, server=0):
        """Return (status, Cache-Status, text) of a page."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports[server]}{path}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers.get("Cache-Status", ""), answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers.get("Cache-Status", ""), answer.read().decode()

    def read_both(self, path):
        return [self.read(path, server) for server in range(2)]

    def _start(self, *command, **streams):
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment, **streams
        )
        self.processes.append(process)
        return process

    def _wait_for(self, port):
        until = time.monotonic() + START
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server did not start")


def collected_static(folder):
    """Return the static files as production serves them, collected once for all of a test run.

    `folder` is one of pytest's temporary folders.
    """
    run = folder.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else folder.parent
    static = run / "static"
    with (run / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (static / "staticfiles.json").exists():
            environment = os.environ | {
                "SECRET_KEY": "only for tests, where it protects nothing",
                "STATIC_ROOT": str(static),
                "DEBUG": "false",
            }
            command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return static


class SQLite:
    def __init__(self, folder):
        self.file = folder / "site.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def go(self):
        self._move("", ".away")

    def come_back(self):
        self._move(".away", "")

    def drop(self):
        pass

    def _move(self, before, after):
        for end in ("", "-wal", "-shm"):
            file = Path(f"{self.file}{end}{before}")
            if file.exists():
                file.replace(f"{self.file}{end}{after}")


class PostgreSQL:
    def __init__(self, folder):
        server, _slash, name = os.environ["TEST_DATABASE_URL"].rpartition("/")
        # A worker of the test run has its own.
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        self.name = f"{name}_served_{worker}"
        self.server = f"{server}/postgres"
        self.url = f"{server}/{self.name}"
        self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{self.name}"')

    def go(self):
        self._run(f'ALTER DATABASE "{self.name}" WITH ALLOW_CONNECTIONS false')
        self._run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'"
        )

    def come_back(self):
        self._run(f'ALTER DATABASE "{self.name}" WITH ALLOW_CONNECTIONS true')

    def drop(self):
        self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _run(self, statement):
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


def database_in(folder):
    """An empty database for processes of their own, of the kind that the suite runs on."""
    return PostgreSQL(folder) if os.environ.get("TEST_DATABASE_URL") else SQLite(folder)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
