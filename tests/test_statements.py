"""No page may keep the database at work without end; what is run from the command line may."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from newsroom.statements import limit_statements

ROOT = Path(__file__).parents[1]
POSTGRESQL = "django.db.backends.postgresql"
SHOWN = "cursor = connection.cursor(); cursor.execute('SHOW statement_timeout'); "

only_postgresql = pytest.mark.skipif(
    not os.environ.get("TEST_DATABASE_URL"), reason="SQLite ends no statement"
)


def test_postgresql_is_told_when_to_end_a_statement():
    database = {"ENGINE": POSTGRESQL, "OPTIONS": {"sslmode": "require"}}

    limit_statements(database, 5)

    assert database["OPTIONS"] == {"sslmode": "require", "options": "-c statement_timeout=5s"}


def test_what_the_address_of_the_database_says_comes_last_and_so_counts():
    database = {"ENGINE": POSTGRESQL, "OPTIONS": {"options": "-c statement_timeout=9s"}}

    limit_statements(database, 5)

    assert database["OPTIONS"]["options"] == "-c statement_timeout=5s -c statement_timeout=9s"


@pytest.mark.parametrize(
    ("engine", "seconds"), [("django.db.backends.sqlite3", 5), (POSTGRESQL, 0)]
)
def test_where_there_is_no_limit_nothing_is_asked_for(engine, seconds):
    database = {"ENGINE": engine, "OPTIONS": {}}

    limit_statements(database, seconds)

    assert database["OPTIONS"] == {}


@pytest.fixture
def held_up(transactional_db):
    """A table of the front page, held by another connection; this one waits a second for it."""
    other, options = connection.copy(), connection.settings_dict["OPTIONS"]
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE articles_frontpageslot IN ACCESS EXCLUSIVE MODE")
    connection.close()
    connection.settings_dict["OPTIONS"] = dict(options)
    limit_statements(connection.settings_dict, 1)
    yield other
    other.close()
    connection.close()
    connection.settings_dict["OPTIONS"] = options


@only_postgresql
def test_a_statement_that_takes_too_long_is_an_answer_in_house_style_and_a_line_in_the_log(
    client, held_up, caplog
):
    client.raise_request_exception = False
    began = time.monotonic()

    response = client.get("/")

    assert time.monotonic() - began < 3
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "site.css" in response.text
    assert "statement timeout" not in response.text
    [line] = [record for record in caplog.records if "statement timeout" in record.getMessage()]
    assert line.exc_info is None
    held_up.close()
    assert client.get("/").status_code == 200


@only_postgresql
@pytest.mark.parametrize(
    ("process", "limit"),
    [
        ("from newsroom import wsgi; from django.db import connection; ", "7s"),
        ("import django; django.setup(); from django.db import connection; ", "0"),
    ],
    ids=["web", "command"],
)
def test_the_limit_is_that_of_serving_processes_alone(process, limit):
    told = subprocess.run(
        [sys.executable, "-c", f"{process}{SHOWN}print(cursor.fetchone()[0])"],
        cwd=ROOT,
        env=os.environ
        | {
            "SECRET_KEY": "only for tests, where it protects nothing",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": os.environ["TEST_DATABASE_URL"].rpartition("/")[0] + "/postgres",
            "DATABASE_STATEMENT_SECONDS": "7",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == limit
