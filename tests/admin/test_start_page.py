"""The desk's first page: what waits for whoever opens it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from articles import bulk, waiting, workflow
from articles.models import Conflict, Image, ReadCount
from articles.models.fetches import Problem


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def panel():
    """A function that opens the page and returns a panel of it by its name."""

    def open_page(client, name):
        response = client.get("/admin/")
        assert response.status_code == 200
        found = {panel.name: panel for panel in response.context["panels"]}
        return found[name] if name != "today" else response.context["today"]

    return open_page


def titles(panel):
    return [row.title for row in panel.rows]


def test_a_newcomer_is_told_in_words_that_nothing_waits(desk):
    page = desk.get("/admin/").text

    for words in ("Nothing came back.", "You have no drafts.", "Nothing yet today."):
        assert words in page
    assert 'href="/admin/articles/source/"' in page


def test_each_panel_holds_what_waits_and_leads_to_all_of_it(desk, make_post, editor, panel):
    now = timezone.now()
    back = make_post(title="退回的", status="draft", created_by=editor)
    workflow.submit(back, by=editor)
    workflow.return_to_draft(back, by=editor)
    make_post(title="我的草稿", status="draft", created_by=editor)
    make_post(title="别人的草稿", status="draft")
    make_post(title="等审的", status="in_review", rights="独家")
    make_post(title="批准了的", status="approved")
    for days in (2, 1):
        make_post(title=f"{days}天后", published_at=now + timedelta(days=days))
    post = make_post(title="有分歧的")
    Conflict.objects.create(post=post, field="title")
    Image.objects.create(original_url="https://p.example/a.jpg", problem=Problem.MISSING, tries=1)

    expected = {
        "sent_back": ["退回的"], "drafts": ["我的草稿"], "review": ["等审的"],
        "approved": ["批准了的"], "scheduled": ["1天后", "2天后"], "clashes": ["有分歧的"],
        "rights": ["等审的"], "pictures": ["a.jpg"],
    }  # fmt: skip
    for name, wanted in expected.items():
        found = panel(desk, name)
        assert titles(found) == wanted, name
        assert found.count == str(len(wanted))
        listed = desk.get(found.address).text
        assert all(title in listed for title in wanted if not title.endswith(".jpg")), name


def test_more_than_a_hundred_are_not_counted(desk, make_post, panel, monkeypatch):
    monkeypatch.setattr(waiting, "COUNTED", 3)
    for number in range(5):
        make_post(title=f"{number}", status="in_review")

    assert panel(desk, "review").count == "3+"


def test_what_was_published_today_is_told_with_how_it_is_read(desk, make_post, panel):
    now = timezone.now()
    one = make_post(title="读得少", published_at=now)
    two = make_post(title="读得多", published_at=now)
    make_post(title="昨天的", published_at=now - timedelta(days=2))
    for post, count in ((one, 1), (two, 40)):
        ReadCount.objects.create(post=post, day=timezone.localdate(), count=count)

    assert titles(panel(desk, "today")) == ["读得多", "读得少"]
    assert "41 reads today" in desk.get("/admin/").text


def test_a_reporter_sees_only_what_is_their_own(reporters_desk, reporter, make_post, panel):
    make_post(title="别人的", status="in_review")
    make_post(title="自己的", status="in_review", created_by=reporter)
    Image.objects.create(original_url="https://p.example/a.jpg", problem=Problem.MISSING, tries=1)

    page = reporters_desk.get("/admin/")
    assert titles(panel(reporters_desk, "review")) == ["自己的"]
    assert "With the editors" in page.text
    assert "别人的" not in page.text
    assert page.context["alarms"] == []


def test_alarms_are_told_in_words_and_failed_tasks_tried_again(desk, reporters_desk):
    failed = DBTaskResult.objects.create(
        status="FAILED", task_path="articles.tasks.purge_cdn", backend_name="default",
        args_kwargs={"args": [], "kwargs": {"labels": ["a"]}}, run_after=get_date_max(),
        finished_at=timezone.now(), traceback="Traceback\nValueError: gone", priority=0,
    )  # fmt: skip
    address = "/admin/django_tasks_database/dbtaskresult/"
    assert "What follows a change has failed." in desk.get("/admin/").text
    page = desk.get(f"{address}?status__exact=FAILED").text
    assert "ValueError: gone" in page
    assert "Empty the network in front" in page
    assert "Traceback" in desk.get(f"{address}{failed.pk}/change/").text

    desk.post(address, {"action": "try_again", "_selected_action": [str(failed.pk)]})

    row = DBTaskResult.objects.get()
    assert (row.status, row.args_kwargs["kwargs"]) == ("READY", {"labels": ["a"]})
    assert reporters_desk.get(address).status_code == 403


def test_running_bulk_changes_of_mine_are_shown(desk, editor, make_post, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    job = bulk.start("publish", {"posts": [make_post(status="draft").pk]}, {}, by=editor)

    assert f"/admin/articles/bulkjob/{job.pk}/change/" in desk.get("/admin/").text


def test_an_account_without_permissions_has_a_page_too(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))

    assert client.get("/admin/").status_code == 200


def test_the_page_asks_as_often_for_many_as_for_few(
    desk, make_post, editor, django_assert_max_num_queries
):
    for number in range(12):
        make_post(title=f"{number}", status="in_review", created_by=editor)
        make_post(title=f"x{number}", published_at=timezone.now())
    desk.get("/admin/")
    with django_assert_max_num_queries(26):
        desk.get("/admin/")
