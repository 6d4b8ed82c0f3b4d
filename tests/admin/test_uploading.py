"""Many pictures sent at once: a card or a reason for each file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Image
from newsroom.uploads import MOST_BYTES
from tests.admin.conftest import form_of
from tests.images.drawing import colours, drawn, encoded
from tests.images.test_uploads import full_disk

UPLOAD = "/admin/articles/image/upload/"


@pytest.fixture
def send(english_desk):
    """A function that sends files, (name, bytes) each, as a form or as the page's script does."""

    def post(*files, browser=english_desk, script=False, query="", **fields):
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        headers = {"x-upload": "1"} if script else {}
        return browser.post(UPLOAD + query, {"files": sent, **fields}, headers=headers)

    return post


def described(image, **words):
    names = ("alt", "caption", "credit", "rights")
    return {"picture": str(image.pk)} | {
        f"{image.pk}-{name}": words.get(name, getattr(image, name)) for name in names
    }


def test_each_file_becomes_a_card_or_a_reason_and_the_others_go_on(send):
    page = send(
        ("一.jpg", colours(10)), ("坏.jpg", b"<script>alert(1)</script>"), ("二.jpg", colours(20))
    ).text

    assert Image.objects.count() == 2
    assert page.count('class="upload-card"') == 2
    assert page.count('class="upload-problem"') == 1
    assert "<strong>坏.jpg</strong> This is not a picture" in page
    assert "<script>alert(1)" not in page


def test_a_script_gets_the_card_alone(send):
    answer = send(("一.jpg", colours(10)), script=True)

    assert answer.text.strip().startswith('<li class="upload-card"')
    assert "<html" not in answer.text
    assert str(Image.objects.get().pk) in answer.text


def test_what_is_in_the_library_is_linked_and_not_stored_again(send, picture):
    page = send(("x.jpg", encoded(drawn())), ("y.jpg", encoded(drawn()))).text

    assert Image.objects.get() == picture
    assert page.count("already in the library") == 2
    assert f'href="{form_of(picture)}"' in page


@pytest.mark.parametrize(
    "name",
    [
        "../../x.jpg",
        "a\u202egpj.exe",
        "汉" * 300 + ".jpg",
        "CON.jpg",
        ".htaccess",
        "a\nb.jpg",
    ],
)
def test_odd_names_never_become_paths(send, settings, name):
    answer = send((name, colours(30)))

    assert answer.status_code in (200, 400)
    assert "\u202e" not in answer.text
    for path in settings.MEDIA_ROOT.rglob("*"):
        assert path.is_dir() or path.stem == Image.objects.get().sha256


def test_the_cards_are_saved_together(send):
    send(("一.jpg", colours(10)), ("二.jpg", colours(20)))
    one, other = Image.objects.order_by("pk")
    fields = described(one, alt="渡轮\u202e", credit="新华社") | described(other, caption="码头")
    fields["picture"] = [str(one.pk), str(other.pk)]

    answer = send(**fields)

    assert answer.url == "/admin/articles/image/"
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.alt, one.credit, other.caption) == ("渡轮", "新华社", "码头")


def test_a_card_that_is_wrong_is_shown_again_and_nothing_is_lost(send):
    send(("一.jpg", colours(10)))
    image = Image.objects.get()

    page = send(**described(image, alt="长" * 301, credit="新华社")).text

    assert "at most 300 characters" in page
    assert 'value="新华社"' in page
    image.refresh_from_db()
    assert image.credit == ""


def test_more_files_do_not_lose_what_was_filled_in(send):
    send(("一.jpg", colours(10)))
    image = Image.objects.get()

    page = send(("二.jpg", colours(20)), **described(image, alt="渡轮")).text

    assert page.count('class="upload-card"') == 2
    assert 'value="渡轮"' in page


def test_in_the_chooser_a_card_goes_back_to_the_text_with_its_words(send):
    popup = {"_popup": "1", "_to_field": "id"}
    page = send(("一.jpg", colours(10)), query="?_popup=1&_to_field=id", **popup).text
    image = Image.objects.get()
    assert "Use this picture" in page

    answer = send(**popup, **described(image, alt="渡轮"), _choose=str(image.pk))

    image.refresh_from_db()
    assert image.alt == "渡轮"
    assert "popup_response.js" in answer.text
    assert str(image.pk) in answer.text


def test_a_reporter_uploads_and_describes_but_not_the_pictures_of_others(
    send, reporters_desk, reporter, picture
):
    page = send(("一.jpg", colours(10)), ("x.jpg", encoded(drawn())), browser=reporters_desk).text
    own = Image.objects.get(created_by=reporter)
    fields = described(own, alt="自己的") | described(picture, alt="改了")
    send(browser=reporters_desk, **fields | {"picture": [str(own.pk), str(picture.pk)]})

    own.refresh_from_db()
    picture.refresh_from_db()
    assert page.count('name="picture"') == 1
    assert (own.alt, picture.alt) == ("自己的", "渡轮")


def test_who_may_not_add_pictures_uploads_none(send, django_user_model):
    django_user_model.objects.create_user("n", password="x", is_staff=True)
    nobody = Client()
    nobody.force_login(django_user_model.objects.get(username="n"))

    assert send(("一.jpg", colours(10)), browser=nobody).status_code == 403
    assert send(("一.jpg", colours(10)), browser=Client()).status_code == 302
    assert not Image.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_keys_that_are_none_change_nothing(send, key):
    assert send(picture=key, _choose=key, _popup="1").status_code in (200, 302)


def test_a_full_disk_is_told(send, settings):
    with full_disk(free=100):
        page = send(("一.jpg", encoded(drawn((300, 200))))).text

    assert "There is no room left on the disk." in page
    assert not Image.objects.exists()


@pytest.mark.parametrize("path", [UPLOAD, "/admin/login/", "/"])
def test_who_is_not_signed_in_fills_no_disk(db, path):
    content = SimpleUploadedFile("x.jpg", b"0" * 3_000_000)
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    strict.cookies["csrftoken"] = "a" * 32

    answer = strict.post(path, {"files": content, "csrfmiddlewaretoken": "a" * 32})

    assert answer.status_code in (403, 405, 413)


def test_no_request_is_endless(english_desk):
    answer = english_desk.generic(
        "POST",
        UPLOAD,
        b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(MOST_BYTES + 1),
    )

    assert answer.status_code == 413


def test_no_request_has_thousands_of_parts(send):
    files = [(f"{number}.jpg", b"x") for number in range(120)]

    assert send(*files).status_code == 400
    assert send(**{f"field{number}": "x" for number in range(1200)}).status_code in (400, 413)


@pytest.mark.parametrize("name", ["..", "", "."])
def test_a_name_that_is_none_is_answered(english_desk, name):
    body = (
        (
            '--x\r\nContent-Disposition: form-data; name="files"; filename="'
            f'{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
        ).encode()
        + colours(30)
        + b"\r\n--x--\r\n"
    )

    answer = english_desk.generic("POST", UPLOAD, body, "multipart/form-data; boundary=x")

    assert answer.status_code in (200, 400)
