"""Shapes that newspapers' pages leave in the bodies of their feeds."""

import pytest

from articles.html import make_body

TEXT = "<p>码头一早就开了门。</p>"


def figure(address, caption=""):
    return f'<p style="text-align:center;"><img src="{address}"></p>{caption}'


@pytest.mark.parametrize(
    "paragraph",
    [
        '<p style="text-align:left;"><span style="color:#666666;"><span style="color:#000000;">{}'
        "</span></span></p>",
        '<p><font color="#999999"><font color="black">{}</font></font></p>',
        '<p><em><span style="color: rgb(0, 0, 0)">{}</span></em></p>',
    ],
    ids=["span", "font", "italic"],
)
def test_text_painted_black_inside_grey_is_no_caption(paragraph):
    line = "就这样，几家公司把人们骗得团团转，掏空了口袋。"

    body = make_body(figure("https://a.example/1.jpg", paragraph.format(line)) + TEXT)

    assert "<figcaption>" not in body.html
    assert f">{line}<" in body.html


def test_grey_text_in_a_painted_grey_stays_a_caption():
    line = '<p><span style="color:#666;"><span style="color:#999;">码头的早晨</span></span></p>'

    body = make_body(figure("https://a.example/1.jpg", line) + TEXT)

    assert "<figcaption>码头的早晨</figcaption>" in body.html


def test_a_caption_may_be_named_by_a_longer_name():
    body = make_body(
        figure("https://a.example/1.jpg", '<p class="text-img-note">一个仓库/海湾</p>') + TEXT
    )

    assert "<figcaption>一个仓库/海湾</figcaption>" in body.html


def test_an_invitation_to_buy_is_no_caption():
    body = make_body(
        figure("https://a.example/1.jpg", '<p class="text-img-note">点击图片，立即购买</p>') + TEXT
    )

    assert "购买" not in body.html
    assert [record["text"] for record in body.removed] == ["点击图片，立即购买"]


def test_a_page_that_knows_no_picture_names_none():
    address = "https://a.example/article/undefined"

    body = make_body(f'<img src="{address}">{TEXT}', lead=address)

    assert body.lead is None
    assert body.images == []
    assert body.html == TEXT


def test_items_without_a_list_are_one():
    items = '<li><a href="https://a.example/1">甲</a></li> \n<li>乙</li>'

    assert make_body(f"{items}{TEXT}<li>丙</li>").html == (
        f'<ul><li><a href="https://a.example/1">甲</a></li><li>乙</li></ul>{TEXT}<ul><li>丙</li></ul>'
    )


def test_an_item_with_paragraphs_outside_a_list_is_text():
    assert make_body(f"<li>{TEXT}{TEXT}</li>").html == TEXT + TEXT


@pytest.mark.parametrize("signs", ["***", "* * *", "———", "-----", "◆◆◆"])
def test_a_line_of_signs_is_a_rule(signs):
    assert make_body(f"{TEXT}<p>{signs}</p>{TEXT}").html == f"{TEXT}<hr>{TEXT}"


@pytest.mark.parametrize("signs", ["……", "——", "**", "···"])
def test_signs_that_part_nothing_stay(signs):
    assert f"<p>{signs}</p>" in make_body(f"{TEXT}<p>{signs}</p>{TEXT}").html


def test_a_year_behind_a_c_is_a_rights_notice():
    body = make_body(f"{TEXT}<p><i>c.2021 The Bay Times Company</i></p>")

    assert body.notices == ["c.2021 The Bay Times Company"]


ORNAMENT = (
    '<section style="text-align: center"><section style="width: 10%"><img data-w="61" '
    'data-src="https://a.example/sign.png" src="https://a.example/sign.png"></section></section>'
)


def test_a_sign_between_chapters_has_no_caption_and_is_no_lead():
    title = '<section style="text-align: center"><p><strong>每日三次</strong></p></section>'

    body = make_body(TEXT + ORNAMENT + title + TEXT, lead="https://a.example/sign.png")

    assert body.lead is None
    assert len(body.images) == 1
    assert '</figure><p class="align-center"><strong>每日三次</strong></p>' in body.html


def test_a_sign_in_a_line_is_told_and_is_no_lead():
    sign = '<p><img style="height: 20px !important" src="https://a.example/sign.png"></p>'

    body = make_body(sign + TEXT, lead="https://a.example/sign.png")

    assert (body.lead, body.images, body.html) == (None, [], TEXT)
    assert body.removed == [{"kind": "picture", "text": "https://a.example/sign.png"}]


