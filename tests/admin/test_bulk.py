"""Many posts changed in one go: what is shown before, what is done at once, what the worker does."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from articles import bulk
from articles.models import BulkJob, Image, Post, TaggedPost

POSTS = "/admin/articles/post/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def act():
    """A function that chooses posts and an action in the list and returns the page that asks."""

    def choose(client, kind, posts, **query):
        sent = {"action": kind, "_selected_action": [post.pk for post in posts], "index": "0"}
        if query:
            sent["select_across"] = "1"
        return client.post(f"{POSTS}?{urlencode(query)}", sent, follow=True)

    return choose


@pytest.fixture
def confirm(act):
    """A function that does so, fills the form in, and confirms."""

    def sent(client, kind, posts, query=None, **fields):
        page = act(client, kind, posts, **(query or {}))
        address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
        return client.post(address, {**fields, "confirm": "1"}, follow=True)

    return sent


def work():
    """Do all that is queued, as the worker would."""
    while row := DBTaskResult.objects.filter(status="READY").first():
        row.delete()
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])


def test_what_would_happen_is_shown_before_anything_does(desk, make_post, act):
    draft = make_post(title="可以发", status="draft")
    gone = make_post(title="撤了的", status="withdrawn")

    page = act(desk, "publish", [draft, gone]).text

    assert "2 posts are chosen." in page
    assert "1 post would change" in page
    assert "<li>可以发</li>" in page
    assert '1 <span class="quiet">withdrawn</span>' in page
    assert Post.objects.get(pk=draft.pk).status == "draft"


def test_few_posts_are_published_at_once_and_the_rest_named(desk, make_post, confirm, editor):
    draft = make_post(title="可以发", status="draft", body="<p>集装箱</p>")
    gone = make_post(title="撤了的", status="withdrawn")

    page = confirm(desk, "publish", [draft, gone]).text

    assert Post.objects.get(pk=draft.pk).status == "published"
    assert draft.revisions.get().by == editor
    job = BulkJob.objects.get()
    assert (job.state, job.total, job.changed, job.left_count) == ("finished", 2, 1, 1)
    assert job.left == [[gone.pk, "撤了的", "it is withdrawn"]]
    assert "it is withdrawn" in page
    assert "可以发" in desk.get(POSTS, {"q": "集装箱"}).text


def test_readers_are_told_why_posts_are_withdrawn(desk, make_post, confirm):
    post = make_post()

    assert "This field is required" in confirm(desk, "withdraw", [post]).text
    confirm(desk, "withdraw", [post], notice="消息来源有误。")

    post.refresh_from_db()
    assert (post.status, post.withdrawal_notice) == ("withdrawn", "消息来源有误。")


def test_posts_are_put_into_a_section(desk, make_post, make_category, confirm):
    section = make_category("国际", "欧洲")
    post = make_post(categories=[make_category("旧的")])
    there = make_post(categories=[section])

    confirm(desk, "refile", [post, there], section=section.pk)
    assert [f.category.name for f in post.filings.all()] == ["旧的", "欧洲"]
    assert BulkJob.objects.get().left[0][2] == "it is like that already"

    confirm(desk, "refile", [post], section=section.pk, replaces="on")
    assert [f.category.name for f in post.filings.all()] == ["欧洲"]


def test_tags_are_added_and_removed(desk, make_post, confirm):
    post = make_post(tags=["海", "旧"])

    confirm(desk, "tag", [post], tags="港口、海", without_tags="旧")

    assert {tag.name for tag in post.tags.all()} == {"海", "港口"}
    assert TaggedPost.objects.filter(content_object=post).count() == 2
    assert "Name a tag." in confirm(desk, "tag", [post], tags=" ").text


def test_pictures_of_posts_are_queued_to_be_brought_home(desk, make_post, confirm):
    image = Image.objects.create(original_url="https://pictures.example/1.jpg")
    post = make_post(lead_image=image)
    plain = make_post(title="没有图")

    confirm(desk, "bring_home", [post, plain])

    assert [task.task_name for task in DBTaskResult.objects.all()] == ["fetch_picture"]
    assert BulkJob.objects.get().left == [[plain.pk, "没有图", "its pictures are here"]]


def test_all_posts_of_a_filter_are_changed_by_the_worker(desk, make_post, confirm, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    monkeypatch.setattr(bulk, "BATCH", 2)
    drafts = [make_post(status="draft", language="en") for _number in range(5)]
    other = make_post(status="draft")

    page = confirm(desk, "publish", drafts[:1], query={"language": "en"}).text
    job = BulkJob.objects.get()
    assert "0 of 5 looked at" in page
    assert 'progress.js"' in page
    assert job.state == "waiting"
    # What comes later is not meant.
    later = make_post(status="draft", language="en")
    work()

    job.refresh_from_db()
    assert (job.state, job.done, job.changed, job.percent) == ("finished", 5, 5, 100)
    assert not Post.objects.filter(pk__in=[post.pk for post in drafts], status="draft").exists()
    assert {*Post.objects.filter(status="draft")} == {other, later}


def test_a_job_goes_on_here_where_the_worker_left_it_and_can_be_stopped(
    desk, make_post, confirm, monkeypatch
):
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    monkeypatch.setattr(bulk, "BATCH", 2)
    posts = [make_post(status="draft") for _number in range(5)]
    confirm(desk, "publish", posts)
    job = BulkJob.objects.get()
    bulk.go_on(job.pk, seconds=0)
    assert Post.objects.filter(status="published").count() == 2

    desk.post(reverse("admin:articles_bulkjob_stop", args=[job.pk]))
    work()
    job.refresh_from_db()
    assert (job.state, job.changed) == ("stopped", 2)

    confirm(desk, "publish", posts)
    page = desk.post(
        reverse("admin:articles_bulkjob_go_on", args=[BulkJob.objects.first().pk]), follow=True
    ).text
    assert "Finished" in page
    assert Post.objects.filter(status="published").count() == 5


def test_a_job_whose_account_is_gone_changes_nothing(make_post, editor, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    post = make_post(status="draft")
    job = bulk.start("publish", {"posts": [post.pk]}, {}, by=editor)
    editor.delete()
    work()

    job.refresh_from_db()
    assert (job.state, job.changed) == ("finished", 0)
    assert Post.objects.get().status == "draft"


def test_a_reporter_changes_only_their_own_and_publishes_nothing(
    reporters_desk, make_post, reporter, confirm, act
):
    mine = make_post(title="自己的", status="draft", created_by=reporter)
    foreign = make_post(title="别人的", status="draft")
    page = confirm(reporters_desk, "tag", [mine], tags="海")
    keys = f"{mine.pk},{foreign.pk}"
    reporters_desk.post(
        f"/admin/articles/bulkjob/new/submit/?posts={keys}", {"confirm": "1"}, follow=True
    )

    assert page.status_code == 200
    assert Post.objects.get(pk=mine.pk).status == "in_review"
    assert Post.objects.get(pk=foreign.pk).status == "draft"
    for kind in ("publish", "withdraw", "approve"):
        address = f"/admin/articles/bulkjob/new/{kind}/?posts={keys}"
        assert reporters_desk.post(address, {"confirm": "1", "notice": "x"}).status_code == 403


def test_nobody_else_sees_or_stops_a_job_but_editors(reporters_desk, desk, editor, make_post):
    job = bulk.start("publish", {"posts": [make_post(status="draft").pk]}, {}, by=editor)
    address = f"/admin/articles/bulkjob/{job.pk}/"

    assert desk.get(f"{address}change/").status_code == 200
    assert reporters_desk.get(f"{address}change/").status_code == 302
    assert reporters_desk.post(f"{address}stop/").status_code == 404
    assert desk.get(f"{address}stop/").status_code == 404
    assert "Publish" not in reporters_desk.get("/admin/articles/bulkjob/").text


@pytest.mark.parametrize("query", ["", "?posts=", "?posts=x", "?posts=" + "9" * 30, "?all=0"])
def test_nothing_chosen_is_no_page(desk, query):
    assert desk.get(f"/admin/articles/bulkjob/new/publish/{query}").status_code == 404
    assert desk.get("/admin/articles/bulkjob/new/burn/?posts=1").status_code == 404
