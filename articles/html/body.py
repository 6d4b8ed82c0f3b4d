"""From the markup of a document to the body of a post."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import html

from articles.html.addresses import is_placeholder, picture_address, resolve_picture
from articles.html.figures import (
    FoundImage,
    found_image,
    image_id,
    join_captions,
    take_lead,
    to_library,
)
from articles.html.notices import lift_notices
from articles.html.sanitize import CleanHTML, clean_html, read_markup
from articles.html.tidy import Tidier
from articles.html.tree import serialize

SILENT = ("script", "style", "template", "title", "link", "meta", "base", "svg", "math")


@dataclass(frozen=True)
class Body:
    """A cleaned body and what was found in it.

    `html` shows each picture as <img data-image="KEY">; `images` are those pictures in reading
    order. `lead` is the picture above the text, in `html` no more. `notices` are the rights
    notices, and `removed` all else that was taken out, each {"kind": …, "text": …}.
    """

    html: CleanHTML
    images: list[FoundImage] = field(default_factory=list)
    lead: FoundImage | None = None
    lead_caption: str = ""
    notices: list[str] = field(default_factory=list)
    removed: list[dict[str, str]] = field(default_factory=list)


def make_body(
    markup: str, *, base: str = "", lead: str = "", locate: Callable[[str], str] | None = None
) -> Body:
    """Return the body that `markup`, untrusted HTML, means.

    `base` is the address that relative ones belong to, `lead` the address of the picture
    above the text ("" for none). `locate` may turn an address as written into an absolute
    one before `base` is tried; it gives "" for those it does not know. Raises MarkupRefused
    for markup beyond the limits of `clean_html`.
    """

    def find(address: str) -> str:
        return (locate(address) if locate else "") or resolve_picture(address, base)

    root = read_markup(markup)
    scripts = [element.text or element.get("src", "") for element in root.iter("script")]
    for element in list(root.iter(*SILENT)):
        element.drop_tree()
    _settle_addresses(root, find)
    tidier = Tidier(base=base)
    blocks = tidier.tidy(root)
    notices = lift_notices(blocks)
    join_captions(blocks)
    lead_address = "" if is_placeholder(lead) else find(lead)
    first, caption, credit = take_lead(blocks, lead_address)
    images = to_library(blocks)
    return Body(
        html=clean_html(serialize(_align(blocks))),
        images=images,
        lead=_lead_image(lead_address, first, credit),
        lead_caption=caption,
        notices=notices,
        removed=[
            *tidier.removed,
            *({"kind": "script", "text": text.strip()[:200]} for text in scripts),
            *({"kind": "rights notice", "text": text} for text in notices),
        ],
    )


def _settle_addresses(root: html.HtmlElement, find: Callable[[str], str]) -> None:
    """Put the real address of every picture into its `src`, "" where there is none."""
    for image in list(root.iter("img")):
        written = picture_address(image)
        image.set("data-was", written or image.get("src", ""))
        image.set("src", find(written) if written else "")
    # Lazy loaders repeat their pictures for readers without scripts.
    fallbacks = list(root.iter("noscript"))
    repeated = {image for fallback in fallbacks for image in fallback.iter("img")}
    shown = {image.get("src") for image in root.iter("img") if image not in repeated}
    for fallback in fallbacks:
        only_here = [i for i in fallback.iter("img") if i.get("src") not in shown | {""}]
        if only_here:
            fallback.drop_tag()
        else:
            fallback.drop_tree()


def _lead_image(address: str, first: html.HtmlElement | None, credit: str) -> FoundImage | None:
    if not address:
        return None
    if first is None:
        return FoundImage(image_id(address), address)
    return replace(found_image(first), image_id=image_id(address), address=address, credit=credit)


def _align(blocks: html.HtmlElement) -> html.HtmlElement:
    """Turn the alignment of paragraphs into the classes that a body may carry."""
    for block in blocks.findall("p"):
        if align := block.get("data-align"):
            block.set("class", f"align-{align}")
    return blocks
