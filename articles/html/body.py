"""From the markup of a document to the body of a post."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import html

from articles.html.boxes import Boxes
from articles.html.captions import join_captions
from articles.html.code import settle_code
from articles.html.components import settle_components
from articles.html.figures import (
    FoundImage,
    Lead,
    found_image,
    image_id,
    take_lead,
    to_library,
)
from articles.html.formulas import holds_formulas, settle_formulas
from articles.html.lines import Lines
from articles.html.marks import Marks, marks_of
from articles.html.pictures import (
    behind_placeholder,
    is_placeholder,
    resolve_picture,
    settle_pictures,
)
from articles.html.rules import HOUSE, BodyRules
from articles.html.sanitize import MAX_BYTES, CleanHTML, clean_tree, read_markup
from articles.html.soup import mended
from articles.html.tidy import Tidier


@dataclass(frozen=True)
class Body:
    """A cleaned body and what was found in it.

    `html` shows each picture as <img data-image="KEY">; `images` are those pictures in reading
    order. `lead` is the picture above the text, in `html` no more. `notices` are the rights
    notices, and `removed` all else that was taken out, each {"kind": …, "text": …}.
    `summary` is the editor's note that stood before the text, "" for none.
    """

    html: CleanHTML
    images: list[FoundImage] = field(default_factory=list)
    lead: FoundImage | None = None
    lead_caption: str = ""
    notices: list[str] = field(default_factory=list)
    removed: list[dict[str, str]] = field(default_factory=list)
    summary: str = ""


def make_body(
    markup: str,
    *,
    base: str = "",
    lead: str = "",
    locate: Callable[[str], str] | None = None,
    rules: BodyRules = HOUSE,
    title: str = "",
) -> Body:
    """Return the body that `markup`, untrusted HTML, means.

    `base` is the address that relative ones belong to, `lead` the address of the picture
    above the text ("" for none). `locate` may turn an address as written into an absolute one
    before `base` is tried, or give "". `rules` are those of the source; a first line that
    repeats `title` is left out. Raises MarkupRefused as `clean_html` does.
    """

    def find(address: str) -> str:
        return (locate(address) if locate else "") or resolve_picture(address, base)

    marks = marks_of(rules)
    root, removed = _settled(markup, find, marks)
    lead_address = _lead_address(behind_placeholder(root, lead), find, marks)
    boxes, tidier = Boxes(marks), Tidier(marks, base=base)
    boxes.take_out(root)
    blocks = tidier.tidy(root)
    removed += boxes.removed + tidier.removed
    lines = Lines(marks, title)
    above = _settle_ends(blocks, lines, lead_address, removed)
    images = to_library(blocks)
    notices = _notices(lines, boxes, removed)
    return Body(
        html=clean_tree(_align(blocks)),
        images=images,
        lead=_lead_image(lead_address, above),
        lead_caption=above.caption,
        notices=notices,
        removed=removed,
        summary=" ".join(filter(None, [boxes.summary, lines.summary])),
    )


def _notices(lines: Lines, boxes: Boxes, removed: list[dict[str, str]]) -> list[str]:
    """Return the rights notices, each once; what was lifted is added to `removed`."""
    notices = list(dict.fromkeys([*lines.notices, *boxes.notices]))
    removed += lines.removed
    removed += ({"kind": "rights notice", "text": text} for text in notices)
    return notices


def _settled(
    markup: str, find: Callable[[str], str], marks: Marks
) -> tuple[html.HtmlElement, list[dict[str, str]]]:
    """Return the tree of `markup` with formulas, pictures and code as HTML has them, and the
    records of what went on the way."""
    root = read_markup(mended(markup) if len(markup) <= MAX_BYTES else markup)
    if holds_formulas(markup):
        settle_formulas(root)
    removed = settle_components(root, marks)
    removed += settle_pictures(root, find, marks)
    return root, removed + settle_code(root, marks)


def _settle_ends(
    blocks: html.HtmlElement, lines: Lines, lead: str, removed: list[dict[str, str]]
) -> Lead:
    """Lift what is no part of the piece, join captions, and take the picture at `lead` out."""
    above = Lead()
    # Each step brings other blocks to the ends of the piece, where the others look.
    count = -1
    while count != len(blocks):
        lines.lift(blocks)
        count = len(blocks)
        join_captions(blocks, lines.marks, removed)
        above = take_lead(blocks, lead, above)
    return above


def _lead_address(lead: str, find: Callable[[str], str], marks: Marks) -> str:
    return "" if is_placeholder(lead, marks) else find(lead)


def _lead_image(address: str, above: Lead) -> FoundImage | None:
    if not address:
        return None
    if above.image is None:
        return FoundImage(image_id(address), address)
    found = found_image(above.image)
    return replace(found, image_id=image_id(address), address=address, credit=above.credit)


def _align(blocks: html.HtmlElement) -> html.HtmlElement:
    """Turn the alignment of paragraphs into the classes that a body may carry."""
    for block in blocks.findall("p"):
        if (align := block.get("data-align")) in ("center", "right"):
            block.set("class", f"align-{align}")
    return blocks
