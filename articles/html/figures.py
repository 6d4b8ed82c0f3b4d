"""Figures: pictures with their captions and credits."""

import re
import uuid
from dataclasses import dataclass, replace

from lxml import html

from articles.html.addresses import same_picture
from articles.html.notices import is_notice
from articles.html.sanitize import CleanHTML, clean_html
from articles.html.tree import append_text, parse, serialize, visible_text

MAX_CAPTION = 160
MAX_CENTRED_CAPTION = 80
MARKED_CAPTION = re.compile(
    r"^(?:[▲△▼▽↑↓◀◁■●]|图\s*[:：]|图[一二三四五六七八九十0-9]{1,2}\s*[:：丨|/])"
)
OWNER = r"(?P<owner>[^：:；;。|｜\n]{1,60}?)"
LABEL = (
    r"(?:图片来源|图源|图片来自|图自|图片|供图|摄影|来源|来自|摄"
    r"|(?:photo|image|picture) ?(?:credit|source|by)?|credit|source)"
)
CREDITS = [
    re.compile(rf"[（(\[]\s*(?:{LABEL}\s*[:：]|via\s)\s*{OWNER}\s*[）)\]]\s*$", re.IGNORECASE),
    re.compile(
        rf"(?:^|(?<=[。！？])|[\s,，;；|｜/])\s*{LABEL}\s*[:：]\s*{OWNER}\s*$", re.IGNORECASE
    ),
    re.compile(r"(?:^|\s)(?P<owner>[^\s：:，。]{2,20}\s?截图)\s*$"),
]
# A screenshot of just “video” or “the page” names nobody.
OWNERLESS = re.compile(r"^(?:视频|网页|网络|页面|手机|电视|直播|画面|节目|资料|微博|现场)+\s?截图$")


@dataclass(frozen=True)
class FoundImage:
    """A picture met in a document. Sizes are the declared ones in pixels, None when unknown."""

    image_id: uuid.UUID
    address: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class ShownImage:
    """A picture in a body, with what its figure says of it."""

    image_id: uuid.UUID
    alt: str
    caption: str
    credit: str


def image_id(address: str) -> uuid.UUID:
    """Return the key of the picture at `address`: the same address, the same picture."""
    return uuid.uuid5(uuid.NAMESPACE_URL, address)


def images_of(body: str) -> list[ShownImage]:
    """Return the library's pictures in `body`, clean HTML, in reading order.

    A picture outside a <figure>, or in one without <figcaption>, has no caption and no credit ("").
    """
    if "data-image" not in body:
        return []
    return [
        ShownImage(
            uuid.UUID(image.get("data-image")), image.get("alt", ""), *caption_and_credit(image)
        )
        for image in parse(body).iterfind(".//img[@data-image]")
    ]


def caption_and_credit(image: html.HtmlElement) -> tuple[str, str]:
    """Return the texts of the figure around `image`: its caption without the credit, its credit."""
    figure = next(image.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    if caption is None:
        return "", ""
    credit = caption.find("cite[@class='credit']")
    if credit is None:
        return visible_text(caption), ""
    owner = visible_text(credit)
    return visible_text(caption).removesuffix(owner).rstrip(), owner


def adopt_images(body: CleanHTML) -> tuple[CleanHTML, list[FoundImage]]:
    """Return `body` with a library key for each http(s) picture address, and those pictures."""
    if "<img" not in body:
        return body, []
    root = parse(body)
    found = []
    for image in root.iter("img"):
        address = image.get("src", "")
        if "data-image" in image.attrib or not address.startswith(("http://", "https://")):
            continue
        found.append(found_image(image))
        _point_to_library(image, image_id(address))
    return (clean_html(serialize(root)), found) if found else (body, [])


def found_image(image: html.HtmlElement) -> FoundImage:
    """Return what an <img> with a resolved address says of its picture."""
    width, height = (int(image.get(side, "0")) or None for side in ("width", "height"))
    address = image.get("src", "")
    return FoundImage(image_id(address), address, width, height, image.get("alt", ""))


def _point_to_library(image: html.HtmlElement, key: uuid.UUID) -> None:
    alt = image.get("alt", "")
    image.attrib.clear()
    image.set("data-image", str(key))
    image.set("alt", alt)


def join_captions(body: html.HtmlElement) -> None:
    """Put each caption paragraph of `body`, a row of blocks, into the figure it follows.

    Figures right before it that have no caption of their own share it.
    """
    waiting: list[html.HtmlElement] = []
    for block in list(body):
        if block.tag == "figure":
            waiting = [] if block.find("figcaption") is not None else [*waiting, block]
            continue
        if waiting and _is_caption(block, waiting[-1]):
            caption = html.Element("figcaption")
            caption.text = block.text
            caption.extend(list(block))
            for other in waiting[1:]:
                waiting[0].extend(other.findall("img"))
                body.remove(other)
            waiting[0].append(caption)
            body.remove(block)
        waiting = []
    for caption in body.iter("figcaption"):
        _part_credit(caption)


def _is_caption(block: html.HtmlElement, figure: html.HtmlElement) -> bool:
    text = visible_text(block)
    if block.tag != "p" or len(text) > MAX_CAPTION or is_notice(text):
        return False
    if MARKED_CAPTION.match(text) or part_credit(text)[1] or "data-muted" in block.attrib:
        return True
    return block.get("data-align") == "center" and len(text) <= MAX_CENTRED_CAPTION


def part_credit(text: str) -> tuple[str, str]:
    """Return (caption, credit) of a caption's text; the credit is "" where none is named.

    `会谈现场 图片来源：新华社` gives (`会谈现场`, `新华社`); a screenshot whose owner is not named
    (`视频截图`) stays caption.
    """
    for idiom in CREDITS:
        match = idiom.search(text)
        if match and not OWNERLESS.match(match["owner"]):
            return text[: match.start()].rstrip(" ,，;；|｜/"), match["owner"].strip()
    return text, ""


def _part_credit(caption: html.HtmlElement) -> None:
    if caption.find("cite[@class='credit']") is not None:
        return
    text, owner = part_credit(visible_text(caption))
    if not owner:
        return
    for child in list(caption):
        caption.remove(child)
    caption.text = text
    credit = html.Element("cite")
    credit.set("class", "credit")
    credit.text = owner
    append_text(caption, " " if text else "")
    caption.append(credit)


def take_lead(body: html.HtmlElement, address: str) -> tuple[html.HtmlElement | None, str, str]:
    """Take the first picture of `body` out when it is the one at `address`.

    Returns it with its caption and credit, or (None, "", "") when it is another. The rest of
    a figure that it shared stays.
    """
    first = body.find(".//img")
    if first is None or not same_picture(first.get("src", ""), address):
        return None, "", ""
    caption, credit = caption_and_credit(first)
    figure = first.getparent()
    first.drop_tree()
    if figure.tag == "figure" and figure.find("img") is None:
        figure.drop_tree()
        return first, caption, credit
    return first, "", ""


def to_library(body: html.HtmlElement) -> list[FoundImage]:
    """Give every picture of `body` its library key; return the pictures in reading order."""
    found = []
    for image in body.iter("img"):
        _caption, credit = caption_and_credit(image)
        picture = replace(found_image(image), credit=credit)
        found.append(picture)
        _point_to_library(image, picture.image_id)
    return found
