"""Figures: pictures with their captions and credits."""

import uuid
from dataclasses import dataclass, replace

from lxml import html

from articles.html.addresses import same_picture
from articles.html.sanitize import CleanHTML, clean_html
from articles.html.tree import is_blank, parse, serialize, visible_text


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
    return shown_images(parse(body))


def shown_images(root: html.HtmlElement) -> list[ShownImage]:
    """`images_of` of a body that is parsed already."""
    return [
        ShownImage(
            uuid.UUID(image.get("data-image")), image.get("alt", ""), *caption_and_credit(image)
        )
        for image in root.iterfind(".//img[@data-image]")
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


@dataclass(frozen=True)
class Lead:
    """The picture taken from the head of a body, None for none, and what was told of it."""

    image: html.HtmlElement | None = None
    caption: str = ""
    credit: str = ""


def take_lead(
    body: html.HtmlElement, address: str, before: Lead, removed: list[dict[str, str]]
) -> Lead:
    """Take the pictures before the text of `body` out as long as they are the one at `address`.

    Returns the first of them, or that of `before` where there was one, with caption and credit.
    The rest of a figure that it shared stays; one with another caption does too. Behind text,
    which may speak of it, a picture keeps its place. `removed` gets a record of each repetition.
    """
    taken = before
    while (first := body.find(".//img")) is not None:
        if not same_picture(first.get("src", ""), address) or _is_behind_text(first, body):
            break
        figure = first.getparent()
        if figure.tag != "figure" and next(first.iterancestors("table"), None) is not None:
            break
        is_alone = figure.tag == "figure" and len(figure.findall("img")) == 1
        caption, credit = caption_and_credit(first) if is_alone else ("", "")
        if taken.image is not None and caption not in ("", taken.caption):
            break
        if taken.image is not None:
            removed.append({"kind": "picture", "text": address[:500]})
        _take_out(figure if is_alone else first)
        taken = Lead(
            first if taken.image is None else taken.image,
            taken.caption or caption,
            taken.credit or credit,
        )
    return taken


def _is_behind_text(image: html.HtmlElement, body: html.HtmlElement) -> bool:
    place = image
    while (holder := place.getparent()) is not body:
        if not is_blank(holder.text) or any(map(visible_text, place.itersiblings(preceding=True))):
            return True
        place = holder
    return any(map(visible_text, place.itersiblings(preceding=True)))


def _take_out(element: html.HtmlElement) -> None:
    """Take `element` out, and the item of a list that held nothing else."""
    holder = element.getparent()
    element.drop_tree()
    while holder.tag in ("li", "dd", "ul", "ol", "dl") and not len(holder):
        if not is_blank(holder.text):
            return
        empty, holder = holder, holder.getparent()
        empty.drop_tree()


def to_library(body: html.HtmlElement) -> list[FoundImage]:
    """Give every picture of `body` its library key; return the pictures in reading order."""
    found = []
    for image in body.iter("img"):
        _caption, credit = caption_and_credit(image)
        picture = replace(found_image(image), credit=credit)
        found.append(picture)
        _point_to_library(image, picture.image_id)
    return found
