"""Goes through the public site as a reader, a feed reader and a search engine would together."""

import json
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings

# Of HTML, feeds and sitemaps; and the addresses that JSON holds.
LINK = re.compile(r"""(?:href|src|action)=["']([^"']*)["']|<(?:loc|id|uri)>([^<]*)<""")
# Addresses of a site of some posts; more are links that never end.
MAX_ADDRESSES = 2000
STARTS = [
    *("/", "/search/", "/archive/", "/robots.txt", "/sitemap.xml", "/sitemap-news.xml"),
    *("/feed.xml", "/feed.json", "/healthz", "/readyz", "/nothing-here/", "/nothing.xml"),
]


def crawl(client, *starts):
    """Return the answer to each address that can be reached from `starts` and `STARTS`.

    By address, query included. Admin, static files and other sites are left out.
    """
    answers, waiting = {}, [*STARTS, *starts]
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        assert len(answers) < MAX_ADDRESSES, f"links without end: {sorted(answers)[-20:]}"
        answers[address] = response = client.get(address)
        waiting += links_of(response, address)
    return answers


def links_of(response, address):
    """Return the addresses on this site that an answer names, without fragments."""
    found = [response.headers.get("Location", ""), *_in_header(response)]
    kind = response.headers.get("Content-Type", "")
    if "json" in kind:
        found += _in_json(json.loads(response.content))
    elif not response.streaming and not kind.startswith("image/"):
        found += [unescape(a or b) for a, b in LINK.findall(response.content.decode())]
        found += re.findall(r"^Sitemap: (\S+)", response.content.decode(), re.MULTILINE)
    return [path for link in found if link and (path := _path(link, address))]


def everything_in(response):
    """Return all that an answer tells: headers and text, for words to be looked for."""
    body = b"".join(response) if response.streaming else response.content
    return f"{response.headers}\n{body.decode('utf-8', 'replace')}"


def _in_header(response):
    return re.findall(r"<([^>]*)>", response.headers.get("Link", ""))


def _in_json(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [link for inner in value for link in _in_json(inner)]
    is_address = isinstance(value, str) and value.startswith(("/", "http://", "https://"))
    return [value] if is_address and not re.search(r"[\s{]", value) else []


def _path(link, address):
    """Return the path and query on this site that `link` at `address` leads to, else ""."""
    parts = urlsplit(urljoin(settings.SITE_URL + address, link))
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return ""
    if parts.path.startswith(("/admin/", "/static/", "/media/")):
        return ""
    return parts._replace(scheme="", netloc="", fragment="").geturl()
