import time

import pytest

from articles.importing import limits
from articles.importing.local_pictures import LocalPictures
from articles.importing.markup import expand
from articles.importing.readers import CollectionError, feeds, open_collection
from tests.importing.readers.feed_documents import RSS, document, read_feed, rss_item


def test_a_link_in_a_feed_leads_to_no_file_of_this_machine(feed, tmp_path, monkeypatch):
    (tmp_path / "a.jpg").write_bytes(b"a picture")
    monkeypatch.chdir(tmp_path)
    (raw,) = read_feed(feed(rss_item("<description>&lt;img src='a.jpg'&gt;</description>")))

    assert LocalPictures(raw).locate("a.jpg") == ""
    assert LocalPictures(raw).locate("../a.jpg") == ""


def test_an_over_long_guid_becomes_a_digest(read_json):
    assert len(read_json({"id": "x" * 501, "title": "A"})[0].identifier) == len("sha256:") + 64
    assert read_json({"id": "x" * 500, "title": "A"})[0].identifier == "x" * 500


def test_broken_entries_are_reported_and_the_rest_is_read(feed, read_json):
    raws = read_feed(
        feed(
            RSS.format(
                "<item/><item><guid>1</guid></item><item><guid>2</guid><title>B</title></item><item><guid>2</guid><title>C</title></item>"
            )
        )
    )
    assert [bool(raw.problem) for raw in raws] == [True, True, False, True]
    assert len({raw.path for raw in raws}) == 4

    raws = read_json(
        "text",
        None,
        {"id": "1"},
        {"id": [1], "title": {"a": 1}},
        {"id": "2", "title": "B", "tags": "x", "authors": {}},
    )
    assert [bool(raw.problem) for raw in raws] == [True, True, True, True, False]


def test_a_feed_that_breaks_off_keeps_its_whole_entries(feed):
    items = "".join(
        f"<item><guid>{n}</guid><title>A</title><description>Long text</description></item>"
        for n in range(3)
    )
    content = RSS.format(items)
    raws = read_feed(feed(content[: content.rindex("text")]))

    assert [raw.identifier for raw in raws] == ["0", "1", "2"]
    assert [raw.problem[:20] for raw in raws] == ["", "", "the feed breaks off "]


def test_a_feed_that_is_not_well_formed_is_read_all_the_same(feed):
    raws = read_feed(feed(rss_item("<description>Fish & chips &nbsp; <br></description>")))

    assert "Fish" in document(raws[0]).body


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_told_by_the_mark_or_the_declaration(feed, encoding):
    content = RSS.replace("UTF-8", encoding.removesuffix("-sig")).format(
        "<item><guid>1</guid><title>桥 上</title></item>"
    )

    assert document(read_feed(feed(content.encode(encoding)))[0]).title == "桥 上"


ARTICLE = "<item><guid>1</guid><title>港口启用新码头</title><description>第一艘货船今天上午靠泊，一切顺利。</description></item>"


@pytest.mark.parametrize(
    ("declared", "encoding", "told"),
    [
        ("UTF-8", "gb18030", "GB18030"),
        ("", "gb18030", "GB18030"),
        ("gb2312", "utf-8", "declares gb2312, and is UTF-8"),
        ("gbk", "gb18030", ""),
        ("iso-8859-1", "utf-8", "declares iso-8859-1, and is UTF-8"),
        ("x-unknown", "gb18030", "GB18030"),
    ],
)
def test_an_encoding_that_is_declared_wrongly_is_told_and_read(feed, declared, encoding, told):
    start = RSS.replace('encoding="UTF-8"', f'encoding="{declared}"' if declared else "")
    found = document(read_feed(feed(start.format(ARTICLE + "<!-- 镕瞭 -->").encode(encoding)))[0])

    assert (found.title, found.source) == ("港口启用新码头", "海湾日报")
    assert found.body.strip() == "第一艘货船今天上午靠泊，一切顺利。"
    assert "transcription_notes" not in found.extra
    assert [told in warning["message"] for warning in found.warnings] == [True] * bool(told)


def test_a_torn_character_costs_a_feed_nothing_else(feed):
    content = RSS.format(ARTICLE * 2).encode()
    cut = content.rindex("顺".encode())
    found = document(read_feed(feed(content[: cut + 2] + content[cut + 3 :]))[0])

    assert found.title == "港口启用新码头"
    assert "a part of a character is missing" in found.warnings[0]["message"]


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("&amp;lt;p&amp;gt;One&amp;lt;/p&amp;gt;", "<p>One</p>"),
        ("One&amp;lt;br /&amp;gt;two", "One<br />two"),
        ("the &amp;lt;p&amp;gt; element", "the &lt;p&gt; element"),
        ("&lt;code&gt;&amp;lt;/p&amp;gt;&lt;/code&gt;", "<code>&lt;/p&gt;</code>"),
    ],
)
def test_what_was_escaped_twice_is_markup_and_told(feed, written, body):
    found = document(read_feed(feed(rss_item(f"<description>{written}</description>")))[0])

    assert found.body.strip() == body
    assert bool(found.warnings) is (body in ("<p>One</p>", "One<br />two"))


