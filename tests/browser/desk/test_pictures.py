"""Pictures at the desk in a real browser: dropped, described, framed, chosen."""

import base64
import re

import pytest
from playwright.sync_api import expect

from articles.images.library import add_picture
from articles.images.renditions import make_renditions
from articles.models import Image
from tests.browser.test_accessibility import violations
from tests.images.drawing import colours, drawn, encoded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/articles/image/"
UPLOAD = f"{LIST}upload/"
DROP = """([selector, files]) => {
    const transfer = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
    }
    const area = document.querySelector(selector);
    for (const kind of ["dragenter", "dragover", "drop"]) {
        area.dispatchEvent(
            new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer })
        );
    }
}"""


def drop(page, *files):
    # Where the script has taken over, its button is gone.
    expect(page.locator("[data-upload]")).to_be_hidden()
    sent = [[name, base64.b64encode(content).decode()] for name, content in files]
    page.evaluate(DROP, [".upload-area", sent])
    expect(page.locator(".upload-status")).to_have_text("All files are sent.")


@pytest.fixture
def image(db):
    image = add_picture(encoded(drawn((900, 600))), alt="渡轮", credit="新华社")
    make_renditions(image)
    return image


def test_dropped_files_become_cards_that_are_filled_in_and_saved_together(desk_page):
    page = desk_page(UPLOAD)

    drop(page, ("一.jpg", colours(10)), ("坏.jpg", b"<html>"), ("二.jpg", colours(20)))
    expect(page.locator(".upload-card")).to_have_count(2)
    expect(page.locator(".upload-problem")).to_contain_text("坏.jpg This is not a picture")
    for number, card in enumerate(page.locator(".upload-card").all()):
        card.get_by_label("Alternative text").fill(f"渡轮{number}")
        card.get_by_label("Credit").fill("新华社")
    page.click("text=Save descriptions")

    page.wait_for_url(f"**{LIST}")
    assert set(Image.objects.values_list("alt", flat=True)) == {"渡轮0", "渡轮1"}
    assert set(Image.objects.values_list("credit", flat=True)) == {"新华社"}
    assert page.complaints == []


def test_the_same_picture_dropped_twice_is_one_and_keeps_what_was_typed(desk_page):
    page = desk_page(UPLOAD)
    drop(page, ("一.jpg", colours(10)))
    page.get_by_label("Alternative text").fill("渡轮")

    page.evaluate(DROP, [".upload-area", [["x.jpg", base64.b64encode(colours(10)).decode()]]])

    expect(page.locator("text=already in the library")).to_be_visible()
    expect(page.get_by_label("Alternative text")).to_have_value("渡轮")
    page.click("text=Save descriptions")
    page.wait_for_url(f"**{LIST}")
    assert Image.objects.get().alt == "渡轮"


def test_a_file_that_is_too_large_is_not_sent_at_all(desk_page, tmp_path):
    path = tmp_path / "large.jpg"
    with path.open("wb") as file:
        file.truncate(61 * 1024 * 1024)
    page = desk_page(UPLOAD)
    sent = []
    page.on("request", lambda request: sent.append(request.method))

    page.set_input_files("#id_files", path)

    expect(page.locator(".upload-problem")).to_contain_text("larger than 60 MB")
    assert "POST" not in sent


