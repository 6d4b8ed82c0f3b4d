"""After the password the code: only both open the desk."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from articles import second_factor
from tests.second_factor.conftest import CODE_PAGE, INDEX, PAGE, is_in
from tests.second_factor.phone import Phone

LIST = "/admin/articles/post/?status=draft"


def give(client, code, **query):
    return client.post(CODE_PAGE, {"code": code}, query_params=query)


def test_the_code_after_the_password_opens_the_page_that_was_wanted(with_password, phone):
    browser = with_password(onward=LIST)
    asked = browser.get(LIST, follow=True)
    address = asked.redirect_chain[-1][0]
    assert address.startswith(CODE_PAGE)

    answer = browser.post(address, {"code": phone.code()})

    assert answer.headers["Location"] == LIST
    assert is_in(browser)


def test_without_a_second_factor_the_password_is_enough(with_password):
    assert is_in(with_password())


def test_the_session_has_a_new_key_after_the_code(with_password, phone):
    browser = with_password()
    before = browser.cookies["sessionid"].value

    give(browser, phone.code())

    assert browser.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_code_is_good_for_one_time(with_password, phone):
    code = phone.code()
    give(with_password(), code)

    second = with_password()

    assert "not right, or it was used" in give(second, code).text
    assert not is_in(second)


def test_the_code_of_the_setting_up_signs_nobody_in(with_password, phone):
    browser = with_password()

    give(browser, phone.shown())

    assert not is_in(browser)


@pytest.mark.parametrize("written", ["{0} {1}", "{0}-{1}", " {0}{1} "])
def test_codes_may_be_written_in_groups(with_password, phone, written):
    browser, code = with_password(), phone.code()

    give(browser, written.format(code[:3], code[3:]))

    assert is_in(browser)


def test_codes_may_be_written_in_wide_digits(with_password, phone):
    browser = with_password()
    wide = str.maketrans("0123456789", "０１２３４５６７８９")

    give(browser, phone.code().translate(wide))

    assert is_in(browser)


@pytest.mark.parametrize("odd", ["", "\0", "abc", "1" * 30, "1" * 3000, "名", "-1", "0x1234"])
def test_what_is_no_code_is_refused(with_password, phone, odd):
    browser = with_password()

    assert give(browser, odd).status_code == 200
    assert not is_in(browser)


def test_a_recovery_code_is_good_for_one_time(with_password, phone):
    first, second = with_password(), with_password()
    code = phone.recovery_codes[3]
    typed = f"{code[:4]}-{code[4:]}".upper()

    give(first, typed)
    give(second, typed)

    assert is_in(first)
    assert not is_in(second)


def test_who_uses_a_recovery_code_is_told_how_many_are_left(with_password, phone):
    browser = with_password()
    give(browser, phone.recovery_codes[0])

    assert "9 recovery codes left" in browser.get(INDEX).text


def test_wrong_codes_make_one_wait_longer_and_longer(with_password, phone):
    browser = with_password()
    for seconds in (1, 2, 4, 8):
        assert give(browser, phone.wrong_code()).status_code == 200
        waiting = give(browser, phone.shown())
        assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, str(seconds))
        phone.clock.shift(seconds)

    give(browser, phone.code())

    assert is_in(browser)


def test_the_wait_is_the_same_in_another_browser(with_password, phone):
    for _time in range(6):
        give(with_password(), phone.wrong_code())
        phone.clock.shift(1)

    assert give(with_password(), phone.shown()).status_code == 429


def test_a_wrong_code_of_the_app_does_not_delay_a_recovery_code(with_password, phone):
    browser = with_password()
    give(browser, phone.wrong_code())

    give(browser, phone.recovery_codes[0])

    assert is_in(browser)


def test_a_wrong_code_is_logged_without_the_code(with_password, phone, caplog):
    wrong = phone.wrong_code()
    with caplog.at_level(logging.WARNING, "newsroom.signing_in"):
        give(with_password(), wrong)

    assert "'editor' from 127.0.0.1" in caplog.text
    assert wrong not in caplog.text


def test_the_code_of_somebody_else_opens_nothing(with_password, phone, reporter):
    key = second_factor.new_key()
    theirs = Phone(phone.clock, key)
    assert second_factor.set_up(reporter, key, theirs.code())
    browser = with_password()

    give(browser, theirs.code())

    assert not is_in(browser)


def test_a_code_without_a_password_opens_nothing(client, phone):
    answer = give(client, phone.code())

    assert answer.status_code == 302
    assert not is_in(client)


def test_a_session_from_before_the_setting_up_is_asked_for_a_code(client, editor, clock):
    client.force_login(editor)
    assert is_in(client)
    key = second_factor.new_key()
    second_factor.set_up(editor, key, Phone(clock, key).code())

    assert client.get(INDEX, follow=True).redirect_chain[-1][0].startswith(CODE_PAGE)


def test_another_app_ends_what_the_old_one_opened(with_password, phone, editor):
    browser = with_password()
    give(browser, phone.code())
    key = second_factor.new_key()
    second_factor.set_up(editor, key, Phone(phone.clock, key).code())

    assert not is_in(browser)


def test_who_gave_the_password_can_begin_anew(with_password, phone):
    browser = with_password()

    browser.post("/admin/second-factor/leave/")

    assert browser.get(CODE_PAGE).headers["Location"] == INDEX
    assert "sessionid" not in browser.cookies or not browser.cookies["sessionid"].value


def test_the_way_on_never_leads_to_another_site(with_password, phone):
    answer = give(with_password(), phone.code(), next="https://evil.example/")

    assert answer.headers["Location"] == INDEX


def test_an_operator_takes_the_second_factor_of_somebody_away(with_password, phone, capsys):
    call_command("reset_second_factor", "editor")
    call_command("reset_second_factor", "editor")

    assert capsys.readouterr().out.splitlines() == [
        "editor has no second factor any more.",
        "editor had no second factor.",
    ]
    assert is_in(with_password())


def test_an_account_that_is_not_there_is_told(db):
    with pytest.raises(CommandError, match="no account nobody") as raised:
        call_command("reset_second_factor", "nobody")

    assert raised.value.returncode == 2


def test_an_operator_gives_somebody_a_code(with_password, phone, capsys):
    call_command("addstatictoken", "editor")
    browser = with_password()

    give(browser, capsys.readouterr().out.strip())

    assert is_in(browser)


def test_the_page_of_the_code_is_kept_nowhere(with_password, phone):
    for address in (CODE_PAGE, PAGE):
        assert "no-store" in with_password().get(address).headers["Cache-Control"]
