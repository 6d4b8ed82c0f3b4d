"""What stands inside a line: emphasis, links, line breaks; all else is unwrapped."""

import re

from lxml import html

from articles.html.addresses import resolve_link
from articles.html.marks import Marks
from articles.html.pictures import IN_CELL, spoken_alt
from articles.html.rules import BodyRules
from articles.html.structure import BLOCKS
from articles.html.targets import target_of
from articles.html.tree import BLANKS, is_blank, new_element

EMBEDS = {"iframe", "video", "audio", "embed", "object"}
# What ends a line. All else is a part of one, as browsers take what they do not know.
BREAKS = BLOCKS | EMBEDS
MEANT = {
    *("a", "abbr", "br", "cite", "code", "del", "em", "img", "ins", "kbd", "mark", "q", "rp"),
    *("rt", "ruby", "s", "samp", "small", "strong", "sub", "sup", "time", "u"),
}
SAME = {"b": "strong", "i": "em", "strike": "s", "tt": "code", "var": "em", "acronym": "abbr"}
EMPTY_SAYS_NOTHING = ("strong", "em", "u", "s", "a", "small", "mark", "code", "sub", "sup", "q")
LINES = {"p", "h2", "h3", "h4", "li", "td", "th", "dt", "dd", "figcaption", "caption"}
FOLDED = re.compile(r"[ \t\n\r\f\u00a0]+")
PIXELS = re.compile(r"\s*([0-9]{1,5})(?:px)?\s*")
# The names that editors and lazy loaders keep a picture's own size under.
NATURAL_SIZES = (("data-w", "data-h"), ("data-width", "data-height"))
RATIO = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,20})?")
ICON_HEIGHT = 48
MAX_PIXEL = 2
EM_HEIGHT = re.compile(
    r"(?:^|[;\s])height\s{0,3}:\s{0,3}(?:[0-2]?(?:\.[0-9]{1,3})?r?em|(?:[89]|[1-3][0-9]|4[0-8])px)",
    re.IGNORECASE,
)
# As browsers draw it, and as the editor of one portal writes it.
BOLD = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)|(?:^|\s)strong-Bold(?:\s|$)", re.I)
BOLD_ALREADY = ("strong", "b", "h1", "h2", "h3", "h4", "h5", "h6", "th")
EMOJI = re.compile(r"\[[\w]{1,8}\]|[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]{1,8}")


def holds_block(element: html.HtmlElement) -> bool:
    """Whether anything inside `element` is more than a part of a line."""
    return any(inner.tag in BREAKS for inner in element.iterdescendants())


def shown_picture(image: html.HtmlElement, marks: Marks) -> html.HtmlElement:
    """Return an <img> with what a figure keeps of `image`: address, alternative text, sizes."""
    kept = new_element("img", src=image.get("src", ""), alt=spoken_alt(image, marks))
    declared = [PIXELS.fullmatch(image.get(side, "")) for side in ("width", "height")]
    sizes = [pixels[1] if pixels else "" for pixels in declared]
    if not all(sizes):
        sizes = _natural_size(image) or sizes
    for side, pixels in zip(("width", "height"), sizes, strict=True):
        if pixels:
            kept.set(side, pixels)
    return kept


def _natural_size(image: html.HtmlElement) -> list[str]:
    """Return width and height as an editor noted them of the file, in pixels; [] for neither."""
    for width, height in NATURAL_SIZES:
        sizes = [PIXELS.fullmatch(image.get(name, "")) for name in (width, height)]
        if all(sizes):
            return [size[1] for size in sizes if size]
    natural, ratio = PIXELS.fullmatch(image.get("data-w", "")), image.get("data-ratio", "")
    if natural is None or RATIO.fullmatch(ratio) is None:
        return []
    return [natural[1], str(max(1, round(int(natural[1]) * float(ratio))))]


