"""Feeds as text, and what becomes of their entries."""

from articles.importing.documents import read_document
from articles.importing.readers import open_collection

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>海湾日报</title><link>https://bay.example</link><language>zh-cn</language>{}</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" {}><title>The Bay</title><id>urn:bay</id>
<author><name>The Desk</name></author><rights>All rights reserved</rights>{}</feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Bay",
    "language": "en",
    "items": [],
}


def read_feed(path):
    with open_collection(path) as collection:
        raws = list(collection.documents())
        assert collection.count() == len(raws)
        assert all(raw.problem or collection.holds(raw.identifier) for raw in raws)
        assert collection.validators is None
    return raws


def document(raw):
    assert raw.problem == ""
    return read_document(raw.content, name=raw.identifier)


def rss_item(markup):
    return RSS.format(f"<item><guid>g1</guid><title>A</title>{markup}</item>")


def atom_entry(markup, attributes=""):
    return ATOM.format(attributes, f"<entry><id>urn:1</id><title>A</title>{markup}</entry>")
