import re

import pytest

from articles.importing.documents import read_document
from articles.importing.markup import expand

BLANKS = re.compile(r"\s+")


def expanded(body, matter="title: 标题"):
    return expand(read_document(f"---\n{matter}\n---\n{body}".encode(), name="a.md"))


def html(body, **options):
    return BLANKS.sub(" ", expanded(body, **options).html).replace("> <", "><").strip()


def messages(body):
    return [warning["message"] for warning in expanded(body).warnings]


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        ('note "缘由"', "缘由"),
        ('tip "缘由" false', "缘由"),
        ('type=tip title="缘由" open=false', "缘由"),
        ('"缘由"', "缘由"),
    ],
)
def test_a_box_is_titled_by_its_second_word(arguments, title):
    shown = html(f"{{{{< admonition {arguments} >}}}}\n文\n{{{{< /admonition >}}}}")

    assert shown == f"<blockquote><p><strong>{title}</strong></p><p>文</p></blockquote>"


@pytest.mark.parametrize("arguments", ["tip", "info false", '"circle-info"'])
def test_a_kind_is_no_title(arguments):
    shown = html(f"{{{{< admonition {arguments} >}}}}\n文\n{{{{< /admonition >}}}}")

    assert shown == "<blockquote><p>文</p></blockquote>"


@pytest.mark.parametrize(
    ("body", "href", "text"),
    [
        ('{{< music url="/a.mp3" name="歌" artist="人" cover="/b.png" >}}', "/a.mp3", "歌 – 人"),
        ('{{< music auto="https://a.example/#/song?id=1" >}}', "https://a.example/#/song?id=1", ""),
        ("{{< music netease song 12 >}}", "https://music.163.com/#/song?id=12", ""),
        ('{{< music server="tencent" type="album" id="a1" >}}', "https://y.qq.com/n/ryqq/album/a1", ""),
        ('{{< music id="12" >}}', "https://music.163.com/#/song?id=12", ""),
        ('{% meting "auto:https://a.example/x" "autoplay" %}', "https://a.example/x", ""),
    ],
)  # fmt: skip
def test_music_is_linked_to(body, href, text):
    assert html(body) == f'<p><a href="{href}">{text or href}</a></p>'


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{{< raw >}}<b>甲</b> $a_1${{< /raw >}}", "<p><b>甲</b> $a_1$</p>"),
        ('{{< link "https://a.example" "文" "题" >}}', '<p><a href="https://a.example">文</a></p>'),
        ('{{< link href="https://a.example" content="文" >}}', '<p><a href="https://a.example">文</a></p>'),
        ("[文]({{< link \"b.md\" >}})", '<p><a href="/b/">文</a></p>'),
        ('{{< style "text-align:center" >}}\n文\n{{< /style >}}', "<p>文</p>"),
        ('{{< spoiler text="题" >}}文{{< /spoiler >}}', "<p><strong>题</strong></p><p>文</p>"),
        ('{% include image.html url="/a.jpg" description="说明" %}', '<figure><img src="/a.jpg" alt=""><figcaption>说明</figcaption></figure>'),
        ('{% include callout.html content="注 **意**" type="primary" %}', "<blockquote><p>注 <strong>意</strong></p></blockquote>"),
        ("{% include toc.html html=content %}{% include mathjax.html %}文", "<p>文</p>"),
        ("{% include embed/audio.html src='https://a.example/a.mp3' %}", '<video src="https://a.example/a.mp3"></video>'),
    ],
)  # fmt: skip
def test_a_shortcode_or_an_include_becomes_what_it_means(body, shown):
    assert html(body) == shown


def test_a_gallery_shows_the_pictures_that_the_front_matter_lists():
    matter = "title: 标题\ngallery:\n- url: /big/a.jpg\n  image_path: /a.jpg\n  alt: 甲\n- image_path: /b.jpg"

    assert html('{% include gallery caption="两 *张*" %}', matter=matter) == (
        '<figure><img src="/a.jpg" alt="甲"><img src="/b.jpg" alt="">'
        "<figcaption>两 <em>张</em></figcaption></figure>"
    )
    assert "此处原有内容无法显示" in html("{% include gallery id=other %}", matter=matter)


@pytest.mark.parametrize(
    "body",
    [
        '{{< encrypt password="geheim" >}}\n暗文\n{{< /encrypt >}}',
        '{{% fixit-encryptor "geheim" %}}\n暗文\n{{% /fixit-encryptor %}}',
        "{% encrypt password=geheim %}\n暗文\n{% endencrypt %}",
    ],
)
def test_what_a_password_protects_is_not_shown_nor_is_the_password(body):
    result = expanded(body)

    assert "暗文" not in result.html
    assert "此处原有内容无法显示" in result.html
    assert "by a password" in result.warnings[0]["message"]
    assert "geheim" not in result.html + result.warnings[0]["message"]


def test_a_gallery_of_files_leaves_a_note():
    assert "［此处原有内容无法显示：gallery" in html('{{< gallery match="images/*" >}}')
    assert "only its site knows" in messages('{{< gallery match="images/*" >}}')[0]
