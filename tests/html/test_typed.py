import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.html import MarkupRefused, make_body
from articles.html.typed import typed_body, writable

KEY = "95905b49-a2f4-520e-8523-124cd08dbd82"


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("第一段\n第二段", "<p>第一段</p><p>第二段</p>"),
        ("第一段\r\n\r\n第二段", "<p>第一段</p><p>第二段</p>"),
        ("5 < 6 & AT&T", "<p>5 &lt; 6 &amp; AT&amp;T</p>"),
        ("<某处> <name@example.org>", "<p>&lt;某处&gt; &lt;name@example.org&gt;</p>"),
        ("一个<b>粗</b>字", "<p>一个<strong>粗</strong>字</p>"),
        ("前言\n<h2>题</h2>\n正文", "<p>前言</p><h2>题</h2><p>正文</p>"),
        ("<p>已有</p>\n散行\n<p>又有</p>", "<p>已有</p><p>散行</p><p>又有</p>"),
        ("<div><p>甲</p>乙</div>", "<p>甲</p><p>乙</p>"),
        ("<blockquote>甲\n乙</blockquote>", "<blockquote><p>甲</p><p>乙</p></blockquote>"),
        (f'<img data-image="{KEY}">\n字', f'<figure><img data-image="{KEY}"></figure><p>字</p>'),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
        ("<script>alert(1)</script>字", "<p>字</p>"),
        (" \n\n ", ""),
    ],
)
def test_a_line_is_a_paragraph_and_blocks_stay(typed, body):
    assert typed_body(typed) == body


def test_plain_paragraphs_are_shown_without_tags():
    assert (
        writable("<p>甲 &amp; 乙</p><h2>题</h2><p>a &lt; b</p>")
        == "甲 & 乙\n\n<h2>题</h2>\n\na < b"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<p>甲<br>乙</p>",
        "<p> 甲</p>",
        "<p>甲\n乙</p>",
        '<p class="align-center">甲</p>',
        "<p>&amp;lt; &lt;p&gt; &amp;copy; &lt;!-- x --&gt;</p>",
        "<ul><li>甲</li></ul>",
        "<blockquote><p>甲</p><p>乙</p></blockquote>",
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        f'<figure><img data-image="{KEY}" alt=""><figcaption>字</figcaption></figure>',
        "<p>甲</p><hr><p>乙</p>",
    ],
)
def test_what_is_shown_for_writing_means_the_same_body(body):
    assert typed_body(writable(body)) == body


def test_the_seed_body_comes_back_as_it_was(seed):
    body = make_body(seed.read_text().split("---", 2)[2], base="https://www.guancha.cn/").html

    assert typed_body(writable(body)) == body


@given(st.text(alphabet="<>&;/ap#x1甲 \n\"'=-!bri", max_size=60))
def test_whatever_is_typed_settles_at_once(text):
    body = typed_body(text)

    assert typed_body(writable(body)) == body


def test_markup_beyond_the_limits_is_refused():
    with pytest.raises(MarkupRefused):
        typed_body("<p>" + "<b>" * 300)
