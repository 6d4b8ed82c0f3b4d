"""The text of a WordPress post as HTML: its paragraphs, and the pictures its library knows."""

import html
import re

from articles.importing.markup.wordpress import code_and_text
from articles.importing.readers.paragraphs import as_link, with_paragraphs
from articles.importing.readers.wordpress_items import Item
from articles.importing.readers.wordpress_shared import with_shared
from articles.importing.readers.wordpress_site import Attachment, Site

CLASSIC, CLASSIC_END = "<!-- wp:freeform -->", "<!-- /wp:freeform -->"
EMBEDDED = re.compile(
    r"(<div class=\"wp-block-embed__wrapper\">)\s{0,20}(https?://[^\s<>\"]{1,2000})\s{0,20}(</div>)"
)
# In doubled brackets it is shown, not done.
GALLERY = re.compile(r"(\[?)\[(gallery|playlist)\b([^\[\]]{0,5000})\](\]?)")
IDS = re.compile(r"\b(?:ids|include)=[\"'\u201d\u2033]?([0-9, ]{1,5000})")
PICTURE = re.compile(r"<img\s[^<>]{0,5000}>")
NUMBER = re.compile(r"\bwp-image-([0-9]{1,12})")
SOURCE = re.compile(r"(\bsrc=[\"'])([^\"']{1,2000})")
# How WordPress names the smaller copies that it makes of a picture, and the one of a large one.
SIZE = re.compile(r"-[0-9]{1,5}x[0-9]{1,5}(?=\.[A-Za-z]{3,4}\Z)")
SCALED = re.compile(r"-scaled(?=\.[A-Za-z]{3,4}\Z)")


def body_of(item: Item, site: Site) -> str:
    """Return the body of `item`: reusable blocks in their place, galleries and smaller copies as
    the pictures they are of. What is missing is added to the item's notes."""
    text = item.text("encoded", of="content")
    text = with_shared(text, site.shared, item.notes)
    if "<!-- wp:" in text:
        # Blocks hold their paragraphs; only what the old editor wrote has none.
        text = CLASSIC.join(_classic(n, part) for n, part in enumerate(text.split(CLASSIC)))
        text = EMBEDDED.sub(lambda e: f"{e[1]}<p>{as_link(e[2])}</p>{e[3]}", text)
    else:
        text = with_paragraphs(text)
    if "wp-image-" in text:
        text = PICTURE.sub(lambda picture: _whole(picture[0], site), text)
    if "[gallery" in text or "[playlist" in text:
        text = "".join(
            part if is_code else _with_galleries(part, item, site)
            for part, is_code in code_and_text(text)
        )
    return text


def _classic(number: int, part: str) -> str:
    """Return a part of a text that CLASSIC parts, all but the first of which begin as one."""
    block, end, rest = part.partition(CLASSIC_END)
    return with_paragraphs(block) + end + rest if number and end else part


def _whole(picture: str, site: Site) -> str:
    """Return the element `picture` with the address of the picture it shows a smaller copy of."""
    number, source = NUMBER.search(picture), SOURCE.search(picture)
    file = site.attached.get(number[1]) if number else None
    if file is None or source is None or not SIZE.search(source[2]):
        return picture
    if SIZE.sub("", source[2]) != SCALED.sub("", file.address):
        return picture
    address = html.escape(file.address)
    return picture[: source.start(2)] + address + picture[source.end(2) :]


def _with_galleries(text: str, item: Item, site: Site) -> str:
    def shown(match: re.Match[str]) -> str:
        if match[1] and match[4]:
            return match[0]
        found = IDS.search(match[3])
        numbers = re.findall(r"[0-9]+", found[1]) if found else []
        if match[2] == "gallery" and not found:
            numbers = site.galleries.get(item.text("post_id"), [])
        files = [site.attached[number] for number in numbers if number in site.attached]
        show = _figure if match[2] == "gallery" else _link
        return "".join(map(show, files)) or match[0]

    return GALLERY.sub(shown, text)


def _figure(file: Attachment) -> str:
    caption = f"<figcaption>{file.caption}</figcaption>" if file.caption else ""
    source, alt = html.escape(file.address), html.escape(file.alt)
    return f'<figure><img src="{source}" alt="{alt}">{caption}</figure>'


def _link(file: Attachment) -> str:
    return f"<p>{as_link(html.escape(file.address))}</p>"
