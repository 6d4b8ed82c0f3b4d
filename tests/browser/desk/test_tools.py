"""The tools of the editor, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from articles.models import Image, Post
from articles.pages import minutes_to_read
from tests.browser.desk.conftest import hold
from tests.images.drawing import colours

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>"


# What is typed, and what it becomes.
TYPED = [
    (["甲", "@Enter", "乙"], "<p>甲</p><p>乙</p>"),
    (["甲", "@Shift+Enter", "乙"], "<p>甲<br>乙</p>"),
    (["## 题", "@Enter", "文"], "<h2>题</h2><p>文</p>"),
    (["### 题"], "<h3>题</h3>"),
    (["#### 题"], "<h4>题</h4>"),
    (["- 一", "@Enter", "@Tab", "二"], "<ul><li>一<ul><li>二</li></ul></li></ul>"),
    (["1. 一", "@Enter", "二", "@Enter", "@Enter", "完"], "<ol><li>一</li><li>二</li></ol><p>完</p>"),
    (["> 引", "@Enter", "@Enter", "完"], "<blockquote><p>引</p></blockquote><p>完</p>"),
    (["```", "a < 1", "@Enter", "b"], "<pre><code>a &lt; 1\nb</code></pre>"),
    (["```", "a", "@Enter", "@Enter", "@Enter", "完"], "<pre><code>a</code></pre><p>完</p>"),
    (["---", "完"], "<hr><p>完</p>"),
    (["前**粗**后*斜*，~~删~~==亮==`码`完"], "<p>前<strong>粗</strong>后<em>斜</em>，<s>删</s><mark>亮</mark><code>码</code>完</p>"),
    (["3*4*5 与 a_b_c"], "<p>3*4*5 与 a_b_c</p>"),
    (["见[此处](example.org/a)。"], '<p>见<a href="https://example.org/a">此处</a>。</p>'),
    (["[x](javascript:alert)"], "<p>[x](javascript:alert)</p>"),
    (["@Control+b", "粗", "@Control+b", "细"], "<p><strong>粗</strong>细</p>"),
    (["甲", "@Control+z", "乙"], "<p>乙</p>"),
    (["https://youtu.be/a", "@Enter", "后"], '<p><a href="https://youtu.be/a">https://youtu.be/a</a></p><p>后</p>'),
    (["甲", "@Enter", "@Enter", "@Enter", "乙"], "<p>甲</p><p>乙</p>"),
    (["甲", "@Control+Alt+2", "@Control+Alt+2"], "<p>甲</p>"),
    (["甲", "@Control+Shift+8"], "<ul><li>甲</li></ul>"),
    (["甲", "@Control+Shift+8", "@Control+Shift+8"], "<p>甲</p>"),
]  # fmt: skip
TOOLS = {
    "strong": "<p><strong>渡轮</strong></p>",
    "em": "<p><em>渡轮</em></p>",
    "u": "<p><u>渡轮</u></p>",
    "s": "<p><s>渡轮</s></p>",
    "mark": "<p><mark>渡轮</mark></p>",
    "sup": "<p><sup>渡轮</sup></p>",
    "sub": "<p><sub>渡轮</sub></p>",
    "code": "<p><code>渡轮</code></p>",
    "h3": "<h3>渡轮</h3>",
    "quote": "<blockquote><p>渡轮</p></blockquote>",
    "bullets": "<ul><li>渡轮</li></ul>",
    "numbers": "<ol><li>渡轮</li></ol>",
    "center": '<p class="align-center">渡轮</p>',
    "codeBlock": "<pre><code>渡轮</code></pre>",
}


def test_keys_and_typed_signs(writing):
    desk = writing()

    assert [desk.start().type(*keys).html for keys, _body in TYPED] == [body for _, body in TYPED]


def test_a_tool_changes_what_is_chosen_shows_it_and_takes_it_back(writing):
    desk = writing()
    for tool, body in TOOLS.items():
        desk.start("<p>渡轮</p>").type("@Control+a")
        button = desk.page.locator(f'[data-tool="{tool}"]')

        button.click()
        assert desk.html == body
        expect(button).to_have_attribute("aria-pressed", "true")
        button.click()

        assert desk.html == "<p>渡轮</p>", tool
        expect(button).to_have_attribute("aria-pressed", "false")


def test_format_is_taken_off(writing):
    desk = writing().start('<p><strong>甲<a href="/x"><em>乙</em></a></strong></p>')

    assert desk.type("@Control+a").tool("clear").html == "<p>甲乙</p>"


def test_a_link_is_set_changed_and_taken_off_and_a_bad_one_refused(writing):
    desk = (
        writing()
        .start("<p>见此处</p>")
        .type("@Control+End", "@Shift+ArrowLeft", "@Shift+ArrowLeft")
    )
    desk.type("@Control+k", "javascript:alert(1)", "@Enter")
    assert "no address" in desk.page.inner_text(".writing-fault")
    desk.type("@Control+a", "example.org/a?b=1&c=2", "@Enter")
    assert desk.html == '<p>见<a href="https://example.org/a?b=1&amp;c=2">此处</a></p>'

    desk.type("@Control+k", "@Control+a", "mail@example.org", "@Enter")
    assert desk.html == '<p>见<a href="mailto:mail@example.org">此处</a></p>'

    desk.type("@ArrowLeft", "@Control+k")
    desk.page.click("text=Remove link")
    assert desk.html == "<p>见此处</p>"
    assert desk.page.complaints == []


def test_a_table_grows_shrinks_and_has_a_head_and_a_caption(writing):
    desk = writing().start().tool("table").type("甲", "@Tab", "乙")
    rest = "<tr><td></td><td></td><td></td></tr>"
    assert desk.html == (
        "<table><thead><tr><th>甲</th><th>乙</th><th></th></tr></thead>"
        f"<tbody>{rest}{rest}</tbody></table>"
    )
    desk.tool("removeColumn").tool("rowBelow").tool("headerRow").tool("tableCaption").type("表一")
    row = "<tr><td></td><td></td></tr>"
    assert desk.html == (
        "<table><caption>表一</caption><tbody><tr><td>甲</td><td></td></tr>"
        f"{row}{row}{row}</tbody></table>"
    )
    desk.tool("removeTable")
    assert desk.html == ""


def test_the_last_row_goes_with_its_table_and_tab_makes_one_more(writing):
    desk = writing().start(TABLE)
    desk.page.click("#id_body_text td")
    desk.type("@Tab", "@Tab", "丙")
    assert desk.html == TABLE.replace("</tbody>", "<tr><td>丙</td><td></td></tr></tbody>")

    desk.tool("removeRow").tool("removeRow")

    assert desk.html == ""


def test_footnotes_are_numbered_in_reading_order(writing):
    desk = writing().start("<p>甲乙</p>").type("@Control+End").tool("footnote").type("注乙")
    desk.type("@Control+Home", "@ArrowRight").tool("footnote").type("注甲")

    assert desk.html == (
        "<p>甲<sup>[1]</sup>乙<sup>[2]</sup></p><hr><ol><li><p>注甲</p></li><li><p>注乙</p></li></ol>"
    )
    desk.type("@Control+Alt+g", "后")
    assert desk.html.startswith("<p>甲<sup>[1]</sup>后乙")


@pytest.fixture
def two_pictures(db):
    from articles.images.library import add_picture

    return [add_picture(colours(number), credit="新华社") for number in (10, 90)]


def test_figures_have_caption_credit_and_alt_and_move(writing, two_pictures):
    first, second = two_pictures
    desk = writing().start(
        f'<p>甲</p><figure><img data-image="{first.pk}" alt=""></figure>'
        f'<figure><img data-image="{second.pk}" alt=""></figure>'
    )
    desk.page.click(".writing-picture img >> nth=0")
    expect(desk.page.locator(".lacks-alt")).to_have_count(2)
    desk.page.fill(".writing-alt >> nth=0", "渡轮")
    desk.tool("caption").type("图说").tool("credit").type("新华社").tool("joinNext")
    caption = '<figcaption>图说 <cite class="credit">新华社</cite></figcaption>'
    gallery = (
        f'<figure><img data-image="{first.pk}" alt="渡轮"><img data-image="{second.pk}" alt="">'
        f"{caption}</figure>"
    )
    assert desk.html == f"<p>甲</p>{gallery}"

    desk.tool("up")
    assert desk.html == f"{gallery}<p>甲</p>"
    desk.page.click(".writing-picture img >> nth=1")
    desk.tool("removePicture")
    assert (
        desk.html == f'<figure><img data-image="{first.pk}" alt="渡轮">{caption}</figure><p>甲</p>'
    )
    desk.tool("removeFigure")
    assert desk.html == "<p>甲</p>"


def test_several_pictures_are_chosen_from_the_library_into_one_figure(writing, two_pictures):
    first, second = two_pictures
    desk = writing().start("<p>甲</p>").type("@Control+End")
    for picture in two_pictures:
        with desk.page.expect_popup() as opened:
            desk.tool("picture")
        with opened.value.expect_event("close"):
            opened.value.click(f'#result_list a[data-popup-opener="{picture.pk}"] >> nth=0')
        desk.page.wait_for_selector(f'.writing-picture img[src="{picture.src}"]')
    desk.type("两艘")

    assert desk.html == (
        f'<p>甲</p><figure><img data-image="{first.pk}" alt=""><img data-image="{second.pk}" alt="">'
        '<figcaption>两艘 <cite class="credit">新华社</cite></figcaption></figure>'
    )


def test_words_are_found_and_replaced(writing):
    desk = writing().start("<p>Port 渡轮，port<strong>渡</strong>轮。</p><ul><li>渡轮</li></ul>")
    desk.type("@Control+f", "渡轮")
    count = desk.page.locator(".writing-found-count")
    expect(count).to_have_text("1 of 3")
    desk.type("@Enter")
    expect(count).to_have_text("2 of 3")
    desk.page.click("[aria-label=Previous]")
    expect(count).to_have_text("1 of 3")
    desk.page.fill("[aria-label='Replace with']", "船")
    desk.page.click("text='Replace'")
    expect(count).to_have_text("1 of 2")
    desk.page.click("text=Replace all")
    assert desk.html == "<p>Port 船，port<strong>船</strong>。</p><ul><li>船</li></ul>"

    desk.page.fill("[role=search] input >> nth=0", "port")
    expect(count).to_have_text("1 of 2")
    desk.page.check("text=Match case")
    expect(count).to_have_text("1 of 1")
    desk.type("@Escape")
    expect(desk.page.locator("[role=search]")).to_be_hidden()


def test_length_and_time_are_those_of_the_page(writing):
    body = f"<h2>渡轮</h2><p>{'四十年' * 300} two words &amp; <em>再</em></p>"
    desk = writing().start(body)

    shown = desk.page.locator(".writing-count")

    expect(shown).to_have_text(f"905 characters, about {minutes_to_read(body)} min to read")


def test_the_source_is_typed_as_without_scripts(writing):
    desk = writing().start("<p>甲</p><h2>题</h2>").tool("source")
    area = desk.page.locator("#id_body")
    expect(area).to_have_value("甲\n\n<h2>题</h2>")
    assert desk.page.input_value("[name=body_kind]") == ""

    area.fill("乙 < 3\n<h3>题</h3>")
    desk.tool("source")

    desk.wait_for("<p>乙 &lt; 3</p><h3>题</h3>")
    assert desk.page.input_value("[name=body_kind]") == "html"


def test_who_goes_on_while_the_source_is_asked_for_is_not_called_back(writing):
    desk = writing().start("<p>甲</p>")
    held = hold(desk.page, "**/writing/source/")

    desk.tool("source").page.focus("#id_title")
    held().continue_()
    expect(desk.page.locator("#id_body")).to_be_visible()
    desk.page.keyboard.type("题")

    assert desk.page.input_value("#id_title") == "题"
    assert desk.page.input_value("#id_body") == "甲"


def test_what_is_typed_while_the_source_is_asked_for_is_kept(writing):
    desk = writing().start("<p>甲</p>").type("@Control+End")
    held = hold(desk.page, "**/writing/source/")

    desk.tool("source").text.focus()
    desk.type("@Control+End", "乙")
    held().continue_()

    held().continue_()
    expect(desk.page.locator("#id_body")).to_have_value("甲乙")


def test_what_is_typed_while_the_text_is_shown_again_is_kept(writing):
    desk = writing().start("<p>甲</p>").tool("source")
    area = desk.page.locator("#id_body")
    expect(area).to_be_visible()
    held = hold(desk.page, "**/writing/typed/")

    desk.tool("source")
    area.fill("甲乙")
    held().continue_()
    held().continue_()

    desk.wait_for("<p>甲乙</p>")
    assert desk.page.input_value("[name=body_kind]") == "html"


def test_the_source_can_be_saved_as_it_is(writing):
    desk = writing().start("<p>甲</p>").tool("source")
    expect(desk.page.locator("#id_body")).to_be_visible()
    desk.page.fill("#id_title", "题")
    desk.page.fill("#id_body", "一\n二")
    desk.page.click("[name=_continue]")
    desk.page.wait_for_selector(".messagelist")

    assert Post.objects.get().body == "<p>一</p><p>二</p>"


def test_the_whole_window_is_for_writing_and_escape_ends_it(writing):
    desk = writing().start("<p>甲</p>").type("@Control+Shift+f")
    box = desk.page.locator(".writing-desk").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1280, 900)

    desk.type("@Escape")

    assert desk.page.locator(".writing-desk").bounding_box()["width"] < 1000


def test_the_keys_are_listed(writing):
    desk = writing().start().type("@Control+/")
    dialog = desk.page.locator("dialog.writing-help")
    expect(dialog).to_be_visible()
    assert "Ctrl+B" in dialog.inner_text()

    desk.type("@Escape")

    expect(dialog).to_be_hidden()


def test_the_tools_are_one_stop_of_the_tab_key_and_arrows_lead_along(writing):
    desk = writing().start("<p>甲</p>").type("@Control+a", "@Alt+F10")
    name = "document.activeElement.dataset.tool"
    assert desk.page.evaluate(name) == "undo"
    desk.type("@ArrowLeft")
    assert desk.page.evaluate(name) == "help"
    desk.type("@Home", *["@ArrowRight"] * 11)
    assert desk.page.evaluate(name) == "strong"
    desk.type("@Enter")

    assert desk.html == "<p><strong>甲</strong></p>"
    assert desk.page.locator(".writing-main [tabindex='0']").count() == 1


def test_a_link_box_names_the_site(writing):
    desk = writing().start()
    desk.type("https://www.bilibili.com/video/BV1", "@Enter")

    assert desk.page.get_attribute(".writing-embed", "data-hint") == "Bilibili"


def test_other_scripts_hear_of_changes_read_and_put_back(writing):
    desk = writing().start()
    desk.page.evaluate(
        """() => {
            window.heard = [];
            document.querySelector("#post_form").addEventListener("input", ({ target }) =>
                window.heard.push([target.name, target.value]));
        }"""
    )
    desk.type("甲")
    desk.page.wait_for_function("() => window.heard.length")
    assert desk.page.evaluate("window.heard") == [["body", "<p>甲</p>"]]

    area = "document.querySelector('#id_body')"
    desk.type("乙")
    assert desk.page.evaluate(f"new FormData({area}.form).get('body')") == "<p>甲乙</p>"
    assert desk.page.evaluate(f"{area}.writing.setHTML('<h2>旧</h2><p>稿</p>')")
    assert desk.page.evaluate(f"{area}.value") == "<h2>旧</h2><p>稿</p>"
    desk.type("@Control+z")
    desk.wait_for("<p>甲乙</p>")
    assert not desk.page.evaluate(f"{area}.writing.setHTML('<em id=x>x</em>')")
    assert desk.html == "<p>甲乙</p>"


def test_a_picture_that_the_library_does_not_know_is_told(writing):
    row = Image.objects.create(original_url="data:,")
    body = f'<figure><img data-image="{row.pk}" alt=""></figure>'
    row.delete()
    desk = writing().start(body)

    expect(desk.page.locator(".writing-missing")).to_be_visible()
    assert desk.html == body
