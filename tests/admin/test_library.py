"""The library as a list: found by words and filters, and no slower for being large."""

import re
import uuid

import pytest
from django.contrib.auth.models import Permission

from articles.admin import library
from articles.models import Image, Source
from tests.admin.conftest import form_of

LIST = "/admin/articles/image/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for browser in (desk, reporters_desk):
        browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def make_image(db):
    def make(**fields):
        address = f"https://pictures.example/{uuid.uuid4()}.jpg"
        return Image.objects.create(**{"original_url": address, **fields})

    return make


def listed(browser, **query):
    page = browser.get(LIST, query)
    assert page.status_code == 200
    return set(page.context["cl"].result_list)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"use": "unused"}, {}),
        ({"alt__isempty": "1"}, {"alt": ""}),
        ({"credit__isempty": "1"}, {"credit": ""}),
        ({"kept": "elsewhere"}, {}),
        ({"kept": "here"}, {"file": "images/aa/a.jpg", "width": 1, "height": 1, "widths": []}),
        ({"kept": "broken"}, {"problem": "missing"}),
        ({"kept": "damaged"}, {"fault": "damaged"}),
        ({"shape": "portrait"}, {"width": 400, "height": 600}),
        ({"shape": "landscape"}, {"width": 600, "height": 400}),
        ({"shape": "wide"}, {"width": 3000, "height": 4000}),
    ],
)
def test_filters_find_what_they_say(desk, make_image, make_post, query, fields):
    there = {"alt": "渡轮", "credit": "新华社"}
    wanted = make_image(**there | fields)
    other_kept = query.get("kept") == "elsewhere"
    others = {"width": 600, "height": 400} if query.get("shape") == "portrait" else {}
    if query.get("shape") in ("landscape", "wide"):
        others = {"width": 400, "height": 600}
    if other_kept:
        others = {"file": "images/bb/b.jpg", "width": 1, "height": 1, "widths": []}
    other = make_image(**there | others)
    make_post(lead_image=other)

    found = listed(desk, **query)

    assert wanted in found
    assert other not in found


def test_pictures_are_found_by_the_source_of_their_posts_and_by_who_added_them(
    desk, make_image, make_post, editor
):
    source = Source.objects.create(name="海湾日报")
    above, inside, mine = make_image(), make_image(), make_image(created_by=editor)
    make_post(lead_image=above, source=source)
    make_post(body=f'<figure><img data-image="{inside.pk}"></figure>', source=source)

    assert listed(desk, source=str(source.pk)) == {above, inside}
    assert listed(desk, use="mine") == {mine}
    for odd in ("x", "²", "9" * 30, "\x00"):
        assert len(listed(desk, source=odd)) == 3


@pytest.mark.parametrize("field", ["alt", "caption", "credit", "rights"])
def test_every_word_of_a_search_is_looked_for_everywhere(desk, make_image, field):
    image = make_image(**{field: "新码头启用"}, **({"alt": "渡轮"} if field != "alt" else {}))
    make_image(alt="茶园")

    assert listed(desk, q="码头") == {image}
    assert listed(desk, q="码头 渡轮") == ({image} if field != "alt" else set())
    assert listed(desk, q="100%") == set()


def test_captions_of_posts_are_searched_for_whom_may_see_them(
    desk, reporters_desk, reporter, make_image, make_post
):
    one, other = make_image(), make_image()
    for image, owner in ((one, reporter), (other, None)):
        body = f'<figure><img data-image="{image.pk}"><figcaption>机密词</figcaption></figure>'
        make_post(body=body, created_by=owner, status="draft")

    assert listed(desk, q="机密词") == {one, other}
    assert listed(reporters_desk, q="机密词") == {one}


def test_a_large_library_is_counted_no_further_than_it_is_paged(desk, make_image, monkeypatch):
    for _number in range(6):
        make_image()
    monkeypatch.setattr(library, "COUNTED", 5)
    monkeypatch.setattr(library.LibraryColumns, "counted", 5)

    page = desk.get(LIST)

    assert "more than 5 pictures" in page.text


def test_a_card_tells_what_is_missing(desk, make_image):
    make_image(alt="渡轮", problem="missing")

    page = desk.get(LIST).text

    assert ">broken</span>" in page
    assert ">no credit</span>" in page
    assert ">no description</span>" not in page


def test_the_list_leads_to_uploading_in_the_chooser_too(desk, reporters_desk, picture):
    assert "/admin/articles/image/upload/" in desk.get(LIST).text
    page = reporters_desk.get(LIST + "?_popup=1&_to_field=id").text
    assert re.search(r'href="/admin/articles/image/upload/\?[^"]*_popup=1', page)
    assert f'data-popup-opener="{picture.pk}"' in page


def test_the_delete_question_names_no_post_of_others(
    reporters_desk, reporter, make_image, make_post
):
    permission = Permission.objects.get(codename="delete_image")
    reporter.user_permissions.add(permission)
    image = make_image(alt="渡轮")
    make_post(title="夜班", lead_image=image)
    make_post(title="自己的", lead_image=image, created_by=reporter)

    page = reporters_desk.get(form_of(image).replace("change", "delete")).text

    assert "自己的" in page
    assert "夜班" not in page
    assert "1 more post" in page
