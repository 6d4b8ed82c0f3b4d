import tracemalloc

import pytest

from articles.importing.documents import read_document
from articles.importing.readers import CollectionError, open_collection
from articles.importing.readers.paragraphs import with_paragraphs
from tests.importing.readers.wxr import HEAD, documents, item, read


def test_a_post_becomes_a_document(export):
    more = """<wp:post_date>2022-03-10 18:06:38</wp:post_date><wp:post_date_gmt>2022-03-10 10:06:38</wp:post_date_gmt>
    <category domain="category" nicename="port"><![CDATA[港口]]></category>
    <category domain="category" nicename="uncategorized"><![CDATA[未分类]]></category>
    <category domain="post_tag" nicename="a"><![CDATA[A & B]]></category>"""
    (raw,) = read(export(item(body="一\n\n二\n三", more=more)))
    document = read_document(raw.content, name=raw.identifier)

    assert raw.identifier == "https://bay.example/?p=5"
    assert raw.content.startswith(b';;;\n"transcribed_from": "wordpress",\n"title"')
    assert document.title == "桥 & 港 5"
    assert document.date == "2022-03-10T10:06:38Z"
    assert document.authors == ["王记者"]
    assert document.categories == [["要闻", "港口"]]
    assert document.tags == ["A & B"]
    assert (document.summary, document.slug) == ("摘要", "桥")
    assert document.link == "https://bay.example/2022/5/"
    assert document.old_addresses == ["/2022/5/"]
    assert (document.source, document.language) == ("海湾日报", "zh-CN")
    assert document.body.strip() == "<p>一</p>\n<p>二<br>三</p>"
    assert not document.is_draft
    assert document.warnings == []


def test_a_clock_without_its_instant_is_left_without_a_zone(export):
    more = "<wp:post_date>2022-03-10 18:06:38</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"

    assert documents(export(item(more=more)))[0].date == "2022-03-10 18:06:38"


@pytest.mark.parametrize(
    "status", ["draft", "pending", "private", "trash", "auto-draft", "of-a-plugin"]
)
def test_what_is_not_public_is_a_draft(export, status):
    assert documents(export(item(status=status)))[0].is_draft


def test_what_a_password_protects_is_a_draft_and_what_is_planned_is_not(export):
    secret = item(1, more="<wp:post_password>secret</wp:post_password>")

    assert [d.is_draft for d in documents(export(secret, item(2, status="future")))] == [
        True,
        False,
    ]


def test_only_posts_and_pages_are_read(export):
    items = [
        item(1),
        item(2, kind="page"),
        item(3, kind="nav_menu_item"),
        item(4, kind="attachment"),
    ]

    assert [d.extra.get("layout") for d in documents(export(*items))] == [None, "page"]


def test_a_picture_above_the_text_may_come_later_in_the_file(export):
    meta = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
    picture = item(
        9,
        kind="attachment",
        more="<wp:attachment_url>https://bay.example/a.jpg</wp:attachment_url>",
    )

    assert documents(export(item(more=meta), picture))[0].lead == "https://bay.example/a.jpg"


def test_a_tree_of_categories_that_bites_its_tail_ends(export):
    loop = """<wp:category><wp:category_nicename>a</wp:category_nicename><wp:category_parent>b</wp:category_parent><wp:cat_name>A</wp:cat_name></wp:category>
    <wp:category><wp:category_nicename>b</wp:category_nicename><wp:category_parent>a</wp:category_parent><wp:cat_name>B</wp:cat_name></wp:category>"""
    post = item(more='<category domain="category" nicename="a">A</category>')

    assert documents(export(loop, post))[0].categories == [["B", "A"]]


def test_control_characters_do_not_end_an_export(export):
    assert "before after" in documents(export(item(1, body="before\x0b after"), item(2)))[0].body


def test_an_export_that_breaks_off_gives_what_was_readable_and_a_problem(export):
    path = export(item(1), item(2), item(3, body="x" * 100_000)[:50_000], tail="")
    with open_collection(path) as collection:
        raws = list(collection.documents())
        assert collection.count() == len(raws)
        assert collection.holds("https://bay.example/?p=99")

    assert [raw.identifier for raw in raws[:-1]] == [
        "https://bay.example/?p=1",
        "https://bay.example/?p=2",
    ]
    assert raws[-1].problem.startswith("the export breaks off")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_an_export_that_declares_a_document_type_is_refused(export, doctype):
    path = export(item(body="&a;"), head=HEAD.replace("<!-- This", f"{doctype}<!-- This"))

    with pytest.raises(CollectionError, match="document type"):
        open_collection(path)


def test_an_export_that_is_no_xml_is_refused(export):
    with pytest.raises(CollectionError, match="cannot be read as a WordPress export"):
        open_collection(export(head="no xml http://wordpress.org/export/1.2/", tail=""))


def test_the_identifier_and_the_bytes_are_the_same_in_the_next_export(export):
    first = read(export(item(1), item(2)))
    second = read(export(item(3), item(2), item(1)))

    assert {raw.identifier: raw.content for raw in first}.items() <= {
        raw.identifier: raw.content for raw in second
    }.items()


def test_an_identifier_that_comes_twice_is_reported(export):
    raws = read(export(item(1), item(1, body="other")))

    assert [bool(raw.problem) for raw in raws] == [False, True]
    assert raws[0].identifier != raws[1].identifier


def test_a_post_larger_than_a_document_may_be_is_reported(export):
    raws = read(export(item(1, body="x " * 2_600_000), item(2)))

    assert "5,000,000 at most" in raws[0].problem
    assert raws[1].problem == ""


def test_items_are_read_one_at_a_time(export):
    path = export(*[item(number, body="text " * 20_000) for number in range(200)])
    tracemalloc.start()
    assert sum(len(raw.content) for raw in read_lazily(path)) > 20_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 3_000_000


def read_lazily(path):
    with open_collection(path) as collection:
        yield from collection.documents()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\r\n\r\ntwo", "<p>one</p>\n<p>two</p>"),
        ("one\ntwo\n \nthree", "<p>one<br>two</p>\n<p>three</p>"),
        ("one\n<ul>\n<li>a</li>\n</ul>\ntwo", "<p>one</p>\n<ul>\n<li>a</li>\n</ul>\n<p>two</p>"),
        ("<pre>a\n\nb</pre>\nc", "<pre>a\n\nb</pre>\n<p>c</p>"),
        ("<script>\nif (a)\n\n b\n</script>", "<script>\nif (a)\n\n b\n</script>"),
        (
            "<em>one</em>\n\n[caption]x[/caption]",
            "<p><em>one</em></p>\n<p>[caption]x[/caption]</p>",
        ),
        ("", ""),
    ],
)
def test_blank_lines_become_paragraphs_but_for_blocks_and_verbatim_text(text, html):
    assert with_paragraphs(text) == html


def test_blocks_of_the_new_editor_stay_as_they_are(export):
    body = "<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->\n\nloose"

    assert documents(export(item(body=body)))[0].body.strip() == body
