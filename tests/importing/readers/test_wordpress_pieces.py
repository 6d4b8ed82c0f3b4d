import pytest

from articles.importing.markup import expand
from tests.importing.readers.wxr import HEAD, attachment, documents, item, read

THUMBNAIL = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"


def test_the_picture_above_the_text_has_the_caption_of_its_file(export):
    file = attachment(9, "https://bay.example/a.jpg", caption="靠泊 &lt;b&gt;时&lt;/b&gt;")
    found = documents(export(item(more=THUMBNAIL), file))[0]

    assert (found.lead, found.lead_caption) == ("https://bay.example/a.jpg", "靠泊 <b>时</b>")


@pytest.mark.parametrize("written", ['[gallery ids="8,9" columns="2"]', "[gallery]"])
def test_a_gallery_shows_the_pictures_of_the_library(export, written):
    files = [
        attachment(8, "https://bay.example/a.jpg", caption="甲", alt="一", parent=5),
        attachment(9, "https://bay.example/b.jpg?a=1&amp;b=2", parent=5),
        attachment(10, "https://bay.example/c.jpg", parent=6),
    ]
    found = documents(export(*files, item(body=written)))[0]

    assert found.body.strip() == (
        '<p><figure><img src="https://bay.example/a.jpg" alt="一"><figcaption>甲</figcaption></figure>'
        '<figure><img src="https://bay.example/b.jpg?a=1&amp;b=2" alt=""></figure></p>'
    )


@pytest.mark.parametrize(
    "body",
    ['[[gallery ids="9"]]', '<pre>[gallery ids="9"]</pre>', '<code>[gallery ids="9"]</code>'],
)
def test_a_gallery_that_is_shown_as_code_stays(export, body):
    found = documents(export(attachment(9, "https://bay.example/a.jpg"), item(body=body)))[0]

    assert '[gallery ids="9"]' in expand(found).html
    assert expand(found).warnings == []


def test_a_smaller_copy_is_the_picture_of_the_library(export):
    body = '<img class="wp-image-9" src="https://bay.example/a-300x200.jpg"> <img class="wp-image-9" src="https://bay.example/other-300x200.jpg">'
    file = attachment(9, "https://bay.example/a-scaled.jpg")
    found = documents(export(item(body=body), file))[0]

    assert "https://bay.example/a-scaled.jpg" in found.body
    assert "other-300x200" in found.body


def test_a_kind_that_a_plugin_adds_is_read_where_readers_see_it(export):
    seen, hidden = item(1, kind="news"), item(2, kind="news", status="draft")
    inner = item(3, kind="acf-field").replace("2022/3/", "?post_type=acf-field&amp;p=3")
    empty = item(4, kind="menu_cover", body="")
    found = documents(export(seen, hidden, inner, empty, item(5, kind="wp_block")))

    assert [d.extra["layout"] for d in found] == ["news", "news"]
    assert [d.is_draft for d in found] == [False, True]


@pytest.mark.parametrize("slug", ["uncategorized", "%e6%9c%aa%e5%88%86%e7%b1%bb"])
def test_what_stands_in_no_category_has_none(export, slug):
    more = f'<category domain="category" nicename="{slug}">未分类</category>'

    assert documents(export(item(more=more)))[0].categories == []


def test_paragraphs_in_a_quotation_and_an_address_on_a_line_are_as_wordpress_shows_them(export):
    body = "<blockquote>一\n\n二</blockquote>\n\nhttps://www.youtube.com/watch?v=a"
    address = "https://www.youtube.com/watch?v=a"

    assert documents(export(item(body=body)))[0].body.strip() == (
        f'<blockquote><p>一</p>\n<p>二</p></blockquote>\n<p><a href="{address}">{address}</a></p>'
    )


def test_what_the_old_editor_wrote_among_blocks_gets_paragraphs_and_an_embed_a_link(export):
    body = """<!-- wp:freeform -->一\n\n二<!-- /wp:freeform -->
<div class="wp-block-embed__wrapper">
https://v.qq.com/x/a
</div>"""
    found = documents(export(item(body=body)))[0].body

    assert "<p>一</p>\n<p>二</p>" in found
    assert '<p><a href="https://v.qq.com/x/a">https://v.qq.com/x/a</a></p>' in found


def test_what_a_plugin_encloses_stays_and_what_it_shows_is_told(export):
    body = '[vc_row][vc_column width="1/2"]文字[/vc_column][/vc_row][form id="12"][note] [2022] [b]'
    shown = expand(documents(export(item(body=body)))[0])

    assert "vc_" not in shown.html
    assert "文字" in shown.html
    assert "［此处原有内容无法显示：form id=&quot;12&quot;］" in shown.html
    assert "[note] [2022] [b]" in shown.html
    assert [w["message"][:20] for w in shown.warnings] == [
        "[vc_row] is a plugin",
        "[vc_column] is a plu",
        "not shown: [form id=",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "title"),
    [
        ("<![CDATA[桥 & 港 2]]>", "桥 & 港 2", "桥 & 港 2"),
        ("<![CDATA[桥 & 港 2]]>", "桥&nbsp;港&hellip;", "桥 港…"),
        ("Text", "Te]]>xt", "桥 & 港 2"),
        ("Text", "Te\ufffext\uffff", "桥 & 港 2"),
        ("wang", "wa&#x8;ng", "桥 & 港 2"),
        ("摘要", "摘<![CDATA[要", "桥 & 港 2"),
    ],
)
def test_an_item_that_is_no_xml_is_mended_and_costs_no_other(export, right, wrong, title):
    found = documents(export(item(1), item(2).replace(right, wrong, 1), item(3)))

    assert [d.title for d in found] == ["桥 & 港 1", title, "桥 & 港 3"]
    assert found[1].body.strip() in ("<p>Text</p>", "<p>Te]]>xt</p>")


def test_an_item_that_cannot_be_read_is_told_with_its_line(export):
    broken = item(2).replace("<![CDATA[桥 & 港 2]]>", "桥<br>")
    path = export(item(1), broken, item(3))
    line = (HEAD + item(1)).count("\n") + 1
    raws = read(path)

    assert [bool(raw.problem) for raw in raws] == [False, True, False]
    assert raws[1].identifier == f"the item on line {line}"
    assert f"(line {line})" in raws[1].problem


@pytest.mark.parametrize("read_of_next", [-2_500, 1, 3, 5])
def test_an_item_behind_a_long_comment_is_read_wherever_a_block_ends(export, read_of_next):
    broken, comment = item(1).replace("<![CDATA[桥 & 港 1]]>", "桥<br>"), f"<!-- {'x' * 5_000} -->"
    before = len((HEAD + broken + item(2, body="") + comment).encode())
    long = item(2, body="a" * (1_000_000 - read_of_next - before))

    path = export(broken, long, comment, item(3))

    assert [bool(raw.problem) for raw in read(path)] == [True, False, False]


def test_bytes_that_are_no_text_are_told_and_the_rest_is_read(export, tmp_path):
    path = tmp_path / "export.xml"
    export(item(1), item(2, body="一二三"), item(3))
    path.write_bytes(path.read_bytes().replace("二".encode(), "二".encode()[:2]))
    found = documents(str(path))

    assert found[1].body.strip() == "<p>一\ufffd三</p>"
    assert "bytes that are no text" in found[1].warnings[0]["message"]
    assert found[0].warnings == found[2].warnings == []


def test_blank_lines_before_an_export_cost_nothing(export):
    assert len(documents(export(item(1), item(2), head="\n\n" + HEAD))) == 2
