"""Where links really lead that go by way of a counter, a partner or a warning page."""

import base64
import binascii
import re
from urllib.parse import unquote, urlsplit

from lxml import html

from articles.html.addresses import MAX_LENGTH, resolve, resolve_link
from articles.html.rules import BodyRules

MAX_HOPS = 3
WEB = ("http://", "https://")
ENCODED = re.compile(r"https?%(?:25)?3a", re.IGNORECASE)


def target_of(address: str, rules: BodyRules) -> str:
    """Return the http(s) address that `address` is a wrapper of; itself when it is none."""
    for _hop in range(MAX_HOPS):
        inner = _inside(address, rules) if "?" in address or "#" in address else ""
        if not inner:
            return address
        address = inner
    return address


def _inside(address: str, rules: BodyRules) -> str:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") and host:
        return ""
    query = parts.query + (f"#{parts.fragment}" if parts.fragment else "")
    path = parts.path.lower() or "/"
    for link in rules.links:
        if (host == link.host or host.endswith(f".{link.host}")) and path.startswith(link.path):
            target = _parameter(query, link.parameter)
            if target:
                return target
    last = path.rstrip("/").rpartition("/")
    leads_on = host.partition(".")[0] in rules.wrapper_hosts and not last[0]
    if last[2] not in rules.wrapper_paths and not leads_on:
        return ""
    found = (_parameter(query, name) for name in rules.wrapper_parameters)
    return next(filter(None, found), "")


def _parameter(query: str, name: str) -> str:
    """Return the web address that the parameter `name` holds, "" for none."""
    match = re.search(rf"(?:^|[&?#;]){re.escape(name)}=(.*)", query, re.IGNORECASE | re.DOTALL)
    if not match:
        return ""
    value = match[1]
    plain, _and, _rest = value.partition("&")
    if value.lower().startswith(WEB) and "?" in plain:
        # Written without escapes, what follows its own ? is the target's.
        plain = value
    elif not value.lower().startswith(WEB):
        plain = plain.partition("#")[0]
        if plain.startswith("aHR0c"):
            plain = _from_base64(plain)
        plain = unquote(plain) if ENCODED.match(plain) or "%" in plain else plain
        if ENCODED.match(plain):
            plain = unquote(plain)
    if plain.startswith("//"):
        plain = f"https:{plain}"
    is_web = plain.lower().startswith(WEB) and len(plain) <= MAX_LENGTH
    return resolve(plain) if is_web else ""


def _from_base64(text: str) -> str:
    try:
        padded = unquote(text) + "=" * (-len(unquote(text)) % 4)
        return base64.b64decode(padded, altchars=b"-_").decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def player_address(embed: html.HtmlElement, base: str, rules: BodyRules) -> str:
    """Return the address of what a player plays, "" for none."""
    inner = embed.find(".//source")
    named = embed.get("src") or embed.get("data-src") or embed.get("data")
    address = named or (inner.get("src", "") if inner is not None else "")
    return target_of(resolve_link(address, base), rules)
