"""What stands around an article goes, is told, and takes no sentence of it along."""

import pytest

from articles.html import make_body, read_rules

ARTICLE = (
    "<p>第一段正文，记者在现场看到许多人。</p><p>第二段正文，会议结束后各方离开。</p>"
    "<p>第三段正文，事情还没有完。</p>"
)

FURNITURE = {
    "reward": '<div class="reward"><button><svg><path/></svg>赞赏</button><p>12人赞赏</p></div>',
    "share": '<div class="share-bar"><ul><li>微信 12</li></ul><img src="https://a.example/q.png">'
    "<p>打开微信扫一扫，使用“扫一扫”即可将网页分享至朋友圈。</p></div>",
    "related list": '<h3>相关文章</h3><ul><li><a href="/1">某事</a></li><li><a href="/2">他事</a> 2022-03-01</li></ul>',
    "related lines": '<p><strong>延伸阅读：</strong></p><p><a href="/1">某事</a></p><p><a href="/2">他事</a></p>',
    "related breaks": '<p>推荐阅读：<br><a href="/1">某事</a><br><a href="/2">他事</a></p>',
    "larger": "<p>↑点击图片查看大图</p>",
    "follow": "<p>欢迎关注“海湾日报”微信公众号，获取更多资讯。</p><p>扫码关注我们</p>",
    "code to scan": '<p><img src="https://a.example/ewm.jpg" alt="二维码"></p>',
    "tips": "<p>投稿邮箱：a@example.org</p><p>爆料电话：010-12345678</p>",
    "read on": '<p><a href="https://a.example/">阅读原文</a></p>',
    "the way to a discussion": '<div class="view-more"><a href="https://a.example/q/4">查看知乎讨论</a></div>',
    "a list of contents never made": "<p>[TOC]</p>",
    "a picture's name and size": '<p><a href="https://a.example/1.png"><span>1.png</span>'
    "<span>2682×1688 323 KB</span></a></p>",
    "an attachment's name": "<p>截图.png <em>(12.34 KB, 下载次数: 56)</em></p><p>下载附件 保存到相册</p>",
    "when a post was changed": "<i>本帖最后由 某人 于 2021-3-1 10:00 编辑</i>",
    "what is hidden from guests": "<div>游客，如果您要查看本帖隐藏内容请<a href='/r'>回复</a></div>",
    "votes of a bargain": "<p>值 12 不值 3</p>",
    "thanks for likes": "<p>原创整理，有错误可留言，如有用，谢谢点赞~</p>",
    "a plea for likes": "<p>如果觉得文章对你有帮助，欢迎点赞、收藏、关注三连！</p>",
    "what made the layout": '<p>本文使用 <a href="https://a.example">mdnice</a> 排版</p>',
    "what published it": "<blockquote><p>本文由博客一文多发平台 OpenWrite 发布！</p></blockquote>",
    "a channel": "<p>文章首发于公众号「前端小屋」，欢迎关注。</p><p>公众号：前端小屋</p>",
    "the end": "<p>—— 完 ——</p>",
    "fine articles of before": '<h3>往期精彩文章</h3><ul><li><a href="https://a.example/1">一</a></li><li>'
    '<a href="https://a.example/2">二</a></li></ul>',
    "a group": "<p>技术交流群：123456789</p>",
    "a contest": '<p>这是我参与8月更文挑战的第3天，活动详情查看：<a href="https://a.example/2">挑战</a></p>',
    "contents": '<p>目录</p><ul><li><a href="#a">一</a></li><li><a href="#b">二</a></li><li>'
    '<a href="#c">三</a></li></ul>',
    "tips for an author": "<p>“小礼物走一走，来简书关注我”</p><p>还没有人赞赏，支持一下</p>",
    "syndication": '<p>The post <a href="/a">Foo</a> appeared first on <a href="/">Bar</a>.</p>',
    "counters": "<div><span>点赞 12</span> <span>收藏 3</span> 分享</div>",
    "neighbours": '<p>上一篇：<a href="/1">某事</a></p><p>下一篇：<a href="/2">他事</a></p>',
    "tags": '<p>标签：<a href="/t">经济</a> <a href="/u">民生</a></p>',
    "advertisement": '<div class="adsbygoogle">买一送一</div>',
    "comments": '<div id="comments"><p>网友：这篇文章写得真是太好了，受益匪浅。</p></div>',
    "without scripts": "<noscript>请开启脚本</noscript>",
    "hidden": '<div style="display: none">看不见的</div>',
    "empty editor": "<p>责任编辑：</p>",
    "traditional": '<p>延伸閱讀：<a href="/1">某事</a></p><p>歡迎關注「海灣日報」微信公眾號</p>',
    "traditional larger": "<p>點擊查看大圖</p>",
    "embedded post": "<div><span>The Bay Times is not responsible for the content of external sites."
    '</span><a href="https://t.example/1">View original tweet on Twitter</a></div>',
    "more": "<p>更多精彩内容，请关注海湾日报</p>",
    "promotion": '<div class="layout-article-promo"><a href="/r">Reuse this content</a></div>',
    "screen readers": '<span class="x1-VisuallyHidden y">media caption</span>',
}


