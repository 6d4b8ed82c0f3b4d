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
    "syndication": '<p>The post <a href="/a">Foo</a> appeared first on <a href="/">Bar</a>.</p>',
    "counters": "<div><span>点赞 12</span> <span>收藏 3</span> 分享</div>",
    "neighbours": '<p>上一篇：<a href="/1">某事</a></p><p>下一篇：<a href="/2">他事</a></p>',
    "tags": '<p>标签：<a href="/t">经济</a> <a href="/u">民生</a></p>',
    "advertisement": '<div class="adsbygoogle">买一送一</div>',
    "comments": '<div id="comments"><p>网友：这篇文章写得真是太好了，受益匪浅。</p></div>',
    "without scripts": "<noscript>请开启脚本</noscript>",
    "hidden": '<div style="display: none">看不见的</div>',
    "empty editor": "<p>责任编辑：</p>",
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
