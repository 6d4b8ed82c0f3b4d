import json
import os
import socket
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.management.base import Command
from articles.models import ImportRun


def test_a_port_that_is_taken_is_told_before_anything_is_made(db):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(CommandError, match="--port") as raised:
            call_command("demo", port=taken.getsockname()[1])

    assert raised.value.returncode == 2


def test_a_number_that_is_no_port_is_told(db):
    with pytest.raises(CommandError, match="no port"):
        call_command("demo", port=99_999)


@pytest.mark.django_db(transaction=True)
def test_a_database_without_tables_is_told(seed):
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE articles_importrun RENAME TO elsewhere")
    try:
        with pytest.raises(CommandError, match="migrate") as raised:
            call_command("import_posts", str(seed))
    finally:
        with connection.schema_editor() as editor:
            editor.execute("ALTER TABLE elsewhere RENAME TO articles_importrun")

    assert raised.value.returncode == 2


def test_a_folder_is_no_place_for_an_export(db, tmp_path):
    with pytest.raises(CommandError, match="no file") as raised:
        call_command("export_posts", str(tmp_path))

    assert raised.value.returncode == 2


def test_a_path_that_is_no_utf_8_is_imported(db, tmp_path):
    folder = tmp_path / os.fsdecode(b"in\xff")
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: A\n---\nText\n")

    call_command("import_posts", str(folder), source=os.fsdecode(b"s\xff"))

    run = ImportRun.objects.get()
    assert run.counts == {"created": 1}
    assert run.paths[0].endswith("in\\xff")


def test_a_report_on_standard_output_is_nothing_but_json(seed, db, capsys):
    call_command("import_posts", str(seed), report="-", dry_run=True)

    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["created"]


def test_a_full_disk_is_told(seed, db):
    with pytest.raises(CommandError, match="No space left") as raised:
        call_command("import_posts", str(seed), report="/dev/full", dry_run=True)

    assert raised.value.returncode == 2


def test_a_command_that_is_stopped_says_what_it_leaves(db):
    class Stopped(Command):
        stopped_note = "Half of it is done."

        def handle(self, **options):
            raise KeyboardInterrupt

    with pytest.raises(CommandError, match="Half of it is done") as raised:
        call_command(Stopped())

    assert raised.value.returncode == 130


@pytest.mark.parametrize("name", ["import_posts", "reprocess"])
def test_a_number_of_workers_that_would_drown_the_machine_is_refused(name, seed, db):
    paths = [str(seed)] if name == "import_posts" else []
    with pytest.raises(CommandError, match="--workers takes 1 to") as raised:
        call_command(name, *paths, "--workers=65")

    assert raised.value.returncode == 2


def test_a_mistyped_path_leaves_the_last_report_alone(db, tmp_path):
    report = tmp_path / "report.jsonl"
    report.write_text("the last one")

    with pytest.raises(CommandError):
        call_command("import_posts", str(tmp_path / "nowhere"), report=str(report))

    assert report.read_text() == "the last one"


def test_ctrl_c_before_a_command_has_begun_ends_it_quietly(tmp_path):
    (tmp_path / "interrupted.py").write_text("raise KeyboardInterrupt\n")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "interrupted",
        "PYTHONPATH": os.fspath(tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "reprocess"], env=environment, capture_output=True, text=True
    )

    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert "Stopped" in done.stderr
