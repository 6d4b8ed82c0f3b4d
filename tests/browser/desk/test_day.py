"""A day at the desk: a reporter, a chief editor and readers, each in a browser of their own."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Image, Post
from tests.browser.desk.conftest import ADD, Writing
from tests.html.test_pasting import WORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "新码头今天启用"
PASTED = (
    "<h2>港口</h2><p><strong>新码头</strong>今天启用，3号泊位。</p>"
    "<ul><li>一<ol><li>二</li></ol></li><li>三</li></ul><p>完。</p><ol><li>甲</li></ol>"
    "<table><tbody><tr><td>年</td><td>量</td></tr></tbody></table>"
)


class Person:
    """Somebody before a browser."""

    def __init__(self, page, site):
        self.page, self.site = page, site

    def open(self, path):
        """Return the status of the answer."""
        return self.page.goto(f"{self.site}{path}").status

    def follow(self, selector):
        with self.page.expect_navigation():
            self.page.click(selector)

    def press(self, button, *, told):
        """Press a button of the form; the next page tells what was done."""
        self.follow(f"[name={button}]")
        expect(self.page.locator(".messagelist")).to_contain_text(told)

    def take(self, step, *, told, **words):
        """Press the button of a step that asks for words, and say them."""
        self.follow(f"[name=_step_{step}]")
        for name, text in words.items():
            self.page.fill(f"#id_{name}", text)
        self.follow(".submit-row button")
        expect(self.page.locator(".messagelist")).to_contain_text(told)

    def sees(self, text, *, within="body"):
        expect(self.page.locator(within).first).to_contain_text(text)


@pytest.fixture
def desk_of(desk_page, live_server):
    """A function that seats a user at the desk, in a browser of their own."""
    return lambda user, path="/admin/": Person(desk_page(path, user=user), live_server.url)


@pytest.fixture
def reader(open_page, live_server):
    return Person(open_page("/"), live_server.url)


def write(writer, jpeg):
    """Write a story as reporters do; return its text."""
    page = writer.page
    page.fill("#id_title", TITLE)
    desk = Writing(page)
    desk.text.click()
    desk.compose("江城今天通车。", by=("j", "jiang", "jiangcheng")).type("@Enter")
    desk.paste(html=WORD, text="x")
    desk.wait_for(f"<p>江城今天通车。</p>{PASTED}")
    desk.drop(files=[("码头.jpg", "image/jpeg", jpeg)])
    desk.text.locator("figure img").click()
    desk.text.locator(".writing-alt").fill("一座码头")
    desk.tool("caption").compose("码头清晨", by=("m", "matou")).tool("credit").type("陈晓摄")
    figure = (
        f'<figure><img data-image="{Image.objects.get().pk}" alt="一座码头">'
        '<figcaption>码头清晨 <cite class="credit">陈晓摄</cite></figcaption></figure>'
    )
    expect(page.locator("#id_body")).to_have_value(re.compile(re.escape(figure)))
    return page.input_value("#id_body")


def test_a_story_goes_from_the_reporter_by_the_editor_to_readers(
    desk_of, reader, reporter, editor, jpeg
):
    writer = desk_of(reporter)
    writer.follow(".model-post .addlink")
    body = write(writer, jpeg)
    writer.press("_step_submit", told="is with the editors")
    assert Post.objects.get().body == body

    chief = desk_of(editor)
    chief.follow(f".panel-review a:has-text('{TITLE}')")
    chief.take("return_to_draft", note="谁剪的彩？", told="is a draft again")

    writer.open("/admin/")
    writer.follow(f".panel-sent_back a:has-text('{TITLE}')")
    writer.sees("Sent back by editor. 谁剪的彩？", within=".decision-note")
    Writing(writer.page).text.locator("p").first.click()
    Writing(writer.page).type("@End").compose("市长剪彩。", by=("shi", "shizhang"))
    writer.press("_step_submit", told="is with the editors")

    chief.page.reload()
    chief.sees("市长剪彩。", within="#id_body_text")
    chief.press("_step_approve", told="is approved")
    chief.page.fill("#id_published_at_0", "2099-01-01")
    chief.page.fill("#id_published_at_1", "08:00")
    chief.press("_step_publish", told="is scheduled")
    post = Post.objects.get()
    assert reader.open(post.get_absolute_url()) == 404
    chief.press("_step_publish", told="is published")

    post.refresh_from_db()
    assert reader.open(post.get_absolute_url()) == 200
    reader.sees("江城今天通车。市长剪彩。", within=".body")
    expect(reader.page.locator("article figure img")).to_have_attribute("alt", "一座码头")
    reader.sees("码头清晨", within="article figcaption")
    assert writer.page.complaints == chief.page.complaints == []


def test_readers_are_told_of_what_was_corrected_withdrawn_and_brought_back(
    desk_of, reader, editor, make_post
):
    post = make_post(title=TITLE, body="<p>一号泊位启用。</p>")
    address = post.get_absolute_url()
    chief = desk_of(editor, f"/admin/articles/post/{post.pk}/change/")

    Writing(chief.page).start("<p>三号泊位启用。</p>")
    chief.press("_continue", told="is saved")
    reader.open(address)
    reader.sees("一号泊位启用。", within="article")
    chief.page.fill("#id_correction", "启用的是三号泊位。")
    chief.press("_step_publish", told="readers are told of the correction")
    reader.open(address)
    reader.sees("三号泊位启用。", within="article")
    reader.sees("启用的是三号泊位。", within="article")

    chief.take("withdraw", reason="照片不对", notice="配图有误，撤下核实。", told="is withdrawn")
    assert reader.open(address) == 410
    reader.sees("配图有误，撤下核实。")
    expect(reader.page.locator("body")).not_to_contain_text("照片不对")

    chief.follow(".historylink")
    chief.follow(".past tr:has-text('Revision') >> nth=-1 >> button")
    chief.sees("is as it was in revision", within=".messagelist")
    chief.take("return_to_draft", note="", told="is a draft again")
    assert reader.open(address) == 404
    chief.press("_step_publish", told="is published")
    assert reader.open(address) == 200
    reader.sees("三号泊位启用。", within="article")
    assert chief.page.complaints == []


def test_the_live_preview_follows_what_is_typed_wide_and_as_on_a_telephone(
    desk_of, editor, make_post
):
    post = make_post(status="draft", body="<p>旧文。</p>", published_at=None)
    chief = desk_of(editor, f"/admin/articles/post/{post.pk}/change/")
    page, shown = chief.page, chief.page.frame_locator(".live-preview iframe")
    width = "innerWidth"
    page.click(".live-open")
    expect(shown.locator("article")).to_contain_text("旧文。")
    assert shown.locator("body").evaluate(width) == 1180

    page.fill("#id_title", TITLE)
    Writing(page).text.click()
    Writing(page).type("@Control+End").compose("新句。", by=("xin",))

    expect(shown.locator("h1")).to_have_text(TITLE)
    expect(shown.locator(".body")).to_have_text("旧文。新句。")
    assert shown.locator(".preview-banner").count() == 0
    page.click(".live-tools [data-width='390']")
    expect(page.locator(".live-preview iframe")).to_have_css("width", "390px")
    assert shown.locator("body").evaluate(width) == 390
    shown.locator("header a").first.click()
    expect(shown.locator("h1")).to_have_text(TITLE)
    page.click(".live-close")
    expect(page.locator(".live-preview")).to_be_hidden()
    expect(page.locator(".live-open")).to_be_focused()
    assert Post.objects.get().body == "<p>旧文。</p>"
    assert page.complaints == []


def test_a_preview_link_shows_one_revision_to_a_stranger_until_it_is_taken_back(
    desk_of, reader, editor
):
    chief = desk_of(editor, ADD)
    chief.page.fill("#id_title", TITLE)
    chief.press("_continue", told="is saved")
    form = chief.page.url.removeprefix(chief.site)
    chief.follow("text=Preview links")
    chief.press("invite", told="whoever has this address")
    link = chief.page.locator(".messagelist a").get_attribute("href").removeprefix(chief.site)
    chief.open(form)
    chief.page.fill("#id_title", "后来的题")
    chief.press("_continue", told="is saved")

    assert reader.open(link) == 200
    expect(reader.page.locator("h1")).to_have_text(TITLE)
    chief.follow("text=Preview links")
    chief.press("revoke", told="shows nothing any more")
    assert reader.open(link) == 404
