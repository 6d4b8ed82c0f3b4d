import pytest

from tests.importing.readers.feed_documents import RSS, atom_entry, document, read_feed, rss_item


def test_an_rss_item_becomes_a_document(feed):
    (raw,) = read_feed(
        feed(
            RSS.format("""<item><title>桥 &amp; 港</title><link>https://bay.example/1</link>
        <guid isPermaLink="false">bay-1</guid><pubDate>Thu, 10 Mar 2022 18:06:38 +0800</pubDate>
        <dc:creator>王记者</dc:creator><category>港口</category><category>A, B</category>
        <description>A &lt;b&gt;short&lt;/b&gt; text</description>
        <content:encoded><![CDATA[<p onclick="x()">Long <a href="/a">text</a></p>]]></content:encoded>
        <enclosure url="https://bay.example/a.mp3" type="audio/mpeg" length="1"/>
        <enclosure url="https://bay.example/a.jpg" type="image/jpeg" length="1"/></item>""")
        )
    )
    found = document(raw)

    assert (raw.identifier, raw.folder) == ("bay-1", "feed")
    assert raw.content.startswith(b';;;\n"transcribed_from": "feed",\n"title"')
    assert (found.title, found.date) == ("桥 & 港", "Thu, 10 Mar 2022 18:06:38 +0800")
    assert (found.authors, found.tags) == (["王记者"], ["港口", "A, B"])
    assert (found.summary, found.lead) == ("A short text", "https://bay.example/a.jpg")
    assert (found.link, found.source, found.language) == (
        "https://bay.example/1",
        "海湾日报",
        "zh-cn",
    )
    text, sound = found.body.strip().split("\n")
    assert text == '<p onclick="x()">Long <a href="/a">text</a></p>'
    assert sound == '<p><audio src="https://bay.example/a.mp3"></audio></p>'
    assert found.warnings == []


def test_an_atom_entry_becomes_a_document(feed):
    (raw,) = read_feed(
        feed(
            atom_entry("""<link href="https://bay.example/1"/><published>2022-03-10T10:06:38Z</published>
        <updated>2022-03-11T00:00:00Z</updated><category term="t" label="Harbour"/>
        <content type="xhtml" xml:lang="zh"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content>""")
        )
    )
    found = document(raw)

    assert raw.identifier == "urn:1"
    assert (found.date, found.updated) == ("2022-03-10T10:06:38Z", "2022-03-11T00:00:00Z")
    assert (found.authors, found.tags, found.rights) == (
        ["The Desk"],
        ["Harbour"],
        "All rights reserved",
    )
    assert (found.language, found.source, found.summary) == ("zh", "The Bay", "")
    assert "<p>Text</p>" in found.body


def test_a_json_feed_item_becomes_a_document(read_json):
    (raw,) = read_json({
        "id": 7, "url": "https://bay.example/7", "title": "桥", "content_html": "<p>Text</p>", "summary": "S",
        "date_published": "2022-03-10T18:06:38+08:00", "date_modified": "2022-03-11T00:00:00Z",
        "authors": [{"name": "Wang"}], "tags": ["a", "b"], "image": "https://bay.example/a.jpg", "language": "zh",
    })  # fmt: skip
    found = document(raw)

    assert raw.identifier == "7"
    assert (found.title, found.date, found.updated) == (
        "桥",
        "2022-03-10T18:06:38+08:00",
        "2022-03-11T00:00:00Z",
    )
    assert (found.authors, found.tags, found.summary) == (["Wang"], ["a", "b"], "S")
    assert (found.link, found.lead) == ("https://bay.example/7", "https://bay.example/a.jpg")
    assert (found.source, found.language, found.transcribed_from) == ("The Bay", "zh", "feed")
    assert found.body.strip() == "<p>Text</p>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2022-03-10 18:06:38", "2022-03-10 18:06:38"),
        ("Thu, 10 Mar 2022 18:06:38 GMT", "Thu, 10 Mar 2022 18:06:38 GMT"),
        ("Thu, 10 Mar 2022 18:06:38 EST", "2022-03-10T23:06:38Z"),
        ("Thu, 10 Mar 2022 18:06:38 CST", "Thu, 10 Mar 2022 18:06:38 CST"),
        ("Invalid Date", "Invalid Date"),
    ],
)
def test_a_date_stays_as_written_but_for_the_zone_names_of_rss(feed, written, kept):
    assert document(read_feed(feed(rss_item(f"<pubDate>{written}</pubDate>")))[0]).date == kept


