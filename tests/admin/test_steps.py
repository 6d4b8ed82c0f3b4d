"""The steps as the form offers them: what is asked, what is said, what is kept."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles.models import Correction, Post, Transition
from tests.admin.conftest import fields_of, form_of

SOON = {"published_at_0": "2100-01-01", "published_at_1": "08:00"}


def page_of(post, step):
    return reverse("admin:articles_post_step", args=[post.pk, step])


def test_saving_a_live_post_keeps_a_draft_and_says_so(english_desk, edit, make_post):
    post = make_post(title="旧题")

    page = edit(english_desk, post, title="新题")

    assert Post.objects.get().title == "旧题"
    form = english_desk.get(page.url).text
    assert 'value="新题"' in form
    assert "not published yet" in form


def test_sections_authors_and_tags_of_a_draft_come_back_in_the_form(
    desk, edit, make_post, make_category
):
    post = make_post(categories=[make_category("国际")], tags=["海"])
    new = make_category("财经")

    edit(desk, post, sections=[new.pk], tags="山，河")
    fields = fields_of(desk.get(form_of(post)))

    assert list(map(str, fields["sections"])) == [str(new.pk)]
    assert set(fields["tags"].split("，")) == {"山", "河"}
    assert Post.objects.get().section.name == "国际"


def test_a_correction_is_written_beside_the_text_and_told_on_publication(
    english_desk, edit, make_post
):
    post = make_post()

    edit(english_desk, post, title="新题", correction="人名有误。")
    assert not Correction.objects.exists()
    told = english_desk.get(edit(english_desk, post, "_step_publish").url).text

    assert "readers are told of the correction" in told

    assert Correction.objects.get().text == "人名有误。"


def test_a_draft_has_no_correction_to_tell(desk, make_post):
    assert 'name="correction"' in desk.get(form_of(make_post())).text
    assert 'name="correction"' not in desk.get(form_of(make_post(status="draft"))).text


def test_changes_are_discarded_by_a_button(desk, edit, make_post):
    post = make_post(title="旧题")
    edit(desk, post, title="新题")
    address = reverse("admin:articles_post_discard_changes", args=[post.pk])
    assert desk.get(address).status_code == 405

    desk.post(address)

    assert fields_of(desk.get(form_of(post)))["title"] == "旧题"


def test_withdrawing_asks_for_the_reason_and_the_readers_notice(desk, edit, make_post, editor):
    post = make_post()

    answer = edit(desk, post, "_step_withdraw")
    assert answer.url == page_of(post, "withdraw")
    # Who only asked has changed nothing.
    assert not post.revisions.exists()
    assert Post.objects.get().is_public
    assert desk.post(answer.url, {"reason": " "}).context["form"].errors
    desk.post(answer.url, {"reason": "当事人投诉", "notice": "报道有误。"})

    post.refresh_from_db()
    assert (post.status, post.withdrawal_notice) == ("withdrawn", "报道有误。")
    step = Transition.objects.get()
    assert (step.note, step.by) == ("当事人投诉", editor)
    assert "报道有误。" in desk.get(post.get_absolute_url()).text
    assert "当事人投诉" not in desk.get(post.get_absolute_url()).text


def test_the_notice_that_would_be_told_stands_in_its_field_and_can_be_emptied(desk, make_post):
    post = make_post(withdrawal_notice="上一次的说明")
    address = page_of(post, "withdraw")

    assert "上一次的说明" in desk.get(address).text
    desk.post(address, {"reason": "重复", "notice": ""})

    assert Post.objects.get().withdrawal_notice == ""


def test_sending_back_tells_the_writer_what_is_to_be_done(
    desk, reporters_desk, make_post, reporter
):
    post = make_post(status="in_review", published_at=None, created_by=reporter)

    desk.post(page_of(post, "return_to_draft"), {"note": "请补上出处"})

    assert Post.objects.get().status == "draft"
    assert "请补上出处" in reporters_desk.get(form_of(post)).text


@pytest.mark.parametrize("step", ["withdraw", "return_to_draft", "publish", "nonsense"])
def test_a_step_that_does_not_start_here_is_not_asked_for(desk, make_post, step):
    post = make_post(status="draft")

    answer = desk.get(page_of(post, step))

    assert answer.status_code in (302, 404)
    assert Post.objects.get().status == "draft"


def test_a_scheduled_post_is_published_now_or_called_back(english_desk, edit, make_post):
    post = make_post(published_at=datetime(2100, 1, 1, tzinfo=UTC))
    page = english_desk.get(form_of(post)).text
    assert "Publish now" in page
    assert "Cancel publication" in page
    assert "_step_withdraw" not in page

    edit(english_desk, post, "_step_publish")

    assert Post.objects.get().is_public


def test_an_embargo_schedules_and_the_button_says_so(english_desk, edit, make_post):
    post = make_post(status="draft", published_at=None)
    embargo = {"embargo_until_0": "2100-01-01", "embargo_until_1": "08:00"}
    edit(english_desk, post, **embargo)

    assert 'value="Schedule"' in english_desk.get(form_of(post)).text
    edit(english_desk, post, "_step_publish")

    post.refresh_from_db()
    assert post.published_at == post.embargo_until == datetime(2100, 1, 1, 0, tzinfo=UTC)


def test_an_embargo_on_what_readers_have_is_told_in_the_form(english_desk, edit, make_post):
    post = make_post()
    embargo = {"embargo_until_0": "2100-01-01", "embargo_until_1": "08:00"}

    answer = edit(english_desk, post, **embargo)

    assert "Readers have seen" in answer.text
    assert Post.objects.get().draft is None


def test_a_scheduled_post_may_not_come_before_its_embargo(desk, edit, make_post):
    moment = datetime(2100, 1, 1, tzinfo=UTC)
    post = make_post(published_at=moment, embargo_until=moment)

    answer = edit(desk, post, published_at_0="2099-01-01", published_at_1="08:00")

    assert answer.status_code == 200
    assert Post.objects.get().published_at == moment
