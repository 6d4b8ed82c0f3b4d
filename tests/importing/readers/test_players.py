"""Sounds and films that a feed brings beside its texts: links, where the text has none to them."""

import pytest

from articles.importing.contracts import Rules
from articles.importing.conversion import convert
from tests.importing.readers.feed_documents import atom_entry, document, read_feed, rss_item

EPISODE = '<enclosure url="https://cdn.example/{}" type="audio/mpeg" length="1"/>'
MEDIA = '<media:content url="https://bay.example/{}.mp4" type="video/mp4" {}/>'
RULES = Rules(source="", timezone="", language="", site_timezone="Asia/Shanghai")


def body_of(path):
    return document(read_feed(path)[0]).body.strip()


def test_a_podcast_entry_without_a_text_is_no_empty_post(feed):
    (raw,) = read_feed(feed(rss_item(EPISODE.format("ep1.mp3?a=1&amp;b=2"))))

    post = convert(raw, RULES)

    address = "https://cdn.example/ep1.mp3?a=1&amp;b=2"
    assert post.fields["body"] == f'<p><a href="{address}">{address}</a></p>'
    assert [what["kind"] for what in post.removed] == ["embed"]
    assert not [each for each in post.warnings if each["kind"] == "body"]


def test_the_file_stands_behind_the_text_and_before_the_pictures(feed):
    picture = '<enclosure url="https://cdn.example/{}.jpg" type="image/jpeg"/>'
    pictures = picture.format("a") + picture.format("b")
    text = "<description>&lt;p&gt;本期谈港口。&lt;/p&gt;</description>"

    lines = body_of(feed(rss_item(text + pictures + EPISODE.format("ep1.mp3")))).split("\n")

    assert lines == [
        "<p>本期谈港口。</p>",
        '<p><audio src="https://cdn.example/ep1.mp3"></audio></p>',
        '<p><img src="https://cdn.example/b.jpg"></p>',
    ]


@pytest.mark.parametrize(
    "text",
    [
        '&lt;a href="https://cdn.example/ep1.mp3"&gt;收听&lt;/a&gt;',
        '&lt;audio src="https://real.example/x/ep1.mp3?_=1"&gt;&lt;/audio&gt;',
        "收听：https://cdn.example/ep1.mp3",
    ],
)
def test_a_file_that_the_text_leads_to_is_not_repeated(feed, text):
    markup = f"<description>{text}</description>{EPISODE.format('ep1.mp3')}"

    assert body_of(feed(rss_item(markup))).count("ep1.mp3") == 1


def test_a_film_in_several_sizes_is_linked_once(feed):
    sizes = MEDIA.format("low", "") + MEDIA.format("high", 'isDefault="true"')
    markup = f"<description>文</description><media:group>{sizes}</media:group>"

    lines = body_of(feed(rss_item(markup))).split("\n")

    assert lines == ["文", '<p><video src="https://bay.example/high.mp4"></video></p>']


def test_a_sound_of_atom_and_of_json_feed_is_linked(feed, read_json):
    link = '<link rel="enclosure" type="audio/x-m4a" href="a.m4a"/>'
    home = '<link href="https://bay.example/x/1"/><summary>文</summary>'
    file = {"url": "/x/a.m4a", "mime_type": "audio/x-m4a"}
    item = {"id": 1, "url": "https://bay.example/x/1", "content_text": "文", "attachments": [file]}

    player = '<p><audio src="https://bay.example/x/a.m4a"></audio></p>'
    assert body_of(feed(atom_entry(home + link))) == f"<p>文</p>\n{player}"
    assert document(read_json(item)[0]).body.strip().endswith(player)


@pytest.mark.parametrize(
    "file",
    [
        '<enclosure url="javascript:1" type="audio/mpeg"/>',
        '<enclosure url="https://bay.example/a.pdf" type="application/pdf"/>',
        '<enclosure url="https://bay.example/a.jpg" type="image/jpeg"/>',
        '<media:content url="https://bay.example/v/1" type="application/x-shockwave-flash"/>',
    ],
)
def test_what_is_neither_sound_nor_film_is_no_player(feed, file):
    assert body_of(feed(rss_item(f"<description>文</description>{file}"))) == "文"
