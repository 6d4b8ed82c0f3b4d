"""Remote pictures at the desk: queued for the worker, and listed where their origin is broken."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.admin import homecoming
from articles.models import Image, Source
from articles.models.fetches import Problem
from tests.admin.conftest import fields_of, form_of

LIST = "/admin/articles/image/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for browser in (desk, reporters_desk):
        browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def elsewhere(db):
    """A function that makes the row of a remote picture."""

    def make(name="a", **fields):
        return Image.objects.create(original_url=f"https://pictures.example/{name}.jpg", **fields)

    return make


@pytest.fixture
def source(db):
    return Source.objects.create(name="海湾日报")


@pytest.fixture
def broken(elsewhere, source, make_post):
    """A function that makes pictures of posts of the source whose origin is broken."""

    def make(number=1, problem=Problem.MISSING, **fields):
        made = []
        for _number in range(number):
            image = elsewhere(
                f"{problem}{Image.objects.count()}",
                problem=problem,
                tries=1,
                tried_at=timezone.now(),
                **fields,
            )
            make_post(lead_image=image, source=source)
            made.append(image)
        return made

    return make


def queued():
    rows = DBTaskResult.objects.filter(task_path="articles.tasks.fetch_picture")
    return {task.args_kwargs["kwargs"]["image"] for task in rows}


def choose(browser, images):
    sent = {"action": "bring_selected_home", "_selected_action": [image.pk for image in images]}
    return browser.post(LIST, sent, follow=True)


def test_chosen_pictures_are_queued(desk, elsewhere, picture):
    images = [elsewhere("a"), elsewhere("b", problem=Problem.MISSING, tries=3)]

    page = choose(desk, [*images, picture])

    assert "2 pictures are queued; the worker fetches them." in page.text
    assert queued() == {str(image.pk) for image in images}
    assert Image.objects.due().count() == 2
    assert set(Image.objects.values_list("tries", flat=True)) == {0}


def test_pictures_that_are_here_need_no_fetching(desk, picture):
    assert "these pictures are here" in choose(desk, [picture]).text
    assert queued() == set()


def test_more_than_a_press_queues_are_told(desk, elsewhere, monkeypatch):
    monkeypatch.setattr(homecoming, "QUEUED", 2)

    page = choose(desk, [elsewhere(name) for name in "abc"])

    assert "2 pictures are queued" in page.text
    assert "There are more than 2" in page.text
    assert len(queued()) == 2


def test_a_pictures_page_saves_and_queues(desk, elsewhere):
    image = elsewhere()
    sent = fields_of(desk.get(form_of(image)), alt="渡轮") | {"_bring_home": "1"}

    page = desk.post(form_of(image), sent, follow=True)

    image.refresh_from_db()
    assert image.alt == "渡轮"
    assert "1 picture is queued; the worker fetches it." in page.text
    assert queued() == {str(image.pk)}
    assert "Queued; the worker fetches it." in page.text


def test_a_picture_that_is_here_has_no_button(desk, elsewhere, picture):
    assert "_bring_home" in desk.get(form_of(elsewhere())).text
    assert "_bring_home" not in desk.get(form_of(picture)).text
    assert "_bring_home" not in desk.get("/admin/articles/image/add/").text


def test_a_pictures_page_tells_why_it_is_not_here_and_when_it_is_tried_again(desk, elsewhere):
    now = timezone.now()
    later = elsewhere(
        "a", problem=Problem.BUSY, tries=1, tried_at=now, next_try_at=now + timedelta(hours=3)
    )
    never = elsewhere("b", problem=Problem.MISSING, tries=1, tried_at=now)

    page = desk.get(form_of(later)).text
    assert "The server is busy or out of order." in page
    assert f"Next try {timezone.localtime(later.next_try_at):%Y-%m-%d %H:%M}" in page
    page = desk.get(form_of(never)).text
    assert "The server says that there is nothing (404 or 410)." in page
    assert "It is not tried again by itself." in page


def test_another_address_is_a_new_beginning(desk, elsewhere):
    image = elsewhere(problem=Problem.MISSING, tries=3, tried_at=timezone.now(), etag='"1"')
    sent = fields_of(desk.get(form_of(image)), original_url="https://pictures.example/z.jpg")

    desk.post(form_of(image), sent)

    image.refresh_from_db()
    assert (image.problem, image.tries, image.tried_at, image.etag) == ("", 0, None, "")


def test_broken_pictures_can_be_listed(desk, elsewhere, picture):
    broken, fine = elsewhere("a", problem=Problem.MISSING), elsewhere("b")

    page = desk.get(f"{LIST}?kept=broken").text

    assert form_of(broken) in page
    assert form_of(fine) not in page
    assert form_of(picture) not in page


def test_a_sources_page_lists_its_broken_pictures_with_the_reason(
    desk, source, broken, elsewhere, make_post
):
    broken(2)
    broken(1, problem=Problem.BUSY)
    make_post(lead_image=elsewhere("another", problem=Problem.MISSING))

    page = desk.get(form_of(source)).text

    assert "3 pictures in its posts could not be fetched." in page
    assert "2 × The server says that there is nothing" in page
    assert "1 × The server is busy" in page
    assert page.count("https://pictures.example/") == 3
    assert "another.jpg" not in page


def test_a_source_without_broken_pictures_says_so(desk, source, elsewhere, make_post):
    make_post(lead_image=elsewhere(), source=source)

    page = desk.get(form_of(source)).text

    assert "None: all that was tried could be fetched." in page
    assert reverse("admin:articles_source_pictures", args=[source.pk]) not in page


def test_a_sources_page_stays_short(desk, source, broken, monkeypatch):
    monkeypatch.setattr(homecoming, "NAMED", 2)
    monkeypatch.setattr(homecoming, "COUNTED", 4)
    broken(6)

    page = desk.get(form_of(source)).text

    assert "More than 4 pictures in its posts could not be fetched." in page
    assert page.count("https://pictures.example/") == 2
    assert "… and 2 more" in page


def test_a_sources_page_asks_no_more_for_more_pictures(
    desk, source, broken, django_assert_max_num_queries
):
    broken(8)
    desk.get(form_of(source))

    with django_assert_max_num_queries(20):
        desk.get(form_of(source))


def test_the_broken_pictures_of_a_source_are_queued_again(
    desk, source, broken, elsewhere, make_post
):
    images = broken(3)
    make_post(lead_image=elsewhere("another", problem=Problem.MISSING))

    page = desk.post(reverse("admin:articles_source_pictures", args=[source.pk]), follow=True)

    assert "3 pictures are queued; the worker fetches them." in page.text
    assert queued() == {str(image.pk) for image in images}


def test_a_look_at_it_queues_nothing(desk, source, broken):
    broken()

    page = desk.get(reverse("admin:articles_source_pictures", args=[source.pk]))

    assert (page.status_code, queued()) == (405, set())


def test_who_may_not_change_pictures_queues_none(reporters_desk, source, broken, elsewhere, client):
    image = elsewhere()
    broken()
    address = reverse("admin:articles_source_pictures", args=[source.pk])

    assert reporters_desk.post(address).status_code == 403
    assert client.post(address).status_code == 302
    choose(reporters_desk, [image])
    reporters_desk.post(form_of(image), {"_bring_home": "1"})
    assert queued() == set()
    assert "_bring_home" not in reporters_desk.get(form_of(image)).text
    page = reporters_desk.get(form_of(source)).text
    assert "1 picture in its posts could not be fetched." in page
    assert "Try these pictures again" not in page


def test_an_address_is_shown_as_text(desk, source, make_post):
    address = "https://pictures.example/<script>alert(1)</script>"
    image = Image.objects.create(original_url=address, problem=Problem.MISSING)
    make_post(lead_image=image, source=source)

    for page in (form_of(source), form_of(image), LIST):
        assert "<script>alert(1)" not in desk.get(page).text
