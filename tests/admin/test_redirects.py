import pytest

from articles.models import Redirect
from tests.admin.conftest import fields_of, form_of

ADD = "/admin/articles/redirect/add/"


@pytest.fixture(autouse=True)
def _in_english(desk):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def test_a_path_that_leads_back_is_refused_with_the_reason(desk):
    Redirect.objects.create(old_path="/b/", new_path="/C")
    Redirect.objects.create(old_path="/c/", new_path="/a/?x=1")

    for back in ("/A", "/b", "/c/#top"):
        response = desk.post(ADD, fields_of(desk.get(ADD), old_path="/a/", new_path=back))
        assert "This leads back to the old address." in response.text
    assert Redirect.objects.count() == 2


def test_the_address_of_a_page_is_refused_with_the_reason(desk, make_post):
    post = make_post(slug="port")

    for live in (post.get_absolute_url(), "/2022/03/11/PORT", "/search/", "/Archive"):
        response = desk.post(ADD, fields_of(desk.get(ADD), old_path=live, new_path="/old/"))
        assert "Readers find a page at this address" in response.text
    assert not Redirect.objects.exists()


def test_a_redirect_whose_address_has_come_alive_can_still_be_changed(desk, make_post):
    post, other = make_post(slug="port"), make_post()
    row = Redirect.objects.leave(post.get_absolute_url(), post=post)

    page = desk.get(form_of(row))
    desk.post(form_of(row), fields_of(page, post=other.pk))

    assert "a page of its own" in page.text
    assert Redirect.objects.get().post == other


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "/2022/03/11/port/"),
        ({"status": "draft"}, "nothing (404)"),
        ({"status": "withdrawn"}, "that it is gone (410)"),
    ],
)
def test_the_desk_tells_what_readers_find_now(desk, make_post, fields, told):
    post = make_post(slug="port", **fields)
    Redirect.objects.leave("/b/", post=post)
    row = Redirect.objects.create(old_path="/a/", new_path="/b/")

    assert told in desk.get(form_of(row)).text


def test_redirects_are_found_by_what_they_lead_to(desk, make_post, make_category):
    Redirect.objects.leave("/a/", post=make_post(title="港口新闻"))
    Redirect.objects.leave("/b/", category=make_category("国际"))
    Redirect.objects.create(old_path="/c/", new_path="/d/")

    for words, found in (("港口", "/a/"), ("国际", "/b/"), ("/d", "/c/")):
        page = desk.get("/admin/articles/redirect/", {"q": words}).text
        assert [path for path in ("/a/", "/b/", "/c/") if f">{path}<" in page] == [found]
