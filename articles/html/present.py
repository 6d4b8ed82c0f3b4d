"""What readers get of a body: pictures in their place, credits with their label."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import html

from articles.html.embeds import embed_site
from articles.html.tree import append_text, new_element, parse, serialize, visible_text

CREDIT_LABELS = {"zh": "图片来源：", "en": "Credit: "}
MISSING_LABELS = {"zh": "图片不可用", "en": "Picture not available"}
CODE_LABELS = {"zh": "代码", "en": "Code"}
TABLE_LABELS = {"zh": "表格", "en": "Table"}
# Beside so long a word a line of Chinese would be stretched beyond reading.
LONG_WORD = re.compile("[!-~]{12}")
# How wide a picture of the body is drawn; browsers that can find out by themselves.
SIZES = "auto, (min-width: 40rem) 36rem, 100vw"
SIZES_IN_CELL = "auto, 10rem"
# Pixels; a narrower picture (a logo, a formula) is not drawn larger than it is.
SMALL = 420
# The shapes that the stylesheet knows: the width in quarters of the height.
NARROWEST, WIDEST = 2, 10


@dataclass(frozen=True)
class PageImage:
    """What a page shows of a picture. Sizes in pixels, None when unknown.

    `renditions` are its smaller copies: (media type, candidates of a srcset), best first; `look`
    are the classes for its colour and for what of it stays in sight when it is cropped.
    """

    src: str
    width: int | None
    height: int | None
    alt: str
    credit: str
    is_remote: bool
    renditions: tuple[tuple[str, str], ...] = ()
    look: str = ""

    @property
    def classes(self) -> str:
        return f"{self.shape} {self.look}".strip()

    @property
    def shape(self) -> str:
        """The classes from which the stylesheet knows how much room the picture wants."""
        if not (self.width and self.height):
            return ""
        quarters = min(max(round(4 * self.width / self.height), NARROWEST), WIDEST)
        return f"shape-{quarters} small" if self.width < SMALL else f"shape-{quarters}"


def present(body: str, images: Mapping[uuid.UUID, PageImage], *, language: str = "zh-Hans") -> str:
    """Return the markup of `body`, clean HTML, as a page shows it.

    Each <img data-image> gets its picture's address and size; one that is not in `images`
    leaves a line that says so. Credits get the label of `language` (Chinese or English). Tables
    and code may be wider than the page: they get a box that the keyboard can reach and scroll.
    A line that is the address of a known player gets its site's name.
    """
    root, shown = parse(body), []
    for image in list(root.iterfind(".//img[@data-image]")):
        picture = images.get(uuid.UUID(image.get("data-image")))
        if picture is None:
            _say_missing(image, language)
        else:
            _show(image, picture)
            shown.append((image, picture))
    for figure in root.iter("figure"):
        _finish_figure(figure, language)
    for link in root.iterfind(".//p/a"):
        _name_embed(link, language)
    if language.lower().startswith("zh"):
        _leave_ragged(root)
    for code in root.iter("pre"):
        _let_keyboard_scroll(code, label(CODE_LABELS, language))
    for table in list(root.iter("table")):
        _put_in_box(table, language)
    for image, picture in shown:
        _offer_renditions(image, picture)
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
    if picture.classes:
        image.set("class", picture.classes)
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


def _offer_renditions(image: html.HtmlElement, picture: PageImage) -> None:
    if not picture.renditions:
        return
    choice = new_element("picture")
    is_in_cell = next(image.iterancestors("table"), None) is not None
    choice.tail, image.tail = image.tail, None
    image.getparent().replace(image, choice)
    for media_type, candidates in picture.renditions:
        source = new_element("source")
        source.set("type", media_type)
        source.set("srcset", candidates)
        source.set("sizes", SIZES_IN_CELL if is_in_cell else SIZES)
        choice.append(source)
    choice.append(image)


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


def _name_embed(link: html.HtmlElement, language: str) -> None:
    """Make a box of a line that is nothing but the address of a player or a post elsewhere."""
    paragraph = link.getparent()
    is_alone = len(paragraph) == 1 and not paragraph.text and not link.tail and not len(link)
    address = link.get("href", "")
    site = embed_site(address) if is_alone and link.text == address else None
    if site is not None and not paragraph.get("class"):
        paragraph.set("class", "embed")
        name = new_element("strong")
        name.text, link.text = site.name(language), None
        name.tail = " " + address.partition("://")[2]
        link.append(name)


def _leave_ragged(root: html.HtmlElement) -> None:
    """Mark the paragraphs whose lines are not to be stretched to the margin."""
    for paragraph in root.iterfind("p"):
        if not paragraph.get("class") and LONG_WORD.search(paragraph.text_content()):
            paragraph.set("class", "ragged")


def _put_in_box(table: html.HtmlElement, language: str) -> None:
    """A wide table scrolls in its own box instead of widening the page on a phone."""
    box = new_element("div")
    box.set("class", "table-box")
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)
    caption = table.find("caption")
    title = "" if caption is None else visible_text(caption)
    _let_keyboard_scroll(box, title or label(TABLE_LABELS, language))


def _let_keyboard_scroll(box: html.HtmlElement, name: str) -> None:
    # A group: a region would be one more landmark for each table.
    box.set("role", "group")
    box.set("aria-label", name)
    box.set("tabindex", "0")