@pytest.mark.parametrize(
    "title",
    [
        '<section style="text-align: center"><section style="font-size: 20px"><p>{}</p></section>'
        "</section>",
        '<p style="text-align: center"><span style="font-size: 1.5em">{}</span></p>',
        '<section style="font-size: 22px; text-align: center"><p style="text-align: center">{}</p>'
        "</section>",
    ],
    ids=["section", "span", "twice"],
)
def test_large_letters_in_the_middle_are_a_title_and_no_caption(title):
    body = make_body(figure("https://a.example/1.jpg") + title.format("码头的早晨") + TEXT)

    assert "<figcaption>" not in body.html
    assert '<p class="align-center">码头的早晨</p>' in body.html


@pytest.mark.parametrize("size", ["12px", "18px", "1em", "75%"])
def test_letters_of_the_text_in_the_middle_are_a_caption(size):
    line = f'<p style="text-align: center"><span style="font-size: {size}">码头的早晨</span></p>'

    body = make_body(figure("https://a.example/1.jpg", line) + TEXT)

    assert "<figcaption>码头的早晨</figcaption>" in body.html


def test_a_line_in_an_element_called_a_caption_may_be_long():
    told = "图为山谷中的植物。它们先将孢子释放到空气中，再通过风将孢子散播出去，到很远的地方。"

    body = make_body(
        f'{TEXT}<div class="img_wrapper"><img src="https://a.example/1.jpg"><span class="img_descr">'
        f"{told}</span></div>{TEXT}"
    )

    assert f"<figcaption>{told}</figcaption>" in body.html


def test_the_only_text_of_a_piece_is_no_caption():
    line = "位于新界的山峰海拔甚高，图为可以远眺的海景。（中新社）"

    body = make_body(
        f'<img src="https://a.example/1.jpg"><p>{line}</p>', lead="https://a.example/1.jpg"
    )

    assert (body.html, body.lead_caption) == (f"<p>{line}</p>", "")


@pytest.mark.parametrize("label", ["<b>推荐阅读：</b>", "<b>推荐阅读</b>："])
def test_a_label_with_nothing_behind_it_goes(label):
    body = make_body(f"{TEXT}主张通过谈判解决争端。{label}")

    assert body.html == f"{TEXT}<p>主张通过谈判解决争端。</p>"
    assert [record["text"].strip("：") for record in body.removed] == ["推荐阅读"]


def test_a_label_in_the_text_stays():
    assert "<strong>他说：</strong>" in make_body(f"{TEXT}争端结束了。<b>他说：</b>").html


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ('data-w="1000" data-h="750"', (1000, 750)),
        ('data-width="1366" data-height="819"', (1366, 819)),
        ('data-w="1080" data-ratio="0.5"', (1080, 540)),
        ('data-w="1080" data-ratio="0.5" width="530"', (1080, 540)),
        ('data-w="1080" data-h="9" width="530" height="300"', (530, 300)),
        ('data-w="1080" data-ratio="auto"', (None, None)),
    ],
)
def test_the_size_that_an_editor_noted_is_that_of_the_picture(sizes, expected):
    (image,) = make_body(f'{TEXT}<img src="https://a.example/1.jpg" {sizes}>').images

    assert (image.width, image.height) == expected


def test_a_lazy_address_that_is_none_leaves_the_one_that_is():
    body = make_body(
        f'{TEXT}<img data-original="ttp://a.example/1.jpg" src="https://a.example/2.jpg">'
    )

    assert [image.address for image in body.images] == ["https://a.example/2.jpg"]


def test_a_picture_in_a_box_of_furniture_is_no_lead():
    code = "https://a.example/20200514/343.png"
    box = f'<div class="appendQr_wrap"><img src="{code}">海量资讯，尽在海湾财经APP</div>'

    body = make_body(TEXT + TEXT + box + "<p>责任编辑：王某</p>", lead=code)

    assert body.lead is None
    assert body.html == f"{TEXT}{TEXT}<p>责任编辑：王某</p>"


def test_a_lead_picture_that_the_text_does_not_show_is_one():
    assert make_body(TEXT, lead="https://a.example/1.jpg").lead.address == "https://a.example/1.jpg"


@pytest.mark.parametrize(
    "line",
    [
        "原标题：港区新码头启用 市民争相参观",
        "海湾经济新闻 2021-09-11 17:42:37",
        "2021-09-11 17:42",
        "2021年9月11日 17:42 来源：海湾日报",
        "來源：海灣日報 2021/9/11 17:42",
    ],
)
def test_what_stands_on_a_page_above_a_piece_goes(line):
    body = make_body(f'<p class="top">{line}</p>' + TEXT * 12)

    assert body.html == TEXT * 12
    assert body.removed == [{"kind": "furniture", "text": line}]


