from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client

from articles import second_factor
from articles.models import SecondFactorRule
from tests.second_factor.phone import Phone

PAGE = "/admin/second-factor/"
CODE_PAGE = "/admin/second-factor/code/"
INDEX = "/admin/"
PASSWORD = "correct horse battery"


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 3, 1, 8, 0, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def with_password(editor):
    """A function that gives a browser in which the editor, or another, has typed the password."""

    def sign_in(username="editor", onward=INDEX):
        client = Client(headers={"accept-language": "en"})
        typed = {"username": username, "password": PASSWORD, "next": onward}
        assert client.post("/admin/login/", typed).status_code == 302
        return client

    return sign_in


@pytest.fixture
def phone(clock, editor):
    """The editor's, set up; its `recovery_codes` were put by."""
    phone = Phone(clock, second_factor.new_key())
    phone.device, phone.recovery_codes = second_factor.set_up(editor, phone.key, phone.code())
    return phone


@pytest.fixture
def rule(editor):
    """Chief editors, as the editor is one, need a second factor."""
    return SecondFactorRule.objects.create(group=Group.objects.get(name="Chief editors"))


def is_in(client):
    """Whether the desk lets this browser in."""
    return client.get(INDEX).status_code == 200
