"""Two people, or two windows, at one post: nobody's text is lost or overwritten."""

import time
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from articles import workflow
from articles.models import Post
from articles.models.content import content_of
from tests.admin.conftest import fields_of, form_of

pytestmark = pytest.mark.django_db
BODY = "<p>一</p><p>二</p><p>三</p>"


@pytest.fixture
def post(make_post, editor):
    post = make_post(title="原题", summary="原摘要", body=BODY, status="draft")
    workflow.save_draft(post, content_of(post), by=editor)
    return post


@pytest.fixture
def opened(desk, post):
    """What the second person's form sends, opened before the first saved."""
    return fields_of(desk.get(form_of(post)))


@pytest.fixture
def first_saves(post, editor):
    """A function by which the first person saves changes."""
    return lambda **changes: workflow.save_draft(post, content_of(post) | changes, by=editor)


def send(client, post, sent):
    return client.post(form_of(post), sent | {"_continue": "1"})


def test_whoever_saves_second_is_told_who_was_first(english_desk, post, opened, first_saves):
    first_saves(title="第一人的题")

    answer = send(english_desk, post, opened | {"body": "第二人的文。"})

    assert "editor saved this post" in answer.text
    assert "第二人的文。" in answer.text
    assert Post.objects.get().body == BODY


def test_what_only_the_first_changed_is_taken_over(desk, post, opened, first_saves, make_category):
    section = make_category("国际")
    first_saves(
        title="第一人的题", tags=["海"], categories=[section.pk], expires_at="2100-01-01T00:00Z"
    )

    answer = send(desk, post, opened | {"summary": "第二人的摘要"})
    again = fields_of(answer)
    send(desk, post, again)

    post = Post.objects.get()
    assert (post.title, post.summary) == ("第一人的题", "第二人的摘要")
    assert (post.section, list(post.tags.names())) == (section, ["海"])
    assert post.expires_at.year == 2100


def test_changes_of_different_paragraphs_are_put_together(desk, post, opened, first_saves):
    first_saves(body=BODY.replace("一", "甲"))

    answer = send(desk, post, opened | {"body": "一\n\n二\n\n丙"})
    send(desk, post, fields_of(answer))

    assert Post.objects.get().body == "<p>甲</p><p>二</p><p>丙</p>"


def test_of_what_both_changed_either_side_can_be_chosen(english_desk, post, opened, first_saves):
    first_saves(title="第一人的题", body=BODY.replace("二", "甲"))
    mine = opened | {"title": "第二人的题", "body": "一\n\n乙\n\n三"}

    answer = send(english_desk, post, mine)
    assert "Both of you changed" in answer.text
    assert "<del>甲</del>" in answer.text
    send(english_desk, post, fields_of(answer, take=["body"]))

    post = Post.objects.get()
    assert post.title == "第二人的题"
    assert post.body == BODY.replace("二", "甲")


def test_the_same_change_by_both_is_no_clash(english_desk, post, opened, first_saves):
    first_saves(title="同题")

    answer = send(english_desk, post, opened | {"title": "同题"})

    assert "Both of you changed" not in answer.text


def test_a_third_save_in_between_is_seen_too(desk, post, opened, first_saves):
    first_saves(title="第一人的题")
    answer = send(desk, post, opened | {"summary": "第二人的摘要"})
    first_saves(title="又一题", summary="又一摘要")

    again = send(desk, post, fields_of(answer))

    assert again.status_code == 200
    assert Post.objects.get().summary == "又一摘要"


def test_an_import_meanwhile_is_the_same_case(english_desk, post, opened):
    workflow.save_draft(post, content_of(post) | {"title": "新文档的题"}, by=None, note="import")

    answer = send(english_desk, post, opened | {"title": "编辑的题"})

    assert "An import saved this post" in answer.text
    assert Post.objects.get().title == "新文档的题"


def test_changes_of_a_live_post_are_put_together_as_drafts(desk, make_post, editor):
    post = make_post(title="原题", summary="原摘要")
    workflow.save_edit(post, by=editor)
    opened = fields_of(desk.get(form_of(post)))
    workflow.save_draft(post, content_of(post) | {"title": "第一人的题"}, by=editor)

    answer = send(desk, post, opened | {"summary": "第二人的摘要"})
    send(desk, post, fields_of(answer))

    post = Post.objects.get()
    assert post.title == "原题"
    assert post.draft.fields["title"] == "第一人的题"
    assert post.draft.fields["summary"] == "第二人的摘要"


