"""What is neither text nor picture: scripts, drawings, players and cards of an app."""

from typing import cast

from lxml import etree, html

from articles.html.evidence import is_told_picture
from articles.html.inline import is_icon, is_pixel
from articles.html.marks import Marks
from articles.html.pictures import is_named_icon, is_portrait, spoken_alt
from articles.html.tables import is_of_data
from articles.html.tree import append_text, new_element, visible_text

SILENT = ("style", "link", "meta", "base")
UNSHOWN = ("template", "svg", "math", "canvas", "noembed", "noframes", "applet", "option", "title")
PLAYERS = {"amp-iframe": "iframe", "amp-video": "video", "amp-audio": "audio", "mpvideo": "video"}
CARDS = ("mpvoice", "mpprofile", "mpcps", "qqmusic")
CARD_NAMES = ("name", "data-nickname", "data-title", "music_name", "title", "data-name")
FOREIGN = etree.XPath(
    'descendant::*[starts-with(name(), "mp") or starts-with(name(), "amp-") or name()="qqmusic"]'
)
YOUTUBE = "https://www.youtube.com/watch?v="


def settle_components(root: html.HtmlElement, marks: Marks) -> list[dict[str, str]]:
    """Take out of `root` what readers cannot be shown; returns it, {"kind": …, "text": …} each.

    Players get the names that HTML has for them, pictures that stand for signs a mark, and
    links around blocks are brought into the blocks.
    """
    removed: list[dict[str, str]] = []
    for script in list(root.iter("script")):
        text = (script.text or script.get("src", "")).strip()
        removed.append({"kind": "script", "text": text[:200]})
        script.drop_tree()
    for element in list(root.iter(*SILENT)):
        element.drop_tree()
    for element in list(root.iter(*UNSHOWN)):
        if text := visible_text(element):
            removed.append({"kind": "hidden text", "text": text[:2000]})
        element.drop_tree()
    for element in list(root.iter("xmp", "listing")):
        element.tag = "pre"
    for listing in [each for each in root.iter("dl") if is_told_picture(each, marks)]:
        for element in [listing, *listing.iterchildren("dt", "dd")]:
            element.tag = "div"
    removed += _settle_cards(root)
    removed += _settle_signs(root, marks)
    for link in list(root.iter("a")):
        _push_down(link)
    return removed


def _settle_cards(root: html.HtmlElement) -> list[dict[str, str]]:
    removed: list[dict[str, str]] = []
    for element in cast(list[html.HtmlElement], FOREIGN(root)):
        tag = str(element.tag)
        if tag in PLAYERS:
            element.tag = PLAYERS[tag]
        elif tag == "amp-youtube":
            element.tag = "iframe"
            element.set("src", YOUTUBE + element.get("data-videoid", ""))
        elif tag in CARDS or tag.startswith("mp-"):
            name = next(filter(None, (element.get(key, "") for key in CARD_NAMES)), tag)
            removed.append({"kind": "embed", "text": name[:500]})
    return removed


def _settle_signs(root: html.HtmlElement, marks: Marks) -> list[dict[str, str]]:
    removed: list[dict[str, str]] = []
    for image in list(root.iter("img")):
        if is_portrait(image, marks):
            removed.append({"kind": "portrait", "text": image.get("src", "")[:500]})
            image.drop_tree()
            continue
        if is_named_icon(image, marks):
            image.set("data-icon", "")
        if is_icon(image) and not _is_in_figure(image):
            image.set("data-icon", "")
        if is_icon(image) and not spoken_alt(image, marks) and not _is_content(image):
            removed.append({"kind": "picture", "text": image.get("src", "")[:500]})
            image.drop_tree()
    return removed


def _is_content(image: html.HtmlElement) -> bool:
    """Whether a small picture without words tells something: in a figure, or in a row of data."""
    return _is_in_figure(image) or (not is_pixel(image) and is_of_data(image))


def _is_in_figure(image: html.HtmlElement) -> bool:
    return next(image.iterancestors("figure"), None) is not None


def _push_down(link: html.HtmlElement) -> None:
    """Give each block inside `link` a link of its own, for none may stand around blocks."""
    blocks = [inner for inner in link.iterdescendants() if inner.tag in LEAVES]
    if not blocks or not link.get("href"):
        return
    for block in blocks:
        if any(inner.tag in LEAVES or inner.tag == "a" for inner in block.iterdescendants()):
            continue
        inner = new_element("a", href=link.get("href"))
        append_text(inner, block.text or "")
        block.text = None
        inner.extend(list(block))
        block.append(inner)
    link.drop_tag()


LEAVES = frozenset(("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "li", "blockquote"))
