"""An editor sets a second factor up and signs in with it, by keyboard, in both themes."""

import time
from base64 import b32decode

import pytest
from django.contrib.auth.models import Group
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from articles.models import SecondFactorRule
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/admin/second-factor/"


def code_of(key, *, ahead=0):
    """The code that an app shows now, or `ahead` turns later: the clock may be so far off."""
    app = TOTP(b32decode(key.replace(" ", "")), drift=ahead)
    app.time = time.time()
    return f"{app.token():06d}"


def sign_in(page, live_server, path="/admin/"):
    page.goto(f"{live_server.url}{path}")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "correct horse battery")
    page.keyboard.press("Enter")


def test_an_editor_sets_it_up_and_signs_in_with_a_code(desk_page, live_server):
    page = desk_page()
    page.click("#user-tools >> text=Second factor")
    page.click("[value=begin]")
    loaded = "picture => picture.complete && picture.naturalWidth > 100"
    assert page.locator(".qr-code").evaluate(loaded)
    key = page.inner_text(".second-factor-key")
    page.fill("#id_code", code_of(key))
    page.keyboard.press("Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    recovery_code = page.locator(".recovery-codes code").first.inner_text()
    page.click("text=go on")
    page.click("#logout-form button")

    sign_in(page, live_server, "/admin/articles/post/")
    expect(page.locator("#id_code")).to_be_focused()
    page.keyboard.type(code_of(key, ahead=1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/articles/post/")

    page.click("#logout-form button")
    sign_in(page, live_server)
    page.click("text=Use a recovery code")
    page.fill("#id_code", recovery_code)
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("9 recovery codes left")
    assert page.complaints == []


def test_whoever_needs_one_is_led_to_it_and_on_again(open_page, editor, live_server):
    SecondFactorRule.objects.create(group=Group.objects.get(name="Chief editors"))
    page = open_page("/admin/login/", locale="en-US")
    sign_in(page, live_server, "/admin/articles/image/")
    expect(page.locator("#content")).to_contain_text("Your role needs a second factor")
    page.goto(f"{live_server.url}/admin/")
    expect(page.locator("#content")).to_contain_text("Your role needs a second factor")

    page.click("[value=begin]")
    page.fill("#id_code", code_of(page.inner_text(".second-factor-key")))
    page.click("[value=confirm]")
    page.click("text=go on")

    expect(page.locator("#user-tools")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    desk_page, editor, live_server, width
):
    editor.is_superuser = True
    editor.save()
    page = desk_page(PAGE, width=width)
    found = {}

    def press(selector):
        with page.expect_navigation():
            page.click(selector)

    def look(kind):
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if problems := violations(page) + ([f"{overflow} too wide"] if overflow > 0 else []):
            found[kind] = problems

    look("begin")
    press("[value=begin]")
    look("offer")
    page.fill("#id_code", "no code")
    press("[value=confirm]")
    look("wrong")
    page.fill("#id_code", code_of(page.inner_text(".second-factor-key")))
    press("[value=confirm]")
    look("recovery codes")
    page.goto(f"{live_server.url}{PAGE}")
    look("set up")
    group = Group.objects.get(name="Editors")
    page.goto(f"{live_server.url}/admin/auth/group/{group.pk}/change/")
    expect(page.locator("#id_needs_second_factor")).to_be_visible()
    page.goto(f"{live_server.url}{PAGE}")
    press("#logout-form button")
    sign_in(page, live_server)
    expect(page.locator("#id_code")).to_be_focused()
    look("code")
    page.fill("#id_code", "no code")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".errorlist")).to_be_visible()
    look("wrong code")
    press("text=Use a recovery code")
    look("recovery code")

    assert found == {}
    assert TOTPDevice.objects.count() == 1
