"""Groups say who needs a second factor; whoever looks after the accounts can take it away."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import SecondFactorRule

USERS = "/admin/auth/user/"


@pytest.fixture
def keeper(django_user_model):
    """A browser of somebody who looks after the accounts."""
    user = django_user_model.objects.create_superuser("keeper")
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    client.user = user
    return client


def send_group(client, group, **fields):
    return client.post(f"/admin/auth/group/{group.pk}/change/", {"name": group.name} | fields)


def test_the_page_of_a_group_says_whether_its_members_need_one(keeper):
    group = Group.objects.get(name="Editors")

    send_group(keeper, group, needs_second_factor="on")
    assert SecondFactorRule.objects.get().group == group
    assert "checked" in keeper.get(f"/admin/auth/group/{group.pk}/change/").text

    send_group(keeper, group)
    assert not SecondFactorRule.objects.exists()


def test_a_new_group_may_need_one_from_the_start(keeper):
    keeper.post("/admin/auth/group/add/", {"name": "夜班", "needs_second_factor": "on"})

    assert SecondFactorRule.objects.get().group.name == "夜班"


def test_a_deleted_group_takes_its_rule_along(keeper):
    group = Group.objects.create(name="夜班")
    SecondFactorRule.objects.create(group=group)

    keeper.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"})

    assert not SecondFactorRule.objects.exists()


def test_lists_tell_who_has_one_and_who_needs_one(
    keeper, phone, rule, reporter, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        users = keeper.get(USERS)
    groups = keeper.get("/admin/auth/group/")

    assert has(users, "second_factor") == [("editor", True), ("keeper", False), ("reporter", False)]
    assert ("Chief editors", True) in has(groups, "needs_second_factor")
    assert ("Editors", False) in has(groups, "needs_second_factor")


def has(page, column):
    """Which rows of a list have the tick in `column`."""
    rows = page.context["cl"].result_list
    admin = page.context["cl"].model_admin
    return [(str(row), getattr(admin, column)(row)) for row in rows]


def take_away(client, *users, **fields):
    keys = [user.pk for user in users]
    sent = {"action": "take_second_factor_away", "_selected_action": keys}
    return client.post(USERS, sent | fields)


def test_who_looks_after_the_accounts_takes_one_away_after_a_question(
    keeper, phone, editor, reporter
):
    page = take_away(keeper, editor, reporter)
    assert list(page.context["users"]) == [editor]
    assert TOTPDevice.objects.exists()

    take_away(keeper, editor, confirmed="1")

    assert not TOTPDevice.objects.exists()
    assert LogEntry.objects.filter(user=keeper.user, object_id=editor.pk).exists()


def test_nobody_else_may(phone, editor, reporter, client):
    client.force_login(reporter)

    assert take_away(client, editor, confirmed="1").status_code == 403
    assert TOTPDevice.objects.exists()


def test_the_secrets_have_no_page(keeper, phone):
    for noun in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert keeper.get(f"/admin/{noun}/").status_code == 404
