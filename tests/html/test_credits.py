"""Elements that are called a credit, and a <cite> that ends a caption, tell who made a picture."""

import pytest

from articles.html import images_of, make_body

PICTURE = '<img src="https://a.example/1.jpg">'
TEXT = "<p>码头一早就开了门。</p>"


def figure_of(markup):
    (image,) = images_of(make_body(f"<div>{TEXT}{markup}{TEXT}</div>").html)
    return image.caption, image.credit


CREDITS = {
    "beside the caption": (
        f'<figure><div class="x-Container"><span>{PICTURE}</span><span class="x-FigureCopyright">'
        '<span class="x-VisuallyHidden">image copyright</span>Bay Photos</span></div>'
        '<figcaption><span class="x-VisuallyHidden">image caption</span>A hawker</figcaption>'
        "</figure>",
        ("A hawker", "Bay Photos"),
    ),
    "without a caption": (
        f'<figure>{PICTURE}<div class="photo-credit">海湾图片社</div></figure>',
        ("", "海湾图片社"),
    ),
    "in brackets": (
        f"<figure>{PICTURE}<figcaption><div>A figure in the museum of Bay Town, in a state that"
        ' needs much repair. <span class="credit--ctn">(The Museum via The Bay Times)</span></div>'
        "</figcaption></figure>",
        (
            "A figure in the museum of Bay Town, in a state that needs much repair.",
            "The Museum via The Bay Times",
        ),
    ),
    "in a paragraph called a caption": (
        f'<p class="contentImg">{PICTURE}</p><p class="cm_pic_caption">海滨的市民。'
        '<span class="cm_pic_author">（海湾图片／图）</span></p>',
        ("海滨的市民。", "海湾图片"),
    ),
    "cite behind an element": (
        f"<figure>{PICTURE}<figcaption><span>聚集的人群</span> <cite>Ann for The Bay</cite>"
        "</figcaption></figure>",
        ("聚集的人群", "Ann for The Bay"),
    ),
    "cite alone": (
        f"<figure>{PICTURE}<figcaption><span></span> <cite>Pool photo by Ann Bay</cite>"
        "</figcaption></figure>",
        ("", "Pool photo by Ann Bay"),
    ),
    "title of a work": (
        f"<figure>{PICTURE}<figcaption>A scene of <cite>The Tempest</cite></figcaption></figure>",
        ("A scene of The Tempest", ""),
    ),
    "agency": (
        f"<figure>{PICTURE}<figcaption>散步的人。（法新社）</figcaption></figure>",
        ("散步的人。", "法新社"),
    ),
    "behind a bar": (
        f"<figure>{PICTURE}<figcaption>他在主页上展示伤口丨某站@某人</figcaption></figure>",
        ("他在主页上展示伤口", "某站@某人"),
    ),
    "a bar behind a label": (
        f"<figure>{PICTURE}<figcaption>图1｜快递仓库</figcaption></figure>",
        ("图1｜快递仓库", ""),
    ),
    "traditional": (
        f"<figure>{PICTURE}<figcaption>策展人專訪。（顏某攝）</figcaption></figure>",
        ("策展人專訪。", "顏某"),
    ),
    "traditional label": (
        f"<figure>{PICTURE}<figcaption>會場外的人群　圖片來源：某通訊社資料圖</figcaption></figure>",
        ("會場外的人群", "某通訊社資料圖"),
    ),
    "byline": (
        f'<figure>{PICTURE}<figcaption>A pier. <span class="byline">Ann Lee—Bay Images</span>'
        "</figcaption></figure>",
        ("A pier.", "Ann Lee—Bay Images"),
    ),
    "photograph": (
        f"<figure>{PICTURE}<figcaption>A pier <em>Photograph: Ann Lee/The Bay</em></figcaption>"
        "</figure>",
        ("A pier", "Ann Lee/The Bay"),
    ),
    "from a screen": (
        f'<p align="center">{PICTURE}</p><p align="center"><span style="color:#666666;">外卖市场的模式 '
        '截图自海湾农</span><span style="color:#666666;">民工法律援助与研究中心 </span></p>',
        ("外卖市场的模式", "海湾农民工法律援助与研究中心"),
    ),
    "from an agreement": (
        f'<p align="center">{PICTURE}</p><p align="center"><span style="color:#666666;">截自海湾众'
        "</span><span style='color:#666666;'>包APP《用户协议》 </span></p>",
        ("", "海湾众包APP《用户协议》"),
    ),
    "filmed": (
        f"<figure>{PICTURE}<figcaption>港口全景（无人机拍摄）</figcaption></figure>",
        ("港口全景（无人机拍摄）", ""),
    ),
    "picture of": (
        f'<p style="text-align:center">{PICTURE}</p><p style="text-align:center">会议现场 '
        "本文图均为 海湾发布 图</p>",
        ("会议现场", "海湾发布"),
    ),
}


@pytest.mark.parametrize(("markup", "expected"), CREDITS.values(), ids=CREDITS)
def test_the_owner_is_the_credit_and_the_rest_the_caption(markup, expected):
    assert figure_of(markup) == expected


def test_a_label_for_screen_readers_is_told():
    body = make_body(CREDITS["beside the caption"][0])

    assert {"kind": "furniture", "text": "image copyright"} in body.removed
    assert body.notices == []


def test_a_credit_of_the_text_is_no_credit_of_a_picture():
    body = make_body(f'<div>{TEXT}<p class="credit">文字：海湾记者</p>{TEXT}</div>')

    assert body.html == f"{TEXT}<p>文字：海湾记者</p>{TEXT}"
