"""What is typed survives a lost connection, an ended session and a closed window."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Autosave, Post, Revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post(make_post):
    post = make_post(title="原题", status="draft", published_at=None)
    Revision.objects.keep(post)
    return post


@pytest.fixture
def form(desk_page, post):
    """The form of the post in a browser."""
    page = desk_page(f"/admin/articles/post/{post.pk}/change/")
    page.told = page.locator(".keeping")
    return page


def sign_in(page):
    page.fill("#id_username", "editor")
    page.fill("#id_password", "correct horse battery")
    page.click("[type=submit]")


def test_what_is_typed_is_kept_without_a_button(form):
    form.fill("#id_title", "打了一半的题")

    expect(form.told).to_contain_text("Kept, not saved", timeout=10_000)

    assert Autosave.objects.get().fields["title"] == ["打了一半的题"]
    assert Post.objects.get().title == "原题"


def test_an_ended_session_keeps_the_text_and_saves_it_after_signing_in_again(form):
    Session.objects.all().delete()
    form.fill("#id_title", "会话结束后的题")
    form.click("[name=_continue]")
    expect(form.told).to_contain_text("You are signed out")
    assert form.input_value("#id_title") == "会话结束后的题"

    with form.expect_popup() as opened:
        form.click(".keeping-login")
    sign_in(opened.value)
    expect(opened.value.locator("#content")).to_contain_text("signed in again")
    expect(form.told).to_contain_text("Kept, not saved", timeout=15_000)
    form.click("[name=_continue]")
    form.wait_for_selector(".messagelist .success")

    assert Post.objects.get().title == "会话结束后的题"


def test_a_lost_connection_keeps_the_text_and_sends_it_when_it_is_back(form):
    form.context.set_offline(True)
    form.fill("#id_title", "断线时的题")
    expect(form.told).to_contain_text("cannot be reached", timeout=10_000)
    form.click("[name=_continue]")
    assert form.input_value("#id_title") == "断线时的题"

    form.context.set_offline(False)

    expect(form.told).to_contain_text("Kept, not saved", timeout=15_000)
    assert Autosave.objects.get().fields["title"] == ["断线时的题"]


def test_what_a_closed_window_left_in_the_browser_is_found_again(form, live_server, post):
    form.context.set_offline(True)
    form.fill("#id_title", "关窗前的题")
    expect(form.told).to_contain_text("cannot be reached", timeout=10_000)
    form.evaluate("window.onbeforeunload = null")
    form.close(run_before_unload=False)
    form.context.set_offline(False)

    again = form.context.new_page()
    again.goto(f"{live_server.url}/admin/articles/post/{post.pk}/change/")
    again.click(".keeping-found")

    expect(again.locator("#id_title")).to_have_value("关窗前的题")


def test_two_windows_see_each_other_and_what_was_saved(form, desk_page, post):
    other = desk_page(f"/admin/articles/post/{post.pk}/change/")

    expect(other.locator(".keeping-others")).to_contain_text("another window")
    form.fill("#id_title", "第一个窗口的题")
    form.click("[name=_continue]")
    form.wait_for_selector(".messagelist .success")
    other.fill("#id_summary", "第二个窗口的摘要")
    expect(other.locator(".keeping-overtaken")).to_contain_text("editor saved", timeout=10_000)
    other.click("[name=_continue]")
    other.wait_for_selector(".errornote")
    other.click("[name=_continue]")
    other.wait_for_selector(".messagelist .success")

    stored = Post.objects.get()
    assert (stored.title, stored.summary) == ("第一个窗口的题", "第二个窗口的摘要")
