"""Where a piece used to live, so that its old addresses can lead to it."""

import posixpath
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from articles.importing.documents.schema import Keys
from articles.importing.front_matter import Scalar
from articles.telling import tell

MAX_LENGTH = 500
# Jekyll's and Hexo's patterns name what is filled in: /:year/:title/
PATTERN = re.compile(r"/:[A-Za-z_]")
UNWANTED = re.compile("[\x00-\x1f\x7f\\\\]")


def old_addresses_of(keys: Keys) -> list[str]:
    """Return the paths on a site that the front matter gives the piece, each once, in order.

    Each begins with "/", without host, query or fragment, its percent-escapes decoded, as
    Django's `request.path` is. What is no path is reported.
    """
    found = []
    for key in ("permalink", "url", "aliases"):
        # An absolute `url` is as often that of somebody else's page.
        is_meant = _is_path if key == "url" else bool
        for text in _texts(keys.value(key, is_meant=is_meant)):
            path = site_path(text)
            if path:
                found.append(path)
            elif not PATTERN.search(f"/{text}"):
                problem = tell("has “{text}”, which is no path of a site", text=text[:100])
                keys.report(key, problem)
    return list(dict.fromkeys(found))


def site_path(text: str) -> str:
    """Return the path that `text`, an address or a path, names on its site; "" for none."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    path = unquote(parts.path)
    if not path.strip("/") or PATTERN.search(f"/{path}") or UNWANTED.search(path):
        return ""
    folded = posixpath.normpath("/" + path.lstrip("/"))
    if "\ufffd" in folded or len(folded) > MAX_LENGTH or folded == "/":
        return ""
    return folded + "/" if path.endswith("/") else folded


def _is_path(value: Any) -> bool:
    return isinstance(value, Scalar) and value.text.startswith("/")


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [i.text for i in items if isinstance(i, Scalar) and i.text.strip()]
