import json

import pytest
from django_tasks_db.models import DBTaskResult

from articles import workflow
from articles.models import Purge
from tests.pushes.working import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def cdn(engine, settings):
    settings.CDN_PURGE_URL = f"{engine.address}/purge_cache"
    settings.CDN_PURGE_AUTHORIZATION = "Bearer secret"
    return engine


def test_a_change_is_queued_with_it_and_the_cdn_told_by_label(cdn, make_post, editor):
    post = make_post()
    workflow.save_edit(post, by=editor)
    assert DBTaskResult.objects.count() == 1

    work()

    [(path, kind, body)] = cdn.told
    assert (path, kind) == ("/purge_cache", "application/json")
    assert json.loads(body) == {"tags": Purge.objects.latest("pk").labels}
    assert f"post-{post.pk}" in json.loads(body)["tags"]


def test_a_cdn_that_is_busy_is_told_again_later(cdn, make_post, editor):
    cdn.answers = [503]
    workflow.save_edit(make_post(), by=editor)

    work()

    [later] = DBTaskResult.objects.all()
    assert later.args_kwargs["kwargs"]["attempt"] == 2
    assert later.run_after is not None


def test_without_a_cdn_nothing_is_queued(make_post, editor):
    workflow.save_edit(make_post(), by=editor)

    assert not DBTaskResult.objects.exists()
