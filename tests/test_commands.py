import socket

import pytest
from django.core.management import CommandError, call_command
from django.db import connection


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
