"""Chinese is written with input methods, which ask about half a word for a while."""

import pytest

from articles.models import Image

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NIHAO = ("n", "ni", "nih", "niha", "nihao")
KEY = "95905b49-a2f4-520e-8523-124cd08dbd82"


# A body, where in it the words are put, and what it becomes.
PLACES = [
    ("", "p", "<p>你好</p>"),
    ("<h2>题</h2>", "h2", "<h2>题你好</h2>"),
    ("<ul><li>甲</li></ul>", "li", "<ul><li>甲你好</li></ul>"),
    (
        "<blockquote><p>甲</p></blockquote>",
        "blockquote p",
        "<blockquote><p>甲你好</p></blockquote>",
    ),
    (
        f'<figure><img data-image="{KEY}" alt=""><figcaption>甲</figcaption></figure>',
        "figcaption",
        f'<figure><img data-image="{KEY}" alt=""><figcaption>甲你好</figcaption></figure>',
    ),
    (
        "<table><tbody><tr><td>甲</td></tr></tbody></table>",
        "td",
        "<table><tbody><tr><td>甲你好</td></tr></tbody></table>",
    ),
    ("<p><strong>甲</strong></p>", "strong", "<p><strong>甲你好</strong></p>"),
    ('<p><a href="/x">甲</a></p>', "p", '<p><a href="/x">甲</a>你好</p>'),
    ("<p>甲<sup>[1]</sup></p>", "p", "<p>甲<sup>[1]</sup>你好</p>"),
    ("<p>甲<br></p>", "p", "<p>甲<br>你好</p>"),
]


def test_an_input_method_writes_anywhere(writing):
    Image.objects.create(pk=KEY, original_url="data:,", alt="渡轮")
    desk = writing()
    for body, place, expected in PLACES:
        desk.start(body).page.click(f"#id_body_text {place}")

        desk.type("@End").compose("你好", by=NIHAO)

        assert desk.html == expected
    assert desk.page.complaints == []


def test_words_follow_one_another_and_may_be_given_up(writing):
    desk = writing().start()
    desk.compose("今天", by=("j", "jin", "jint"))
    desk.compose("", by=("x", "xx"))
    desk.compose("晴", by=("q", "qing")).type("。", "@Enter")
    desk.compose("完", by=("w",))

    assert desk.html == "<p>今天晴。</p><p>完</p>"


# Signs, composed words, signs behind them, and what that becomes.
SIGNS = [
    ("## ", "标题", "", "<h2>标题</h2>"),
    ("- ", "一项", "", "<ul><li>一项</li></ul>"),
    ("**", "粗体", "**", "<p><strong>粗体</strong></p>"),
    # The signs come out of the input method too, as with Chinese punctuation.
    ("**", "粗体**", "", "<p><strong>粗体</strong></p>"),
]


def test_signs_act_at_the_edge_of_what_is_composed(writing):
    desk = writing()
    for typed, words, behind, expected in SIGNS:
        desk.start().type(typed).compose(words, by=("c", "cu", "cuti")).type(behind)

        desk.wait_for(expected)


def test_a_mark_that_was_switched_on_holds_for_what_is_composed(writing):
    desk = writing().start()
    desk.type("@Control+b").compose("粗", by=("c", "cu")).compose("体", by=("t", "ti"))
    desk.type("@Control+b").compose("细", by=("x", "xi"))

    assert desk.html == "<p><strong>粗体</strong>细</p>"


def test_the_textarea_waits_until_the_input_method_has_finished(writing):
    desk = writing().start().type("甲")
    desk.page.wait_for_function("() => document.querySelector('#id_body').value === '<p>甲</p>'")
    desk.page.evaluate(
        """() => {
            window.told = [];
            const area = document.querySelector("#id_body");
            area.form.addEventListener("input", () => window.told.push(area.value));
        }"""
    )

    desk.show("ni")
    # Longer than the textarea is ever behind; saving of itself asks for the text meanwhile.
    desk.page.wait_for_timeout(600)
    asked = desk.page.evaluate(
        """() => [document.querySelector("#id_body").writing.isComposing(),
            new FormData(document.querySelector("#id_body").form).get("body").startsWith("<p>甲")]"""
    )
    assert desk.page.evaluate("window.told") == []
    desk.compose("你", by=("ni",))

    assert asked == [True, True]
    desk.page.wait_for_function("() => window.told.at(-1) === '<p>甲你</p>'")
    assert desk.html == "<p>甲你</p>"


def test_a_picture_that_arrives_meanwhile_waits_for_the_input_method(writing, jpeg):
    desk = writing().start().type("甲")
    desk.show("ni")

    with desk.page.expect_response("**/image/send/"):
        desk.drop(files=[("a.jpg", "image/jpeg", jpeg)])
    desk.show("nih")
    assert "<figure" not in desk.html
    desk.compose("你好", by=("nihao",))

    desk.page.wait_for_selector("#id_body_text figure")
    assert desk.html.startswith("<p>甲你好</p><figure>")
