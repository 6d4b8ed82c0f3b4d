import pytest

from articles.images.claims import claim
from articles.images.fetching import Fetched, keep
from articles.images.library import store
from articles.images.verification import verified_picture
from articles.models import Image
from articles.web.answers import Validators
from tests.images.drawing import drawn, encoded


@pytest.mark.django_db
def test_kept_pages_show_a_picture_from_here_once_it_is_here(read, make_post):
    image = Image.objects.create(original_url="https://pictures.example/a.jpg")
    pages = ["/", make_post(lead_image=image).get_absolute_url()]
    assert all(image.original_url in read(page).text for page in pages)

    picture = verified_picture(encoded(drawn((400, 300))))
    keep(claim(image.pk), Fetched(picture, store(picture), Validators()))

    image.refresh_from_db()
    for page in pages:
        shown = read(page).text
        assert image.file.url in shown
        assert image.original_url not in shown
