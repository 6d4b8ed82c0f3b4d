import re

import pytest

from articles.importing.documents import read_document
from articles.importing.markup import expand

BLANKS = re.compile(r"\s+")


def html(body):
    document = read_document(f"---\ntitle: 标题\n---\n{body}".encode(), name="a.md")
    return BLANKS.sub(" ", expand(document).html).replace("> <", "><").strip()


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ("![图](/a.png =300x200)", '<img src="/a.png" alt="图" width="300" height="200" />'),
        ("![图](/a.png =50%x)", '<img src="/a.png" alt="图" width="50%" />'),
        ("![图](/a.png =x200)", '<img src="/a.png" alt="图" height="200" />'),
        ("![图](./我的 图/a.png)", '<img src="./%E6%88%91%E7%9A%84%20%E5%9B%BE/a.png" alt="图" />'),
        ("![图](a (1).png)", '<img src="a%20(1).png" alt="图" />'),
        ('![图](a b.png "题")', '<img src="a%20b.png" alt="图" title="题" />'),
        ("![图](/a.png){width=50%}", '<img src="/a.png" alt="图" width="50%" />'),
        ('![图](/a.png){ .wide width="300" }', '<img src="/a.png" alt="图" width="300" />'),
    ],
)
def test_a_picture_may_have_blanks_and_a_size(written, image):
    assert html(f"甲{written}乙") == f"<p>甲{image}乙</p>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("## 题 {.unlisted}", "<h2>题</h2>"),
        ("## 题 {#a .b}", "<h2>题</h2>"),
        ("段\n{.lead}", "<p>段</p>"),
        ("> 引\n{.tip}", "<blockquote><p>引</p></blockquote>"),
        ("[文](/a){.external}，后", '<p><a href="/a">文</a>，后</p>'),
        ("## 题 {#甲-乙?}", "<h2>题</h2>"),
        ("## 题 {#a}<b>后</b>", "<h2>题<b>后</b></h2>"),
        ("[文](/a){target=_blank}", '<p><a href="/a">文</a></p>'),
    ],
)
def test_names_and_classes_in_braces_go(body, shown):
    assert html(body) == shown


@pytest.mark.parametrize(
    "text", ["集合 {a, b} 与 {x=1}", "甲{.乙}丙", "写 {width=1} 于其后", "见 {.a} 一节"]
)
def test_braces_in_a_sentence_stay(text):
    assert html(text) == f"<p>{text}</p>"


def test_marked_words_are_marked_and_comparisons_are_not():
    assert html("==要**紧**==的") == "<p><mark>要<strong>紧</strong></mark>的</p>"
    for text in ("a==b 或 c==d", "a == b", "若 (x)==1 且 (y)==2", "`==x==`"):
        assert "<mark>" not in html(text)


def test_a_box_of_indented_lines_is_one():
    assert html('!!! note "题"\n    甲 **乙**\n\n    丙\n\n丁') == (
        "<blockquote><p><strong>题</strong></p><p>甲 <strong>乙</strong></p><p>丙</p>"
        "</blockquote><p>丁</p>"
    )
    assert html("??? info\n    甲") == "<blockquote><p>甲</p></blockquote>"


@pytest.mark.parametrize("text", ["!!! note 太好了", "!!!太好了", "??? 何故"])
def test_loud_words_are_no_box(text):
    assert html(f"{text}\n\n后") == f"<p>{text}</p><p>后</p>"


def test_terms_have_definitions_as_in_hexo():
    assert html("词\n: 甲\n: 乙") == "<dl><dt>词</dt><dd>甲</dd><dd>乙</dd></dl>"


@pytest.mark.parametrize("sign", ["[!info]", "[!tip]-", "[!QUOTE]+ "])
def test_the_sign_of_a_callout_goes(sign):
    assert html(f"> {sign}\n> 文") == "<blockquote><p>文</p></blockquote>"


def test_html_that_says_so_holds_markdown():
    assert "<strong>粗</strong>" in html('<div class="a" markdown="1">\n**粗**\n</div>')
    assert "**不**" in html("<div>\n**不**\n</div>")


def test_a_numbered_table_of_contents_goes():
    assert html("1. 目录\n{:toc}\n\n文") == "<p>文</p>"


def test_a_picture_in_html_with_torn_quotes_is_a_picture():
    body = '甲<img src="/a.jpg" alt="所谓"现场"一角" width="3">乙'

    assert html(body) == f"<p>{body}</p>"
    assert html("若 <img 则 a > b") == "<p>若 &lt;img 则 a &gt; b</p>"


@pytest.mark.parametrize("sign", ["&#8221;", "&quot;", "&nbsp;"])
def test_a_reference_to_a_character_ends_an_address(sign):
    assert html(f"见 https://a.example/b{sign}，后").startswith(
        '<p>见 <a href="https://a.example/b">https://a.example/b</a>'
    )
    assert "&amp;copy=1" in html("https://a.example/?a=2&copy=1")


def test_whose_words_they_are_may_be_marked_up():
    shown = html('{{< quote-block text="文" cite="**乙**，[丙](/d)" >}}')

    assert '<footer>— <strong>乙</strong>，<a href="/d">丙</a></footer>' in shown
