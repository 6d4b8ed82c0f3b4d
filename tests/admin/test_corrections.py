"""What readers are told was corrected, as editors write it in the form of a post."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import html

from articles.models import Correction, Purge
from tests.admin.conftest import fields_of, form_of
from tests.conftest import make_user


@pytest.fixture
def colleagues_desk(django_user_model):
    """The browser of a second editor."""
    client = Client()
    client.force_login(make_user(django_user_model, "colleague", "Chief editors"))
    return client


@pytest.fixture
def send():
    """A function that sends a post's form as a browser would, with further corrections.

    `change` are new values for fields of the corrections that the form shows, by their texts.
    """

    def post(client, row, *corrections, change=None, **fields):
        page = client.get(form_of(row))
        sent = fields_of(page, **fields) | fields_of_corrections(page)
        texts = {sent[name]: name for name in sent if re.fullmatch(r"corrections-\d+-text", name)}
        for text, values in (change or {}).items():
            start = texts[text].removesuffix("text")
            sent |= {start + name: value for name, value in values.items()}
        sent |= rows_of(corrections, after=int(sent["corrections-INITIAL_FORMS"]))
        return client.post(form_of(row), sent | {"_continue": "1"})

    return post


def fields_of_corrections(page):
    """The fields of the corrections that a post's form shows."""
    [form] = [form for form in html.fromstring(page.text).forms if "title" in form.fields]
    # A browser passes over the line end that a text begins with.
    values = [(name, value.removeprefix("\n")) for name, value in form.form_values()]
    return {name: value for name, value in values if "corrections-" in name}


def rows_of(corrections, *, after=0):
    """The fields of corrections that were not stored, behind so many that are."""
    moment = timezone.localtime()
    sent = {
        "corrections-TOTAL_FORMS": str(after + len(corrections)),
        "corrections-INITIAL_FORMS": str(after),
    }
    for number, fields in enumerate(corrections, start=after):
        row = {"made_at_0": f"{moment:%Y-%m-%d}", "made_at_1": f"{moment:%H:%M:%S}"} | fields
        sent |= {f"corrections-{number}-{name}": value for name, value in row.items()}
    return sent


def hand_made(correction, **fields):
    """The fields of a stored correction that somebody writes without the form."""
    row = {"made_at_0": "2022-04-01", "made_at_1": "00:00", "text": correction.text}
    row |= {"id": correction.pk} | fields
    total = {"corrections-TOTAL_FORMS": "1", "corrections-INITIAL_FORMS": "1"}
    return total | {f"corrections-0-{name}": value for name, value in row.items()}


def told(post):
    """The texts of the corrections that a reader of the post's page finds, and their dates."""
    page = html.fromstring(Client().get(post.get_absolute_url()).text)
    blocks = page.cssselect(".corrections > div")
    return [
        (block.cssselect("time")[0].get("datetime"), block.cssselect("p")[-1].text_content())
        for block in blocks
    ]


def test_a_correction_is_told_to_readers(english_desk, send, make_post, editor):
    post = make_post()

    send(
        english_desk,
        post,
        {"text": "渡轮有三艘，不是两艘。", "made_at_0": "2022-04-01", "made_at_1": "09:30"},
    )

    assert told(post) == [("2022-04-01T09:30:00+08:00", "渡轮有三艘，不是两艘。")]
    assert Correction.objects.get().by == editor


def test_the_newest_correction_stands_first(english_desk, send, make_post):
    post = make_post()
    rows = [{"text": f"{day}日更正", "made_at_0": f"2022-04-0{day}"} for day in (2, 3, 1)]

    send(english_desk, post, *rows)

    assert [text for _date, text in told(post)] == ["3日更正", "2日更正", "1日更正"]


def test_markup_in_a_correction_is_text(english_desk, send, make_post):
    post = make_post()

    send(english_desk, post, {"text": "<b>粗</b>\r\n<script>alert(1)</script>\x07"})

    assert [text for _date, text in told(post)] == ["<b>粗</b><script>alert(1)</script>"]


