"""Addresses in documents: which are safe, and what they are in full."""

import html as entities
import re
from urllib.parse import urljoin, urlsplit

MAX_LENGTH = 2000
# Browsers read any number of slashes behind http: as two.
SLASHES = re.compile(r"\A(https?:)[/\\]{3,}", re.IGNORECASE)
# Browsers drop these inside an address, so that "java\tscript:" is a scheme for them.
IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]+")
SCHEME = re.compile(r"([^:/?#]*):")
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)(?:[?!@_][^\n]*)?\Z", re.IGNORECASE)


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
    address = SLASHES.sub(r"\1//", address)
    try:
        address = urljoin(base, address) if base else address
        parts = urlsplit(address)
        port_is_number = parts.port is None or parts.port >= 0
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or not port_is_number:
        return ""
    return address.replace(" ", "%20")


def resolve_link(address: str, base: str = "") -> str:
    """Return where a link leads, absolute where `base` allows; "" when it is not safe."""
    address = address.strip()
    if not is_safe_link(address) or len(address) > MAX_LENGTH:
        return ""
    if address.startswith("#") or address.lower().startswith(("mailto:", "tel:")):
        return address
    return resolve(address, base) if base or address.startswith("//") else address


def same_picture(one: str, other: str) -> bool:
    """Whether two addresses differ only in scheme or in the parameters of a resizing host."""
    return bool(one) and _bare(one) == _bare(other)


def path_of(address: str) -> str:
    """Return the path of an address, "" when it cannot be read."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _bare(address: str) -> str:
    host_and_path = re.sub(r"^https?:", "", address.strip(), flags=re.IGNORECASE)
    path, _mark, query = host_and_path.partition("?")
    return path if PICTURE_NAME.search(path) else f"{path}?{query}"
