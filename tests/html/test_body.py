import re

import pytest

from articles.html import MarkupRefused, clean_html, images_of, make_body, text_of
from articles.html.tree import BLANKS

PICTURE = '<img src="https://a.example/{}.jpg" width="500" height="300">'


def visible(markup):
    return re.sub(f"[{BLANKS}]+", "", re.sub("<[^>]*>", "", markup))


def blocks(markup, **options):
    """The blocks of the body as strings, one a line."""
    return make_body(markup, **options).html.replace("><", ">\n<").split("\n")


def test_wrappers_and_empty_blocks_go_and_paragraphs_stay():
    markup = (
        "<div><div class=content><p>一</p><p>&nbsp;</p><p></p><div><p> 二 </p></div></div></div>"
    )

    assert make_body(markup).html == "<p>一</p><p>二</p>"


def test_loose_text_becomes_paragraphs():
    assert make_body("<div>一<br>二<br>\n<br>三<p></p>四</div>").html == (
        "<p>一</p><p>二</p><p>三</p><p>四</p>"
    )


def test_double_line_breaks_in_a_paragraph_part_it_and_single_ones_stay():
    assert make_body("<p>一<br>二<br> <br>三</p>").html == "<p>一<br>二</p><p>三</p>"


def test_a_layout_table_of_one_cell_is_a_wrapper():
    assert (
        make_body("<table><tr><td><p>一</p><p>二</p></td></tr></table>").html
        == "<p>一</p><p>二</p>"
    )


def test_a_table_of_data_stays():
    markup = "<table><tr><th>年</th><th>数</th></tr><tr><td>1</td><td>2</td></tr></table>"

    assert "<th>年</th>" in make_body(markup).html


def test_code_keeps_its_lines_and_loses_its_colours():
    markup = "<pre><span style='color:red'>a</span> = 1<br>  b = 2</pre>"

    assert make_body(markup).html == "<pre><code>a = 1\n  b = 2</code></pre>"


def test_font_and_span_are_unwrapped():
    assert (
        make_body('<p><font color="red">红</font><span data-v-1>字</span></p>').html
        == "<p>红字</p>"
    )


def test_surplus_and_missing_end_tags_lose_no_text():
    assert text_of(make_body("<p>一</p></div></body>二<p>三<b>四").html) == "一\n二\n三四"


def test_centred_text_that_is_no_caption_keeps_its_place():
    assert (
        make_body('<p style="text-align: center">* * *</p>').html
        == '<p class="align-center">* * *</p>'
    )


CAPTIONS = [
    '<p style="text-align:center;"><span style="color:#666666;">图说</span></p>',
    '<p style="text-align:center;"><span style="color:#999;">图</span><span style="color:#999">说</span></p>',
    "<p align=center>图说</p>",
    "<center>图说</center>",
    "<p><em>图说</em></p>",
    "<p>▲图说</p>",
]


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_after_pictures_is_shared_by_them(caption):
    markup = f"<p>前</p><p>{PICTURE.format(1)}</p><p>{PICTURE.format(2)}</p>{caption}<p>后</p>"

    shown = images_of(make_body(markup).html)

    assert [picture.caption.lstrip("▲") for picture in shown] == ["图说", "图说"]
    assert make_body(markup).html.count("<figure>") == 1


def test_pictures_without_caption_stand_alone():
    markup = f"<p>{PICTURE.format(1)}</p><p>{PICTURE.format(2)}</p><p>正文接着往下写。</p>"

    assert make_body(markup).html.count("<figure>") == 2


def test_a_caption_in_the_paragraph_of_its_picture_is_found():
    markup = f'<p style="text-align:center">{PICTURE.format(1)}<br><span>图说</span></p>'

    assert images_of(make_body(markup).html)[0].caption == "图说"


def test_a_figure_of_the_document_keeps_its_caption():
    markup = (
        f"<figure>{PICTURE.format(1)}<figcaption>图说<a href='/x'>来处</a></figcaption></figure>"
    )

    assert images_of(make_body(markup, base="https://b.example").html)[0].caption == "图说来处"


def test_an_ordinary_paragraph_after_a_picture_is_text():
    markup = f"<p>{PICTURE.format(1)}</p><p>会议开始前，代表们在大厅里合影。</p>"

    assert images_of(make_body(markup).html)[0].caption == ""


