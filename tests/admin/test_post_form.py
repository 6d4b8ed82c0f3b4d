from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.html import CleanHTML
from articles.models import Author, Image, Post
from tests.admin.conftest import fields_of, form_of

ADD = "/admin/articles/post/add/"


def test_plain_text_becomes_a_post_of_its_writer(desk, editor):
    sent = fields_of(desk.get(ADD), title="渡轮", body="第一段\n第二段 < 三", tags="港口、渡轮，海")

    desk.post(ADD, sent | {"_continue": "1"})

    post = Post.objects.get()
    assert post.body == "<p>第一段</p><p>第二段 &lt; 三</p>"
    assert (post.status, post.created_by, post.slug) == ("draft", editor, "du-lun")
    assert sorted(tag.name for tag in post.tags.all()) == sorted(["港口", "渡轮", "海"])


def test_saving_an_untouched_import_leaves_its_body_to_the_byte(
    desk, edit, make_post, imported_body
):
    post = make_post(body=CleanHTML(imported_body))
    before = Post.objects.values().get()

    edit(desk, post, "_step_publish")

    after = Post.objects.values().get()
    assert after["body"] == imported_body
    assert {name for name in after if after[name] != before[name]} == {"updated_at", "edited_at"}


def test_a_body_that_no_editor_would_type_stays_too_when_it_is_not_touched(desk, edit, make_post):
    strange = CleanHTML("散行 <b>一</b>\n<p></p><div>x</div>")
    post = make_post(body=strange)

    edit(desk, post, "_step_publish", title="新题目")

    assert Post.objects.get().title == "新题目"
    assert Post.objects.get().body == strange


def test_every_save_keeps_exactly_one_revision_with_all_that_was_saved(
    desk, edit, make_post, make_category, editor
):
    section, author = make_category("国际"), Author.objects.create(name="林一")
    post = make_post(status="draft")

    edit(desk, post, sections=[section.pk], writers=[author.pk], tags="海")

    revision = post.revisions.get()
    assert revision.by == editor
    assert revision.fields["categories"] == [section.pk]
    assert revision.fields["authors"] == [author.pk]
    assert revision.fields["tags"] == ["海"]


def test_a_step_saves_the_form_first_and_keeps_one_revision(desk, edit, make_post, editor):
    post = make_post(status="draft", published_at=None)

    edit(desk, post, "_step_publish", title="定稿")

    post.refresh_from_db()
    assert (post.status, post.title) == ("published", "定稿")
    assert post.revisions.get().fields["title"] == "定稿"
    assert post.transitions.get().by == editor


def test_a_step_that_is_not_possible_is_told_and_the_text_is_kept(desk, edit, make_post):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    post = make_post(status="draft", published_at=None)

    response = edit(desk, post, "_step_approve", title="定稿")

    post.refresh_from_db()
    assert (post.status, post.title) == ("draft", "定稿")
    assert post.revisions.count() == 1
    assert "does not start" in desk.get(response.url).text


def test_authors_stand_in_the_order_they_were_chosen_in(desk, edit, make_post):
    first, second = (Author.objects.create(name=name) for name in ("周舟", "陈晓"))
    post = make_post(status="draft")

    for chosen in ([second, first], [first, second]):
        edit(desk, post, writers=[author.pk for author in chosen])

        assert Post.objects.get().byline == chosen
        page = desk.get(form_of(post)).text
        places = [page.index(f">{author.name}</option>") for author in chosen]
        assert places == sorted(places)


def test_a_post_is_scheduled_by_its_date(desk, edit, make_post):
    day = timezone.localtime() + timedelta(days=2)
    post = make_post(status="draft", published_at=None)

    edit(
        desk,
        post,
        "_step_publish",
        published_at_0=f"{day:%Y-%m-%d}",
        published_at_1="08:30",
    )

    post.refresh_from_db()
    assert post.status == "published"
    assert not Post.objects.published().exists()
    assert timezone.localtime(post.published_at).strftime("%H:%M") == "08:30"


def test_save_and_preview_shows_what_was_just_saved(desk, edit, make_post):
    post = make_post(status="draft", published_at=None)

    response = edit(desk, post, "_preview", title="预览的题目")

    assert response.url.startswith("/preview/")
    assert "预览的题目" in desk.get(response.url).text


