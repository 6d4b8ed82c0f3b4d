"""A Markdown document whose body is one bare <div> is the HTML of a feed."""

import pytest

from articles.importing.documents import read_document
from articles.importing.markup import expand

PLAYER = (
    '<div>   \n<video controls>\n                <source src="//media.example/a.m3u8">\n'
    "        </video>\n                    \n\n                <!-- 视频下面 -->\n"
    '                <div class="introduction">\n                    <p>\n'
    "                        多地下了大雨，市民出行要注意。</p>\n                </div>\n"
    "              \n</div>\n            "
)
LOOSE = (
    '<div>   \n\n\n          <b>今日栏目</b>\n\n          A01\n          <a href="/a">头条</a>\n\n'
    "        5 * 3 * 2，# 不是标题\n</div>\n            "
)


def body_of(body, name="a.md"):
    return expand(read_document(f"---\ntitle: 甲\n---\n\n{body}".encode(), name=name)).html


@pytest.mark.parametrize("body", [PLAYER, LOOSE], ids=["player", "loose"])
def test_what_is_indented_behind_a_blank_line_is_no_code(body):
    assert body_of(body).strip() == body.strip()
    assert body_of(body) == body_of(body, name="a.html")


@pytest.mark.parametrize(
    "body",
    [
        "<div>   \n<p>甲</p>\n\n<!-- </div> -->\n\n    <p>乙</p></div>  \n</div>\n",
        "<DIV>  \n\n    <p>甲</p>\n</DIV>",
        "<div>\n<p>甲</p>\n\n    <p>乙</p>\n</div>",
    ],
    ids=["surplus", "capitals", "without blanks"],
)
def test_the_wrapper_may_be_written_otherwise(body):
    assert "<pre>" not in body_of(body)


@pytest.mark.parametrize(
    "body",
    [
        "<div>\n\n## 小标题\n\n正文\n\n</div>",
        "<div>   \n<p>甲</p>\n</div>\n\n## 小标题\n\n<div>   \n<p>乙</p>\n</div>",
        '<div class="note">   \n\n## 小标题\n\n</div>',
    ],
    ids=["inside", "between", "named"],
)
def test_markdown_of_an_author_stays_markdown(body):
    assert "<h2>小标题</h2>" in body_of(body)
