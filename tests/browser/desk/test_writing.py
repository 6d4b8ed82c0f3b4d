"""The desk as a real browser shows it: a newcomer writes, and the keys and buttons help."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Author, Image, Post
from tests.images.drawing import drawn, encoded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/post/add/"


@pytest.fixture
def jpeg_file(tmp_path):
    path = tmp_path / "渡轮.jpg"
    path.write_bytes(encoded(drawn((600, 400))))
    return path


def choose(page, field, words):
    """Type `words` into an autocomplete and take the first that it offers."""
    page.click(f".field-{field} .select2-selection")
    page.keyboard.type(words)
    page.click(f".select2-results__option:has-text('{words}')")


def upload(page, path, *, alt, credit):
    """Put a new picture into the text through the library's window."""
    with page.expect_popup() as opened:
        page.click("[data-tool=picture]")
    window = opened.value
    window.click("text=Add image")
    window.set_input_files("#id_upload", path)
    window.fill("#id_alt", alt)
    window.fill("#id_credit", credit)
    with window.expect_event("close"):
        window.click("[name=_save]")
    expect(page.locator("#id_body")).to_have_value(re.compile("data-image"))


def test_a_newcomer_writes_illustrates_files_previews_and_publishes(
    desk_page, make_category, jpeg_file
):
    make_category("国际", "欧洲")
    Author.objects.create(name="陈晓")
    page = desk_page()

    page.click(".model-post .addlink")
    page.fill("#id_title", "渡轮开了四十年")
    page.click("#id_body_text")
    page.keyboard.type("第一段 5 < 6\n第二段")
    upload(page, jpeg_file, alt="一艘渡轮", credit="新华社")
    page.keyboard.type("靠岸的渡轮")
    with page.expect_popup() as opened:
        page.click("text=Choose a picture")
    opened.value.click("#result_list .field-picture a")
    page.wait_for_selector(".picture-choice img:not([hidden])")
    choose(page, "sections", "欧洲")
    choose(page, "writers", "陈晓")
    page.fill("#id_tags", "港口、渡轮，海")
    page.click("[name=_preview]")
    with page.expect_popup() as shown:
        page.click("text=Open the preview")
    assert "/preview/" in shown.value.url
    assert shown.value.inner_text("h1") == "渡轮开了四十年"
    assert "图片来源：新华社" in shown.value.inner_text("article")
    page.click("[name=_step_publish]")

    post, picture = Post.objects.get(), Image.objects.get()
    figure = (
        f'<figure><img data-image="{picture.pk}" alt="一艘渡轮">'
        '<figcaption>靠岸的渡轮 <cite class="credit">新华社</cite></figcaption></figure>'
    )
    assert post.body == f"<p>第一段 5 &lt; 6</p><p>第二段</p>{figure}"
    assert post.lead_image == picture
    assert [author.name for author in post.byline] == ["陈晓"]
    assert post.section.path == "guo-ji/ou-zhou"
    assert sorted(tag.name for tag in post.tags.all()) == sorted(["港口", "渡轮", "海"])
    page.click("text=open the page")
    assert page.inner_text("h1") == "渡轮开了四十年"
    assert page.complaints == []


def test_without_scripts_a_body_is_typed_line_by_line(desk_page, make_post):
    post = make_post(body="<p>甲</p><h2>题</h2>", status="draft")
    page = desk_page(f"/admin/articles/post/{post.pk}/change/", java_script_enabled=False)
    assert page.input_value("#id_body") == "甲\n\n<h2>题</h2>"
    assert page.locator(".writing-tools").count() == 0

    page.fill("#id_body", "甲\n乙 < 3")
    page.click("[name=_continue]")

    post.refresh_from_db()
    assert post.body == "<p>甲</p><p>乙 &lt; 3</p>"


def test_control_s_saves_and_stays(desk_page, make_post):
    post = make_post(title="原题", status="draft")
    page = desk_page(f"/admin/articles/post/{post.pk}/change/")

    page.fill("#id_title", "新题")
    with page.expect_navigation():
        page.keyboard.press("Control+s")

    post.refresh_from_db()
    assert post.title == "新题"
    assert page.url.endswith(f"/{post.pk}/change/")


def test_a_date_to_come_makes_of_publishing_a_scheduling(desk_page):
    page = desk_page(ADD)
    assert page.input_value("[name=_step_publish]") == "Publish"

    page.fill("#id_published_at_0", "2099-01-01")
    page.fill("#id_published_at_1", "08:00")

    assert page.input_value("[name=_step_publish]") == "Schedule"


@pytest.mark.parametrize(
    "path",
    [
        "post/",
        ADD.removeprefix("/admin/articles/"),
        "image/?_popup=1&_to_field=id",
        "image/add/",
        "importrecord/",
        "source/add/",
    ],
)
def test_the_desk_fits_a_narrow_telephone(desk_page, make_post, path):
    make_post(title="很长的标题" * 20)
    page = desk_page(f"/admin/articles/{path}", width=360, height=740)

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.complaints == []