def test_a_correction_is_taken_back(english_desk, send, make_post):
    post = make_post()
    for text in ("更正一", "更正二"):
        Correction.objects.create(post=post, text=text)

    send(english_desk, post, change={"更正二": {"DELETE": "on"}})

    assert [text for _date, text in told(post)] == ["更正一"]


def test_a_correction_is_corrected(english_desk, send, make_post):
    post = make_post()
    correction = Correction.objects.create(post=post, text="更正")

    send(english_desk, post, change={"更正": {"text": "更正的更正"}})

    assert [text for _date, text in told(post)] == ["更正的更正"]
    assert Correction.objects.get().pk == correction.pk


@pytest.mark.parametrize(
    "text",
    ["", " \r\n\t　", "\u200b\u200b", "\u200b \u2060\r\n\u200e", "\u00ad", "\u200d", "\ufeff"],
)
def test_a_correction_says_something(english_desk, send, make_post, text):
    post = make_post()
    Correction.objects.create(post=post, text="更正")

    for rows, change in (([{"text": text}], {}), ([], {"更正": {"text": text}})):
        response = send(english_desk, post, *rows, change=change, title="新题目")

        assert response.status_code == 200
        assert "This field is required." in response.text
        assert [text for _date, text in told(post)] == ["更正"]
        post.refresh_from_db()
        assert post.title != "新题目"


def test_characters_that_join_others_stay_in_a_text(english_desk, send, make_post):
    post = make_post()

    send(english_desk, post, {"text": "👩\u200d🚒 是消防员。"})

    assert [text for _date, text in told(post)] == ["👩\u200d🚒 是消防员。"]


@pytest.mark.parametrize(
    ("day", "time", "message"),
    [
        ("2100-01-01", "00:00", "before it is told"),
        ("0001-01-01", "00:00", "This year cannot be right."),
        ("1899-12-31", "23:59", "This year cannot be right."),
        ("", "", "This field is required."),
        ("2022-02-30", "00:00", "Enter a valid date."),
    ],
)
def test_a_correction_was_made_at_a_moment_that_was(
    english_desk, send, make_post, day, time, message
):
    post = make_post()

    response = send(english_desk, post, {"text": "更正", "made_at_0": day, "made_at_1": time})

    assert message in response.text
    assert told(post) == []


def test_the_present_moment_is_not_to_come(english_desk, send, make_post):
    post = make_post()

    with time_machine.travel("2022-06-15T12:00:00.5+08:00", tick=False):
        send(english_desk, post, {"text": "更正"})
        response = send(english_desk, post, {"text": "一秒之后", "made_at_1": "12:00:01"})

    assert "before it is told" in response.text
    assert told(post) == [("2022-06-15T12:00:00+08:00", "更正")]


def test_who_made_a_correction_stays_known(english_desk, colleagues_desk, send, make_post, editor):
    post = make_post()
    send(english_desk, post, {"text": "更正"})

    send(colleagues_desk, post, title="新题目")
    send(colleagues_desk, post, {"text": "又一个"}, change={"更正": {"text": "改过的更正"}})

    makers = dict(Correction.objects.values_list("text", "by__username"))
    assert makers == {"改过的更正": editor.username, "又一个": "colleague"}


@pytest.mark.parametrize(("month", "changed_in"), [(4, 5), (6, 6)])
def test_a_correction_is_a_change_for_readers(make_post, month, changed_in):
    post = make_post(revised_at=datetime(2022, 5, 1, tzinfo=UTC))

    Correction.objects.create(post=post, text="更正", made_at=datetime(2022, month, 1, tzinfo=UTC))

    post.refresh_from_db()
    assert post.modified_at == datetime(2022, changed_in, 1, tzinfo=UTC)


