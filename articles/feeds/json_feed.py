"""Format: https://www.jsonfeed.org/version/1.1/"""

from django.conf import settings
from django.http import JsonResponse

from articles.seo import absolute


def json_feed(channel):
    """Return the answer that holds `channel` as a JSON Feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.address,
        "feed_url": channel.feed_address,
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": settings.SITE_NAME, "url": absolute("/")}],
        "items": [_item(entry) for entry in channel.entries],
    }
    if channel.hub:
        feed["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    return JsonResponse(
        feed,
        content_type="application/feed+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def _item(entry):
    item = {
        "id": entry.address,
        "url": entry.address,
        "external_url": entry.origin,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.markup,
        # One of the two has to be there.
        "content_text": "" if entry.markup else entry.summary or entry.title,
        "image": absolute(entry.picture.src) if entry.picture else "",
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.modified_at.isoformat(),
        "authors": [{"name": name, "url": address} for name, address in entry.authors],
        "tags": entry.categories,
        "language": entry.language,
        "_rights": entry.rights,
        "_source": entry.source[0] if entry.source else "",
    }
    return {key: value for key, value in item.items() if value}