def test_a_date_that_cannot_be_read_gives_way_to_another_of_the_entry(feed, read_json):
    broken = "<published>Invalid Date</published><updated>2022-03-11T00:00:00Z</updated>"
    atom = document(read_feed(feed(atom_entry(broken)))[0])
    dates = {"date_published": "0000-00-00", "date_modified": "2022-03-11T00:00:00Z"}
    item = document(read_json({"id": 1, "content_text": "x", **dates})[0])

    for found in (atom, item):
        assert (found.date, found.updated) == ("2022-03-11T00:00:00Z", "")
        assert "cannot be read: its other one" in found.warnings[0]["message"]


def test_what_an_entry_without_a_guid_is_known_by_is_its_first_date(feed):
    items = "<item><title>A</title><pubDate>Invalid Date</pubDate><dc:date>{}</dc:date></item>"
    first, later = (
        read_feed(feed(RSS.format(items.format(day))))[0].identifier
        for day in ("2022-03-11", "2022-03-12")
    )

    assert first == later


def test_a_description_alone_is_the_body_and_no_summary(feed):
    found = document(
        read_feed(feed(rss_item("<description>&lt;p&gt;Text&lt;/p&gt;</description>")))[0]
    )

    assert (found.body.strip(), found.summary) == ("<p>Text</p>", "")


@pytest.mark.parametrize(
    "markup",
    [
        "<content:encoded>&lt;p&gt;Long text&lt;/p&gt;</content:encoded><description>Short</description>",
        "<description>Short</description><content:encoded>&lt;p&gt;Long text&lt;/p&gt;</content:encoded>",
    ],
)
def test_content_wins_over_the_description_in_any_order(feed, markup):
    found = document(read_feed(feed(rss_item(markup)))[0])

    assert (found.body.strip(), found.summary) == ("<p>Long text</p>", "Short")


def test_plain_text_is_escaped_and_gets_paragraphs(feed, read_json):
    atom = document(
        read_feed(feed(atom_entry('<content type="text">1 &lt; 2\n\nAT&amp;T</content>')))[0]
    )
    other = document(read_json({"id": "1", "content_text": "1 < 2\n\nAT&T"})[0])

    assert atom.body.strip() == other.body.strip() == "<p>1 &lt; 2</p>\n<p>AT&amp;T</p>"


def test_relative_addresses_follow_xml_base_where_there_is_one(feed):
    content = '<content type="html">&lt;img src="a.jpg"&gt;</content>'
    based = document(read_feed(feed(atom_entry(content, 'xml:base="https://bay.example/x/"')))[0])
    other = document(read_feed(feed(atom_entry(content)))[0])

    assert 'src="https://bay.example/x/a.jpg"' in based.body
    assert 'src="a.jpg"' in other.body


@pytest.mark.parametrize(
    "markup",
    [
        '<media:content url="https://bay.example/s.jpg" width="10" type="image/jpeg"/><media:content url="https://bay.example/a.jpg" width="900" medium="image"/>',
        '<media:thumbnail url="https://bay.example/a.jpg"/>',
        '<itunes:image href="https://bay.example/a.jpg"/>',
        '<media:content url="https://bay.example/a.jpg?w=1"/>',
    ],
)
def test_the_picture_a_feed_names_is_the_lead(feed, markup):
    assert document(read_feed(feed(rss_item(markup)))[0]).lead.startswith(
        "https://bay.example/a.jpg"
    )


def test_of_several_small_pictures_the_widest_is_the_lead(feed):
    markup = """<media:thumbnail url="https://bay.example/s.jpg" width="100"/>
    <media:thumbnail url="https://bay.example/a.jpg" width="600"/>"""

    assert document(read_feed(feed(rss_item(markup)))[0]).lead == "https://bay.example/a.jpg"