CREDITS = [
    ("会谈现场 图片来源：新华社", "会谈现场", "新华社"),
    ("会谈开始。图源：新华社", "会谈开始。", "新华社"),
    ("会谈现场 图源：新华社", "会谈现场", "新华社"),
    ("会谈现场（图自：新华社）", "会谈现场", "新华社"),
    ("会谈现场（来自：新华社）", "会谈现场", "新华社"),
    ("A scene (via Reuters)", "A scene", "Reuters"),
    ("图源：央视新闻", "", "央视新闻"),
    ("会谈现场 央视新闻截图", "会谈现场", "央视新闻截图"),
    ("记者会现场 视频截图", "记者会现场 视频截图", ""),
    ("会谈现场", "会谈现场", ""),
]


@pytest.mark.parametrize(("text", "caption", "credit"), CREDITS)
def test_the_credit_is_parted_from_the_caption(text, caption, credit):
    markup = f'<p>{PICTURE.format(1)}</p><p style="text-align:center">{text}</p>'

    shown = images_of(make_body(markup).html)[0]

    assert (shown.caption, shown.credit) == (caption, credit)


def test_the_first_picture_that_repeats_the_lead_is_taken_out():
    markup = f"<p>{PICTURE.format(1)}</p><p align=center>图说 图源：新华社</p><p>正文</p>"

    body = make_body(markup, lead="http://a.example/1.jpg")

    assert body.html == "<p>正文</p>"
    assert (body.lead.width, body.lead.height) == (500, 300)
    assert (body.lead_caption, body.lead.credit) == ("图说", "新华社")


def test_a_lead_picture_in_the_text_is_the_same_picture_however_it_is_addressed():
    markup = '<p>如下：</p><p><img src="http://p.example/a.jpg?imageView2/2"></p><p>正文。</p>'

    body = make_body(markup, lead="https://p.example/a.jpg")

    assert [body.lead] == body.images


def test_a_lead_picture_that_is_repeated_is_told_as_removed():
    picture = '<p><img src="https://p.example/a.jpg"></p>'

    body = make_body(f"{picture}{picture}<p>正文。</p>", lead="https://p.example/a.jpg")

    assert body.html == "<p>正文。</p>"
    assert body.removed == [{"kind": "picture", "text": "https://p.example/a.jpg"}]


def test_a_lead_picture_that_the_text_speaks_of_keeps_its_place():
    picture = '<img src="https://p.example/a.jpg">'

    for before in ("<p>整体设计如下：</p>", "<ul><li>第一步</li></ul>", "<p>如下：<br>"):
        body = make_body(f"{before}{picture}<p>正文。</p>", lead="https://p.example/a.jpg")

        assert body.lead == body.images[0]
        assert body.html.count("<img") == 1
        assert not body.html.startswith("<figure>")


def test_a_lead_picture_that_shares_a_figure_leaves_the_other_and_the_caption():
    markup = f"<p>{PICTURE.format(1)}{PICTURE.format(2)}</p><p align=center>两图同说</p>"

    body = make_body(markup, lead="https://a.example/1.jpg")

    assert [picture.caption for picture in images_of(body.html)] == ["两图同说"]


def test_a_random_picture_is_no_lead():
    assert make_body("<p>正文</p>", lead="https://picsum.photos/400/300?random=7").lead is None


ADDRESSES = [
    ('<img src="//a.example/1.jpg">', "https://a.example/1.jpg"),
    ('<img src="https:////a.example/1.jpg">', "https://a.example/1.jpg"),
    ('<img src="/up/1.jpg">', "https://base.example/up/1.jpg"),
    (
        '<img src="data:image/gif;base64,R0" data-original="https://a.example/1.jpg">',
        "https://a.example/1.jpg",
    ),
    ('<img src="/loading.gif" data-src="//a.example/1.jpg">', "https://a.example/1.jpg"),
    ('<img src="https://proxy.example/?https://a.example/1.jpg">', "https://a.example/1.jpg"),
    (
        '<img src="https://proxy.example/x?url=https%3A%2F%2Fa.example%2F1.jpg&w=3">',
        "https://a.example/1.jpg",
    ),
    (
        '<a href="https://a.example/1.jpg"><img src="https://a.example/t.jpg"></a>',
        "https://a.example/1.jpg",
    ),
    (
        '<img src="https://a.example/1?imageView2/2/w/800">',
        "https://a.example/1?imageView2/2/w/800",
    ),
    ('<noscript><img src="https://a.example/1.jpg"></noscript>', "https://a.example/1.jpg"),
    (
        '<img srcset="https://a.example/s.jpg 1x, https://a.example/1.jpg 2x">',
        "https://a.example/1.jpg",
    ),
]


