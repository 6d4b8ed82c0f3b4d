"""Format: https://www.rfc-editor.org/rfc/rfc4287"""

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from articles.seo import absolute

PICTURE_KINDS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif", "webp": "webp"}


def atom(channel):
    """Return the answer that holds `channel` as Atom."""
    feed = NewsAtom(
        title=channel.title,
        link=channel.address,
        description="",
        language=settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
        author_link=absolute("/"),
        feed_url=channel.feed_address,
        feed_guid=channel.address,
        hub=channel.hub,
    )
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.address,
            description=None,
            unique_id=entry.address,
            pubdate=entry.published_at,
            updateddate=entry.modified_at,
            categories=entry.categories,
            item_copyright=entry.rights or None,
            entry=entry,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


class NewsAtom(Atom1Feed):
    """Django's feed with what it cannot say: hub, several authors, whole text, origin."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if hub := self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": hub})

    def item_attributes(self, item):
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for name, address in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        if entry.source:
            name, address = entry.source
            handler.startElement("source", {})
            handler.addQuickElement("id", address)
            handler.addQuickElement("title", name)
            handler.endElement("source")
        if entry.origin:
            handler.addQuickElement("link", "", {"rel": "via", "href": entry.origin})
        if entry.summary:
            handler.addQuickElement("summary", entry.summary)
        if entry.markup:
            handler.addQuickElement("content", entry.markup, {"type": "html"})
        if entry.picture:
            handler.addQuickElement("link", "", _enclosure(entry.picture.src))


def _enclosure(src):
    extension = src.partition("?")[0].rpartition(".")[2].lower()
    kind = PICTURE_KINDS.get(extension)
    link = {"rel": "enclosure", "href": absolute(src)}
    return link | {"type": f"image/{kind}"} if kind else link
