"""Documents whose source asks for a licence note: they wait in review, and stay as they are."""

import pytest
from django.core.management import call_command

from articles import workflow
from articles.models import ImportRun, Post, Source, Transition
from articles.models.content import content_of

BODY = "<p>" + "港口的早晨从第一班渡轮开始。" * 20 + "</p>"


def document(title="标题", date="2022-03-10 08:00:00", rights="", **keys):
    lines = {"title": title, "date": date, "source": "海湾日报", "rights": rights} | keys
    front = "\n".join(f"{key}: {value}" for key, value in lines.items() if value)
    return f"---\n{front}\n---\n{BODY}\n"


@pytest.fixture
def agency(db):
    return Source.objects.create(
        name="海湾日报", licence_policy="restricted", licence="合同", rights_default=""
    )


def state():
    post = Post.objects.get()
    return post.status, post.title


def warnings(run):
    return [warning["kind"] for warning in run.rows[0]["warnings"]]


def test_a_restricted_piece_waits_in_review_and_the_report_says_why(write, run_import, agency):
    Source.objects.update(rights_default="独家稿件")
    done = run_import(write("a.txt", document()))

    assert state() == ("in_review", "标题")
    told = next(w["message"] for w in done.rows[0]["warnings"] if w["kind"] == "licence")
    assert told.startswith("“海湾日报” asks for a licence note")
    assert Transition.objects.get().to_status == "in_review"
    assert ImportRun.objects.get().warning_counts["licence"] == 1


@pytest.mark.parametrize(
    ("policy", "notice", "status"),
    [
        ("never", "独家稿件", "published"),
        ("restricted", "", "published"),
        ("every", "", "in_review"),
    ],
)
def test_the_policy_decides(write, run_import, agency, policy, notice, status):
    Source.objects.update(licence_policy=policy, rights_default=notice)

    run_import(write("a.txt", document()))

    assert state()[0] == status


def test_no_option_lets_it_out(write, run_import, agency):
    Source.objects.update(licence_policy="every")

    run_import(write("a.txt", document()), status="published")

    assert state()[0] == "in_review"


def test_what_waits_follows_its_document_and_is_never_published_by_it(write, run_import, agency):
    Source.objects.update(licence_policy="every")
    run_import(write("a.txt", document()))
    run_import(write("a.txt", document("新题")))
    assert state() == ("in_review", "新题")
    Source.objects.update(licence_policy="never")

    again = run_import(write("a.txt", document("更新的题")))

    assert state() == ("in_review", "更新的题")
    assert "licence" not in warnings(again)
    assert Transition.objects.count() == 1


def test_a_draft_that_gets_its_date_waits_too_once(write, run_import, agency):
    Source.objects.update(licence_policy="every")
    run_import(write("a.txt", document(date="")))
    assert state()[0] == "draft"

    dated = run_import(write("a.txt", document()))
    again = run_import(write("a.txt", document("新题")))

    assert state() == ("in_review", "新题")
    assert (dated.rows[0]["outcome"], "licence" in warnings(dated)) == ("updated", True)
    assert "licence" not in warnings(again)


def test_a_live_post_stays_live_and_follows_when_the_policy_comes_later(write, run_import, agency):
    run_import(write("a.txt", document()))
    Source.objects.update(licence_policy="every")

    run_import(write("a.txt", document("新题")))

    assert state() == ("published", "新题")


def test_the_note_of_the_desk_survives_the_next_import(write, run_import, agency, editor):
    Source.objects.update(licence_policy="every")
    run_import(write("a.txt", document()))
    post = Post.objects.get()
    workflow.publish(post, by=editor, content=content_of(post) | {"licence_note": "来函"})

    run_import(write("a.txt", document("新题")))

    post = Post.objects.get()
    assert (post.status, post.title, post.licence_note) == ("published", "新题", "来函")


def test_a_run_that_was_held_up_is_undone(write, run_import, agency):
    Source.objects.update(licence_policy="every")
    run_import(write("a.txt", document()))

    call_command("undo_import", str(ImportRun.objects.get().pk))

    assert not Post.objects.exists()