def test_a_file_that_was_not_sent_can_be_sent_again(desk_page, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(colours(10))
    page = desk_page(UPLOAD)
    page.route(f"**{UPLOAD}", lambda route: route.abort())
    page.set_input_files("#id_files", path)
    expect(page.locator(".upload-problem")).to_contain_text("could not be sent")

    page.unroute(f"**{UPLOAD}")
    page.click("text=Try again")

    expect(page.locator(".upload-card")).to_have_count(1)


def test_without_script_many_files_are_sent_and_described(open_page, editor, live_server, tmp_path):
    for number in (10, 20):
        (tmp_path / f"{number}.jpg").write_bytes(colours(number))
    page = open_page("/admin/login/", locale="en-US", java_script_enabled=False)
    page.fill("#id_username", "editor")
    page.fill("#id_password", "correct horse battery")
    page.click("[type=submit]")
    page.goto(f"{live_server.url}{UPLOAD}")

    page.set_input_files("#id_files", [tmp_path / "10.jpg", tmp_path / "20.jpg"])
    page.click("[value=Upload]")
    for field in page.get_by_label("Alternative text").all():
        field.fill("渡轮")
    page.click("[value='Save descriptions']")

    assert page.url.endswith(LIST)
    assert list(Image.objects.values_list("alt", flat=True)) == ["渡轮", "渡轮"]


def test_the_focal_point_is_clicked_dragged_moved_by_keys_and_typed(desk_page, image):
    page = desk_page(f"{LIST}{image.pk}/change/")
    whole = page.locator(".framing-whole")
    box = whole.bounding_box()
    crop = page.locator(".shape-wide img")

    page.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.9)
    expect(page.locator("#id_focal_x")).to_have_value("0.20")
    expect(page.locator("#id_focal_y")).to_have_value(re.compile(r"0\.(?:89|90)"))
    expect(crop).to_have_class("x1 y4")

    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 1.5, box["y"] - 40)
    page.mouse.up()
    expect(page.locator("#id_focal_x")).to_have_value("1.00")
    expect(page.locator("#id_focal_y")).to_have_value("0.00")

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#id_focal_x")).to_have_value("0.99")
    expect(page.locator("#id_focal_y")).to_have_value("0.10")

    page.fill("#id_focal_x", "0.3")
    expect(crop).to_have_class(re.compile("x1"))
    expect(crop).to_have_class(re.compile("y0"))
    page.click("[name=_continue]")

    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.3, 0.1)
    assert crop.evaluate("crop => getComputedStyle(crop).objectPosition") == "25% 0px"
    assert page.complaints == []


def test_the_site_crops_as_the_desk_has_shown(open_page, image, make_post):
    image.focal_x, image.focal_y = 0.1, 1
    image.save()
    make_post(lead_image=image)

    page = open_page("/")

    shown = page.locator(".lead-story img")
    assert shown.evaluate("shown => getComputedStyle(shown).objectPosition") == "0px 100%"
    assert page.complaints == []


def test_the_colour_of_a_picture_is_shown_until_it_is_there(open_page, image, make_post):
    above = make_post(lead_image=image)
    inside = make_post(body=f'<figure><img data-image="{image.pk}"></figure>')
    page = open_page("/nothing/")
    page.route("**/media/**", lambda route: route.abort())
    site = page.url.removesuffix("/nothing/")

    for post, selector in ((above, ".lead-figure img"), (inside, ".body img")):
        page.goto(site + post.get_absolute_url())
        ground = page.locator(selector).evaluate("shown => getComputedStyle(shown).backgroundColor")
        assert ground.startswith("oklch("), ground


def test_uploading_in_the_chooser_comes_back_with_the_picture_and_its_words(desk_page):
    page = desk_page("/admin/articles/post/add/")
    with page.expect_popup() as opened:
        page.click("text=Choose a picture")
    window = opened.value
    window.click("text=Upload pictures")
    drop(window, ("一.jpg", colours(10)))
    window.get_by_label("Alternative text").fill("一艘渡轮")
    window.get_by_label("Caption").fill("渡轮靠岸")
    with window.expect_event("close"):
        window.click("text=Use this picture")

    expect(page.locator(".picture-choice img")).to_have_attribute("alt", "一艘渡轮")
    expect(page.locator("#id_lead_caption")).to_have_value("渡轮靠岸")
    assert page.locator("[data-picks-lead]").input_value() == str(Image.objects.get().pk)
    assert page.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_at_the_pictures_pages(desk_page, image, live_server, width):
    Image.objects.create(original_url="https://127.0.0.1:9/a.jpg", problem="missing")
    page = desk_page(UPLOAD, width=width)
    drop(page, ("一.jpg", colours(10)), ("坏.jpg", b"<html>"))
    found = {"upload": ours(page)}
    for path in (LIST, f"{LIST}{image.pk}/change/", f"{LIST}{image.pk}/delete/", f"{LIST}?q=x"):
        page.goto(f"{live_server.url}{path}")
        found[path] = ours(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path

    assert {path: rules for path, rules in found.items() if rules} == {}


def ours(page):
    """What axe finds in the content: the frame around it is Django's."""
    return [
        line
        for line in violations(page)
        if "#content" in line or "upload" in line or "framing" in line
    ]
