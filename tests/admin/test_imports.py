from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from articles import workflow
from articles.models import Conflict, ImportRecord, ImportRun, Post
from tests.admin.conftest import form_of

RECORDS = "/admin/articles/importrecord/"
RUNS = "/admin/articles/importrun/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def make_run(db):
    """A function that makes a finished run of ten minutes ago unless told otherwise."""

    def make(**fields):
        started = fields.pop("started_at", timezone.now() - timedelta(minutes=10))
        fields.setdefault("finished_at", started + timedelta(seconds=20))
        run = ImportRun.objects.create(**fields)
        ImportRun.objects.filter(pk=run.pk).update(started_at=started)
        run.refresh_from_db()
        return run

    return make


def record_of(run, path="a.md", outcome="created", **fields):
    return ImportRecord.objects.create(
        run=run, path=path, identifier=path, outcome=outcome, **fields
    )


def undo_address(run):
    return reverse("admin:articles_importrun_undo", args=[run.pk])


def text_of(response):
    return " ".join(strip_tags(response.text).split())


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "Finished"),
        ({"finished_at": None}, "Broken off"),
        ({"finished_at": None, "started_at": timezone.now()}, "Running"),
        ({"undone_at": timezone.now()}, "Undone"),
    ],
)
def test_a_run_tells_its_state(desk, make_run, fields, state):
    if "started_at" in fields:
        fields = fields | {"started_at": timezone.now()}
    run = make_run(**{"started_at": timezone.now() - timedelta(hours=3)} | fields)

    assert f">{state}</span>" in desk.get(RUNS).text
    assert f">{state}</span>" in desk.get(form_of(run)).text


def test_a_run_that_has_kept_a_record_lately_is_running(desk, make_run):
    run = make_run(finished_at=None, started_at=timezone.now() - timedelta(hours=3))
    record_of(run)

    assert ">Running</span>" in desk.get(RUNS).text


def test_a_run_tells_its_pace_and_what_it_was_told(desk, make_run):
    options = {"source": "海湾日报", "timezone": "", "dry_run": False, "workers": 2}
    run = make_run(counts={"created": 180, "unchanged": 20}, options=options)

    page = text_of(desk.get(form_of(run)))

    assert "20.0 s · 200 documents · 10 a second" in page
    assert "source: 海湾日报" in page
    assert "timezone:" not in page


def test_a_run_that_broke_off_counts_what_it_did(desk, make_run):
    run = make_run(finished_at=None)
    record_of(run)
    record_of(run, "b.md")

    assert "Created 2" in text_of(desk.get(form_of(run)))


def test_warnings_are_counted_by_kind_and_lead_to_their_documents(desk, make_run):
    run = make_run(warning_counts={"zone": 1, "near duplicate": 2})
    told = [{"kind": "near duplicate", "message": 'says "kind": "zone"'}]
    record_of(run, "alike.md", warnings=told)
    record_of(run, "late.md", warnings=[{"kind": "zone", "message": "时间可疑"}])
    record_of(make_run(), "other.md", warnings=told)

    page = desk.get(form_of(run)).text
    address = f"{RECORDS}?run__id__exact={run.pk}&amp;kind=near+duplicate"

    assert f'href="{address}"' in page
    listed = desk.get(address.replace("&amp;", "&")).text
    assert "alike.md" in listed
    assert "late.md" not in listed
    assert "other.md" not in listed
    zone = desk.get(f"{RECORDS}?kind=zone").text
    assert "late.md" in zone
    assert "alike.md" not in zone


def test_failed_documents_are_named_with_their_place(desk, make_run):
    run = make_run(counts={"failed": 1})
    error = {"message": "no mapping", "line": 3, "column": 9}
    record = record_of(run, "in/b.md", "failed", error=error)

    page = desk.get(form_of(run)).text

    assert "in/b.md:3:9" in page
    assert "no mapping" in page
    assert f'href="{form_of(record)}"' in page


def test_a_run_shows_the_clashes_it_raised(desk, make_run, make_post):
    run = make_run()
    record = record_of(run, outcome="conflict", post=make_post(title="港口"))
    conflict = Conflict.objects.create(
        post=record.post, field="title", theirs="新标题", record=record
    )

    for row in (run, record):
        page = desk.get(form_of(row)).text
        assert f'href="{form_of(conflict)}"' in page


def test_an_empty_run_says_so_in_words(desk, make_run):
    page = text_of(desk.get(form_of(make_run())))

    for told in ("No warnings.", "All documents could be read.", "No clashes"):
        assert told in page


def test_the_list_of_documents_leads_to_posts_and_originals(desk, make_run, make_post):
    post = make_post(title="港口")
    record_of(make_run(), post=post)

    assert f'href="{form_of(post)}"' in desk.get(RECORDS).text


@pytest.mark.parametrize(
    "query", ["?kind=%22", "?kind=%00x", "?kind=无", "?run__id__exact=1&kind="]
)
def test_odd_kinds_have_an_answer(desk, make_run, query):
    record_of(make_run())

    assert desk.get(RECORDS + query).status_code in (200, 302)


def test_undoing_is_asked_first_and_names_what_would_happen(desk, make_run, make_post, editor):
    run = make_run()
    for title in ("会删掉的", "编辑过的"):
        record_of(run, f"{title}.md", post=make_post(title=title))
    workflow.save_edit(Post.objects.get(title="编辑过的"), by=editor)

    page = text_of(desk.get(undo_address(run)))

    assert "Deleted: 1 会删掉的" in page
    assert "编辑过的 an editor has worked on it since" in page
    assert Post.objects.count() == 2


def test_fields_that_would_go_back_are_named(desk, make_run, make_post):
    run, post = make_run(), make_post(title="新标题")
    record_of(
        run, outcome="updated", post=post, imported={"title": "新标题"}, replaced={"title": "旧"}
    )

    assert "Given back what they held: 1 新标题 Title" in text_of(desk.get(undo_address(run)))


def test_an_editor_undoes_a_run(desk, make_run, make_post):
    run = make_run()
    record_of(run, post=make_post())

    response = desk.post(undo_address(run), follow=True)

    assert "1 post is deleted." in response.text
    assert not Post.objects.exists()
    assert ">Undone</span>" in response.text
    assert LogEntry.objects.get().object_id == str(run.pk)
    assert undo_address(run) not in response.text
    assert "undone already" in desk.post(undo_address(run), follow=True).text


def test_a_large_run_is_left_to_the_command_line(desk, make_run, make_post, monkeypatch):
    monkeypatch.setattr("articles.admin.undo.MOST_POSTS", 0)
    run = make_run()
    record_of(run, post=make_post())

    assert f"manage.py undo_import {run.pk} --dry-run" in desk.get(undo_address(run)).text
    desk.post(undo_address(run))
    assert Post.objects.exists()


def test_whoever_may_not_publish_undoes_nothing(reporters_desk, make_run, make_post):
    run = make_run()
    record_of(run, post=make_post())

    assert reporters_desk.get(undo_address(run)).status_code == 403
    assert reporters_desk.post(undo_address(run)).status_code == 403
    assert Post.objects.exists()


def test_a_runs_page_leads_to_repair_and_undo(desk, make_run):
    run = make_run()

    page = desk.get(form_of(run)).text

    assert undo_address(run) in page
    assert f"/admin/articles/importrun/repair/?run={run.pk}" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_runs_asks_as_often_for_many(
    desk, make_run, django_assert_max_num_queries, count
):
    for _number in range(count):
        make_run(finished_at=None)

    with django_assert_max_num_queries(9):
        assert desk.get(RUNS).status_code == 200
