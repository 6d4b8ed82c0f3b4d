"""What the rich editor sends and asks, as requests."""

import json
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from articles.html import CleanHTML
from articles.models import Image, Post
from tests.admin.conftest import fields_of, form_of

ADD = "/admin/articles/post/add/"
PASTED = "/admin/articles/post/writing/pasted/"
SOURCE = "/admin/articles/post/writing/source/"
TYPED = "/admin/articles/post/writing/typed/"
SEND = "/admin/articles/image/send/"
REMOTE = "https://pictures.example/a.jpg"


def facts(response):
    """What the editor is told when the form opens."""
    text = response.content.decode()
    start = text.index('<script id="id_body_facts" type="application/json">')
    return json.loads(text[text.index(">", start) + 1 : text.index("</script>", start)])


def sent(response, body, **changes):
    return fields_of(response, body=body, **changes) | {"body_kind": "html", "_continue": "1"}


def test_what_the_editor_sends_is_html_and_not_lines(desk):
    desk.post(
        ADD, sent(desk.get(ADD), "<p>甲\r\n乙</p><script>x</script><p onclick=y>丙</p>", title="题")
    )

    assert Post.objects.get().body == "<p>甲\n乙</p><p>丙</p>"


def test_html_that_nobody_changed_leaves_the_body_alone(desk, make_post):
    strange = CleanHTML("散行 <b>一</b>\n<div>x</div>")
    post = make_post(body=strange, status="draft")

    desk.post(form_of(post), sent(desk.get(form_of(post)), str(strange), title="新题"))

    post.refresh_from_db()
    assert (post.title, post.body) == ("新题", strange)


def test_what_got_past_the_cleaner_is_not_handed_to_the_editor(desk, make_post):
    post = make_post(body=CleanHTML("<p>甲</p><img src=x onerror=alert(1)>"))

    told = facts(desk.get(form_of(post)))

    assert (told["isSource"], told["isTyped"], told["body"]) == (True, False, "")


def test_what_cannot_be_kept_comes_back_whole(english_desk):
    markup = "<p>甲</p>" + "<b>" * 300
    response = english_desk.post(ADD, sent(english_desk.get(ADD), markup, title="题"))

    assert "This text cannot be kept" in response.text
    assert facts(response)["isSource"]
    assert response.context["adminform"].form["body"].value() == markup
    assert not Post.objects.exists()


def test_a_form_with_a_fault_elsewhere_opens_with_what_was_written(desk):
    response = desk.post(ADD, sent(desk.get(ADD), "<p>甲</p><p>乙</p>", title=""))

    assert facts(response)["body"] == "<p>甲</p><p>乙</p>"
    assert not facts(response)["isSource"]
    assert 'name="body_kind" value="html"' in response.text


def test_a_form_with_a_fault_keeps_what_was_typed_as_source(desk):
    typed = fields_of(desk.get(ADD), title="", body="甲\n乙") | {"_continue": "1"}

    response = desk.post(ADD, typed)

    assert facts(response)["isTyped"]
    assert 'name="body_kind" value=""' in response.text


def test_a_form_tells_what_its_pictures_are(desk, make_post, picture):
    post = make_post(body=f'<figure><img data-image="{picture.pk}" alt=""></figure>')

    told = facts(desk.get(form_of(post)))["pictures"]

    assert told == {
        str(picture.pk): {
            "key": str(picture.pk),
            "src": picture.src,
            "alt": "渡轮",
            "caption": "",
            "credit": "新华社",
            "title": "渡轮",
            "width": picture.width,
            "height": picture.height,
        }
    }


def test_pasted_html_comes_back_tidied_and_its_pictures_are_fetched(desk):
    markup = f'<section><p>　　甲</p><section>乙</section><img data-src="{REMOTE}" src="data:,"></section>'

    answer = desk.post(PASTED, {"html": markup}).json()

    row = Image.objects.get()
    assert row.original_url == REMOTE
    assert (
        answer["html"] == f'<p>甲</p><p>乙</p><figure><img data-image="{row.pk}" alt=""></figure>'
    )
    assert answer["pictures"][str(row.pk)]["src"] == REMOTE
    queued = DBTaskResult.objects.get(task_path="articles.tasks.fetch_picture")
    assert queued.args_kwargs["kwargs"] == {"image": str(row.pk)}