@pytest.mark.parametrize(("markup", "address"), ADDRESSES)
def test_the_real_address_of_a_picture_is_found(markup, address):
    body = make_body(f"<p>{markup}</p>", base="https://base.example/a/b.html")

    assert [picture.address for picture in body.images] == [address]


def test_a_picture_shown_twice_by_a_lazy_loader_is_one():
    markup = '<p><img data-src="https://a.example/1.jpg"><noscript><img src="https://a.example/1.jpg"></noscript></p>'

    assert len(make_body(markup).images) == 1


@pytest.mark.parametrize(
    "address", ["", "a.jpg", "javascript:1", "http://[bad", "http://a:99999/x", "data:x"]
)
def test_a_picture_without_a_usable_address_is_reported(address):
    body = make_body(f'<p>前<img src="{address}">后</p>')

    assert body.images == []
    assert body.removed[0]["kind"] == "picture"
    assert visible(body.html) == "前后"


@pytest.mark.parametrize(
    "notice",
    [
        "本文系观察者网独家稿件，未经授权，不得转载。",
        "本文由某某原创发布，未经许可，禁止转载",
        "题图来自 Unsplash，基于 CC0 协议",
        "版权归作者所有，转载请注明出处",
    ],
)
def test_a_rights_notice_becomes_data(notice):
    body = make_body(f"<p>一</p><p>二</p><p>三</p><p>四</p><p><strong>{notice}</strong></p>")

    assert body.notices == [notice]
    assert notice not in body.html


def test_a_sentence_about_permission_in_the_article_stays():
    sentence = "他说，未经许可不得进入现场。"
    markup = "<p>一</p>" * 4 + f"<p>{sentence}</p>" + "<p>二</p>" * 4

    assert sentence in make_body(markup).html


def test_a_player_gives_way_to_a_link_and_is_reported():
    body = make_body('<p>前</p><iframe src="https://v.example/1"></iframe><p>后</p>')

    assert '<a href="https://v.example/1">' in body.html
    assert body.removed == [{"kind": "embed", "text": "https://v.example/1"}]


def test_no_visible_character_of_a_rich_body_is_lost():
    markup = (
        "<div>开头<h3>小标题</h3>接着<ul><li>甲</li><li>乙<b>丙</b></li></ul><blockquote>引文<br>两行"
        "</blockquote><table><tr><td>1</td><td>2</td></tr></table><p>末<a href='https://a.example'>尾</a></p>"
        "<dl><dt>词</dt><dd>义</dd></dl><section><span><p>深</p>处</span></section>收</div>"
    )

    assert visible(make_body(markup).html) == visible(markup)


def test_signs_at_the_ends_of_a_line_stay():
    markup = "<p>-1 到 -</p><table><tr><td>-128</td><td>--</td></tr></table>"

    assert visible(make_body(markup).html) == visible(markup)


@pytest.mark.parametrize(
    "sentence",
    [
        "未经联合国安理会授权，任何国家不得对他国动用武力，外长说。",
        "法院判决，该小说的版权归张三所有。",
        "新规要求平台不得擅自复制用户数据。",
    ],
)
def test_a_sentence_about_rights_at_the_edge_of_an_article_stays(sentence):
    body = make_body(f"<p>{sentence}</p><p>二</p><p>{sentence}</p>")

    assert body.notices == []
    assert body.html.count(sentence) == 2


def test_elements_that_are_unknown_are_parts_of_their_line():
    markup = "<p>这是<dfn>术语</dfn>，<ruby><rb>漢</rb><rt>かん</rt></ruby>字。List<String> x<o:p></o:p></p>"

    assert make_body(markup).html.count("<p>") == 1
    assert "术语" in make_body(markup).html


def test_a_player_in_a_list_gives_way_to_a_link_too():
    body = make_body('<ul><li>看<iframe src="https://v.example/1"></iframe></li></ul>')

    assert '<a href="https://v.example/1">' in body.html
    assert body.removed == [{"kind": "embed", "text": "https://v.example/1"}]


def test_a_picture_with_a_height_in_per_cent_is_no_icon():
    assert len(make_body('<p><img src="https://a.example/1.jpg" height="40%"></p>').images) == 1


def test_code_in_a_list_keeps_its_lines():
    assert "if a:\n    b" in make_body("<ul><li><pre>if a:\n    b</pre></li></ul>").html


