"""The body's shape: wrappers go, text stands in paragraphs, pictures stand in figures."""

import re

from lxml import html

from articles.html.addresses import resolve_link
from articles.html.inline import BREAKS, EMBEDS, PIXELS, holds_block, is_icon, tidy_inline
from articles.html.tree import append_text, is_blank, pieces, visible_text

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
LISTS = {"ul", "ol", "dl"}
ALIGNED = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)


class Tidier:
    """Rebuilds a parsed body as a flat row of blocks in a new <div>.

    Blocks are p, h2 to h4, lists, blockquote, pre, table, hr and figure (one picture, or the
    document's own figure). Every <img> must carry its resolved address as `src`. Paragraphs
    and figures carry `data-align` (center, right) as evidence for captions; the sanitiser
    removes it. `removed` collects what is taken out, each {"kind": …, "text": …}.
    """

    def __init__(self, *, base: str):
        self.base = base
        self.removed: list[dict[str, str]] = []

    def tidy(self, root: html.HtmlElement) -> html.HtmlElement:
        out = html.Element("div")
        self._flow(root, out, align="")
        return out

    def _flow(self, source: html.HtmlElement, out: html.HtmlElement, *, align: str) -> None:
        """Append the blocks of `source` to `out`; text between blocks becomes paragraphs."""
        run = html.Element("p")
        for piece in pieces(source):
            if isinstance(piece, str):
                append_text(run, piece)
            elif piece.tag != "br" and piece.tag not in BREAKS and not holds_block(piece):
                run.append(piece)
            else:
                self._paragraph(run, out, align)
                run = html.Element("p")
                # Loose text has no paragraphs but by its line breaks.
                if piece.tag != "br":
                    self._block(piece, out, align=_alignment(piece) or align)
        self._paragraph(run, out, align)

    def _block(self, element: html.HtmlElement, out: html.HtmlElement, *, align: str) -> None:
        tag = str(element.tag)
        if tag == "p" and not holds_block(element):
            self._paragraph(element, out, align)
        elif tag in HEADINGS and not holds_block(element):
            self._heading(element, out)
        elif tag in LISTS or (tag == "table" and len(list(element.iter("td", "th"))) > 1):
            self._whole(element, out)
        elif tag == "pre":
            self._code(element, out)
        elif tag == "blockquote":
            quote = html.Element("blockquote")
            self._flow(element, quote, align="")
            out.extend([quote] if len(quote) else [])
        elif tag == "figure":
            self._figure(element, out, align)
        elif tag == "hr":
            out.append(html.Element("hr"))
        elif tag in EMBEDS:
            self._embed(element, out)
        else:
            self._flow(element, out, align=align)

    def _paragraph(self, element: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        """Append `element` as paragraphs, parted at double line breaks and at pictures."""
        _hoist_pictures(element)
        paragraph, after_break = html.Element("p"), False
        for piece in pieces(element):
            if isinstance(piece, str):
                append_text(paragraph, piece)
                after_break = after_break and is_blank(piece)
            elif piece.tag == "img" and not is_icon(piece):
                self._finish(paragraph, out, align)
                self._picture(piece, out, align)
                paragraph, after_break = html.Element("p"), False
            elif piece.tag == "br" and after_break:
                self._finish(paragraph, out, align)
                paragraph, after_break = html.Element("p"), False
            else:
                paragraph.append(piece)
                after_break = piece.tag == "br"
        self._finish(paragraph, out, align)

    def _finish(self, paragraph: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        if not len(paragraph) and is_blank(paragraph.text):
            return
        if _is_muted(paragraph):
            paragraph.set("data-muted", "")
        tidy_inline(paragraph, base=self.base)
        if visible_text(paragraph):
            _align(paragraph, align)
            out.append(paragraph)

    def _picture(self, image: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        if not image.get("src"):
            self.removed.append({"kind": "picture", "text": image.get("data-was", "")[:500]})
            return
        figure = html.Element("figure")
        _align(figure, align)
        kept = html.Element("img", src=image.get("src", ""), alt=image.get("alt", "").strip())
        for side in ("width", "height"):
            if pixels := PIXELS.fullmatch(image.get(side, "")):
                kept.set(side, pixels[1])
        figure.append(kept)
        out.append(figure)

    def _figure(self, element: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        """Append the document's own figure: its pictures in one, with its caption."""
        caption = element.find(".//figcaption")
        if caption is not None:
            caption.drop_tree()
            caption.tail = None
        holder = html.Element("div")
        self._flow(element, holder, align=align)
        figures = [block for block in holder if block.tag == "figure"]
        if caption is not None and not figures:
            self._paragraph(caption, holder, align)
        elif caption is not None:
            for other in figures[1:]:
                figures[0].extend(other.findall("img"))
                holder.remove(other)
            tidy_inline(caption, base=self.base)
            caption.attrib.clear()
            figures[0].append(caption)
        out.extend(list(holder))

    def _heading(self, element: html.HtmlElement, out: html.HtmlElement) -> None:
        level = HEADINGS[str(element.tag)]
        holder = html.Element("div")
        self._paragraph(element, holder, "")
        for block in holder.findall("p"):
            block.tag = level
        out.extend(list(holder))

    def _whole(self, element: html.HtmlElement, out: html.HtmlElement) -> None:
        """Append a list or a table as it stands, its pictures behind it."""
        pictures = [image for image in element.iter("img") if not is_icon(image)]
        for image in pictures:
            image.drop_tree()
        for embed in list(element.iter(*EMBEDS)):
            link = self._link_to(embed)
            embed.addprevious(link)
            embed.drop_tree()
        tidy_inline(element, base=self.base)
        if visible_text(element):
            out.append(element)
        for image in pictures:
            self._picture(image, out, "")

    def _code(self, element: html.HtmlElement, out: html.HtmlElement) -> None:
        for inner in element.iterdescendants():
            if inner.tag == "br" or inner.tag in BREAKS:
                inner.tail = "\n" + (inner.tail or "")
        code = html.Element("code")
        code.text = "".join(element.itertext()).strip("\n")
        block = html.Element("pre")
        block.append(code)
        out.extend([] if is_blank(code.text) else [block])

    def _embed(self, element: html.HtmlElement, out: html.HtmlElement) -> None:
        link = self._link_to(element)
        if link.get("href"):
            paragraph = html.Element("p")
            paragraph.append(link)
            out.append(paragraph)

    def _link_to(self, embed: html.HtmlElement) -> html.HtmlElement:
        """Return a link in place of a player, for nothing foreign runs on a page; noted as removed.

        A player without a web address gives an empty link.
        """
        inner = embed.find(".//source")
        named = embed.get("src") or embed.get("data")
        address = named or (inner.get("src", "") if inner is not None else "")
        address = resolve_link(address, self.base)
        self.removed.append({"kind": "embed", "text": address[:500]})
        link = html.Element("a")
        if address.startswith(("http://", "https://")):
            link.set("href", address)
            link.text = address
        return link


def _align(block: html.HtmlElement, align: str) -> None:
    if align:
        block.set("data-align", align)


def _alignment(element: html.HtmlElement) -> str:
    if element.tag == "center":
        return "center"
    if styled := ALIGNED.search(element.get("style", "")[:1000]):
        return styled[1].lower()
    align = element.get("align", "").lower()
    return align if align in ("center", "right") else ""


GREY = re.compile(
    r"(?:^|[;\s])color\s*:\s*(?:#([0-9a-f])\1\1\b|#([0-9a-f]{2})\2\2\b|(?:dark|dim|light)?gr[ae]y"
    r"|rgb\(\s*([0-9]{1,3})\s*,\s*\3\s*,\s*\3\s*\))",
    re.IGNORECASE,
)
BLACK = re.compile(r"#(?:000000|000|111111|111|222222|222|333333|333)\b|rgb\(\s*0", re.IGNORECASE)


def _is_muted(paragraph: html.HtmlElement) -> bool:
    """Whether all text of `paragraph` stands in grey spans or in <em>, as captions do."""
    if not is_blank(paragraph.text):
        return False
    return all(
        is_blank(child.tail) and (child.tag in ("em", "i", "br") or _is_grey(child))
        for child in paragraph
    )


def _is_grey(element: html.HtmlElement) -> bool:
    style = f"{element.get('style', '')[:1000]};color:{element.get('color', '')}"
    return GREY.search(style) is not None and BLACK.search(style) is None


def _hoist_pictures(paragraph: html.HtmlElement) -> None:
    """Bring pictures out of links, spans and the like, to stand behind them in `paragraph`."""
    for child in list(paragraph):
        inside = [image for image in child.iterdescendants("img") if not is_icon(image)]
        for image in reversed(inside):
            image.drop_tree()
            image.tail = None
            child.addnext(image)
