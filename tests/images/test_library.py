import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.images.library import add_picture
from articles.images.verification import PictureRefused, verified_picture
from articles.models import Image

pytestmark = pytest.mark.django_db


def content_of(image):
    with default_storage.open(image.file.name) as file:
        return file.read()


def test_a_picture_is_kept_under_the_name_of_its_content(jpeg):
    image = add_picture(jpeg, alt="渡轮", credit="新华社")

    digest = verified_picture(jpeg).sha256
    assert image.file.name == f"images/{digest[:2]}/{digest}.jpg"
    assert content_of(image) == verified_picture(jpeg).content
    assert (image.sha256, image.width, image.height) == (digest, 60, 40)
    assert (image.alt, image.credit) == ("渡轮", "新华社")


def test_the_same_picture_twice_is_one_row_and_one_file(jpeg):
    first = add_picture(jpeg, alt="渡轮")

    assert add_picture(jpeg, alt="别的话") == first
    assert Image.objects.get().alt == "渡轮"
    folder = first.file.name.rpartition("/")[0]
    assert len(default_storage.listdir(folder)[1]) == 1


def test_a_known_key_keeps_its_row_as_it_is(jpeg):
    known = Image.objects.create(original_url="https://example.org/a.jpg", alt="原来的")

    image = add_picture(jpeg, image_id=known.pk, alt="新的")

    assert image == known
    assert (image.file.name, image.alt) == ("", "原来的")


def test_a_new_key_is_used(jpeg):
    key = uuid.uuid4()

    assert add_picture(jpeg, image_id=key).pk == key


def test_a_file_that_was_half_written_is_written_anew(jpeg):
    verified = verified_picture(jpeg)
    name = f"images/{verified.sha256[:2]}/{verified.sha256}.jpg"
    default_storage.save(name, ContentFile(verified.content[:100]))

    image = add_picture(jpeg)

    assert image.file.name == name
    assert content_of(image) == verified.content


def test_what_is_refused_leaves_nothing_behind(settings):
    with pytest.raises(PictureRefused):
        add_picture(b"<html>")

    assert not Image.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_the_file_goes_with_the_last_image_that_shows_it(jpeg, django_capture_on_commit_callbacks):
    one, other = add_picture(jpeg), add_picture(jpeg, image_id=uuid.uuid4())
    name = one.file.name

    with django_capture_on_commit_callbacks(execute=True):
        one.delete()
    assert default_storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        other.delete()
    assert not default_storage.exists(name)
