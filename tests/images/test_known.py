import pytest

from articles.html import FoundImage, image_id
from articles.images.known import known_pictures
from articles.images.library import add_picture
from articles.models import Image

pytestmark = pytest.mark.django_db
ADDRESS = "https://pictures.example/a.jpg"


def found(address):
    return FoundImage(image_id(address), address)


def show(image, make_post):
    return make_post(body=f'<figure><img data-image="{image.pk}" alt=""></figure>')


def test_the_stored_file_of_a_row_is_that_row(jpeg):
    row = add_picture(jpeg)
    picture = found(f"local:{row.sha256}")

    assert known_pictures([picture], post=None) == {picture.image_id: row.pk}


def test_of_rows_with_the_same_file_that_of_the_post_goes_first(jpeg, make_post):
    add_picture(jpeg)
    row = add_picture(jpeg, image_id=image_id("local:the original"))
    picture = found(f"local:{row.sha256}")

    assert known_pictures([picture], post=show(row, make_post)) == {picture.image_id: row.pk}


def test_a_picture_that_editors_added_by_address_is_known_in_its_post(make_post):
    row = Image.objects.create(original_url=ADDRESS)
    picture = found(ADDRESS)
    Image.objects.remember([picture])

    assert known_pictures([picture], post=show(row, make_post)) == {picture.image_id: row.pk}
    assert known_pictures([picture], post=None) == {}


def test_a_lead_picture_of_the_post_is_known(jpeg, make_post):
    row = Image.objects.create(original_url=ADDRESS)
    picture = found(ADDRESS)

    assert known_pictures([picture], post=make_post(lead_image=row)) == {picture.image_id: row.pk}


def test_a_picture_known_by_its_own_key_is_left_out(make_post):
    picture = found(ADDRESS)
    Image.objects.remember([picture])
    row = Image.objects.get()

    assert known_pictures([picture], post=show(row, make_post)) == {}


def test_pictures_that_nobody_knows_give_nothing(make_post):
    assert known_pictures([found(ADDRESS), found("local:0")], post=make_post()) == {}


def test_many_pictures_take_few_statements(jpeg, make_post, django_assert_max_num_queries):
    row = add_picture(jpeg)
    post = show(row, make_post)

    with django_assert_max_num_queries(3):
        known_pictures([found(f"local:{number}") for number in range(50)], post=post)
