"""What is pasted and dropped: structure stays, clutter goes, pictures come home."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Image
from tests.html.test_pasting import WECHAT, WORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def key():
    return Image.objects.get().pk


# A body, the text that is pasted behind it, and what it becomes.
PLAIN = [
    ("", "　　第一行\r\n\r\n　　第二行\n第三", "<p>第一行</p><p>第二行</p><p>第三</p>"),
    ("<p>甲</p>", "一行", "<p>甲一行</p>"),
    ("<h2>题</h2>", "一\n二", "<h2>题一 二</h2>"),
    ("<pre><code>a</code></pre>", "  b\n  c", "<pre><code>a  b\n  c</code></pre>"),
    ("<ul><li>甲</li></ul>", "乙\n丙", "<ul><li>甲乙</li><li>丙</li></ul>"),
    (
        "",
        "港口\t量\n江城\t3",
        "<table><tbody><tr><td>港口</td><td>量</td></tr><tr><td>江城</td><td>3</td></tr></tbody></table>",
    ),
    (
        "",
        "https://www.bilibili.com/video/BV1",
        '<p><a href="https://www.bilibili.com/video/BV1">https://www.bilibili.com/video/BV1</a></p>',
    ),
    (
        "<p>见</p>",
        "https://a.example/x",
        '<p>见<a href="https://a.example/x">https://a.example/x</a></p>',
    ),
]


def test_plain_text(writing):
    desk = writing()
    for before, text, expected in PLAIN:
        desk.start(before).type("@Control+End").paste(text=text)

        desk.wait_for(expected)
    assert desk.page.complaints == []


def test_an_address_on_chosen_words_becomes_their_link(writing):
    desk = writing().start("<p>此处</p>").type("@Control+a")

    desk.paste(text="https://a.example/x")

    assert desk.html == '<p><a href="https://a.example/x">此处</a></p>'


def test_a_letter_from_word(writing):
    desk = writing().start("<p>前</p>").type("@Control+End", "@Enter")

    desk.paste(html=WORD, text="x")

    desk.wait_for(
        "<p>前</p><h2>港口</h2><p><strong>新码头</strong>今天启用，3号泊位。</p>"
        "<ul><li>一<ol><li>二</li></ol></li><li>三</li></ul><p>完。</p><ol><li>甲</li></ol>"
        "<table><tbody><tr><td>年</td><td>量</td></tr></tbody></table>"
    )
    assert desk.page.complaints == []


def test_an_article_from_wechat_with_its_picture(writing):
    desk = writing().start()
    # The picture's server cannot be reached from here.
    desk.page.route("https://mmbiz.example/**", lambda route: route.fulfill(body=b""))

    desk.paste(html=WECHAT, text="x")

    desk.page.wait_for_selector("#id_body_text figure")
    desk.wait_for(
        '<p class="align-center"><strong>渡轮复航</strong></p>'
        "<p>江城消息，<strong>渡轮</strong>今天复航。</p>"
        f'<figure><img data-image="{key()}" alt=""><figcaption>渡轮靠岸 '
        '<cite class="credit">新华社</cite></figcaption></figure><p><strong>第二段</strong></p>'
    )
    assert Image.objects.get().original_url == "https://mmbiz.example/abc/640?wx_fmt=jpeg"


def test_words_in_a_line_stay_in_the_line(writing):
    desk = writing().start("<p>甲乙</p>").type("@Control+Home", "@ArrowRight")

    desk.paste(
        html='<meta charset="utf-8"><b style="color: red">粗</b><span>细</span>', text="粗细"
    )

    assert desk.html == "<p>甲<strong>粗</strong>细乙</p>"
    assert desk.page.complaints == []


def test_a_picture_within_pasted_html_goes_into_the_library(writing, jpeg):
    carried = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
    desk = writing().start()

    desk.paste(
        html=f"<p>甲</p><figure><img src='{carried}'><figcaption>图说</figcaption></figure><p>乙</p>"
        "<img src='file:///C:/a.png'><img src='cid:1'>",
        text="甲",
    )

    desk.page.wait_for_selector("#id_body_text figure")
    figure = f'<figure><img data-image="{key()}" alt=""><figcaption>图说</figcaption></figure>'
    assert desk.html == f"<p>甲</p>{figure}<p>乙</p>"
    expect(desk.page.locator(".writing-note")).to_have_text(
        "2 pictures did not come along: save them as files and drop them here."
    )
    assert desk.page.complaints == []


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_picture_files_are_uploaded_and_stand_in_figures(writing, jpeg, way):
    desk = writing().start("<p>甲</p>")

    getattr(desk, way)(files=[("渡轮.jpg", "image/jpeg", jpeg)])

    desk.page.wait_for_selector("#id_body_text figure")
    assert desk.html == f'<p>甲</p><figure><img data-image="{key()}" alt=""></figure>'
    assert Image.objects.get().file.name.endswith(".jpg")
    assert desk.page.locator(".writing-waiting").count() == 0


def test_a_file_that_is_no_picture_is_refused_in_words_and_the_text_stays(writing, jpeg):
    desk = writing().start("<p>甲</p>")

    desk.drop(files=[("坏.jpg", "image/jpeg", b"no picture"), ("好.jpg", "image/jpeg", jpeg)])

    desk.page.wait_for_selector("#id_body_text figure")
    assert "坏.jpg: This is not a picture" in desk.page.inner_text(".writing-note")
    assert desk.html.count("<figure>") == 1


def test_what_is_typed_while_a_paste_is_tidied_is_kept(writing):
    desk = writing().start("<p>甲</p>").type("@Control+End")
    desk.page.route("**/writing/pasted/", lambda route: held.append(route))
    held = []

    desk.paste(html="<p>一</p><p>二</p>", text="x")
    desk.page.wait_for_selector(".writing-waiting")
    desk.type("@Enter", "后")
    held[0].continue_()

    desk.wait_for("<p>甲一</p><p>二</p><p>后</p>")


def test_without_the_server_the_editor_takes_what_it_knows(writing):
    desk = writing().start()
    desk.page.route("**/writing/pasted/", lambda route: route.abort())

    desk.paste(
        html='<h2 style="x">题</h2><script>alert(1)</script><p>一<b>二</b></p><table><tr><td>1</td></tr></table>',
        text="x",
    )

    desk.wait_for(
        "<h2>题</h2><p>一<strong>二</strong></p><table><tbody><tr><td>1</td></tr></tbody></table>"
    )
    assert "without the server" in desk.page.inner_text(".writing-note")


def test_what_is_copied_here_is_pasted_as_it_was(writing):
    figure = '<figure><img data-image="{0}" alt="甲"><img data-image="{0}" alt=""><figcaption>说</figcaption></figure>'
    row = Image.objects.create(original_url="data:,")
    body = f"<p>一<strong>二</strong></p>{figure.format(row.pk)}<ul><li>三</li></ul>"
    desk = writing().start(body)

    copied = desk.type("@Control+a").page.evaluate(
        """() => {
            const bag = new DataTransfer();
            const event = new ClipboardEvent("copy", { clipboardData: bag, bubbles: true, cancelable: true });
            document.querySelector("#id_body_text").dispatchEvent(event);
            return bag.getData("text/html");
        }"""
    )
    desk.start().paste(html=copied, text="x")

    desk.wait_for(body)
    assert desk.page.complaints == []
