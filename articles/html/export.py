"""A body as HTML that stands on its own, and back: pictures by address, nothing tidied."""

import html as entities
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from lxml import etree, html

from articles.html.addresses import MAX_LENGTH
from articles.html.body import Body
from articles.html.figures import FoundImage, image_id
from articles.html.sanitize import clean_html, read_markup
from articles.html.structure import BLOCKS
from articles.html.tree import is_blank, parse, visible_text

VOID = {"br", "hr", "img"}
# What the library knows of a picture and the body does not say stands in the export for
# readers; this attribute marks it, so that it does not become part of the body.
ADDED = "data-added"
LEAD = "lead"


@dataclass(frozen=True)
class ExportedImage:
    """A picture as an export shows it.

    `src` is relative when the file lies beside the document. `original` is the address the
    picture was first met at, "" when that is `src` or there is none.
    """

    src: str
    original: str = ""
    width: int | None = None
    height: int | None = None
    alt: str = ""
    credit: str = ""

    @property
    def address(self) -> str:
        """The address that the picture is known by."""
        return self.original or self.src


def export_body(
    body: str,
    images: Mapping[UUID, ExportedImage],
    *,
    lead: ExportedImage | None = None,
    lead_caption: str = "",
) -> str:
    """Return the markup of `body`, clean HTML, with its pictures by address.

    A figure of `lead` stands first. Pictures that are not in `images` keep only their key.
    """
    root = parse(body)
    for image in root.iterfind(".//img[@data-image]"):
        if picture := images.get(UUID(image.get("data-image"))):
            _point_outwards(image, picture)
    for figure in root.iter("figure"):
        _show_credit(figure, [image.get("data-credit", "") for image in figure.iter("img")])
    if lead is not None:
        above = _lead_figure(lead, lead_caption)
        above.tail, root.text = root.text, None
        root.insert(0, above)
    for block in _blocks(root):
        block.tail = "\n" + (block.tail or "")
    return _well_formed(root)


def read_exported_body(
    markup: str, *, lead: str = "", locate: Callable[[str], str] | None = None
) -> Body:
    """Return the body that `export_body` wrote as `markup`: cleaned, but not tidied.

    `lead` is the address of the lead picture, for when its figure is gone, and `locate` turns
    a relative address into one that stands for the file. Pictures that lead nowhere are
    left out and noted as removed. Raises MarkupRefused as `clean_html` does.
    """

    def find(address: str) -> str:
        if address.startswith(("https://", "http://")):
            return address if len(address) <= MAX_LENGTH else ""
        return locate(address) if locate else ""

    root = read_markup(markup)
    for block in _blocks(root):
        block.tail = (block.tail or "").removeprefix("\n")
    above, caption = _take_lead(root, find)
    if above is None and (address := find(lead)):
        above = FoundImage(image_id(address), address)
    found, removed = _into_library(root, find)
    for element in list(root.iterfind(f".//*[@{ADDED}]")):
        element.drop_tree()
    return Body(
        html=clean_html(_well_formed(root)),
        images=found,
        lead=above,
        lead_caption=caption,
        removed=removed,
    )


def _into_library(
    root: html.HtmlElement, find: Callable[[str], str]
) -> tuple[list[FoundImage], list[dict[str, str]]]:
    """Point the pictures to the library; return those found and the records of the others."""
    found: list[FoundImage] = []
    removed: list[dict[str, str]] = []
    for image in list(root.iter("img")):
        src = image.get("src", "")
        # Without an address it stands for a picture that the export could not show either,
        # and a path from the top is one of this site's own.
        if not src or (src.startswith("/") and not src.startswith("//")):
            continue
        if picture := _found(image, find):
            found.append(picture)
            _point_to_library(image, picture)
        else:
            removed.append({"kind": "picture", "text": src[:500]})
            image.drop_tree()
    return found, removed


def _point_outwards(image: html.HtmlElement, picture: ExportedImage) -> None:
    own = dict(image.attrib)
    image.attrib.clear()
    added = []
    for name, value in own.items():
        image.set("src" if name == "data-image" else name, value)
    image.set("src", picture.src)
    if picture.original:
        image.set("data-original", picture.original)
    if picture.alt and not own.get("alt"):
        image.set("alt", picture.alt)
        if "alt" in own:
            image.set("data-alt", "")
        else:
            added.append("alt")
    if picture.width and picture.height and not own.keys() & {"width", "height"}:
        image.set("width", str(picture.width))
        image.set("height", str(picture.height))
        added += ["width", "height"]
    if picture.credit:
        image.set("data-credit", picture.credit)
    if added:
        image.set(ADDED, " ".join(added))


def _point_to_library(image: html.HtmlElement, picture: FoundImage) -> None:
    own = dict(image.attrib)
    image.attrib.clear()
    for name, value in own.items():
        if name == "src":
            image.set("data-image", str(picture.image_id))
        elif name not in own.get(ADDED, "").split() and not name.startswith("data-"):
            image.set(name, own.get("data-alt", value) if name == "alt" else value)


def _found(image: html.HtmlElement, find: Callable[[str], str]) -> FoundImage | None:
    address = find(image.get("data-original") or image.get("src", ""))
    if not address:
        return None
    width, height = (_pixels(image.get(side, "")) for side in ("width", "height"))
    return FoundImage(
        image_id(address),
        address,
        width,
        height,
        image.get("alt", ""),
        image.get("data-credit", ""),
    )


def _pixels(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 5 else None


def _show_credit(figure: html.HtmlElement, owners: Iterable[str]) -> None:
    """Name the owner that the library knows where the caption names none, as pages do."""
    owner = next(filter(None, owners), "")
    if not owner or figure.find("figcaption/cite") is not None:
        return
    caption = figure.find("figcaption")
    if caption is None:
        caption = etree.SubElement(figure, "figcaption", {ADDED: ""})
    credit = etree.SubElement(caption, "cite", {"class": "credit", ADDED: ""})
    credit.text = f" {owner}" if visible_text(caption) else owner


def _blocks(root: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the blocks of a body that only a blank parts from the next: a line each."""
    return [child for child in root if child.tag in BLOCKS and is_blank(child.tail)]


def _lead_figure(lead: ExportedImage, caption: str) -> html.HtmlElement:
    figure = html.Element("figure", {ADDED: LEAD})
    image = etree.SubElement(figure, "img", {"data-image": "", "alt": lead.alt})
    _point_outwards(image, lead)
    if caption:
        etree.SubElement(figure, "figcaption").text = caption
    _show_credit(figure, [lead.credit])
    return figure


def _take_lead(root: html.HtmlElement, find: Callable[[str], str]) -> tuple[FoundImage | None, str]:
    """Take the figure of the lead picture out; return the picture and its caption."""
    figure = root.find(f".//figure[@{ADDED}='{LEAD}']")
    image = figure.find(".//img") if figure is not None else None
    if image is None:
        return None, ""
    caption = figure.find("figcaption")
    text = ""
    if caption is not None and ADDED not in caption.attrib:
        for added in caption.findall(f"*[@{ADDED}]"):
            added.drop_tree()
        text = "".join(caption.itertext())
    figure.drop_tree()
    return _found(image, find), text


def _well_formed(root: html.HtmlElement) -> str:
    """Return the markup inside `root`, each attribute and each end as XML has it.

    Programs that look for comments or tags by their characters then find none in an attribute.
    """
    for element in root.iter():
        if element.tag not in VOID and not len(element):
            element.text = element.text or ""
    start = entities.escape(root.text or "", quote=False)
    return start + "".join(etree.tostring(child, encoding="unicode") for child in root)