def test_links_within_the_page_and_to_mail_are_not_made_foreign():
    markup = '<p><a href="mailto:a@b.c">信</a><a href="tel:110">电</a></p>'

    assert 'href="mailto:a@b.c"' in make_body(markup, base="https://base.example/").html
    assert 'href="tel:110"' in make_body(markup, base="https://base.example/").html


def test_what_is_cleaned_can_be_cleaned_again_however_deep():
    with pytest.raises(MarkupRefused):
        clean_html("<ul>" * 200 + "x")


def test_a_notice_quoted_in_the_middle_of_an_article_stays():
    notice = "本文系某报独家稿件，未经授权，不得转载。"
    markup = "<p>一</p>" * 4 + f"<p>{notice}</p>" + "<p>二</p>" * 4

    assert notice in make_body(markup).html


def test_a_lead_that_is_a_lazy_loaders_stand_in_is_the_picture_behind_it():
    markup = (
        '<p><img src="https://p.example/loading.jpg" data-src="https://p.example/real.jpg"></p>'
        "<p>正文。</p>"
    )

    body = make_body(markup, lead="https://p.example/loading.jpg")

    assert body.lead.address == "https://p.example/real.jpg"
    assert body.html == "<p>正文。</p>"


def test_what_turns_the_reading_direction_around_goes():
    assert make_body("<p>一\u202e二&#x202e;三\u2067四</p>").html == "<p>一二三四</p>"


def test_a_portrait_of_the_author_is_neither_lead_nor_picture():
    address = "https://pic.example/5cb_l.jpg?source=8"
    markup = f'<strong><img class="avatar" src="{address}"><span>陈老师，讲师</span></strong><p>正文。</p>'

    body = make_body(markup, lead=address)

    assert body.html == "<p><strong>陈老师，讲师</strong></p><p>正文。</p>"
    assert (body.lead, body.images) == (None, [])
    assert body.removed == [{"kind": "portrait", "text": address}]


def test_a_description_that_ends_in_screenshot_names_no_owner():
    body = make_body(f"<p>{PICTURE.format(1)}<br><em>新装好的集群的截图</em></p><p>正文。</p>")

    picture = images_of(body.html)[0]
    assert (picture.caption, picture.credit) == ("新装好的集群的截图", "")


@pytest.mark.parametrize(
    "sign",
    [
        '<span><img src="{}" style="width: 1rem;height: 1rem"></span>',
        '<span><img alt="[笑]" src="{}" style="width:1em; height:1em;"></span>',
    ],
)
def test_a_sign_in_the_text_is_no_lead(sign):
    address = "https://a.example/small_yellow.png"

    body = make_body(f"<p>新车 {sign.format(address)} 上市。</p>", lead=address)

    assert (body.lead, body.images) == (None, [])


@pytest.mark.parametrize(
    "line",
    [
        '<p style="text-align: right;">来源：<a href="https://b.example/">海湾</a></p>',
        '<p>来源：<a href="https://b.example/">海湾</a></p>',
    ],
)
def test_the_source_of_a_piece_is_no_credit_of_its_last_picture(line):
    body = make_body(f"<p>正文。</p><p>{PICTURE.format(1)}</p>{line}")

    assert images_of(body.html)[0].credit == ""
    assert "来源：" in body.html


def test_an_element_that_a_forum_made_up_is_no_text():
    body = make_body(f"<p>甲。</p><ignore_js_op>{PICTURE.format(1)}</ignore_js_op><p>乙。</p>")

    assert "ignore" not in body.html
    assert len(body.images) == 1


def test_a_title_behind_a_byline_is_left_out_too():
    body = make_body("<p>陈小风</p><h2>港口的夜</h2><p>正文。</p><p>港口的夜</p>", title="港口的夜")

    assert body.html == "<p>陈小风</p><p>正文。</p><p>港口的夜</p>"


def test_a_chapter_called_as_the_piece_stays_behind_its_opening():
    opening = "<p>开头是一段完整的话，说明这篇文章谈的是什么，为什么要在今天谈它，又从哪里谈起，谈到哪里。</p>"

    body = make_body(f"{opening}<h2>港口的夜</h2><p>正文。</p>", title="港口的夜")

    assert "<h2>港口的夜</h2>" in body.html


def test_a_picture_that_only_code_names_is_no_lead():
    address = "https://a.example/logo.png"

    body = make_body(f'<p>正文。</p><pre><code><img src="{address}"></code></pre>', lead=address)

    assert body.lead is None
    assert address in body.html
