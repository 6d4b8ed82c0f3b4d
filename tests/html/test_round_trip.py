"""A body that is shown as ordinary HTML is the same body again."""

import re

from hypothesis import given
from hypothesis import strategies as st

from articles.html import clean_html, images_of, make_body

PICTURE = '<img src="https://a.example/{}.jpg">'
FRAGMENTS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<b>",
            "</b>",
            "<em>",
            "</em>",
            "<center>",
            "</center>",
        ),
        *("<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<th>", "<caption>题</caption>"),
        *(
            "<ul>",
            "<li>",
            "</li>",
            "</ul>",
            "<a href='https://a.example/?x=1&y=2'>",
            "</a>",
            "<br>",
        ),
        *("<a href='/x'>", "<br><br>", "<pre>", "</pre>", "<code>", "</code>", "<h1>", "</h1>"),
        *("<h3>", "</h3>", "<blockquote>", "</blockquote>", "<figure>", "<figcaption>", "<hr>"),
        *("</figcaption>", "</figure>", PICTURE.format(1), PICTURE.format(2), PICTURE.format("qr")),
        *('<img src="https://a.example/4.jpg" height="20" alt="好">', "<p align=right>", "&nbsp;"),
        *(
            "<p style='text-align:center'>",
            "<span style='color:#666'>",
            "</span>",
            "&lt;b&gt;",
            "<",
        ),
        *("&amp;", "a<b", "\n", "字", "正文一句话，说得清楚。", "▲图说", "▼图说", "图源：新华社"),
        *(
            "图说 图片来源：新华社",
            "图说（via Reuters）",
            "视频截图",
            "央视截图",
            "责任编辑：某",
            "1",
        ),
        *("<p>编辑导语：一段话。</p>", "<p>摘要：</p>", "<h3>导读</h3>", "<p>相关阅读</p>"),
        *(
            "<p><a href='/1'>某事</a></p>",
            "<h3>相关文章</h3>",
            "<ul><li><a href='/1'>某</a></li></ul>",
        ),
        *("<p>未经授权，不得转载。</p>", "<p>点击查看大图</p>", "<p>标题</p>", "<h1>标题</h1>"),
        *("<p>上一篇：某</p>", "<p>点赞 12</p>", "<div class='share'>分享</div>", "<p>短句</p>"),
        *(
            "<div class='image-caption'>图说</div>",
            "<p class='image-wrapper'>",
            "<aside>",
            "</aside>",
        ),
        *(
            "<iframe src='https://v.example/1'></iframe>",
            "<ruby>漢<rt>か</rt></ruby>",
            "<button>赞",
        ),
        *("<dl><dt>词</dt><dd>义</dd></dl>", "<sub>", "</sub>", "<cite class='credit'>", "</cite>"),
        *(
            "<noscript>",
            "</noscript>",
            "<section>",
            "</section>",
            "</button>",
            "<td><p>甲</p></td>",
        ),
    ]
)


def as_ordinary_html(body):
    addresses = {str(image.image_id): image.address for image in body.images}
    return re.sub('data-image="([^"]+)"', lambda match: f'src="{addresses[match[1]]}"', body.html)


@given(st.lists(FRAGMENTS, max_size=14).map("".join), st.sampled_from(["", "标题"]))
def test_a_body_shown_as_html_is_the_same_body_again(markup, title):
    body = make_body(markup, title=title)

    again = make_body(as_ordinary_html(body), title=title)

    assert again.html == body.html
    assert again.images == body.images
    assert images_of(again.html) == images_of(body.html)
    assert (again.notices, again.summary) == ([], "")


@given(st.lists(FRAGMENTS, max_size=14).map("".join))
def test_a_body_is_clean_html(markup):
    body = make_body(markup)

    assert clean_html(str(body.html)) == body.html