@pytest.mark.parametrize("address", ["//bay.example/a.jpg", "/a.jpg", "../a.jpg"])
def test_the_address_of_an_enclosure_is_seen_from_the_entry(feed, address):
    markup = f'<link>https://bay.example/x/1</link><enclosure url="{address}" type="image/jpeg"/>'

    assert document(read_feed(feed(rss_item(markup)))[0]).lead == "https://bay.example/a.jpg"


def test_what_is_said_of_a_picture_is_its_caption_and_not_the_text(feed):
    markup = """<description>Text</description><media:group><media:content medium="image"
    url="https://bay.example/a.jpg"/><media:description>At the quay</media:description></media:group>"""
    found = document(read_feed(feed(rss_item(markup)))[0])

    assert (found.body.strip(), found.summary, found.lead_caption) == ("Text", "", "At the quay")


def test_what_is_said_of_a_film_is_the_text_where_there_is_no_other(feed):
    markup = "<media:group><media:description>One\n\nTwo</media:description></media:group>"

    assert document(read_feed(feed(rss_item(markup)))[0]).body.strip() == "<p>One</p>\n<p>Two</p>"


def test_further_enclosed_pictures_stand_below_the_text(feed, read_json):
    addresses = [f"https://bay.example/{name}.jpg" for name in ("a", "b", "in", "b")]
    enclosures = "".join(f'<enclosure url="{a}" type="image/jpeg"/>' for a in addresses)
    text = "<description>&lt;img src='https://bay.example/in.jpg'&gt;</description>"
    rss = document(read_feed(feed(rss_item(text + enclosures)))[0])
    attachments = [{"url": address, "mime_type": "image/jpeg"} for address in addresses]
    other = document(
        read_json({"id": 1, "content_html": "<img src='https://bay.example/in.jpg'>",
                   "attachments": attachments})[0]
    )  # fmt: skip

    assert rss.lead == other.lead == "https://bay.example/a.jpg"
    assert rss.body.split() == other.body.split()
    assert rss.body.count("<img") == 2
    assert rss.body.strip().endswith('<p><img src="https://bay.example/b.jpg"></p>')


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("<author>desk@bay.example (海湾日报)</author>", ["海湾日报"]),
        ("<author>编辑 &lt;x@bay.media&gt;</author>", ["编辑"]),
        ("<author>desk@bay.media</author>", []),
        ("<author>王 (实习)</author>", ["王 (实习)"]),
        ("<author><name>王</name><email>x@bay.media</email></author>", ["王"]),
        (
            "<author>x@bay.press (海湾日报)</author><dc:creator>王</dc:creator>",
            ["海湾日报", "王"],
        ),
    ],
)
def test_an_author_is_a_name_whatever_the_end_of_the_address(feed, written, names):
    assert document(read_feed(feed(rss_item(written)))[0]).authors == names


def test_addresses_of_a_json_feed_are_seen_from_its_home_page(read_json):
    item = {"id": 1, "url": "/x/1", "image": "a.jpg", "content_html": "<p>Text</p>"}
    found = document(read_json(item, home_page_url="https://bay.example/")[0])

    assert (found.link, found.lead) == ("https://bay.example/x/1", "https://bay.example/x/a.jpg")


@pytest.mark.parametrize(
    "markup",
    [
        '<media:content url="https://bay.example/a.mp4" medium="video"/>',
        '<enclosure url="javascript:1" type="image/png" length="1"/>',
    ],
)
def test_what_is_no_picture_is_no_lead(feed, markup):
    assert document(read_feed(feed(rss_item(markup)))[0]).lead == ""


def test_without_a_guid_the_link_is_the_identifier_else_a_digest(feed, read_json):
    items = "<item><title>A</title><link>https://bay.example/1</link></item><item><title>B</title><pubDate>2022-01-01</pubDate></item>"
    first, second = read_feed(feed(RSS.format(items)))

    assert first.identifier == "https://bay.example/1"
    assert second.identifier.startswith("sha256:")
    assert read_feed(feed(RSS.format(items)))[1].identifier == second.identifier
    assert (
        read_json({"url": "https://bay.example/1", "content_text": "x"})[0].identifier
        == "https://bay.example/1"
    )


def test_a_poll_without_news_gives_the_same_bytes(feed):
    path = feed(RSS.format("<item><guid>1</guid><title>A</title></item>"))

    assert [raw.content for raw in read_feed(path)] == [raw.content for raw in read_feed(path)]
