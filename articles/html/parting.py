"""What stands in a paragraph and is no part of it: pictures, other lines, empty ones."""

from collections.abc import Callable
from itertools import pairwise

from lxml import etree, html

from articles.html.inline import BREAKS, is_icon
from articles.html.pictures import IN_CELL
from articles.html.structure import LINES
from articles.html.tree import append_text, is_blank, new_element, pieces, visible_text

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def part_lines(blocks: list[html.HtmlElement], is_lifted: Callable[[str], bool]) -> None:
    """Give each line of `blocks` that is to be lifted, and stands in a paragraph with others,
    a paragraph of its own."""
    for block in blocks:
        if block.tag != "p" or block.find("br") is None:
            continue
        if not any(map(is_lifted, _texts_of_lines(block))):
            continue
        for line in _lines_of(block):
            alone = is_lifted(visible_text(line))
            previous = block.getprevious()
            if alone or previous is None or previous.get("data-joined") is None:
                block.addprevious(line)
                if not alone:
                    line.set("data-joined", "")
            else:
                previous.append(new_element("br"))
                _append_all(previous, line)
        for line in block.getparent().iterfind("p[@data-joined]"):
            del line.attrib["data-joined"]
        block.getparent().remove(block)


def _texts_of_lines(block: html.HtmlElement) -> list[str]:
    texts = [block.text or ""]
    for child in block:
        if child.tag == "br":
            texts.append(child.tail or "")
        else:
            texts[-1] += "".join(child.itertext()) + (child.tail or "")
    return [" ".join(text.split()) for text in texts]


def _lines_of(block: html.HtmlElement) -> list[html.HtmlElement]:
    lines = [new_element("p", dict(block.attrib))]
    for piece in pieces(block):
        if isinstance(piece, str):
            append_text(lines[-1], piece)
        elif piece.tag == "br":
            lines.append(new_element("p", dict(block.attrib)))
        else:
            lines[-1].append(piece)
    return [line for line in lines if visible_text(line)]


def _append_all(target: html.HtmlElement, line: html.HtmlElement) -> None:
    append_text(target, line.text or "")
    target.extend(list(line))


def open_at_double_breaks(paragraph: html.HtmlElement) -> None:
    """Unwrap what holds an empty line, so that the line parts the paragraph."""
    for child in [inner for inner in paragraph.iterdescendants() if inner.find("br") is not None]:
        breaks = child.findall("br")
        if any(one.getnext() is other and is_blank(one.tail) for one, other in pairwise(breaks)):
            for outer in [child, *child.iterancestors()]:
                if outer is paragraph:
                    break
                outer.drop_tag()


def hoist_pictures(paragraph: html.HtmlElement) -> None:
    """Bring pictures out of links, spans and the like, to stand in `paragraph` itself: before
    what held them when they began it, else behind."""
    for child in list(paragraph):
        inside = [image for image in child.iterdescendants("img") if not is_icon(image)]
        first = [image for image in inside if _begins(image, child)]
        for image in first:
            image.drop_tree()
            image.tail = None
            child.addprevious(image)
        for image in reversed(inside[len(first) :]):
            image.drop_tree()
            image.tail = None
            child.addnext(image)


def _begins(image: html.HtmlElement, child: html.HtmlElement) -> bool:
    """Whether `image` stands before all text of `child`, and there is such."""
    for event, element in etree.iterwalk(child, events=("start", "end")):
        if element is image:
            return not is_blank("".join(child.itertext()))
        text = element.text if event == "start" else element.tail
        if element is not child and not is_blank(text):
            return False
        if element is child and not is_blank(child.text):
            return False
    return False


def free_figures(root: html.HtmlElement) -> None:
    """Leave of a figure inside a line its pictures, and put one with a caption behind a heading.

    A figure that stands in a heading or in a word's emphasis would end both.
    """
    for figure in list(root.iter("figure")):
        if figure.find(".//img") is None:
            continue
        heading = next(figure.iterancestors(*HEADINGS), None)
        if figure.find(".//figcaption") is None:
            if figure.getparent().tag in LINES and not visible_text(figure):
                let_pictures_be(figure)
                figure.drop_tag()
        elif heading is not None and visible_text(heading) != visible_text(figure):
            figure.drop_tree()
            figure.tail = None
            heading.addnext(figure)


def take_loose_pictures(whole: html.HtmlElement) -> list[html.HtmlElement]:
    """Take the pictures of a list or a table out that have no place in it; returns them."""
    pictures = [
        image
        for image in whole.iter("img")
        if not (is_icon(image) or IN_CELL in image.attrib or image.getparent().tag == "figure")
    ]
    for image in pictures:
        image.drop_tree()
    return pictures


def let_pictures_be(figure: html.HtmlElement) -> None:
    """In a figure of its own no picture stands for a sign, however low it is."""
    for image in figure.iter("img"):
        for name in ("data-icon", "style") + (("height",) if is_icon(image) else ()):
            image.attrib.pop(name, None)


def in_one_line(caption: html.HtmlElement) -> html.HtmlElement:
    """Return `caption` with a blank where its blocks were."""
    for block in [inner for inner in caption.iterdescendants() if inner.tag in BREAKS]:
        append_text(block, " ")
        block.drop_tag()
    return caption
