"""A line at an end of a piece that tells who made the picture above its text."""

import re

import pytest

from articles.html import images_of, make_body
from articles.html.owners import LEAD_CREDIT

LEAD = "https://a.example/lead.jpg"
TEXT = "<p>码头一早就开了门。</p><p>渡轮准时离港。</p><p>乘客说，等了三十年。</p>"
OTHER = '<p><img src="https://a.example/other.jpg"></p>'


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("头图来自：视觉中国", "视觉中国"),
        ("题图来源：图/新华社", "新华社"),
        ("（封面图：IC photo）", "IC photo"),
        ("首图 via Unsplash", "Unsplash"),
        ("題圖來源：視覺中國。", "視覺中國"),
        ("题图来自网络，侵删", "网络"),
        ("题图由受访者提供", "受访者"),
        ("头图｜电影《霸王别姬》剧照", "电影《霸王别姬》剧照"),
    ],
)
@pytest.mark.parametrize("place", ["<p>{0}</p>{1}", "{1}<p>{0}</p>", f"{{1}}{OTHER}<p>{{0}}</p>"])
def test_it_is_the_credit_of_the_lead_and_no_part_of_the_text(line, owner, place):
    body = make_body(place.format(line, TEXT), lead=LEAD)

    assert body.lead.credit == owner
    assert line not in body.html
    assert body.removed == [{"kind": "credit", "text": line}]
    assert [image.credit for image in images_of(body.html)] in ([], [""])


def test_a_line_of_a_paragraph_is_one_too():
    body = make_body(f"{TEXT}<p>（完）<br>题图来源：视觉中国<br>作者：林</p>", lead=LEAD)

    assert body.lead.credit == "视觉中国"
    assert "题图" not in body.html
    assert "作者：林" in body.html


def test_a_lead_that_is_repeated_in_the_text_gets_it():
    body = make_body(f'<p><img src="{LEAD}"></p>{TEXT}<p>题图来源：视觉中国</p>', lead=LEAD)

    assert (body.lead.credit, body.html) == ("视觉中国", TEXT)


def test_a_lead_behind_text_gets_it():
    body = make_body(f'{TEXT}<p><img src="{LEAD}"></p>{TEXT}<p>题图来源：视觉中国</p>', lead=LEAD)

    assert body.lead.credit == "视觉中国"
    assert "题图" not in body.html


def test_the_caption_of_the_lead_itself_goes_before():
    figure = f'<figure><img src="{LEAD}"><figcaption>渡轮 图源：新华社</figcaption></figure>'
    body = make_body(f"{figure}{TEXT}<p>题图来源：视觉中国</p>", lead=LEAD)

    assert (body.lead_caption, body.lead.credit) == ("渡轮", "新华社")
    assert body.removed[0] == {"kind": "credit", "text": "题图来源：视觉中国"}


@pytest.mark.parametrize(
    "line",
    [
        "题图：2019年，他站在北京的街头",
        "头图的来源是什么",
        "题图：视频截图",
        "题图：作者与母亲的合影",
        "封面图：这是一张很长的图片说明它不像一个名字",
    ],
)
def test_what_names_nobody_stays_text(line):
    body = make_body(f"{TEXT}<p>{line}</p>", lead=LEAD)

    assert body.html.endswith(f"<p>{line}</p>")
    assert body.lead.credit == ""


def test_without_a_lead_the_line_stays_text_and_credits_no_other_picture():
    body = make_body(f"{TEXT}{OTHER}<p>题图来源：视觉中国</p>")

    assert body.html.endswith("<p>题图来源：视觉中国</p>")
    assert [image.credit for image in images_of(body.html)] == [""]


def test_a_caption_that_names_a_cover_is_its_pictures():
    body = make_body(f"{TEXT}{OTHER}<p><em>封面 图源：出版社</em></p>{TEXT}", lead=LEAD)

    (image,) = images_of(body.html)
    assert (image.caption, image.credit, body.lead.credit) == ("封面", "出版社", "")


def test_without_a_lead_it_credits_the_picture_that_begins_the_piece():
    body = make_body(f"{OTHER}<p>题图来源：视觉中国</p>{TEXT}")

    assert [image.credit for image in images_of(body.html)] == ["视觉中国"]


def test_the_line_alone_is_a_text():
    assert make_body("<p>题图来源：视觉中国</p>", lead=LEAD).html == "<p>题图来源：视觉中国</p>"


def test_in_the_midst_of_a_piece_it_is_a_sentence():
    line = "<p>题图来源：视觉中国</p>"

    assert line in make_body(TEXT * 3 + line + TEXT * 3, lead=LEAD).html


def test_the_pattern_reads_each_line_once():
    for sign in "图（ ，题图：":
        assert re.compile(LEAD_CREDIT).fullmatch("题图来源：" + sign * 100_000) is None