def test_the_changes_of_a_public_post_are_previewed_until_they_are_published(desk, edit, make_post):
    post = make_post(title="旧题")

    preview = edit(desk, post, "_preview", title="新题").url

    assert "新题" in desk.get(preview).text
    assert "旧题" in desk.get(post.get_absolute_url()).text
    edit(desk, post, "_step_publish")
    assert desk.get(preview).status_code == 404
    assert "新题" in desk.get(post.get_absolute_url()).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "\u200b"}, "required"),
        ({"body": '<img data-image="95905b49-a2f4-520e-8523-124cd08dbd82">'}, "95905b49-a2f4-520e"),
        ({"body": "<b>" * 300 + "x"}, "cannot be kept"),
        ({"published_at_0": "", "published_at_1": ""}, "needs its date"),
        ({"published_at_0": "0001-01-01", "published_at_1": "00:00"}, "year cannot be right"),
        ({"published_at_0": "9999-12-31", "published_at_1": "23:59"}, "year cannot be right"),
        ({"expires_at_0": "2001-01-01", "expires_at_1": "00:00"}, "expires after"),
        ({"tags": "长" * 101}, "at most 100"),
        ({"lead_image": "no-uuid"}, "valid"),
        ({"sections": ["999"]}, "valid choice"),
        ({"language": "<b>"}, "valid"),
        ({"title": "字" * 301}, "300"),
    ],
)
def test_what_cannot_be_saved_is_told_in_the_form(desk, edit, make_post, changes, message):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    post = make_post(title="原题")

    response = edit(desk, post, **changes)

    assert response.status_code == 200
    assert message in response.text
    assert Post.objects.get().title == "原题"


def test_a_picture_of_elsewhere_that_is_pasted_joins_the_library(desk, edit, make_post):
    post = make_post(status="draft")

    edit(desk, post, body='字\n<img src="https://pictures.example/a.jpg" alt="海">')

    image = Image.objects.get()
    assert image.original_url == "https://pictures.example/a.jpg"
    assert post.post_images.get().image == image


def test_the_pictures_of_the_text_are_shown_below_it(desk, make_post, picture):
    caption = '<figcaption>靠岸 <cite class="credit">新华社</cite></figcaption>'
    body = f'<figure><img data-image="{picture.pk}" alt="">{caption}</figure>'
    post = make_post(body=body)

    page = desk.get(form_of(post)).text

    assert picture.src in page
    assert "靠岸" in page


def test_an_address_that_changes_leaves_the_old_one_leading_there(desk, edit, make_post):
    post = make_post()
    old = post.get_absolute_url()

    edit(desk, post, "_step_publish", slug="new-name")

    assert desk.get(old, follow=True).request["PATH_INFO"].endswith("/new-name/")


def test_a_post_that_readers_saw_is_not_deleted(desk, make_post):
    post = make_post()

    response = desk.post(reverse("admin:articles_post_delete", args=[post.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert Post.objects.exists()


def test_a_draft_goes_to_the_trash_with_its_history(desk, edit, make_post, editor):
    post = make_post(status="draft", published_at=None)
    edit(desk, post)

    desk.post(reverse("admin:articles_post_delete", args=[post.pk]), {"post": "yes"})

    post.refresh_from_db()
    assert (post.trashed_by, post.revisions.count()) == (editor, 1)


def test_the_status_cannot_be_typed(desk, edit, make_post):
    post = make_post(status="draft", published_at=None)

    edit(desk, post, status="published", created_by="999", identifier="x")

    post.refresh_from_db()
    assert (post.status, post.created_by, post.identifier) == ("draft", None, "")


def test_looking_changes_nothing(desk, make_post):
    post = make_post(status="draft", published_at=None)
    for query in ("", "?_step_publish=1", "?action=publish_posts&_selected_action=1"):
        desk.get("/admin/articles/post/" + query)
        desk.get(form_of(post) + query)

    post.refresh_from_db()
    assert post.status == "draft"


def test_a_step_without_a_token_is_refused(editor, make_post):
    post = make_post(status="draft", published_at=None)
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(form_of(post), {"_step_publish": "1"}).status_code == 403


def test_a_date_that_nobody_touched_stays_to_the_microsecond(desk, edit, make_post):
    moment = datetime(2022, 3, 10, 18, 6, 38, 123456, tzinfo=UTC)
    post = make_post(published_at=moment)

    edit(desk, post, title="新题", button="_step_publish")

    post.refresh_from_db()
    assert (post.title, post.published_at) == ("新题", moment)
