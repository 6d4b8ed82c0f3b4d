"""The log of the desk: complete, lasting, and only for those who may read it."""

import csv
import io
import json

import pytest
from django.test import Client

from articles import bulk, workflow
from articles.admin import audit
from articles.models import AuditEntry, ImportRun, Source, Tag
from tests.admin.conftest import form_of

LOG = "/admin/articles/auditentry/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    AuditEntry.objects.all().delete()


def told():
    return [(e.kind, e.by_name, e.subject, e.note) for e in AuditEntry.objects.order_by("pk")]


def test_steps_and_saves_are_told_once_each(make_post, editor):
    post = make_post(title="渡轮", status="draft")
    workflow.save_edit(post, by=editor, note="改错字")
    workflow.publish(post, by=editor)
    workflow.save_edit(post, by=None)

    assert told() == [
        ("save", "editor", "渡轮", "改错字"),
        ("step", "editor", "渡轮", "draft → published"),
    ]


def test_what_the_admin_changes_and_deletes_is_told(desk, make_post, edit):
    source = Source.objects.create(name="海湾日报")
    post = make_post(title="草稿", status="draft")
    edit(desk, source, description="海边的报纸")
    desk.post(form_of(post).replace("change", "delete"), {"post": "yes"})
    tags = [Tag.objects.create(name=name) for name in ("甲", "乙")]
    sent = {
        "action": "delete_selected",
        "_selected_action": [tag.pk for tag in tags],
        "post": "yes",
    }
    desk.post("/admin/articles/tag/", sent)

    kinds = [(kind, subject) for kind, _by, subject, _note in told()]
    assert kinds[:2] == [("change", "海湾日报"), ("delete", "草稿")]
    assert sorted(kinds[2:]) == [("delete", "乙"), ("delete", "甲")]


def test_runs_bulk_changes_and_sign_ins_are_told(make_post, editor, client):
    run = ImportRun.objects.create(counts={"created": 3})
    run.save(update_fields=["finished_at", "counts"])
    bulk.start("publish", {"posts": [make_post(status="draft").pk]}, {}, by=editor)
    client.post("/admin/login/", {"username": "editor", "password": "wrong"})
    client.post("/admin/login/", {"username": "editor", "password": "correct horse battery"})
    client.post("/admin/logout/")

    kinds = [kind for kind, *_rest in told()]
    assert kinds == ["import", "bulk", "step", "bulk", "refused", "sign_in", "sign_out"]
    assert told()[0][3] == "3 created"


def test_an_entry_outlives_what_it_tells_of_and_who_did_it(desk, make_post, editor):
    post = make_post(title="渡轮", status="draft")
    workflow.save_edit(post, by=editor)
    post.delete()
    editor.delete()

    entry = AuditEntry.objects.get()
    assert (entry.by, entry.by_name, entry.subject) == (None, "editor", "渡轮")


def test_the_log_is_filtered(desk, make_post, editor):
    post = make_post(title="渡轮", status="draft")
    workflow.publish(post, by=editor)
    workflow.save_edit(make_post(title="茶园"), by=editor)

    def shown(**query):
        return [entry.subject for entry in desk.get(LOG, query).context["entries"]]

    assert shown() == ["茶园", "渡轮"]
    assert shown(kind="step") == shown(subject=f"post:{post.pk}") == ["渡轮"]
    assert shown(person="nobody") == shown(until="2020-01-01") == []
    assert shown(person="editor", since="2020-01-01") == ["茶园", "渡轮"]
    assert shown(kind="x", since="x", person="\0") == ["茶园", "渡轮"]
    assert form_of(post) in desk.get(LOG).text


@pytest.mark.parametrize("batch", [2, 500])
def test_the_whole_log_is_taken_along(desk, make_post, editor, monkeypatch, batch):
    monkeypatch.setattr(audit, "BATCH", batch)
    for number in range(5):
        workflow.save_edit(make_post(title=f"=1+{number}"), by=editor)

    table = b"".join(desk.get(LOG, {"format": "csv"}).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert [row[5] for row in rows[1:]] == [f"'=1+{number}" for number in range(4, -1, -1)]
    lines = b"".join(desk.get(LOG, {"format": "jsonl"}).streaming_content).decode().splitlines()
    assert [json.loads(line)["subject"] for line in lines] == [f"=1+{n}" for n in range(4, -1, -1)]


def test_nobody_reads_it_who_may_not_and_nobody_changes_it(desk, reporters_desk, make_post, editor):
    workflow.save_edit(make_post(), by=editor)
    entry = AuditEntry.objects.get()

    assert reporters_desk.get(LOG).status_code == 403
    assert reporters_desk.get(LOG, {"format": "csv"}).status_code == 403
    assert Client().get(LOG).status_code == 302
    assert desk.post(f"{LOG}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post(f"{LOG}{entry.pk}/change/", {"note": "x"})
    assert AuditEntry.objects.get().note == entry.note


def test_the_log_asks_as_often_for_many_as_for_few(
    desk, make_post, editor, django_assert_max_num_queries
):
    for _number in range(20):
        workflow.save_edit(make_post(), by=editor)
    with django_assert_max_num_queries(8):
        desk.get(LOG)
