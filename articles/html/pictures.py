"""Pictures in documents: where each really is, and what its alternative text says."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import html

from articles.html.addresses import MAX_LENGTH, PICTURE_NAME, path_of, resolve
from articles.html.marks import HOUSE_MARKS, Marks, names_of
from articles.html.tree import visible_text

# On a picture that stays where it stands in its line.
IN_CELL = "data-in-cell"
MAX_HOPS = 3
PROXIED = re.compile(r"^https?://[^/?#]+/[^?#]*\?(https?://.+)$", re.IGNORECASE)
# A proxy or a resizer may hold the address in its path.
PROXIED_IN_PATH = re.compile(
    r"^https?://(?!web\.archive\.org/)[^/?#]+/(?:[^?#]{0,200}?/)?(https?:/{1,2}[^/].+)$",
    re.IGNORECASE,
)
ENCODED_IN_PATH = re.compile(r"^https?://[^?#]{1,300}/(https?%3A%2F%2F[^/?#]+)", re.IGNORECASE)
NAMED_PROXIES = ("weserv.nl", "wsrv.nl")
COMPONENTS = {"amp-img": "img", "amp-anim": "img", "image": "img"}
WIDTH = re.compile(r"\s*([0-9]{1,5})(?:px)?\s*")
ORNAMENT_WIDTH = 64
SIZE = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3})?[wx]")


def settle_pictures(
    root: html.HtmlElement, find: Callable[[str], str], marks: Marks
) -> list[dict[str, str]]:
    """Put the real address of every picture of `root` into its `src`, "" where there is none.

    `find` turns an address as written into an absolute one. Lazy loaders repeat their pictures
    for readers without scripts; what stands there alone is kept, the rest returned as records.
    """
    for tag, known in COMPONENTS.items():
        for component in list(root.iter(tag)):
            component.tag = known
    removed: list[dict[str, str]] = []
    for image in list(root.iter("img")):
        written = picture_address(image, marks)
        found = find(written) if written else ""
        if written and not found and image.get("src", written) != written:
            # What a loader was to bring has no address after all.
            written = image.get("src", "")
            found = find(written)
        if written and image.get("src", written) != written:
            image.set("data-stood-for", image.get("src", ""))
        image.set("data-was", written or image.get("src", ""))
        image.attrib.pop(IN_CELL, None)
        image.set("src", "" if is_placeholder(found, marks) else found)
    fallbacks = list(root.iter("noscript"))
    if not fallbacks:
        return removed
    repeated = {image for fallback in fallbacks for image in fallback.iter("img")}
    shown = {image.get("src") for image in root.iter("img") if image not in repeated}
    for fallback in fallbacks:
        alone = any(i.get("src") not in shown | {""} for i in fallback.iter("img"))
        if alone and not _stands_beside_a_picture(fallback):
            _make_way_for(fallback)
            fallback.drop_tag()
            continue
        if text := visible_text(fallback):
            removed.append({"kind": "noscript", "text": text[:2000]})
        fallback.drop_tree()
    return removed


def _stands_beside_a_picture(fallback: html.HtmlElement) -> bool:
    beside = (fallback.getprevious(), fallback.getnext())
    return any(e is not None and e.tag == "img" and e.get("src") for e in beside)


def _make_way_for(fallback: html.HtmlElement) -> None:
    """Take out the stand-in beside the picture that `fallback` holds."""
    for beside in (fallback.getprevious(), fallback.getnext()):
        if beside is not None and beside.tag == "img" and not beside.get("src"):
            beside.drop_tree()


def resolve_picture(address: str, base: str = "") -> str:
    """Return the http(s) address of a picture, that behind a proxy where there is one; or ""."""
    address = resolve(address, base)
    for _hop in range(MAX_HOPS):
        proxied = _behind_proxy(address)
        inner = resolve(proxied, address) if proxied else ""
        if not inner or inner == address:
            return address
        address = inner
    return address


def is_placeholder(address: str, marks: Marks = HOUSE_MARKS) -> bool:
    """Whether the address is that of a stand-in: a loading picture, a random photograph."""
    return not address.strip() or marks.placeholder.search(address[:MAX_LENGTH]) is not None


def behind_placeholder(root: html.HtmlElement, lead: str) -> str:
    """Return the address that the picture at `lead` really has, in a tree that is settled.

    Generators take the first `src` for the lead picture, which a lazy loader fills with one
    that stands for it. A picture that only adorns the text gives "".
    """
    for image in root.iter("img") if lead else ():
        if lead in (image.get("data-was"), image.get("data-stood-for")):
            return "" if is_ornament(image) else image.get("data-was", lead)
    return lead


def is_ornament(image: html.HtmlElement) -> bool:
    """Whether a picture is by its own account too narrow to show anything but a sign."""
    width = WIDTH.fullmatch(image.get("data-w") or image.get("width", ""))
    return width is not None and 0 < int(width[1]) <= ORNAMENT_WIDTH


def picture_address(image: html.HtmlElement, marks: Marks) -> str:
    """Return the address of an <img> as its document means it, unresolved; "" for none.

    Lazy loaders' attributes and the picture that a thumbnail links to go before `src`.
    """
    link = next(image.iterancestors("a"), None)
    linked = link.get("href", "")[:MAX_LENGTH] if link is not None else ""
    names = marks.lazy_names.intersection(image.keys())
    candidates = [image.get(name, "") for name in marks.rules.lazy_attributes if name in names]
    if PICTURE_NAME.search(path_of(linked)):
        candidates.insert(0, linked)
    candidates.append(image.get("src", ""))
    candidates += [_largest(srcset) for srcset in _source_sets(image) if srcset]
    usable = (c.strip() for c in candidates if c and is_address(c) and not is_placeholder(c, marks))
    return next(usable, "")


def is_address(text: str) -> bool:
    if len(text) > MAX_LENGTH or any(character in text for character in "<>{"):
        return False
    return "/" in text or PICTURE_NAME.search(text) is not None


def spoken_alt(image: html.HtmlElement, marks: Marks) -> str:
    """Return the alternative text of `image`; "" for a file's name or a word such as “image”."""
    alt = image.get("alt", "").strip()
    if not alt or marks.is_no_alt(alt):
        return ""
    # A name of a file has no blanks but those of a camera or a screen shot's clock.
    if PICTURE_NAME.search(alt) and (" " not in alt or len(alt) <= 40):
        return ""
    name = unquote(path_of(image.get("src", "")).rpartition("/")[2])
    return "" if alt in (name, name.rpartition(".")[0]) else alt


