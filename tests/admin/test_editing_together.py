import pytest

from articles import workflow
from articles.models import Post
from tests.admin.conftest import fields_of, form_of

pytestmark = pytest.mark.django_db


def test_whoever_saves_second_is_told_who_was_first_and_loses_nothing(desk, editor, make_post):
    post = make_post(title="原题", body="<p>原文。</p>")
    workflow.save_edit(post, by=None)
    opened = fields_of(desk.get(form_of(post)), body="第二人的正文。")
    post.title = "第一人的题"
    post.save()
    workflow.save_edit(post, by=editor)

    answer = desk.post(form_of(post), opened | {"_continue": "1"})

    assert "editor" in str(answer.context["errors"])
    assert "第二人的正文。" in answer.content.decode()
    assert Post.objects.get().title == "第一人的题"


def test_saving_again_after_the_notice_puts_the_second_text_in_place(desk, editor, make_post):
    post = make_post(title="原题", body="<p>原文。</p>")
    workflow.save_edit(post, by=None)
    opened = fields_of(desk.get(form_of(post)), title="第二人的题")
    workflow.save_edit(post, by=editor)
    told = desk.post(form_of(post), opened | {"_continue": "1"})

    seen = told.context["adminform"].form["seen"].value()
    desk.post(form_of(post), opened | {"seen": seen, "_continue": "1"})

    assert Post.objects.get().title == "第二人的题"


def test_one_who_saves_twice_in_a_row_is_not_told_of_himself(desk, edit, make_post):
    post = make_post(title="原题")

    assert edit(desk, post, title="一").status_code == 302
    assert edit(desk, post, title="二").status_code == 302


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

    assert apps[0]["models"][0]["object_name"] == "Post"
