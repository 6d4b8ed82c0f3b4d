"""Setting a second factor up, changing it and doing without it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import SecondFactorRule
from tests.second_factor.conftest import CODE_PAGE, INDEX, PAGE, PASSWORD, is_in
from tests.second_factor.phone import Phone


def step(client, name, **fields):
    return client.post(PAGE, fields | {"step": name})


def begin(client, phone):
    step(client, "begin")
    phone.scan(client.get(PAGE))


@pytest.fixture
def new_phone(clock):
    return Phone(clock)


def test_who_confirms_the_first_code_has_a_second_factor(with_password, new_phone):
    browser = with_password()
    begin(browser, new_phone)

    page = step(browser, "confirm", code=new_phone.code())

    assert len(page.context["codes"]) == 10
    assert is_in(browser)
    assert not is_in(with_password())


def test_the_recovery_codes_that_are_shown_are_good(with_password, new_phone):
    browser = with_password()
    begin(browser, new_phone)
    codes = step(browser, "confirm", code=new_phone.code()).context["codes"]

    for code in codes:
        another = with_password()
        another.post(CODE_PAGE, {"code": code})
        assert is_in(another)


def test_the_secret_is_shown_as_a_picture_without_another_site(with_password, new_phone):
    browser = with_password()
    begin(browser, new_phone)

    page = browser.get(PAGE)

    assert 'src="data:image/svg+xml' in page.text
    assert page.context["app_address"].startswith("otpauth://totp/")
    assert page.context["key"].replace(" ", "") in page.context["app_address"]
    assert "style=" not in page.text


def test_a_wrong_first_code_sets_nothing_up(with_password, new_phone):
    browser = with_password()
    begin(browser, new_phone)

    page = step(browser, "confirm", code=new_phone.wrong_code())

    assert "not right" in page.text
    assert page.context["key"]
    assert not TOTPDevice.objects.exists()
    assert is_in(with_password())


def test_looking_sets_nothing_up(with_password, new_phone):
    browser = with_password()
    browser.get(PAGE, {"step": "begin"})

    assert "key" not in browser.get(PAGE).context
    assert not TOTPDevice.objects.exists()


def test_beginning_again_is_a_new_secret(with_password, new_phone):
    browser = with_password()
    begin(browser, new_phone)
    before = new_phone.key

    step(browser, "cancel")
    begin(browser, new_phone)

    assert new_phone.key != before


def test_what_is_set_up_never_shows_its_secret_again(with_password, phone):
    browser = with_password()
    browser.post(CODE_PAGE, {"code": phone.code()})

    step(browser, "begin")

    assert "key" not in browser.get(PAGE).context
    assert "qr-code" not in browser.get(PAGE).text


@pytest.fixture
def browser(with_password, phone):
    """Signed in by password and code."""
    browser = with_password()
    browser.post(CODE_PAGE, {"code": phone.code()})
    return browser


@pytest.mark.parametrize("name", ["renew", "codes", "remove"])
def test_without_the_password_nothing_is_changed(browser, phone, editor, name):
    before = [*TOTPDevice.objects.values(), *StaticToken.objects.values()]

    assert "not your password" in step(browser, name, password="wrong").text

    assert [*TOTPDevice.objects.values(), *StaticToken.objects.values()] == before
    assert "key" not in browser.get(PAGE).context


def test_guessing_the_password_there_ends_in_a_pause(browser):
    answers = [step(browser, "remove", password="wrong").status_code for _time in range(8)]

    assert answers == [200] * 7 + [429]
    assert step(browser, "remove", password=PASSWORD).status_code == 429
    assert TOTPDevice.objects.exists()


def test_new_recovery_codes_take_the_place_of_the_old(browser, phone, with_password):
    page = step(browser, "codes", password=PASSWORD)

    assert len(page.context["codes"]) == 10
    assert is_in(browser)
    another = with_password()
    another.post(CODE_PAGE, {"code": phone.recovery_codes[0]})
    assert not is_in(another)


def test_another_app_counts_once_it_is_confirmed(browser, phone, with_password, new_phone):
    step(browser, "renew", password=PASSWORD)
    new_phone.scan(browser.get(PAGE))
    before = with_password()
    before.post(CODE_PAGE, {"code": phone.code()})
    assert is_in(before)

    step(browser, "confirm", code=new_phone.code())

    assert is_in(browser)
    assert TOTPDevice.objects.count() == 1
    old, older, new = with_password(), with_password(), with_password()
    old.post(CODE_PAGE, {"code": phone.code()})
    older.post(CODE_PAGE, {"code": phone.recovery_codes[0]})
    phone.clock.shift(60)
    new.post(CODE_PAGE, {"code": new_phone.code()})
    assert (is_in(old), is_in(older), is_in(new)) == (False, False, True)


def test_one_can_do_without_it(browser, with_password):
    step(browser, "remove", password=PASSWORD)

    assert is_in(browser)
    assert is_in(with_password())
    assert not StaticToken.objects.exists()


def test_not_where_the_role_wants_it(browser, rule):
    assert 'value="remove"' not in browser.get(PAGE).text

    step(browser, "remove", password=PASSWORD)

    assert TOTPDevice.objects.exists()


def test_every_change_stands_in_the_history_of_the_account(browser, editor):
    step(browser, "codes", password=PASSWORD)
    step(browser, "remove", password=PASSWORD)

    entries = LogEntry.objects.filter(object_id=editor.pk, user=editor)
    assert entries.count() == 3
    assert {str(entry) for entry in entries} == {"Changed “editor” — Changed second factor."}


def test_who_needs_one_sets_it_up_before_anything_else(rule, with_password, new_phone):
    wanted = "/admin/articles/post/"
    browser = with_password(onward=wanted)
    led = browser.get(wanted, follow=True)
    address = led.redirect_chain[-1][0]
    assert address.startswith(PAGE)
    assert not is_in(browser)

    browser.post(address, {"step": "begin"})
    new_phone.scan(browser.get(address))
    page = browser.post(address, {"step": "confirm", "code": new_phone.code()})

    assert page.context["onward"] == wanted
    assert is_in(browser)


def test_a_rule_reaches_who_is_signed_in_already(with_password, editor):
    browser = with_password()
    assert is_in(browser)

    SecondFactorRule.objects.create(group=Group.objects.get(name="Chief editors"))

    assert not is_in(browser)


def test_a_rule_binds_superusers_and_nobody_outside_its_group(
    rule, with_password, editor, reporter
):
    editor.is_superuser = True
    editor.save()

    assert not is_in(with_password())
    assert is_in(with_password("reporter"))


def test_who_already_has_one_cannot_set_up_another_with_the_password_alone(
    rule, with_password, phone, new_phone
):
    browser = with_password()

    assert browser.get(PAGE, follow=True).redirect_chain[-1][0].startswith(CODE_PAGE)
    step(browser, "begin")
    step(browser, "remove", password=PASSWORD)

    assert not browser.session.get("second_factor_offered")
    assert TOTPDevice.objects.get() == phone.device


def test_a_stranger_is_sent_to_sign_in(client, db):
    for page in (PAGE, CODE_PAGE):
        assert client.get(page, follow=True).redirect_chain[-1][0].startswith("/admin/login/")


def test_every_step_wants_a_token(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert step(client, "begin").status_code == 403
    assert client.post(CODE_PAGE, {"code": "123456"}).status_code == 403
    assert client.post("/admin/second-factor/leave/").status_code == 403


def test_the_desk_leads_to_it(with_password):
    assert f'href="{PAGE}"' in with_password().get(INDEX).text
