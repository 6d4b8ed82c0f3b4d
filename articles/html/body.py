"""From the markup of a document to the body of a post."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import html

from articles.html.addresses import same_picture
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
from articles.html.lead_credits import take_lead_credit
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

    `base` is the address that relative ones belong to, `lead` that of the picture above the text
    ("" for none). `locate` may turn an address as written into an absolute one before `base` is
    tried, or give "". A first line that repeats `title` is left out. Raises as `clean_html` does.
    """

    def find(address: str) -> str:
        return (locate(address) if locate else "") or resolve_picture(address, base)

    marks = marks_of(rules)
    root, removed = _settled(markup, find, marks)
    lead = "" if _is_of_a_line(lead, root, removed) else behind_placeholder(root, lead)
    lead = "" if is_placeholder(lead, marks) else find(lead)
    is_in_text = any(same_picture(image.get("src", ""), lead) for image in root.iter("img"))
    boxes, tidier = Boxes(marks), Tidier(marks, base=base)
    boxes.take_out(root)
    blocks = tidier.tidy(root)
    removed += boxes.removed + tidier.removed
    lines = Lines(marks, title)
    above = _settle_ends(blocks, lines, lead, removed)
    images = to_library(blocks)
    return Body(
        html=clean_tree(_align(blocks)),
        images=images,
        lead=_lead_image(lead, above, images, is_in_text=is_in_text),
        lead_caption=above.caption,
        notices=_notices(lines, boxes, removed),
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
    lines.lift(blocks)
    # Below a picture it would be taken for that one's credit.
    owner = take_lead_credit(blocks, lines.marks, removed) if lead else ""
    above = Lead()
    while True:
        count = len(blocks)
        join_captions(blocks, lines.marks, removed)
        above = take_lead(blocks, lead, above, removed)
        # Each step brings other blocks to the ends of the piece, where the others look.
        if count == len(blocks) or not lines.lift(blocks):
            return replace(above, credit=above.credit or owner)


def _is_of_a_line(lead: str, root: html.HtmlElement, removed: list[dict[str, str]]) -> bool:
    """Whether the picture at `lead` is a portrait in a byline, a sign in the text or in code.

    A generator takes the first picture that it meets, whatever that is.
    """
    if not lead:
        return False
    gone = (record["text"] for record in removed if record["kind"] in ("portrait", "picture"))
    pictures = list(root.iter("img"))
    signs = (image.get("data-was", "") for image in pictures if "data-icon" in image.attrib)
    if any(same_picture(address, lead) for address in (*gone, *signs)):
        return True
    # It may be the address of a picture that some code shows.
    is_shown = any(lead in (i.get("data-was"), i.get("data-stood-for")) for i in pictures)
    return not is_shown and any(lead in "".join(c.itertext()) for c in root.iter("pre", "code"))


def _lead_image(
    address: str, above: Lead, images: list[FoundImage], *, is_in_text: bool
) -> FoundImage | None:
    """Return the picture at `address`, with what was told of it `above`, None for none.

    Where the text showed it elsewhere it is the text's, or was furniture, and so is no lead.
    """
    if not address:
        return None
    if above.image is not None:
        found = found_image(above.image)
        return replace(found, image_id=image_id(address), address=address, credit=above.credit)
    if is_in_text:
        shown = next((found for found in images if same_picture(found.address, address)), None)
        return replace(shown, credit=shown.credit or above.credit) if shown else None
    return FoundImage(image_id(address), address, credit=above.credit)


def _align(blocks: html.HtmlElement) -> html.HtmlElement:
    """Turn the alignment of paragraphs into the classes that a body may carry."""
    for block in blocks.findall("p"):
        if (place := block.get("data-align")) in ("center", "title", "right"):
            block.set("class", "align-right" if place == "right" else "align-center")
    return blocks
