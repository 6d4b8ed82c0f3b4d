"""Killed at any point and started again, an import ends as if it had not been disturbed."""

import os
import subprocess
import sys
from pathlib import Path

import environ
import psycopg
import pytest
from PIL import Image as Picture

pytestmark = pytest.mark.database
ROOT = Path(__file__).parents[2]
# More than two batches, so that the pauses between them are hit too.
DOCUMENTS = 87


def document(number):
    return (
        f"---\ntitle: 港口第{number}号\ncategories: [要闻, 栏目{number % 5}]\n"
        f"author: 作者{number % 7}\ntags: [港口, 第{number % 3}类]\n"
        f"date: 2022-03-{1 + number % 28:02} 08:00:00\nheadimg: https://p.example/{number}.jpg\n"
        f'---\n<p>第{number}号码头的第一句。</p><p><img src="https://p.example/in/{number}.jpg"></p>'
        f'<p style="text-align:center">图说 图片来源：记者{number}</p>\n'
    )


@pytest.fixture
def database(tmp_path):
    """The address of an empty database of the kind under test."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url:
        yield f"sqlite:///{tmp_path}/faults.sqlite3"
        return
    config = environ.Env.db_url_config(url)
    name = f"faults_{os.getpid()}"
    with psycopg.connect(
        host=config["HOST"] or None,
        port=config["PORT"] or None,
        user=config["USER"] or None,
        password=config["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        yield url.rpartition("/")[0] + f"/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def run_interrupted(database, tmp_path):
    """A function that runs tests.importing.interrupted with its arguments, and gives its output."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(DOCUMENTS):
        (inbox / f"{number:03}.txt").write_text(document(number), encoding="utf-8")
    Picture.new("RGB", (40, 30), "teal").save(inbox / "harbour.png")
    for number in range(3):
        (inbox / f"local{number}.md").write_text(
            f"---\ntitle: 同名\ndate: 2022-03-10\ntags: [港口, 海{number}]\nalias: /old/{number}/\n"
            f"author: 海湾日报\n---\n![港](harbour.png)\n\n{'同一段文字，讲港口的早晨。' * 20}\n",
            encoding="utf-8",
        )
    environment = os.environ | {
        "SECRET_KEY": "only for tests",
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(tmp_path / "media"),
        "INBOX": str(inbox),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "PYTHONWARNINGS": "default",
    }

    def run(*arguments):
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True
        )
        done = subprocess.run(
            [sys.executable, "-m", "tests.importing.interrupted", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip() or done.stderr[-3000:]

    return run


def test_killed_at_twenty_random_points_it_ends_in_the_same_state(run_interrupted):
    assert run_interrupted("kills", "20") == "same"


def test_an_undoing_that_is_killed_ends_in_the_same_state_when_it_is_started_again(
    run_interrupted,
):
    assert run_interrupted("undo", "3") == "same"


def test_a_reprocessing_that_is_killed_ends_in_the_same_state_when_it_is_started_again(
    run_interrupted,
):
    assert run_interrupted("reprocess", "4") == "same"


def test_two_imports_at_once_leave_the_same_as_one(run_interrupted):
    assert run_interrupted("beside") == "same"
