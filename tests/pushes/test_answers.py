"""What becomes of it when a server does not take what it is told."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import pushes
from tests.pushes.working import work


@pytest.mark.parametrize("answer", [429, 500, 503])
def test_a_busy_server_is_told_again_later(indexnow, publish, answer):
    indexnow.answers = [answer]
    publish()
    work()
    [row] = DBTaskResult.objects.all()
    assert timedelta(seconds=50) < row.run_after - timezone.now() <= pushes.DELAYS[0]

    with time_machine.travel(row.run_after + timedelta(seconds=1)):
        work()

    assert len(indexnow.told) == 2
    assert not DBTaskResult.objects.exists()


def test_a_server_that_is_not_there_is_given_up_in_the_end(indexnow, settings, publish, caplog):
    settings.INDEXNOW_ENDPOINT = "http://127.0.0.1:9/"
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    with time_machine.travel(moment, tick=False) as clock:
        publish()
        tries = 0
        while row := DBTaskResult.objects.first():
            clock.move_to(
                max(row.run_after, timezone.now()) if row.run_after.year < 9999 else moment
            )
            work()
            tries += 1
        spent = timezone.now() - moment

    assert tries == len(pushes.DELAYS) + 1
    assert timedelta(hours=3) < spent < timedelta(hours=12)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "given up" in caplog.text


@pytest.mark.parametrize("answer", [400, 401, 403, 422, 301, 307])
def test_a_refusal_is_logged_and_not_tried_again(baidu, publish, caplog, answer):
    baidu.answers, baidu.location = [answer], f"{baidu.address}/elsewhere"
    publish()
    work()

    assert len(baidu.told) == 1
    assert not DBTaskResult.objects.exists()
    assert f"refused: {answer} no" in caplog.text
    assert "secret" not in caplog.text