def is_icon(image: html.HtmlElement) -> bool:
    """Whether a picture is declared no higher than two lines, or stands for a sign."""
    height = PIXELS.fullmatch(image.get("height", ""))
    if height is not None:
        return 0 < int(height[1]) <= ICON_HEIGHT
    if "data-icon" in image.attrib or EM_HEIGHT.search(image.get("style", "")[:500]):
        return True
    alt = image.get("alt", "")
    return bool(alt) and len(alt) <= 10 and EMOJI.fullmatch(alt) is not None


def is_pixel(image: html.HtmlElement) -> bool:
    """Whether a picture is declared so small that nobody is meant to see it."""
    declared = [PIXELS.fullmatch(image.get(side, "")) for side in ("width", "height")]
    return any(pixels is not None and int(pixels[1]) <= MAX_PIXEL for pixels in declared)


def stands_for_words(image: html.HtmlElement) -> bool:
    """Whether a picture in a line is a sign that has words, as an emoji has, and no size."""
    alt = image.get("alt", "")
    is_sized = PIXELS.fullmatch(image.get("height", "")) is not None
    return bool(alt) and is_icon(image) and (not is_sized or EMOJI.fullmatch(alt) is not None)


def tidy_inline(block: html.HtmlElement, *, base: str, marks: Marks) -> None:
    """Leave inside `block` only elements that say something and blanks that part words."""
    for element in list(block.iterdescendants()):
        _tidy_element(element, base, marks)
    # The inner ones first: what holds only empty ones is empty too.
    for element in reversed(list(block.iterdescendants(*EMPTY_SAYS_NOTHING))):
        if not len(element) and is_blank(element.text):
            element.drop_tag()
    _fold_blanks(block)
    for line in [block, *block.iterdescendants(*LINES)]:
        _trim(line)


def _tidy_element(element: html.HtmlElement, base: str, marks: Marks) -> None:
    if element.tag in SAME:
        element.tag = SAME[str(element.tag)]
    elif element.tag in ("span", "font") and _is_bold(element):
        element.tag = "strong"
    if element.tag == "a":
        _tidy_link(element, base, marks.rules)
    elif element.tag == "img":
        if element.getparent().tag != "figure" and IN_CELL not in element.attrib:
            _speak(element, marks)
    elif element.tag not in MEANT and element.tag not in BREAKS:
        element.drop_tag()


def _is_bold(element: html.HtmlElement) -> bool:
    style = element.get("style") or element.get("cms-style", "")
    if not style or BOLD.search(style[:1000]) is None:
        return False
    return next(element.iterancestors(*BOLD_ALREADY), None) is None


def _tidy_link(element: html.HtmlElement, base: str, rules: BodyRules) -> None:
    address = target_of(resolve_link(element.get("href", ""), base), rules)
    if not address or address.startswith("#"):
        element.drop_tag()
    else:
        element.attrib.clear()
        element.set("href", address)


def _speak(image: html.HtmlElement, marks: Marks) -> None:
    """A picture inside a line gives way to its alternative text, as an emoji can."""
    image.tail = spoken_alt(image, marks) + (image.tail or "")
    image.drop_tree()


def _fold_blanks(block: html.HtmlElement) -> None:
    code = {inner for pre in block.iter("pre") for inner in pre.iter()}
    for element in block.iter():
        if element in code:
            continue
        element.text = FOLDED.sub(" ", element.text) if element.text else None
        if element is not block and element.tail:
            element.tail = FOLDED.sub(" ", element.tail)
        if element.tag == "br":
            element.tail = (element.tail or "").lstrip(BLANKS)


def _trim(line: html.HtmlElement) -> None:
    """Drop blanks and line breaks at both ends of `line`."""
    while len(line) and line[0].tag == "br" and is_blank(line.text):
        line.text, line[0].tail = line[0].tail, None
        del line[0]
    while len(line) and line[-1].tag == "br" and is_blank(line[-1].tail):
        del line[-1]
    line.text = (line.text or "").lstrip(BLANKS)
    if len(line):
        line[-1].tail = (line[-1].tail or "").rstrip(BLANKS)
        if not line.text and line[0].tag in MEANT:
            line[0].text = (line[0].text or "").lstrip(BLANKS) if not len(line[0]) else line[0].text
    else:
        line.text = line.text.rstrip(BLANKS)
