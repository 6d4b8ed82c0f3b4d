import json
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def write(tmp_path):
    """A function that writes a document into the folder `inbox`, and returns the folder."""
    inbox = tmp_path / "inbox"

    def write(name, content):
        file = inbox / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(content, encoding="utf-8")
        return inbox

    return write


@pytest.fixture
def run_import(db, tmp_path):
    """A function that imports paths; gives the report's objects as `rows`, and the exit `status`."""

    def run(*paths, **options):
        report = tmp_path / "report.jsonl"
        status = 0
        try:
            call_command("import_posts", *map(str, paths), report=str(report), **options)
        except CommandError as error:
            status = error.returncode
        lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
        return SimpleNamespace(rows=[json.loads(line) for line in lines], status=status)

    return run