def test_a_step_by_the_second_is_not_taken_before_both_are_put_together(
    desk, post, opened, first_saves
):
    first_saves(title="第一人的题")

    desk.post(form_of(post), opened | {"title": "第二人的题", "_step_publish": "1"})

    assert Post.objects.get().status == "draft"


def test_of_a_post_that_nobody_had_saved_everything_that_differs_is_asked(
    english_desk, make_post, editor
):
    post = make_post(title="原题", status="draft")
    opened = fields_of(english_desk.get(form_of(post)))
    workflow.save_draft(post, content_of(post) | {"title": "第一人的题"}, by=editor)

    answer = send(english_desk, post, opened | {"title": "第二人的题"})

    assert "Both of you changed: Title" in answer.text
    assert Post.objects.get().title == "第一人的题"


def test_one_who_saves_twice_in_a_row_is_not_told_of_himself(desk, edit, post):
    assert edit(desk, post, title="一").status_code == 302
    assert edit(desk, post, title="二").status_code == 302


def test_a_form_that_was_opened_on_an_impossible_revision_is_saved(desk, make_post, edit):
    post = make_post(status="draft")

    assert edit(desk, post, seen="-1", title="新").status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite in memory has one connection")
def test_of_two_who_save_at_the_same_moment_one_is_told(make_post, editor):
    post = make_post(status="draft")
    workflow.save_draft(post, content_of(post), by=editor)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(editor)
    sent = fields_of(clients[0].get(form_of(post)))
    start, codes = Barrier(2), []

    def save(client, title):
        start.wait()
        codes.append(send(client, post, sent | {"title": title}).status_code)
        connection.close()

    threads = [Thread(target=save, args=pair) for pair in zip(clients, "甲乙", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) == [200, 302]


def test_a_save_while_a_form_is_opened_is_not_overwritten_by_it(desk, post, editor):
    """The content and the revision that a form is opened on are read together."""
    read = []

    def interrupted(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        is_posts = 'FROM "articles_post" ' in sql
        if is_posts and not read and f'"articles_post"."id" = {post.pk}' in sql % params:
            read.append(sql)
            other = Post.objects.get(pk=post.pk)
            workflow.save_draft(other, content_of(other) | {"body": "<p>一</p>"}, by=editor)
        return result

    with connection.execute_wrapper(interrupted):
        opened = fields_of(desk.get(form_of(post)))
    assert read
    send(desk, post, opened | {"summary": "第二人的摘要"})

    newest = post.revisions.first()
    assert newest.fields["body"] == "<p>一</p>"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite in memory has one connection")
def test_who_publishes_while_another_saves_publishes_what_was_saved(make_post, editor):
    post = make_post(title="原题")
    saved, published = Barrier(2), []

    def publish():
        mine = Post.objects.get(pk=post.pk)
        saved.wait(20)
        published.append(workflow.publish(mine, by=editor).title)
        connection.close()

    other = Thread(target=publish)
    other.start()
    with transaction.atomic():
        workflow.save_draft(post, content_of(post) | {"title": "新题"}, by=editor)
        saved.wait(20)
        wait_for_lock()
    other.join(20)

    assert published == ["新题"]


def wait_for_lock():
    """Return once another transaction waits for a row of this one."""
    with connection.cursor() as cursor:
        for _look in range(2000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_a_new_post_is_previewed_from_its_own_form(desk):
    address = "/admin/articles/post/add/"
    sent = fields_of(desk.get(address), title="新稿", body="正文。") | {"_preview": "1"}

    answer = desk.post(address, sent, follow=True)

    assert answer.redirect_chain[-1][0].endswith(f"/{Post.objects.get().pk}/change/")
    assert "/preview/" in answer.content.decode()


def test_sections_of_one_name_are_told_apart(desk, make_category):
    make_category("要闻", "本地")
    make_category("本地")
    choice = {"app_label": "articles", "model_name": "post", "field_name": "categories"}

    found = desk.get("/admin/autocomplete/", choice | {"term": "本地"}).json()["results"]

    assert sorted(row["text"] for row in found) == ["本地", "要闻 › 本地"]


def test_the_desk_begins_with_posts(desk):
    apps = desk.get("/admin/").context["app_list"]

    ours = next(app for app in apps if app["app_label"] == "articles")
    assert ours["models"][0]["object_name"] == "Post"
