import re
import time

import pytest

from articles.html import MarkupRefused, clean_html
from articles.html.pasting import pasted_body

PICTURE = re.compile(r'data-image="[0-9a-f-]{36}"')

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style>
<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=ZH-CN><!--StartFragment-->
<h1><span lang=EN-US>港口</span><o:p></o:p></h1>
<p class=MsoNormal style='text-indent:21.0pt'><b style='mso-bidi-font-weight:normal'><span
style='font-family:宋体'>新码头</span></b><span style='font-family:宋体;mso-ascii-font-family:Calibri'>今天启用，</span><span
lang=EN-US>3</span>号泊位。<o:p></o:p></p>
<p class=MsoListParagraph style='margin-left:18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Wingdings;mso-list:Ignore'>l<span>&nbsp;&nbsp; </span></span><![endif]>一</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>二</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>l<span>&nbsp;</span></span>三</p>
<p class=MsoNormal>完。</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1、</span>甲</p>
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal>年</p></td><td><p>量</p></td></tr></table>
<!--EndFragment--></body></html>"""

WECHAT = """<section style="margin:0" data-tools="135编辑器"><section style="text-align:center">
<span style="font-weight: bold;color:red">渡轮复航</span></section><p style="text-indent:2em">
<span style="font-size:15px">　　江城消息，<span style="font-weight:700;">渡轮</span>今天复航。</span></p>
<section><img class="rich_pages wxw-img" data-ratio="0.66"
data-src="https://mmbiz.example/abc/640?wx_fmt=jpeg" src="data:image/gif;base64,R0lGODlh"></section>
<section><span style="font-size:12px;color:#888;">▲ 渡轮靠岸（新华社）</span></section><section><br></section>
<section><strong>第二段</strong></section><p style="display:none">藏</p></section>"""


def pasted(markup):
    return PICTURE.sub("KEY", pasted_body(markup).html)


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        (
            WORD,
            "<h2>港口</h2><p><strong>新码头</strong>今天启用，3号泊位。</p>"
            "<ul><li>一<ol><li>二</li></ol></li><li>三</li></ul><p>完。</p><ol><li>甲</li></ol>"
            "<table><tbody><tr><td>年</td><td>量</td></tr></tbody></table>",
        ),
        (
            WECHAT,
            '<p class="align-center"><strong>渡轮复航</strong></p>'
            '<p>江城消息，<strong>渡轮</strong>今天复航。</p><figure><img KEY alt=""><figcaption>渡轮靠岸 '
            '<cite class="credit">新华社</cite></figcaption></figure><p><strong>第二段</strong></p>',
        ),
        (
            "<table><!--StartFragment--><col width=72 span=2><tr><td>港口</td><td>量</td></tr>"
            "<tr><td>江城</td><td align=right>1,203</td></tr><!--EndFragment--></table>",
            "<table><tbody><tr><td>港口</td><td>量</td></tr><tr><td>江城</td><td>1,203</td></tr></tbody></table>",
        ),
        (
            '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">'
            '<span style="font-weight:700;font-style:italic">粗</span><span style="font-weight:400">细</span>'
            "</p><ul><li><p>甲</p></li></ul></b>",
            "<p><strong><em>粗</em></strong>细</p><ul><li>甲</li></ul>",
        ),
        (
            '<p><span style="text-decoration:underline line-through">甲</span>'
            '<span style="vertical-align:super">2</span><span style="vertical-align:sub">3</span></p>',
            "<p><u><s>甲</s></u><sup>2</sup><sub>3</sub></p>",
        ),
        (
            '<h2 style="font-weight:700"><b>题</b></h2><p>文</p>',
            "<h2>题</h2><p>文</p>",
        ),
        ("<script>alert(1)</script><p onclick=x>甲</p><form><input value=y></form>", "<p>甲</p>"),
    ],
)
def test_structure_stays_and_clutter_goes(markup, body):
    assert pasted(markup) == body


def test_a_pasted_notice_and_a_note_stay_in_the_text():
    markup = "<p>编者按：某事。</p><p>甲</p><p>未经授权不得转载</p>"

    assert pasted(markup) == "<p>编者按：某事。</p><p>甲</p><p>未经授权不得转载</p>"


def test_what_was_pasted_is_clean():
    assert all(
        clean_html(str(pasted_body(text).html)) == pasted_body(text).html for text in (WORD, WECHAT)
    )


def test_markup_beyond_the_limits_is_refused():
    with pytest.raises(MarkupRefused):
        pasted_body("<b>" * 300)


@pytest.mark.parametrize(
    "markup",
    [
        f'<span style="{"font-weight:" * 8000}">甲</span>',
        f'<p style="{"mso-list:l1 " * 8000}">甲</p>',
        '<p style="mso-list:l1 level9 lfo1">甲</p>' * 2000,
        f'<span style="{"text-decoration" * 8000}:{"-" * 50000}">甲</span>',
    ],
)
def test_hostile_styles_take_no_time(markup):
    before = time.process_time()
    pasted_body(markup)
    assert time.process_time() - before < 10
