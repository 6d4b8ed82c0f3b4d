"""What readers get of a body: pictures in their place, credits with their label."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import html

from articles.html.tree import append_text, new_element, parse, serialize, visible_text

CREDIT_LABELS = {"zh": "图片来源：", "en": "Credit: "}
MISSING_LABELS = {"zh": "图片不可用", "en": "Picture not available"}


@dataclass(frozen=True)
class PageImage:
    """What a page shows of a picture. Sizes in pixels, None when unknown."""

    src: str
    width: int | None
    height: int | None
    alt: str
    credit: str
    is_remote: bool


def present(body: str, images: Mapping[uuid.UUID, PageImage], *, language: str = "zh-Hans") -> str:
    """Return the markup of `body`, clean HTML, as a page shows it.

    Each <img data-image> gets its picture's address and size; one that is not in `images`
    leaves a line that says so. Credits get the label of `language` (Chinese or English).
    """
    root = parse(body)
    for image in list(root.iterfind(".//img[@data-image]")):
        picture = images.get(uuid.UUID(image.get("data-image")))
        if picture is None:
            _say_missing(image, language)
        else:
            _show(image, picture)
    for figure in root.iter("figure"):
        _finish_figure(figure, language)
    for table in list(root.iter("table")):
        _let_scroll(table)
    return serialize(root)


def label(labels: Mapping[str, str], language: str) -> str:
    return labels["zh" if language.lower().startswith("zh") else "en"]


def _show(image: html.HtmlElement, picture: PageImage) -> None:
    image.attrib.pop("data-image")
    image.set("src", picture.src)
    image.set("alt", image.get("alt") or picture.alt)
    if picture.width and picture.height:
        image.set("width", str(picture.width))
        image.set("height", str(picture.height))
    image.set("loading", "lazy")
    image.set("decoding", "async")
    if picture.is_remote:
        image.set("referrerpolicy", "no-referrer")
    figure = next(image.iterancestors("figure"), None)
    if figure is not None and picture.credit and figure.find("figcaption/cite") is None:
        caption = figure.find("figcaption")
        if caption is None:
            caption = new_element("figcaption")
            figure.append(caption)
        append_text(caption, " " if visible_text(caption) else "")
        credit = new_element("cite")
        credit.set("class", "credit")
        credit.text = picture.credit
        caption.append(credit)


def _say_missing(image: html.HtmlElement, language: str) -> None:
    note = new_element("span")
    note.set("class", "picture-missing")
    note.text = image.get("alt") or label(MISSING_LABELS, language)
    note.tail = image.tail
    image.getparent().replace(image, note)


def _finish_figure(figure: html.HtmlElement, language: str) -> None:
    if len(figure.findall("img")) > 1:
        figure.set("class", "several")
    for credit in figure.iterfind("figcaption/cite[@class='credit']"):
        credit.text = label(CREDIT_LABELS, language) + (credit.text or "")


def _let_scroll(table: html.HtmlElement) -> None:
    """A wide table scrolls in its own box instead of widening the page on a phone."""
    box = new_element("div")
    box.set("class", "table-box")
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)
