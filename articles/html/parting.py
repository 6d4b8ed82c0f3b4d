"""What stands in a paragraph and is no part of it: pictures, other lines, empty ones."""

from collections.abc import Callable
from itertools import pairwise

from lxml import html

from articles.html.inline import is_icon
from articles.html.tree import append_text, is_blank, new_element, pieces, visible_text


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
    """Bring pictures out of links, spans and the like, to stand behind them in `paragraph`."""
    for child in list(paragraph):
        inside = [image for image in child.iterdescendants("img") if not is_icon(image)]
        for image in reversed(inside):
            image.drop_tree()
            image.tail = None
            child.addnext(image)