def _source_sets(image: html.HtmlElement) -> list[str]:
    """The sets of addresses that `image` and a <picture> around it have."""
    picture = next(image.iterancestors("picture"), None)
    shown = [image] if picture is None else [image, *picture.iter("source")]
    return [each.get(name, "") for each in shown for name in ("data-srcset", "srcset")]


def _largest(srcset: str) -> str:
    entries = [entry.split() for entry in srcset[:20_000].split(", ") if entry.strip()]
    sized = [
        (float(size[:-1]) if SIZE.fullmatch(size) else 1.0, address)
        for address, size in ((entry[0], entry[1] if len(entry) > 1 else "") for entry in entries)
    ]
    return max(sized, default=(0.0, ""), key=lambda pair: pair[0])[1]


def _behind_proxy(address: str) -> str:
    if "?" not in address and address.count("http") < 2:
        return ""
    if direct := PROXIED.match(address):
        return unquote(direct[1]) if "%2F" in direct[1] else direct[1]
    if encoded := ENCODED_IN_PATH.match(address):
        return unquote(encoded[1])
    if inner := PROXIED_IN_PATH.match(address):
        return re.sub(r"^(https?:)/(?!/)", r"\1//", inner[1], flags=re.IGNORECASE)
    try:
        parts = urlsplit(address)
        query = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return ""
    for name in HOUSE_MARKS.rules.proxy_parameters:
        target = query.get(name, [""])[0]
        if target.startswith(("http://", "https://")):
            return target
        if target and (parts.hostname or "").endswith(NAMED_PROXIES):
            return f"https://{target.removeprefix('ssl:').lstrip('/')}"
        # As Next.js writes them: a path of the same host.
        if target.startswith("/") and parts.path.startswith("/_next/image"):
            return target
    return ""


def is_named_icon(image: html.HtmlElement, marks: Marks) -> bool:
    """Whether a picture is called one of those that stand for a sign in the text."""
    return bool(image.get("class")) and not marks.rules.icon_names.isdisjoint(names_of(image))


def is_portrait(image: html.HtmlElement, marks: Marks) -> bool:
    """Whether a picture, or the element that holds nothing else, is called one of a byline."""
    names, holder = marks.rules.portrait_names, image.getparent()
    if image.get("class") and not names.isdisjoint(names_of(image)):
        return True
    is_alone = holder.get("class") and len(holder) == 1 and not visible_text(holder)
    return bool(is_alone) and not names.isdisjoint(names_of(holder))
