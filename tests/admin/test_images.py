import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import Image as Picture

from articles import workflow
from articles.html import image_id
from articles.images import uploads
from articles.images.developing import develop
from articles.images.library import add_picture
from articles.images.renditions import make_renditions
from articles.models import Image, Purge
from articles.models.content import content_of
from tests.admin.conftest import fields_of, form_of
from tests.images.drawing import drawn, encoded

ADD = "/admin/articles/image/add/"


@pytest.fixture
def upload(desk):
    """A function that sends the form of a new picture."""
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def send(content=b"", name="x.jpg", query="", **fields):
        sent = fields_of(desk.get(ADD)) | fields
        if content:
            sent["upload"] = SimpleUploadedFile(name, content, content_type="image/jpeg")
        return desk.post(ADD + query, sent)

    return send


def test_an_upload_is_verified_and_named_by_its_content(upload):
    upload(encoded(drawn(), "PNG"), "../../恶意.exe", alt="渡轮", credit="新华社")

    image = Image.objects.get()
    assert image.file.name == f"images/{image.sha256[:2]}/{image.sha256}.png"
    assert (image.width, image.height, image.alt) == (60, 40, "渡轮")
    with image.file.open() as file:
        assert Picture.open(file).size == (60, 40)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><script>alert(1)</script>", "Save it as JPEG"),
        (encoded(drawn())[:300], "damaged or incomplete"),
        (b"\xff\xd8" + b"0" * (60 * 1024 * 1024), "60 MB"),
    ],
    ids=["html", "truncated", "large"],
)
def test_what_is_no_picture_is_refused_with_advice(upload, settings, content, message):
    response = upload(content)

    assert message in response.text
    assert not Image.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_a_picture_needs_a_file_or_an_address(upload):
    assert "Upload a file or give an address" in upload().text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:image/png;base64,x", "ftp://a/b"])
def test_an_address_that_no_page_may_show_is_refused(upload, address):
    upload(original_url=address)

    assert not Image.objects.exists()


def test_an_address_gets_the_key_that_an_import_would_give_it(upload):
    upload(original_url="https://pictures.example/a.jpg")

    assert Image.objects.get().pk == image_id("https://pictures.example/a.jpg")
    assert "in the library already" in upload(original_url="https://pictures.example/a.jpg").text


def test_the_same_file_twice_is_told(upload, desk):
    upload(encoded(drawn()), alt="先来的")
    first = Image.objects.get()

    response = upload(encoded(drawn()), alt="后到的")

    assert response.url == form_of(first)
    assert "in the library already" in desk.get(response.url).text
    assert Image.objects.get().alt == "先来的"


def test_the_same_file_in_the_chooser_chooses_the_picture_that_is_there(upload, picture):
    response = upload(encoded(drawn()), query="?_popup=1&_to_field=id", _popup="1", _to_field="id")

    assert str(picture.pk) in response.text
    assert "popup_response.js" in response.text
    assert Image.objects.count() == 1


def test_an_upload_in_the_chooser_goes_back_to_the_text(upload):
    response = upload(encoded(drawn()), query="?_popup=1&_to_field=id", _popup="1", _to_field="id")

    assert str(Image.objects.get().pk) in response.text
    assert "popup_response.js" in response.text


def test_a_file_can_be_replaced(desk, picture):
    sent = fields_of(desk.get(form_of(picture)))
    sent["upload"] = SimpleUploadedFile("b.png", encoded(drawn((30, 30)), "PNG"))

    desk.post(form_of(picture), sent)

    replaced = Image.objects.get()
    assert (replaced.pk, replaced.width) == (picture.pk, 30)
    assert replaced.file.name.endswith(f"{replaced.sha256}.png")


def test_nothing_is_left_of_a_file_that_was_replaced(
    desk, picture, make_post, django_capture_on_commit_callbacks
):
    post = make_post(lead_image=picture)
    make_renditions(picture)
    picture.refresh_from_db()
    old = picture.files
    Purge.objects.all().delete()
    sent = fields_of(desk.get(form_of(picture)))
    sent["upload"] = SimpleUploadedFile("b.png", encoded(drawn((30, 30)), "PNG"))

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(form_of(picture), sent)

    assert not any(default_storage.exists(name) for name in old)
    replaced = Image.objects.get()
    assert default_storage.exists(replaced.file.name)
    assert replaced.widths is None
    assert any(f"post-{post.pk}" in purge.labels for purge in Purge.objects.all())


def test_a_replaced_file_stays_where_another_picture_has_it(
    desk, picture, django_capture_on_commit_callbacks
):
    other = add_picture(encoded(drawn()), image_id=uuid.uuid4())
    sent = fields_of(desk.get(form_of(picture)))
    sent["upload"] = SimpleUploadedFile("b.png", encoded(drawn((30, 30)), "PNG"))

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(form_of(picture), sent)

    assert default_storage.exists(other.file.name)


def test_until_a_large_file_is_encoded_the_old_one_is_shown(desk, picture, monkeypatch):
    monkeypatch.setitem(uploads.AT_ONCE, "PNG", 1000)
    old = picture.file.name
    sent = fields_of(desk.get(form_of(picture)))
    sent["upload"] = SimpleUploadedFile("b.png", encoded(drawn((90, 60)), "PNG"))
    desk.post(form_of(picture), sent)

    waiting = Image.objects.get()
    assert (waiting.file.name, waiting.width) == (old, 60)
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "The worker encodes the picture" in desk.get(form_of(picture)).text
    develop(waiting)
    assert Image.objects.get().width == 90


