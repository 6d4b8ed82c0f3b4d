"""How often one request of the desk may ask the database, all told, whatever the post holds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.images.library import add_picture
from articles.models import (
    Author,
    Conflict,
    DuplicateLink,
    Post,
    Responsibility,
    Source,
)
from articles.models.content import content_of
from tests.admin.conftest import fields_of, form_of
from tests.conftest import make_user
from tests.images.drawing import drawn, encoded

FORM, LIST, SAVE = 15, 15, 25
POSTS, ADD = "/admin/articles/post/", "/admin/articles/post/add/"
STEPS_TO = {
    "draft": [],
    "in_review": ["submit"],
    "approved": ["submit", "approve"],
    "published": ["submit", "approve", "publish"],
    "withdrawn": ["submit", "approve", "publish", "withdraw"],
}


@pytest.fixture
def people(make_category, editor, reporter, django_user_model):
    """One of each role; the editor answers for 国际."""
    second = make_user(django_user_model, "second", "Editors")
    Responsibility.objects.create(user=second, category=make_category("国际"))
    return {"chief": editor, "editor": second, "reporter": reporter}


@pytest.fixture
def pictures():
    return [add_picture(encoded(drawn(size=(40 + n, 30))), alt=f"图{n}") for n in range(3)]


@pytest.fixture
def story(make_post, make_category, people, pictures):
    """A function that makes a post with all that a post usually has, on its way to `status`."""

    def make(status):
        lead, *shown = pictures
        figures = "".join(f'<figure><img data-image="{row.pk}" alt="图"></figure>' for row in shown)
        post = make_post(
            body=f"<p>渡轮今日启用。</p>{figures}<p>乘客增多。</p>",
            status="draft",
            published_at=None,
            lead_image=lead,
            source=Source.objects.get_or_create(name="海湾日报")[0],
            categories=[make_category("国际", "亚洲"), make_category("财经")],
            authors=["林知遥", "陈默"],
            tags=["港口", "交通"],
            created_by=people["reporter"],
        )
        workflow.save_draft(post, content_of(post), by=people["reporter"])
        for step in STEPS_TO[status]:
            getattr(workflow, step)(post, by=people["reporter" if step == "submit" else "chief"])
        return post

    return make


@pytest.fixture
def desks(people):
    """By role, the browser in which somebody is logged in."""
    clients = {role: Client(headers={"accept-language": "en"}) for role in people}
    for role, client in clients.items():
        client.force_login(people[role])
        # What a process learns with its first page, for all that follow.
        client.get(ADD)
    return clients


@pytest.fixture(autouse=True)
def _nothing_is_swept(monkeypatch):
    """One in many saves deletes old rows too, whichever number it happens to have."""
    monkeypatch.setattr("articles.models.purges.SWEEP", 10**12)


@pytest.fixture
def send(desks):
    """A function that changes the words of a post in its form and presses a button.

    Returns (the answer, the statements of that request).
    """

    def press(role, post, button, **changes):
        page = desks[role].get(form_of(post))
        text = page.context["adminform"].form["body"].value().replace("今日", "昨日")
        changed = {"title": "新题", "body": text, "body_kind": "html"} | changes
        sent = fields_of(page, **changed) | {button: "1"}
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = desks[role].post(form_of(post), sent)
        return answer, [query["sql"] for query in asked.captured_queries]

    return press


@pytest.mark.parametrize("status", STEPS_TO)
@pytest.mark.parametrize("role", ["chief", "editor", "reporter"])
def test_opening_a_post(desks, story, role, status, django_assert_max_num_queries):
    post = story(status)

    with django_assert_max_num_queries(FORM):
        page = desks[role].get(form_of(post)).text

    assert "海湾日报" in page
    assert "林知遥" in page


def test_opening_a_post_of_which_there_is_everything(
    desks, story, people, make_post, django_assert_max_num_queries
):
    post = story("published")
    workflow.save_draft(post, content_of(post) | {"title": "改后"}, by=people["chief"])
    Conflict.objects.create(post=post, field="title", base="甲", theirs="乙")
    DuplicateLink.objects.create(post=post, other=make_post(title="另一篇"), similarity=0.9)
    desks["editor"].post(f"{POSTS}{post.pk}/keep/", {"title": "没有存"})

    with django_assert_max_num_queries(FORM):
        page = desks["editor"].get(form_of(post)).text

    for shown in ("改后", "另一篇", "you typed and did not save", "/conflict/"):
        assert shown in page


@pytest.mark.parametrize("role", ["chief", "editor", "reporter"])
@pytest.mark.parametrize("query", [{}, {"q": "渡轮"}, {"q": "渡轮", "author": "林知遥"}])
def test_looking_for_posts(desks, story, role, query, django_assert_max_num_queries):
    story("published"), story("draft")

    with django_assert_max_num_queries(LIST):
        assert "新闻第2号" in desks[role].get(POSTS, query).text


@pytest.mark.parametrize(
    ("role", "status", "button"),
    [
        ("reporter", "draft", "_save"),
        ("reporter", "draft", "_step_submit"),
        ("editor", "in_review", "_save"),
        ("editor", "in_review", "_step_approve"),
        ("editor", "draft", "_step_publish"),
        ("editor", "published", "_save"),
        ("editor", "published", "_step_publish"),
        ("chief", "approved", "_step_publish"),
        ("chief", "published", "_save"),
        ("chief", "published", "_step_publish"),
        ("chief", "withdrawn", "_save"),
    ],
)
def test_saving_and_taking_a_step(story, send, role, status, button):
    post = story(status)

    answer, statements = send(role, post, button)

    assert answer.status_code == 302
    assert post.revisions.first().fields["title"] == "新题"
    assert len(statements) <= SAVE, "\n".join(statements)


def test_publishing_changes_with_a_correction(story, send):
    post = story("published")
    send("editor", post, "_save", title="存着")

    answer, statements = send("editor", post, "_step_publish", correction="题错了。")

    assert answer.status_code == 302
    assert post.corrections.count() == 1
    assert len(statements) <= SAVE, "\n".join(statements)


@pytest.mark.parametrize(
    ("status", "step"), [("approved", "return_to_draft"), ("published", "withdraw")]
)
def test_giving_back_and_withdrawing(desks, story, status, step, django_assert_max_num_queries):
    post = story(status)
    address = reverse("admin:articles_post_step", args=[post.pk, step])

    with django_assert_max_num_queries(SAVE):
        desks["chief"].post(address, {"note": "再改", "reason": "有误", "notice": "已撤下"})

    assert Post.objects.get(pk=post.pk).status == ("draft" if step != "withdraw" else "withdrawn")


def test_writing_a_new_post(desks, story, pictures, django_assert_max_num_queries):
    other = story("draft")
    sent = fields_of(
        desks["reporter"].get(ADD),
        title="新稿",
        body="正文。",
        sections=[filing.category_id for filing in other.filings.all()],
        writers=[author.pk for author in Author.objects.all()],
        tags="港口，交通",
        source=other.source_id,
        lead_image=str(pictures[0].pk),
    )

    with django_assert_max_num_queries(SAVE):
        answer = desks["reporter"].post(ADD, sent | {"_save": "1"})

    assert answer.status_code == 302
    new = Post.objects.get(title="新稿")
    assert new.relations["categories"] == other.relations["categories"]
    assert new.relations["tags"] == other.relations["tags"]
    assert len(new.relations["authors"]) == 2
