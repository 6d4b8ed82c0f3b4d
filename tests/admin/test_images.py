import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from articles.html import image_id
from articles.models import Image
from tests.admin.conftest import fields_of, form_of
from tests.images.conftest import drawn, encoded

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
        (b"0" * (10 * 1024 * 1024 + 1), "10 MB"),
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

    response = upload(encoded(drawn()), alt="后到的")

    assert "in the library already" in desk.get(response.url).text


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


def test_a_saved_form_keeps_the_file(desk, picture):
    desk.post(form_of(picture), fields_of(desk.get(form_of(picture)), alt="新的"))

    kept = Image.objects.get()
    assert (kept.alt, kept.file.name, kept.sha256) == ("新的", picture.file.name, picture.sha256)


def test_the_facts_of_a_picture_are_what_a_text_needs(desk, picture):
    facts = desk.get(f"/admin/articles/image/{picture.pk}/facts.json").json()

    assert facts["key"] == str(picture.pk)
    assert (facts["alt"], facts["credit"], facts["src"]) == ("渡轮", "新华社", picture.src)


def test_there_are_no_facts_of_a_picture_that_is_not_there(desk, client):
    address = f"/admin/articles/image/{uuid.uuid4()}/facts.json"

    assert desk.get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_a_picture_that_is_used_is_not_deleted(desk, make_post, picture):
    make_post(lead_image=picture)

    page = desk.post(f"/admin/articles/image/{picture.pk}/delete/", {"post": "yes"})

    assert page.status_code == 403 or Image.objects.exists()
    assert Image.objects.exists()


def test_a_pictures_page_names_no_post_of_others(reporters_desk, reporter, make_post, picture):
    make_post(title="自己的稿", lead_image=picture, created_by=reporter)
    make_post(title="别人的稿", lead_image=picture)

    page = reporters_desk.get(form_of(picture)).text

    assert "自己的稿" in page
    assert "别人的稿" not in page