def test_a_refused_form_replaces_nothing(desk, picture):
    sent = fields_of(desk.get(form_of(picture)), focal_x="7")
    sent["upload"] = SimpleUploadedFile("b.png", encoded(drawn((30, 30)), "PNG"))

    desk.post(form_of(picture), sent)

    assert Image.objects.get().file.name == picture.file.name


def test_a_damaged_upload_is_told_on_its_page_and_in_the_library(desk, picture):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    Image.objects.update(fault="damaged")

    assert "The file is damaged." in desk.get(form_of(picture)).text
    page = desk.get("/admin/articles/image/?kept=damaged").text
    assert form_of(picture) in page
    assert ">damaged</span>" in page


def test_words_of_the_file_fill_in_what_the_form_leaves_empty(upload):
    exif = Picture.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "Ferry", "Jane Doe", "AFP"

    upload(encoded(drawn(), exif=exif), credit="新华社")

    image = Image.objects.get()
    assert (image.caption, image.credit, image.rights) == ("Ferry", "新华社", "AFP")


def test_a_reporter_edits_own_pictures_only(reporters_desk, reporter, picture):
    own = Image.objects.create(original_url="https://pictures.example/a.jpg", created_by=reporter)
    sent = fields_of(reporters_desk.get(form_of(own)), alt="自己的")
    reporters_desk.post(form_of(own), sent)
    refused = reporters_desk.post(form_of(picture), sent)
    gone = reporters_desk.post(f"/admin/articles/image/{own.pk}/delete/", {"post": "yes"})

    own.refresh_from_db()
    picture.refresh_from_db()
    assert (own.alt, picture.alt) == ("自己的", "渡轮")
    assert refused.status_code == gone.status_code == 403


def test_who_added_a_picture_is_kept(upload, editor):
    upload(encoded(drawn()))

    assert Image.objects.get().created_by == editor


def test_a_saved_form_keeps_the_file(desk, picture):
    desk.post(form_of(picture), fields_of(desk.get(form_of(picture)), alt="新的"))

    kept = Image.objects.get()
    assert (kept.alt, kept.file.name, kept.sha256) == ("新的", picture.file.name, picture.sha256)


def test_the_facts_of_a_picture_are_what_a_text_needs(desk, picture):
    facts = desk.get(f"/admin/articles/image/{picture.pk}/facts.json").json()

    assert facts["key"] == str(picture.pk)
    assert (facts["alt"], facts["credit"], facts["src"]) == ("渡轮", "新华社", picture.src)
    assert (facts["caption"], facts["width"], facts["height"]) == ("", 60, 40)


def test_there_are_no_facts_of_a_picture_that_is_not_there(desk, client):
    address = f"/admin/articles/image/{uuid.uuid4()}/facts.json"

    assert desk.get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_a_picture_that_is_used_is_not_deleted(desk, make_post, picture):
    make_post(lead_image=picture)

    address = f"/admin/articles/image/{picture.pk}/delete/"
    post = make_post(title="夜班渡轮", body=f'<figure><img data-image="{picture.pk}"></figure>')
    page = desk.post(address, {"post": "yes"}).text

    assert f'<a href="{form_of(post)}">夜班渡轮</a>' in page
    assert Image.objects.exists()
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
    assert "夜班渡轮" in desk.post("/admin/articles/image/", chosen).text
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_image")
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_a_picture_that_is_not_used_is_deleted_with_its_files(
    desk, picture, django_capture_on_commit_callbacks
):
    name = picture.file.name
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/admin/articles/image/{picture.pk}/delete/", {"post": "yes"})

    assert not Image.objects.exists()
    assert not default_storage.exists(name)


def test_a_pictures_page_names_no_post_of_others(reporters_desk, reporter, make_post, picture):
    make_post(title="自己的稿", lead_image=picture, created_by=reporter)
    make_post(title="别人的稿", lead_image=picture)

    page = reporters_desk.get(form_of(picture)).text

    assert "自己的稿" in page
    assert "别人的稿" not in page


def test_a_form_that_is_saved_while_the_worker_encodes_takes_nothing_back(
    desk, picture, monkeypatch
):
    from articles.forms.pictures import ImageForm

    stale = Image.objects.get(pk=picture.pk)
    Image.objects.update(widths=[320], colour="102030", incoming="")
    form = ImageForm({"alt": "新的", "focal_x": "0.5", "focal_y": "0.5"}, instance=stale)
    assert form.is_valid()
    assert form.columns == ["alt", "credit"]
    sent = fields_of(desk.get(form_of(picture)), alt="新的")
    save = Image.save

    def worker_first(self, *args, **kwargs):
        Image.objects.filter(pk=self.pk).update(colour="405060")
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Image, "save", worker_first)
    desk.post(form_of(picture), sent)

    assert Image.objects.values_list("alt", "colour").get() == ("新的", "405060")


def test_a_picture_of_unpublished_changes_is_not_deleted(desk, make_post, picture, editor):
    post = make_post(title="有图的修改")
    body = f'<figure><img data-image="{picture.pk}" alt=""></figure>'
    workflow.save_draft(post, content_of(post) | {"body": body}, by=editor)
    address = f"/admin/articles/image/{picture.pk}/delete/"

    assert "有图的修改" in desk.get(address).text
    desk.post(address, {"post": "yes"})

    assert Image.objects.filter(pk=picture.pk).exists()
