"""What can be read off a body: its text and its pictures, from one parse of it."""

from dataclasses import dataclass

from articles.html.figures import ShownImage, shown_images
from articles.html.sanitize import CleanHTML
from articles.html.text import folded_text, part_blocks
from articles.html.tree import parse


@dataclass(frozen=True)
class Reading:
    """`text` and `prose` are as `text_of` gives them, with figures and without.

    `opening` is what a list shows the beginning of: the prose without its headings, unless
    there is nothing else.
    """

    text: str
    prose: str
    opening: str
    images: list[ShownImage]


def read_body(body: CleanHTML) -> Reading:
    """Return the texts of `body` and the library's pictures in it, in reading order."""
    root = parse(body)
    images = shown_images(root)
    part_blocks(root)
    text = folded_text(root)
    figures = list(root.iter("figure"))
    for figure in figures:
        figure.drop_tree()
    prose = folded_text(root) if figures else text
    headings = list(root.iter("h2", "h3", "h4"))
    for heading in headings:
        heading.drop_tree()
    opening = folded_text(root) if headings else prose
    return Reading(text, prose, opening or prose, images)
