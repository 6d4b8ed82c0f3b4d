"""Exports of WordPress as text, and what becomes of their items."""

from articles.importing.documents import read_document
from articles.importing.readers import open_collection

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>海湾日报</title><link>https://bay.example</link><language>zh-CN</language>
<wp:author><wp:author_login>wang</wp:author_login><wp:author_display_name><![CDATA[王记者]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>news</wp:category_nicename><wp:category_parent/><wp:cat_name><![CDATA[要闻]]></wp:cat_name></wp:category>
<wp:category><wp:category_nicename>port</wp:category_nicename><wp:category_parent>news</wp:category_parent><wp:cat_name><![CDATA[港口]]></wp:cat_name></wp:category>
"""
TAIL = "</channel></rss>"


def item(number=5, *, kind="post", status="publish", body="Text", more=""):
    return f"""<item><title><![CDATA[桥 & 港 {number}]]></title><link>https://bay.example/2022/{number}/</link>
<dc:creator>wang</dc:creator><guid isPermaLink="false">https://bay.example/?p={number}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[摘要]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>
<wp:post_name>%e6%a1%a5</wp:post_name>{more}</item>
"""


def attachment(number, address, *, caption="", alt="", parent=0):
    """Return a file of the library as an item."""
    more = f"""<wp:attachment_url>{address}</wp:attachment_url><wp:post_parent>{parent}</wp:post_parent>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>{alt}</wp:meta_value></wp:postmeta>"""
    return item(number, kind="attachment", status="inherit", more=more).replace("摘要", caption)


def read(path):
    with open_collection(path) as collection:
        raws = list(collection.documents())
        assert collection.count() == len(raws)
        assert all(raw.problem or collection.holds(raw.identifier) for raw in raws)
    return raws


def documents(path):
    return [read_document(raw.content, name=raw.identifier) for raw in read(path)]
