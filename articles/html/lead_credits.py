"""The line at an end of a piece that tells who made the picture above its text."""

from lxml import html

from articles.html.boxes import record_of
from articles.html.captions import part_credit
from articles.html.lines import near_the_ends
from articles.html.marks import Marks
from articles.html.parting import part_lines
from articles.html.tree import visible_text


def take_lead_credit(body: html.HtmlElement, marks: Marks, removed: list[dict[str, str]]) -> str:
    """Take the line out of `body`, a row of blocks, that credits the lead; return its owner.

    "" when there is none, or when it is all the text there is. `removed` gets the record.
    """

    def tells(text: str) -> bool:
        return bool(marks.owner_of_lead(text))

    part_lines(near_the_ends(body), tells)
    for block in near_the_ends(body):
        if block.tag != "p" or not tells(text := visible_text(block)):
            continue
        if any(other is not block and other.tag != "figure" for other in body):
            removed.append({"kind": "credit", "text": record_of(block)})
            block.drop_tree()
            owner = marks.owner_of_lead(text)
            rest, named = part_credit(owner, marks)
            return owner if rest or not named else named
    return ""
