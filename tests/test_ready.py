"""/readyz: whether this process can work, and what an operator should look after."""

import json
import shutil
from datetime import timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from articles import readiness, search, signs

MINUTE = timedelta(minutes=1)


@pytest.fixture
def told(client, db):
    """A function that returns (status, names of failures, names of alarms)."""

    def ask():
        response = client.get("/readyz")
        answer = json.loads(response.content)
        names = [[check["name"] for check in answer[key]] for key in ("failures", "alarms")]
        assert answer["is_ready"] is (response.status_code == 200)
        return response.status_code, *names

    return ask


@pytest.fixture
def make_task(db):
    """A function that makes a row of the queue as old as told."""

    def make(*, age, status="READY", run_after=None):
        now = timezone.now()
        task = DBTaskResult.objects.create(
            status=status,
            args_kwargs={"args": [], "kwargs": {}},
            task_path="articles.tasks.purge",
            backend_name="default",
            run_after=run_after or get_date_max(),
            finished_at=now - age if status == "FAILED" else None,
            exception_class_path="",
            traceback="暗号紫藤",
        )
        DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=now - age)

    return make


def test_a_process_that_can_work_says_so_to_whoever_asks_now(client, told):
    assert told() == (200, [], [])
    assert "no-store" in client.get("/readyz").headers["Cache-Control"]


def test_a_migration_that_is_missing_keeps_it_from_work_and_says_what_to_do(client, told):
    MigrationRecorder.Migration.objects.filter(app="articles", name="0001_initial").delete()

    assert told() == (503, ["migrations"], [])
    assert "manage.py migrate" in client.get("/readyz").text


def test_a_folder_that_takes_no_pictures_raises_an_alarm(told, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "file").chmod(0o400)

    assert told() == (200, [], ["media"])


def test_a_disk_that_is_nearly_full_raises_an_alarm(told, settings, monkeypatch):
    settings.MEDIA_ROOT.mkdir()
    monkeypatch.setattr(readiness, "FREE_BYTES", shutil.disk_usage(settings.MEDIA_ROOT).total)

    assert told() == (200, [], ["room"])


@pytest.mark.parametrize(
    ("fields", "alarms"),
    [
        ({"age": 4 * MINUTE}, []),
        ({"age": 6 * MINUTE}, ["tasks_late"]),
        ({"age": 60 * MINUTE, "run_after": 60 * MINUTE}, []),
        ({"age": 60 * MINUTE, "run_after": -4 * MINUTE}, []),
        ({"age": 60 * MINUTE, "run_after": -6 * MINUTE}, ["tasks_late"]),
        ({"age": 6 * MINUTE, "status": "RUNNING"}, []),
        ({"age": 6 * MINUTE, "status": "SUCCESSFUL"}, []),
        ({"age": 60 * MINUTE, "status": "FAILED"}, ["tasks_failed"]),
        ({"age": 25 * 60 * MINUTE, "status": "FAILED"}, []),
    ],
)
def test_tasks_that_failed_or_wait_too_long_raise_an_alarm(told, make_task, fields, alarms):
    if "run_after" in fields:
        fields = fields | {"run_after": timezone.now() + fields["run_after"]}
    make_task(**fields)

    assert told() == (200, [], alarms)


def test_a_post_that_search_does_not_know_raises_an_alarm(told, make_post):
    post = make_post()
    assert told() == (200, [], ["search"])

    search.index([post])

    assert told() == (200, [], [])


def test_nothing_of_the_machine_is_told(client, make_task, settings, make_post):
    make_post()
    make_task(age=6 * MINUTE)
    make_task(age=6 * MINUTE, status="FAILED")

    text = client.get("/readyz").text

    for word in ("紫藤", "purge", str(settings.MEDIA_ROOT), settings.SECRET_KEY, "5.2", "sqlite"):
        assert word not in text


def test_whether_it_is_able_is_asked_in_few_queries(client, db, django_assert_max_num_queries):
    client.get("/readyz")

    with django_assert_max_num_queries(7):
        client.get("/readyz")


def test_a_task_that_was_cut_off_raises_an_alarm(told, make_task):
    make_task(age=90 * MINUTE, status="RUNNING")
    DBTaskResult.objects.update(started_at=timezone.now() - 90 * MINUTE)
    assert told() == (200, [], ["tasks_stuck"])

    DBTaskResult.objects.update(started_at=timezone.now() - 5 * MINUTE)
    assert told() == (200, [], [])


def test_a_worker_that_stands_still_is_noticed_before_there_is_work(told):
    signs.ask_for_one()
    signs.ask_for_one()
    assert DBTaskResult.objects.get().task_name == "beat"
    assert told() == (200, [], [])

    DBTaskResult.objects.update(enqueued_at=timezone.now() - 20 * MINUTE)
    signs.ask_for_one()
    assert DBTaskResult.objects.count() == 1
    assert told() == (200, [], ["tasks_late"])


def test_signs_that_were_given_are_forgotten(db):
    signs.ask_for_one()
    DBTaskResult.objects.update(status="SUCCESSFUL")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - 20 * MINUTE)

    signs.ask_for_one()

    assert DBTaskResult.objects.get().status == "READY"
