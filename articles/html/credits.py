"""Who made a picture, where markup says so: an element named a credit, a <cite> at the end."""

from lxml import html

from articles.html.marks import Marks, names_of
from articles.html.tree import append_text, is_blank, new_element, visible_text

MAX_CREDIT = 100
BRACKETS = "（）()[]【】 "
SENTENCE_END = (".", "。", "!", "！", "?", "？", ")", "）", "”", '"')


def caption_around(element: html.HtmlElement, marks: Marks) -> html.HtmlElement | None:
    """Return the caption that `element` stands in, or else the figure; None for neither."""
    figure = None
    for ancestor in element.iterancestors():
        if ancestor.tag == "figcaption":
            return ancestor
        if ancestor.tag == "figure":
            figure = ancestor
        elif ancestor.get("class") and not marks.rules.caption_names.isdisjoint(names_of(ancestor)):
            return ancestor if ancestor.find(".//img") is None else figure
    return figure


def is_credit(element: html.HtmlElement, names: set[str], marks: Marks) -> bool:
    """Whether `element`, called `names`, tells who made the picture that it stands beside."""
    if marks.rules.credit_names.isdisjoint(names) or element.tag in ("figure", "figcaption"):
        return False
    if element.find(".//img") is not None or element.find(".//figcaption") is not None:
        return False
    if not 0 < len(visible_text(element)) <= MAX_CREDIT:
        return False
    return caption_around(element, marks) is not None


def take_credit(element: html.HtmlElement, marks: Marks) -> list[str]:
    """Put what `element` tells at the end of its caption; return the texts of labels left out."""
    place = caption_around(element, marks)
    left_out = []
    for inner in list(element.iterdescendants()):
        if inner.get("class") and not marks.rules.furniture_names.isdisjoint(names_of(inner)):
            left_out.append(visible_text(inner))
            inner.drop_tree()
    owner = visible_text(element).strip(BRACKETS)
    element.drop_tree()
    if place is None or not owner:
        return left_out
    if place.tag == "figure":
        caption = place.find(".//figcaption")
        if caption is None:
            caption = new_element("figcaption")
            place.append(caption)
        place = caption
    if visible_text(place):
        append_text(place, " ")
    cite = new_element("cite")
    cite.set("class", "credit")
    cite.text = owner
    place.append(cite)
    return left_out


def mark_closing_cite(caption: html.HtmlElement) -> None:
    """Take a <cite> that ends `caption` and stands apart from its text for the credit.

    One inside a sentence is the title of a work.
    """
    if not len(caption) or caption.find(".//cite[@class='credit']") is not None:
        return
    last = caption[-1]
    if last.tag != "cite" or not is_blank(last.tail) or is_blank(visible_text(last)):
        return
    before = last.getprevious()
    loose = (caption.text if before is None else before.tail) or ""
    if is_blank(loose) or loose.rstrip().endswith(SENTENCE_END):
        last.attrib.clear()
        last.set("class", "credit")
