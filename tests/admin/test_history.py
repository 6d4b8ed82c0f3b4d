"""The past of a post: what was saved and done, and any two revisions side by side."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Image, Post
from articles.models.content import content_of
from tests.admin.conftest import form_of


def history_of(post):
    return reverse("admin:articles_post_history", args=[post.pk])


def compare(client, post, before, after):
    address = reverse("admin:articles_post_compare", args=[post.pk])
    return client.get(address, {"from": getattr(before, "pk", before), "to": after.pk})


@pytest.fixture
def post(make_post, editor):
    return make_post(title="旧题", body="<p>市长昨天抵达上海。</p>", status="draft")


def save(post, by, **changes):
    return workflow.save_draft(post, content_of(post) | changes, by=by)


def test_saves_and_steps_stand_in_one_list_newest_first(desk, post, editor):
    first = save(post, editor)
    workflow.submit(post, by=editor, note="请看导语")

    page = desk.get(history_of(post)).text

    assert page.index("请看导语") < page.index(f'value="{first.pk}"')


def test_a_post_that_nobody_saved_says_so(english_desk, post):
    assert "Nothing has been saved" in english_desk.get(history_of(post)).text


def test_two_revisions_are_compared_character_by_character(desk, post, editor):
    first = save(post, editor)
    second = save(post, editor, body="<p>市长今天抵达上海。</p>")

    page = compare(desk, post, first, second).text

    assert "<del>昨</del>" in page
    assert "<ins>今</ins>" in page


def test_pictures_sections_and_dates_are_compared_too(desk, post, editor, make_category):
    first = save(post, editor)
    picture = Image.objects.create(original_url="https://pictures.example/a.jpg", alt="渡轮")
    changes = {
        "lead_image_id": picture.pk,
        "categories": [make_category("国际", "亚洲").pk],
        "expires_at": "2100-01-01T00:00:00Z",
    }
    second = save(post, editor, **changes)

    page = compare(desk, post, first, second).text

    assert "https://pictures.example/a.jpg" in page
    assert "国际 › 亚洲" in page
    assert "2100-01-01 08:00:00" in page


def test_a_draft_is_compared_with_what_readers_see(desk, make_post, editor):
    post = make_post(title="旧题")
    draft = save(post, editor, title="新题")

    page = compare(desk, post, "published", draft).text

    assert "<del>旧</del>" in page
    assert "<ins>新</ins>" in page


def test_what_is_the_same_is_said_to_be(english_desk, post, editor):
    revision = save(post, editor)

    assert "The two are the same" in compare(english_desk, post, revision, revision).text


@pytest.mark.parametrize("which", ["", "0", "9" * 30, "x", "-1"])
def test_a_revision_that_is_not_there_is_not_found(desk, post, editor, which):
    assert compare(desk, post, which, save(post, editor)).status_code == 404


def test_a_revision_of_another_post_is_not_found(desk, post, editor, make_post):
    foreign = workflow.save_edit(make_post(title="别人的"), by=editor)

    assert compare(desk, post, foreign, save(post, editor)).status_code == 404


def test_a_revision_is_restored_from_the_history(desk, post, editor):
    first = save(post, editor)
    save(post, editor, title="新题")
    address = reverse("admin:articles_revision_restore", args=[first.pk])
    assert address in desk.get(history_of(post)).text

    assert desk.post(address).url == form_of(post)

    assert Post.objects.get().title == "旧题"


def test_a_reporter_neither_sees_nor_compares_the_past_of_others(reporters_desk, post, editor):
    revision = save(post, editor)

    assert "旧题" not in reporters_desk.get(history_of(post)).text
    assert compare(reporters_desk, post, revision, revision).status_code == 403
