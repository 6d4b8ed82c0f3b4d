"""Signing in: mistyping again and again ends in a pause, and a password can be replaced by mail."""

import re
from datetime import timedelta
from importlib import reload

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import clear_url_caches
from django.utils import timezone

from newsroom import urls

LOGIN = "/admin/login/"
PASSWORD = "a harbour at night, 1911"
TRIES = 8


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user(
        "editor", "editor@news.example", PASSWORD, is_staff=True
    )


def sign_in(username="editor", password=PASSWORD, *, address="192.0.2.1", **headers):
    client = Client(REMOTE_ADDR=address, headers=headers)
    return client.post(LOGIN, {"username": username, "password": password, "next": "/admin/"})


def mistype(times=TRIES, **where):
    return [sign_in(password="wrong", **where).status_code for _time in range(times)]


def test_who_mistypes_a_password_again_and_again_waits(editor):
    assert mistype() == [200] * (TRIES - 1) + [429]

    answer = sign_in()

    assert answer.status_code == 429
    assert b'role="alert"' in answer.content


def test_after_a_quarter_of_an_hour_the_right_password_is_taken(editor):
    mistype()

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in().status_code == 302


def test_others_and_other_places_do_not_wait(editor, django_user_model):
    django_user_model.objects.create_user("other", password=PASSWORD, is_staff=True)
    mistype()

    assert sign_in("other").status_code == 302
    assert sign_in(address="192.0.2.2").status_code == 302


def test_the_right_password_begins_the_count_anew(editor):
    mistype(TRIES - 1)
    assert sign_in().status_code == 302
    assert mistype(TRIES - 1) == [200] * (TRIES - 1)


def test_an_account_that_is_not_there_answers_like_one_that_is(editor):
    unknown, known = (sign_in(name, "wrong") for name in ("nobody", "editor"))

    def told(answer, name):
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text)
        return answer.status_code, text.replace(name, "")

    assert told(unknown, "nobody") == told(known, "editor")
    assert mistype(TRIES - 2) == [200] * (TRIES - 2)


def test_a_header_that_nobody_is_known_to_write_moves_nobody_elsewhere(editor):
    answers = [
        sign_in(password="wrong", **{"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(TRIES)
    ]
    assert answers[-1] == 429


def test_behind_a_proxy_its_header_tells_who_waits(editor, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    mistype(**{"X-Real-IP": "198.51.100.1"})

    assert sign_in(**{"X-Real-IP": "198.51.100.1"}).status_code == 429
    assert sign_in(**{"X-Real-IP": "198.51.100.2"}).status_code == 302


@pytest.fixture
def mailing(settings):
    """A site that has a server to send its mail."""
    settings.EMAIL_URL = "smtp://mail.example"
    reload(urls)
    clear_url_caches()
    yield
    settings.EMAIL_URL = ""
    reload(urls)
    clear_url_caches()


def test_a_forgotten_password_is_replaced_by_mail(editor, mailing, client):
    assert "/admin/password-reset/" in client.get(LOGIN).text
    client.post("/admin/password-reset/", {"email": editor.email}, HTTP_HOST="127.0.0.1")

    [message] = mail.outbox
    [link] = re.findall(r"http://testserver(/\S+)", message.body)
    page = client.get(link, follow=True)
    new = {"new_password1": PASSWORD[::-1], "new_password2": PASSWORD[::-1]}
    client.post(page.redirect_chain[-1][0], new)

    assert sign_in(password=PASSWORD[::-1]).status_code == 302
    assert sign_in().status_code == 200


def test_nobody_is_told_which_addresses_have_an_account(editor, mailing, client):
    answers = [
        client.post("/admin/password-reset/", {"email": address})
        for address in (editor.email, "nobody@news.example")
    ]
    assert {answer.headers["Location"] for answer in answers} == {"/admin/password-reset/sent/"}
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_without_a_mail_server_nothing_is_offered(client):
    assert "password-reset" not in client.get(LOGIN).text
    assert client.get("/admin/password-reset/").status_code != 200


def old_session(client, editor):
    """A browser that holds what `client` holds now, when it has signed in."""
    client.force_login(editor)
    other = Client()
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    assert other.get("/admin/").status_code == 200
    return other


def test_a_session_is_dead_after_signing_out(client, editor):
    old = old_session(client, editor)

    client.post("/admin/logout/")

    assert old.get("/admin/").status_code == 302


def test_a_session_is_dead_after_the_password_was_changed(client, editor):
    old = old_session(client, editor)
    new = {"new_password1": PASSWORD[::-1], "new_password2": PASSWORD[::-1]}

    client.post("/admin/password_change/", {"old_password": PASSWORD} | new)

    assert old.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_session_is_dead_when_the_account_is_switched_off(client, editor):
    old = old_session(client, editor)

    editor.is_active = False
    editor.save()

    answer = old.get("/admin/")
    assert answer.status_code == 302
    assert answer.wsgi_request.user.is_anonymous


def test_signing_in_takes_a_new_session(client, editor):
    planted = client.session
    planted["from"] = "somebody else"
    planted.save()
    client.cookies["sessionid"] = planted.session_key

    client.post(LOGIN, {"username": "editor", "password": PASSWORD, "next": "/admin/"})

    assert client.cookies["sessionid"].value != planted.session_key
    assert client.get("/admin/").status_code == 200


def test_the_session_is_nothing_for_scripts_and_other_sites(editor):
    cookie = sign_in().cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("password", ["elevenchars", "qwerty123456"])
def test_a_short_or_common_password_is_refused(client, editor, password):
    client.force_login(editor)
    new = {"new_password1": password, "new_password2": password}

    client.post("/admin/password_change/", {"old_password": PASSWORD} | new)

    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