@pytest.mark.parametrize("line", ["2021年9月11日，码头启用。", "来源：海湾日报", "12:30"])
def test_a_line_of_a_piece_that_looks_alike_stays(line):
    assert make_body(f"<p>{line}</p>" + TEXT * 12).html == f"<p>{line}</p>" + TEXT * 12


def test_a_short_line_above_a_credit_is_a_caption():
    line = "<p><span>两个都市圈空间格局示意图 </span></p><p><span>图片来源：《规划》（2016）</span></p>"

    body = make_body(f'{TEXT}<p><img src="https://a.example/1.jpg"></p>{line}{TEXT}')

    assert "<figcaption>两个都市圈空间格局示意图" in body.html
    assert [image.credit for image in body.images] == ["《规划》（2016）"]


def test_a_sentence_above_a_credit_is_none():
    line = "<p>两个都市圈各有所长。</p><p>图片来源：规划</p>"

    body = make_body(f'{TEXT}<p><img src="https://a.example/1.jpg"></p>{line}{TEXT}')

    assert "<p>两个都市圈各有所长。</p>" in body.html


@pytest.mark.parametrize(
    "written",
    [
        '<span style="color: red; font-weight: bold">小标题</span>',
        '<span style="font-weight:700">小标题</span>',
        '<font cms-style="font-L strong-Bold color210">小标题</font>',
    ],
)
def test_bold_by_style_is_strong(written):
    assert "<p><strong>小标题</strong></p>" in make_body(f"{TEXT}<p>{written}</p>{TEXT}").html


def test_bold_inside_bold_is_written_once():
    written = '<strong><span style="font-weight: bold">小标题</span></strong>'

    assert "<p><strong>小标题</strong></p>" in make_body(f"{TEXT}<p>{written}</p>{TEXT}").html


def test_light_by_style_is_not():
    written = '<p><span style="font-weight: normal">正文</span></p>'

    assert "<strong>" not in make_body(f"{TEXT}{written}{TEXT}").html


def test_the_lines_of_a_notice_are_one_after_another():
    lines = ["｜海湾经济新闻 baynews 原创文章｜", "未经许可禁止转载、摘编、复制及镜像等使用"]
    lines.append("如需转载请向本公众号后台申请并获得授权")

    body = make_body(TEXT * 9 + "".join(f"<p>{line}</p>" for line in lines))

    assert sorted(body.notices) == sorted(lines)
    assert body.html == TEXT * 9


@pytest.mark.parametrize(
    "title", ["（一）扩大投资", "(2) 重大项目", "<font cms-style='strong-Bold'>小标题</font>"]
)
def test_a_chapter_behind_a_wrapped_picture_is_no_caption(title):
    picture = '<div class="img_wrapper"><img src="https://a.example/1.jpg"></div>'

    assert "<figcaption>" not in make_body(f"{TEXT}{picture}<p>　　{title}</p>{TEXT}").html


def test_a_numbered_chapter_in_the_middle_is_no_caption():
    title = '<p style="text-align:center"><strong>01 港区的早晨</strong></p>'

    body = make_body(figure("https://a.example/1.jpg", title) + TEXT)

    assert '<p class="align-center"><strong>01 港区的早晨</strong></p>' in body.html


@pytest.mark.parametrize(
    "markup",
    [
        '<dl class="wp-caption"><dt><img src="https://a.example/1.jpg"></dt>'
        '<dd class="wp-caption-text">港区夜景</dd></dl>',
        '<p><a href="https://a.example/1.jpg"><img src="https://a.example/s.jpg"></a><br>'
        '<span class="caption">港区夜景</span></p>',
    ],
    ids=["terms", "line break"],
)
def test_a_caption_is_found_in_other_shapes(markup):
    assert "<figcaption>港区夜景</figcaption></figure>" in make_body(TEXT + markup + TEXT).html


def test_a_list_of_terms_with_pictures_stays_one():
    listing = '<dl><dt>港区</dt><dd>在城东。<img src="https://a.example/1.jpg"></dd></dl>'

    body = make_body(TEXT + listing + TEXT).html

    assert "<dl><dt>港区</dt><dd><p>在城东。</p><figure><img " in body
    assert "</figure></dd></dl>" in body
