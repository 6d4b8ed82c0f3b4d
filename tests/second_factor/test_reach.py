"""With the password alone nothing of the desk answers otherwise than to a stranger."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk_addresses import desk_addresses
from tests.second_factor.conftest import PAGE

# What is there for whoever has given the password, and no more.
FOR_THEM = (PAGE, "/admin/login/")


@pytest.fixture
def addresses(make_post):
    """All of the desk's, with the key of a post that is there."""
    found = desk_addresses(make_post().pk)
    assert len(found) > 100
    return [address for address in found if not address.startswith(FOR_THEM)]


def answer(client, method, address):
    sent = {"title": "改过", "form_key": str(uuid.UUID(int=1)), "term": "新"}
    response = getattr(client, method)(address, sent)
    return response.status_code, response.headers.get("Location"), response.content


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("owed", ["phone", "rule"])
def test_the_password_alone_opens_no_address_of_the_desk(
    request, addresses, with_password, owed, method
):
    request.getfixturevalue(owed)
    browser, stranger = with_password(), Client(headers={"accept-language": "en"})

    told = {}
    for address in addresses:
        answered = answer(browser, method, address)
        if answered != answer(stranger, method, address) or answered[0] not in (301, 302, 401, 404):
            told[address] = answered

    assert told == {}


def test_keeping_what_is_typed_tells_that_one_is_signed_out(with_password, phone, make_post):
    post = make_post()
    browser = with_password()

    for name, keys in (("keep_new", []), ("keep", [post.pk])):
        response = browser.get(reverse(f"admin:articles_post_{name}", args=keys))
        assert (response.status_code, response.json()) == (401, {"error": "signed out"})


def test_signing_in_again_asks_for_both(with_password, phone):
    browser = with_password()
    browser.post(f"{PAGE}code/", {"code": phone.code()})
    browser.post("/admin/logout/")

    assert browser.get("/admin/").status_code == 302


def test_a_new_password_by_mail_does_not_skip_the_code(with_password, phone, editor):
    editor.set_password("a new one, by mail")
    editor.save()
    client = Client()
    client.post("/admin/login/", {"username": "editor", "password": "a new one, by mail"})

    assert client.get("/admin/").status_code == 302


def test_signing_in_once_more_in_a_half_open_session_skips_nothing(with_password, phone):
    browser = with_password()
    typed = {"username": "editor", "password": "correct horse battery", "next": "/admin/"}

    browser.post("/admin/login/", typed)

    assert browser.get("/admin/").status_code == 302