@pytest.mark.parametrize("status", ["draft", "in_review", "approved"])
def test_what_readers_never_saw_is_not_corrected(english_desk, make_post, status):
    post = make_post(status=status)
    page = english_desk.get(form_of(post))

    english_desk.post(
        form_of(post), fields_of(page) | rows_of([{"text": "更正"}]) | {"_continue": "1"}
    )

    assert "corrections-TOTAL_FORMS" not in page.text
    assert not Correction.objects.exists()


def test_what_was_withdrawn_can_still_be_corrected(english_desk, send, make_post):
    send(english_desk, make_post(status="withdrawn"), {"text": "更正"})

    assert Correction.objects.get().text == "更正"


def test_a_form_that_was_opened_before_publication_is_still_saved(english_desk, make_post):
    post = make_post(status="draft", published_at=None)
    sent = fields_of(english_desk.get(form_of(post)), title="新题目")
    post.status, post.published_at = "published", datetime(2022, 3, 1, tzinfo=UTC)
    post.save()

    moment = {"published_at_0": "2022-03-01", "published_at_1": "12:00"}
    english_desk.post(form_of(post), sent | moment | {"_continue": "1"})

    post.refresh_from_db()
    assert post.draft.fields["title"] == "新题目"


@pytest.mark.parametrize("status", ["draft", "published", "withdrawn"])
def test_a_reporter_corrects_nothing_by_a_hand_made_request(
    reporters_desk, reporter, make_post, status
):
    post = make_post(status=status, created_by=reporter)
    # Readers have seen the draft too, before it was given back.
    post.transitions.create(from_status="approved", to_status="published", by=None)
    correction = Correction.objects.create(post=post, text="更正")
    page = reporters_desk.get(form_of(post))
    fields = {"title": "新题目", "body": "正文。", "seen": ""}
    if status == "draft":
        fields = fields_of(page, title="新题目")

    for rows in (
        hand_made(correction, text="伪造"),
        hand_made(correction, DELETE="on"),
        rows_of([{"text": "添加"}]),
    ):
        reporters_desk.post(form_of(post), fields | rows | {"_continue": "1"})

    assert "更正" not in page.text
    assert [row.text for row in Correction.objects.all()] == ["更正"]


def test_a_correction_of_another_post_is_out_of_reach(english_desk, make_post):
    post, other = make_post(), make_post()
    correction = Correction.objects.create(post=other, text="更正")

    for change in ({"text": "伪造"}, {"DELETE": "on"}):
        sent = fields_of(english_desk.get(form_of(post))) | hand_made(
            correction, post=post.pk, **change
        )
        english_desk.post(form_of(post), sent | {"_continue": "1"})

    correction.refresh_from_db()
    assert (correction.text, correction.post) == ("更正", other)


def test_each_change_of_a_correction_calls_in_the_page(make_post):
    post = make_post()

    def called_in(change):
        Purge.objects.all().delete()
        change()
        return {label for row in Purge.objects.all() for label in row.labels}

    correction = Correction(post=post, text="更正")
    assert f"post-{post.pk}" in called_in(correction.save)
    correction.text = "改过"
    assert f"post-{post.pk}" in called_in(correction.save)
    assert f"post-{post.pk}" in called_in(correction.delete)


def test_the_form_calls_in_the_page(english_desk, send, make_post):
    post = make_post()
    for rows, change in (
        ([{"text": "更正"}], {}),
        ([], {"更正": {"text": "改过"}}),
        ([], {"改过": {"DELETE": "on"}}),
    ):
        Purge.objects.all().delete()
        send(english_desk, post, *rows, change=change)
        assert f"post-{post.pk}" in {label for row in Purge.objects.all() for label in row.labels}

    assert not Correction.objects.exists()


def test_an_edit_of_the_post_alone_leaves_its_corrections_as_they_are(
    english_desk, send, make_post
):
    post = make_post()
    moment = timezone.now() - timedelta(days=1, microseconds=123456)
    correction = Correction.objects.create(post=post, text="更正", made_at=moment)

    send(english_desk, post, title="新题目")

    correction.refresh_from_db()
    assert (correction.text, correction.made_at) == ("更正", moment)