def test_a_picture_of_this_site_that_is_pasted_is_the_one_of_the_library(desk, picture):
    copy = picture.src.replace(".jpg", "-640.webp")
    for address in (picture.src, copy):
        markup = f'<p>甲</p><img src="http://testserver{address}">'

        answer = desk.post(PASTED, {"html": markup}).json()

        assert f'data-image="{picture.pk}"' in answer["html"]
    assert Image.objects.count() == 1


def test_what_was_typed_and_what_is_shown_for_typing_mean_each_other(desk):
    body = "<p>甲</p><h2>题</h2><p>乙<br>丙</p>"

    shown = desk.post(SOURCE, {"html": body}).json()
    back = desk.post(TYPED, {"text": shown["text"]}).json()

    assert shown == {"text": "甲\n\n<h2>题</h2>\n\n乙<br>丙", "is_same": True}
    assert back["html"] == body


def test_what_would_mean_another_body_as_source_is_told(desk):
    assert not desk.post(SOURCE, {"html": "<p>甲</p><p></p>"}).json()["is_same"]


def test_a_picture_is_uploaded_verified_and_known_again(desk, jpeg):
    answers = [
        desk.post(SEND, {"file": SimpleUploadedFile("a.jpg", jpeg, "image/jpeg")}).json()
        for _time in range(2)
    ]

    row = Image.objects.get()
    assert [answer["key"] for answer in answers] == [str(row.pk)] * 2
    assert answers[0]["src"] == row.file.url


def test_what_is_no_picture_is_refused_in_words(english_desk):
    response = english_desk.post(SEND, {"file": SimpleUploadedFile("a.jpg", b"<svg/>")})

    assert response.status_code == 400
    assert "not a picture" in response.json()["error"]
    assert not Image.objects.exists()


def test_no_file_is_told(english_desk):
    assert english_desk.post(SEND).json()["error"] == "No file was sent."


@pytest.mark.parametrize("markup", ["甲" * 700_000, "<b>" * 300])
def test_markup_beyond_the_limits_is_refused_in_words(english_desk, markup):
    response = english_desk.post(PASTED, {"html": markup})

    assert response.status_code == 400
    assert "cannot be kept" in response.json()["error"]


@pytest.mark.parametrize("address", [PASTED, SOURCE, TYPED, SEND])
def test_only_those_who_write_are_answered(address, desk, reporters_desk, django_user_model):
    reader = django_user_model.objects.create_user("reader", password="x", is_staff=True)
    outsider, token_less = Client(), Client(enforce_csrf_checks=True)
    outsider.force_login(reader)
    token_less.force_login(django_user_model.objects.get(username="editor"))

    assert Client().post(address).status_code == 302
    assert outsider.post(address).status_code == 403
    assert token_less.post(address).status_code == 403
    assert desk.get(address).status_code == 405
    assert reporters_desk.post(address).status_code != 403


def test_who_may_only_read_sees_the_text_as_it_looks(make_post, reporter, picture):
    post = make_post(
        created_by=reporter,
        status="published",
        body=f'<p>一段 <strong>粗</strong></p><figure><img data-image="{picture.pk}"></figure>',
    )
    client = Client()
    client.force_login(reporter)

    page = client.get(form_of(post)).text

    assert "<p>一段 <strong>粗</strong></p>" in page
    assert f'src="{picture.src}"' in page
    assert "<textarea" not in page


def test_the_form_asks_the_library_once_for_all_pictures(
    desk, make_post, django_assert_max_num_queries
):
    keys = [str(Image.objects.create(original_url=f"{REMOTE}?{n}").pk) for n in range(5)]
    body = "".join(f'<figure><img data-image="{key}" alt=""></figure>' for key in keys)
    post = make_post(body=body)

    with django_assert_max_num_queries(30):
        assert len(facts(desk.get(form_of(post)))["pictures"]) == 5


def test_the_addresses_are_those_that_the_editor_is_told(desk):
    told = facts(desk.get(ADD))

    names = ("pasted", "typed", "source")
    assert [told[f"{name}Address"] for name in names] == [
        reverse(f"admin:articles_post_{name}") for name in names
    ]
    assert told["uploadAddress"] == SEND


def test_the_longest_body_is_sent_as_a_form_sends_it(desk, make_post):
    body = "<p>" + "港" * 600_000 + "</p>"
    post = make_post(status="draft", body=body)
    fields = fields_of(desk.get(form_of(post)), title="新题", _continue="1")

    answer = desk.post(
        form_of(post),
        urlencode(fields, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 302
    post.refresh_from_db()
    assert (post.title, post.body) == ("新题", body)