@pytest.mark.parametrize("markup", FURNITURE.values(), ids=FURNITURE)
def test_furniture_is_taken_out_and_told(markup):
    body = make_body(f"<div>{ARTICLE}{markup}</div>")

    assert body.html == ARTICLE
    assert body.images == []
    assert body.removed


SENTENCES = [
    "<p>他呼吁大家关注公众号的风险。</p>",
    "<p>下一篇文章我们将介绍别的。</p>",
    "<p>欢迎大家来到会场，主席说。</p>",
    "<p>该平台点赞功能下线，收藏不变。</p>",
    "<p>分享到朋友圈后，他收到许多评论。</p>",
    "<p>责任编辑：陈晓</p>",
    "<p>責任編輯：陳曉</p>",
    "<p>更多内容将在下周的会议上公布，主席说。</p>",
    "<p>他呼吁网友为志愿者点赞。</p>",
    "<p>这是我参加的第三次活动，大家都很高兴。</p>",
    "<p>这本书首发于一九八〇年的公众刊物。</p>",
    "<p>截图.png 是他发出的第一个文件。</p>",
    '<p>图分为：</p><ul><li><a href="#a">类图</a></li><li><a href="#b">包图</a></li><li><a href="#c">'
    "时序图</a></li></ul>",
    '<p>见：</p><ul><li><a href="https://b.example/#a">一</a></li><li><a href="https://b.example/#b">二</a></li>'
    '<li><a href="https://b.example/#c">三</a></li></ul>',
    "<p>以上就是全部内容，感谢阅读。</p>",
    "<p>Read more about the challenges in the report, she said.</p>",
    "<p>This post was originally published on the agency's blog.</p>",
    '<div class="tags"><p>这一段谈的是价签上的数字，一句也不能少掉。</p></div>',
    "<aside><p>背景资料：港口建于一九五〇年，至今已有七十年。</p></aside>",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_the_article_that_sounds_alike_stays(sentence):
    body = make_body(f"{sentence}{ARTICLE}{sentence}")

    assert body.removed == []
    assert body.html.count("<p>") == 5


def test_a_list_of_links_inside_the_argument_stays():
    listed = '<h3>相关文章</h3><ul><li><a href="/1">某事</a></li></ul>'

    assert make_body(f"{ARTICLE}{listed}{ARTICLE}").removed == []


def test_a_list_of_other_articles_goes_from_before_the_names_of_the_staff():
    listed = '<h3>相关阅读</h3><p><a href="/1">某事</a></p><p>责任编辑：陈晓</p>'

    assert make_body(ARTICLE + listed).html == f"{ARTICLE}<p>责任编辑：陈晓</p>"


def test_lines_to_read_on_stay_where_sections_have_them():
    line = '<blockquote><p>扩展阅读：<a href="https://a.example/1">码头史</a></p></blockquote>'
    markup = f"<h2>码头</h2>{ARTICLE}{line}<h2>航道</h2>{ARTICLE}{line}"

    assert make_body(markup).html == markup
    assert make_body(ARTICLE + line).html == ARTICLE


@pytest.mark.parametrize(
    "links",
    [
        '<li><a href="https://zh.wiki.example/p">港口</a></li><li><a href="https://rfc.test/1">规程</a></li>',
        '<li><a href="https://code.example/a">https://code.example/a</a></li>',
    ],
    ids=["several sites", "addresses"],
)
def test_a_list_of_what_the_author_read_stays(links):
    markup = f"{ARTICLE}<h2>更多内容</h2><ul>{links}</ul>"

    assert make_body(markup).html == markup


def test_a_list_of_one_outlets_articles_goes_with_an_advertisement_in_it():
    links = "".join(f'<li><a href="https://www.bay.example/{n}">某事{n}</a></li>' for n in "123")
    links += '<li><a href="https://shop.test/">买一送一</a></li>'

    assert make_body(f"{ARTICLE}<h2>更多内容</h2><ul>{links}</ul>").html == ARTICLE


def test_a_wrapper_with_the_name_of_furniture_keeps_the_article():
    assert make_body(f'<div class="share post">{ARTICLE}</div>').html == ARTICLE


@pytest.mark.parametrize(
    "note",
    [
        "<blockquote><p>编辑导语：会议说的是港口。</p></blockquote>",
        "<p><strong>编者按</strong></p><p>会议说的是港口。</p>",
        "<p>【导读】会议说的是港口。</p>",
        "<p>摘要：会议说的是港口。</p>",
    ],
)
def test_an_editors_note_becomes_the_summary(note):
    body = make_body(note + ARTICLE)

    assert body.summary == "会议说的是港口。"
    assert body.html == ARTICLE
    assert body.removed[0]["kind"] == "summary"


def test_a_chapter_with_sections_is_no_editors_note():
    markup = f"<h2>导读：港口的来历</h2><h3>从前</h3>{ARTICLE}<h2>如今</h2>{ARTICLE}"
    body = make_body(markup)

    assert (body.html, body.summary) == (markup, "")


def test_the_title_is_not_repeated_and_a_piece_that_is_its_title_stays():
    assert make_body(f"<h1>港口 启用</h1>{ARTICLE}", title="港口启用").html == ARTICLE
    assert make_body("<p>港口启用</p>", title="港口启用").html == "<p>港口启用</p>"


RULES = """# of the bay's daily
remove: div.box
remove text: 海湾小贴士*
keep: .share-price
caption: p.pic
notice: 保留一切权利*
summary: div.lead
summary text: 按语：*
credit: 资料图｜*
link: go.example/jump?target=
"""


def test_a_sources_rules_are_added_to_the_houses():
    body = make_body(
        '<div class="lead">先说要点。</div><p>按语：再说一点。</p><p>甲。</p><div class="box">盒</div>'
        '<p><img src="https://a.example/1.jpg"></p><p class="pic">码头资料图｜海报社</p>'
        '<p>海湾小贴士：带伞</p><div class="share-price">股价 12</div>'
        '<p><a href="https://go.example/jump?target=https%3A%2F%2Fb.example">乙</a></p>'
        "<p>保留一切权利，本报。</p>",
        rules=read_rules(RULES),
    )

    assert body.summary == "先说要点。 再说一点。"
    assert body.notices == ["保留一切权利，本报。"]
    assert body.images[0].credit == "海报社"
    assert "股价 12" in body.html
    assert 'href="https://b.example"' in body.html
    assert [part["text"] for part in body.removed if part["kind"] == "furniture"] == [
        "盒",
        "海湾小贴士：带伞",
    ]


def test_a_notice_and_a_note_in_traditional_characters_are_known():
    body = make_body(f"<p>編者按：本文談的是港口。</p>{ARTICLE}<p>未經授權，不得轉載</p>")

    assert body.summary == "本文談的是港口。"
    assert body.notices == ["未經授權，不得轉載"]
    assert body.html == ARTICLE
