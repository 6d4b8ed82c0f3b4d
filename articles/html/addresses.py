"""Addresses in documents: which are safe, and where a picture really is."""

import html as entities
import re
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from lxml import html

MAX_LENGTH = 2000
# Browsers drop these inside an address, so that "java\tscript:" is a scheme for them.
IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]+")
SCHEME = re.compile(r"([^:/?#]*):")
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)(?:[?!@_][^\n]*)?\Z", re.IGNORECASE)
# Where lazy loaders keep the address, the likeliest first.
LAZY = (
    *("data-original", "data-src", "data-lazy-src", "data-lazy", "data-actualsrc", "data-url"),
    *("data-echo", "data-original-src", "zoomfile", "file"),
)
PLACEHOLDER = re.compile(
    r"(?:^data:)|//picsum\.photos/|[/_-](?:blank|spacer|loading|placeholder|lazy(?:load)?|1x1"
    r"|transparent|grey|gray)\.(?:gif|png|svg|jpe?g)",
    re.IGNORECASE,
)
PROXIED = re.compile(r"^https?://[^/?#]+/[^?#]*\?(https?://.+)$", re.IGNORECASE)
PROXY_PARAMETERS = ("url", "src", "image", "img", "u")


def is_safe_link(address: str) -> bool:
    """Whether a link may lead there: http, https, mailto, tel, or a place without a scheme."""
    bare = IGNORED.sub("", entities.unescape(address))
    scheme = SCHEME.match(bare)
    return scheme is None or scheme[1].lower() in LINK_SCHEMES


def is_picture_address(address: str) -> bool:
    """Whether a page may show a picture from there: http(s) or a path of this site."""
    bare = IGNORED.sub("", entities.unescape(address))
    return bare.startswith(("https://", "http://")) or (bare[:1] == "/" and bare[1:2] not in "/\\")


def resolve(address: str, base: str = "") -> str:
    """Return the http(s) address meant by `address` in a document found at `base`.

    One without a scheme gets https. What cannot be resolved (relative without a base,
    another scheme, broken) gives "".
    """
    address = re.sub(r"[\t\n\r]", "", address).strip()
    if len(address) > MAX_LENGTH:
        return ""
    if address.startswith("//"):
        address = "https:" + address
    try:
        address = urljoin(base, address) if base else address
        parts = urlsplit(address)
        port_is_number = parts.port is None or parts.port >= 0
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or not port_is_number:
        return ""
    return address.replace(" ", "%20")


def resolve_picture(address: str, base: str = "") -> str:
    """Return the http(s) address of a picture, that behind a proxy where there is one; or ""."""
    address = resolve(address, base)
    return resolve(_behind_proxy(address)) or address


def resolve_link(address: str, base: str = "") -> str:
    """Return where a link leads, absolute where `base` allows; "" when it is not safe."""
    address = address.strip()
    if not is_safe_link(address) or len(address) > MAX_LENGTH:
        return ""
    if address.startswith("#") or address.lower().startswith(("mailto:", "tel:")):
        return address
    return resolve(address, base) if base or address.startswith("//") else address


def is_placeholder(address: str) -> bool:
    """Whether the address is that of a stand-in: a loading picture, a random photograph."""
    return not address.strip() or PLACEHOLDER.search(address) is not None


def picture_address(image: html.HtmlElement) -> str:
    """Return the address of an <img> as its document means it, unresolved; "" for none.

    Lazy loaders' attributes and the picture that a thumbnail links to go before `src`.
    """
    link = next(image.iterancestors("a"), None)
    linked = link.get("href", "")[:MAX_LENGTH] if link is not None else ""
    candidates = [image.get(name, "") for name in LAZY]
    if PICTURE_NAME.search(urlsplit_path(linked)):
        candidates.insert(0, linked)
    candidates += [image.get("src", ""), _largest(image.get("data-srcset", ""))]
    candidates.append(_largest(image.get("srcset", "")))
    usable = (c.strip() for c in candidates if _looks_like_address(c) and not is_placeholder(c))
    return next(usable, "")


def same_picture(one: str, other: str) -> bool:
    """Whether two addresses differ only in scheme or in the parameters of a resizing host."""
    return bool(one) and _bare(one) == _bare(other)


def urlsplit_path(address: str) -> str:
    """Return the path of an address, "" when it cannot be read."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _bare(address: str) -> str:
    host_and_path = re.sub(r"^https?:", "", address.strip(), flags=re.IGNORECASE)
    path, _mark, query = host_and_path.partition("?")
    return path if PICTURE_NAME.search(path) else f"{path}?{query}"


def _looks_like_address(text: str) -> bool:
    return len(text) <= MAX_LENGTH and ("/" in text or PICTURE_NAME.search(text) is not None)


def _largest(srcset: str) -> str:
    entries = [entry.split() for entry in srcset.split(", ") if entry.strip()]
    sized = [
        (
            float(size[:-1]) if re.fullmatch(r"[0-9]{1,5}(?:\.[0-9]{1,3})?[wx]", size) else 1.0,
            address,
        )
        for address, size in ((entry[0], entry[1] if len(entry) > 1 else "") for entry in entries)
    ]
    return max(sized, default=(0.0, ""))[1]


def _behind_proxy(address: str) -> str:
    if direct := PROXIED.match(address):
        return unquote(direct[1]) if "%2F" in direct[1] else direct[1]
    try:
        query = parse_qs(urlsplit(address).query, max_num_fields=50)
    except ValueError:
        return ""
    for name in PROXY_PARAMETERS:
        target = query.get(name, [""])[0]
        if target.startswith(("http://", "https://")):
            return target
    return ""
