"""Items of lists keep their pictures, code and captions beside their words."""

from articles.html import images_of, make_body

PICTURE = '<img src="https://a.example/{}.png" alt="">'


def test_a_picture_stays_at_the_step_that_it_shows():
    body = make_body(
        f"<ol><li>打开文件{PICTURE.format(1)}</li><li><p>点击统计</p><p>{PICTURE.format(2)}</p>"
        '<p align="center">图二：统计窗口</p></li></ol><p>完了。</p>'
    )

    first, second = (str(picture.image_id) for picture in body.images)
    assert body.html == (
        f'<ol><li><p>打开文件</p><figure><img data-image="{first}" alt=""></figure></li>'
        f'<li><p>点击统计</p><figure><img data-image="{second}" alt=""><figcaption>图二：统计窗口</figcaption>'
        "</figure></li></ol><p>完了。</p>"
    )


def test_a_picture_in_an_inner_list_stays_there():
    body = make_body(f"<ul><li>甲<ul><li>里{PICTURE.format(1)}</li></ul></li></ul>")

    assert body.html.index("里") < body.html.index("<figure>") < body.html.index("</ul></li></ul>")


def test_a_gallery_becomes_figures_with_their_captions():
    body = make_body(
        f"<ul><li>{PICTURE.format(1)}<p>码头</p></li><li>{PICTURE.format(2)}<p>渡轮</p></li></ul><p>正文。</p>"
    )

    assert [picture.caption for picture in images_of(body.html)] == ["码头", "渡轮"]
    assert "<ul>" not in body.html


def test_a_list_of_pictures_alone_leaves_the_line_behind_it_alone():
    body = make_body(
        f"<ul><li>{PICTURE.format(1)}</li><li>{PICTURE.format(2)}</li></ul><p>正文</p>"
    )

    assert body.html.endswith("<p>正文</p>")
    assert len(body.images) == 2


def test_an_item_that_held_only_the_lead_picture_goes_with_it():
    body = make_body(
        f"<ol><li>{PICTURE.format(1)}</li><li>第二步</li></ol>", lead="https://a.example/1.png"
    )

    assert body.html == "<ol><li>第二步</li></ol>"


def test_a_name_of_a_file_below_a_picture_in_a_list_is_no_caption():
    body = make_body(
        f'<ul><li><p>效果</p><br><div class="image-view">{PICTURE.format(1)}</div>'
        '<div class="image-caption">滚动.gif</div></li><li>其二</li></ul>'
    )

    assert images_of(body.html)[0].caption == ""
    assert body.removed == [{"kind": "caption", "text": "滚动.gif"}]