def test_lines_part_a_text_without_markup_but_for_those_an_editor_has_broken(feed):
    markup = "<description>\n  第一段，\n  接着说。\n\n  The quay was\n  opened &amp;amp; blessed.\n</description>"
    found = document(read_feed(feed(rss_item(markup)))[0])

    assert (
        found.body.strip()
        == "<p>第一段，<br>接着说。</p>\n<p>The quay was opened &amp; blessed.</p>"
    )
    assert found.summary == ""


def test_signs_of_templates_in_a_feed_are_its_text(feed):
    found = document(read_feed(feed(rss_item("<description>{% raw %}{{ x }}</description>")))[0])

    assert expand(found).html.strip() == "{% raw %}{{ x }}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", b"<html><body><p>A page</p></body></html>"),
        ("a.xml", b"<!doctype html><title>A page</title>"),
        ("a.rss", b""),
        ("a.xml", b"\0\xff\xfe" * 100),
        ("a.xml", b"\xff\xfe\0"),
        ("a.json", b"{}"),
        ("a.json", b'{"version": "https://jsonfeed.org/version/1", "items": 1}'),
        ("a.json", b"[" * 100_000),
        ("a.json", b'{"a": ' + b"1" * 5000 + b"}"),
        ("a.xml", b"<!--" + b"x" * 30_000 + b"-->" + RSS.format("").encode()),
    ],
)
def test_what_is_no_feed_is_refused(feed, name, content):
    with pytest.raises(CollectionError, match=r"a feed|no RSS|JSON Feed|no feed|UTF-16"):
        open_collection(feed(content, name))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_refused(feed, encoding):
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + RSS.partition("?>")[
        2
    ].format("<item><title>&b;</title></item>")

    with pytest.raises(CollectionError, match="declares entities"):
        open_collection(feed(bomb.encode(encoding)))


def test_a_feed_of_blank_lines_is_read_quickly(feed):
    started = time.monotonic()
    raws = read_feed(
        feed(
            "<?xml version='1.0'?>"
            + "\n" * 500_000
            + RSS.partition("?>")[2].format("<item><guid>1</guid><title>A</title></item>")
        )
    )

    assert len(raws) == 1
    assert time.monotonic() - started < 5


def test_a_feed_that_keeps_its_parser_busy_is_given_up(feed, monkeypatch):
    monkeypatch.setattr(feeds, "CPU_SECONDS", 1)

    with pytest.raises(CollectionError, match="takes longer"):
        open_collection(feed(rss_item(f"<author>{'a.' * 50_000}</author>")))
    assert limits.CPU_SECONDS > 1


def test_a_file_larger_than_any_feed_is_refused(feed):
    with pytest.raises(CollectionError, match="larger than 20,000,000 bytes"):
        open_collection(feed(b" " * 20_000_001))


def test_front_matter_never_outgrows_what_reads_it(read_json):
    long = '"\\\x01字' * 3_000
    item = {"id": "1", "title": long, "summary": long, "content_html": "<p>x</p>", "tags": [long[:300]] * 500,
            "authors": [{"name": str(n) + long[:300]} for n in range(500)], "url": "https://bay.example/" + "x" * 9000}  # fmt: skip
    found = document(read_json(item, title=long, language=long)[0])

    assert found.title
    assert found.body.strip() == "<p>x</p>"
    assert found.link == ""


def test_characters_that_no_text_may_hold_are_taken_out(read_json):
    found = document(
        read_json({"id": "a\0b", "title": "A\ud800\0B", "content_html": "x\ud800\0y"})[0]
    )

    assert (found.title, found.body.strip()) == ("AB", "xy")
    assert found.warnings == []


def test_a_body_that_looks_like_a_fence_stays_a_body(read_json):
    assert (
        document(
            read_json({"id": "1", "title": "A", "content_html": ";;;\nx\n;;;\n"})[0]
        ).body.strip()
        == ";;;\nx\n;;;"
    )


def test_an_xml_file_in_a_folder_is_no_feed(feed, tmp_path):
    feed(rss_item(""))
    with open_collection(str(tmp_path)) as collection:
        assert list(collection.documents()) == []
