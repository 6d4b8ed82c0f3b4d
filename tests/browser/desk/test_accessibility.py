"""axe-core finds nothing on the form that posts are written in."""

import pytest

from articles.images.library import add_picture
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REST = (
    "<h2>题</h2><p>甲<strong>粗</strong><em>重</em><mark>亮</mark> <a href='/x'>链</a><code>码</code></p>"
    "<ul><li>一</li></ul><blockquote><p>引</p></blockquote><pre><code>a\nb</code></pre><hr>"
    "<table><caption>表</caption><thead><tr><th>甲</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    '<p><a href="https://youtu.be/a">https://youtu.be/a</a></p><ul><li>乙<figure></figure></li></ul>'
)


def faults(page):
    # Select2, which Django brings, puts a button among the items of a list.
    return violations(page, without=[".select2-selection__rendered"])


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_editor(writing, jpeg, make_post, width):
    picture = add_picture(jpeg, credit="新华社")
    figure = f'<figure><img data-image="{picture.pk}" alt=""><figcaption>说</figcaption></figure>'
    post = make_post(body=figure + REST)
    desk = writing(f"/admin/articles/post/{post.pk}/change/", width=width)
    found = {}
    # axe itself is against the policy.
    assert desk.page.complaints == []
    for name, place in {"figure": "figcaption", "table": "td"}.items():
        desk.page.click(f"#id_body_text {place}")
        desk.page.wait_for_selector(".writing-beside:not([hidden])")
        found[name] = faults(desk.page)
    desk.type("@Control+k")
    found["link"] = faults(desk.page)
    desk.type("@Escape", "@Control+f", "甲")
    found["search"] = faults(desk.page)
    desk.type("@Escape", "@Control+/")
    found["help"] = faults(desk.page)
    desk.type("@Escape").tool("source")
    desk.page.wait_for_selector("[data-mode=source]")
    found["source"] = faults(desk.page)

    assert {name: told for name, told in found.items() if told} == {}


def test_a_telephone_has_room_for_fingers_and_nothing_sticks_out(writing):
    desk = writing(width=360, height=740)
    desk.start("<p>甲</p>")

    for tool in desk.page.locator(".writing-main button").all():
        box = tool.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_tools_stay_in_sight(writing):
    desk = writing(width=360, height=740)
    desk.start("<p>甲</p>" * 60).type("@Control+End")

    assert desk.page.locator(".writing-main").bounding_box()["y"] >= -1
