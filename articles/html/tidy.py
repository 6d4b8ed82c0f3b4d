"""The body's shape: wrappers go, text stands in paragraphs, pictures stand in figures."""

from lxml import html

from articles.html.addresses import resolve_link
from articles.html.code import text_of_code
from articles.html.evidence import evidence_of, is_muted
from articles.html.inline import BREAKS, EMBEDS, PIXELS, holds_block, is_icon, tidy_inline
from articles.html.marks import Marks
from articles.html.parting import (
    free_figures,
    hoist_pictures,
    let_pictures_be,
    open_at_double_breaks,
)
from articles.html.pictures import spoken_alt
from articles.html.structure import settle_structure
from articles.html.tables import cells_in_order, holds_only_cells, is_layout
from articles.html.targets import target_of
from articles.html.tree import append_text, is_blank, new_element, pieces, visible_text

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
LISTS = {"ul", "ol", "dl"}


class Tidier:
    """Rebuilds a parsed body as a flat row of blocks in a new <div>.

    Blocks are p, h2 to h4, lists, blockquote, pre, table, hr and figure (one picture, or the
    document's own figure). Every <img> must carry its resolved address as `src`. Paragraphs
    and figures carry `data-align` (center, right) as evidence for captions; the sanitiser
    removes it. `removed` collects what is taken out, each {"kind": …, "text": …}.
    """

    def __init__(self, marks: Marks, *, base: str):
        self.marks = marks
        self.base = base
        self.removed: list[dict[str, str]] = []

    def tidy(self, root: html.HtmlElement) -> html.HtmlElement:
        out = new_element("div")
        free_figures(root)
        self._flow(root, out, align="")
        return out

    def _flow(self, source: html.HtmlElement, out: html.HtmlElement, *, align: str) -> None:
        """Append the blocks of `source` to `out`; text between blocks becomes paragraphs."""
        run = new_element("p")
        for piece in pieces(source):
            if isinstance(piece, str):
                append_text(run, piece)
            elif piece.tag != "br" and piece.tag not in BREAKS and not holds_block(piece):
                run.append(piece)
            else:
                self._paragraph(run, out, align)
                run = new_element("p")
                # Loose text has no paragraphs but by its line breaks.
                if piece.tag != "br":
                    self._block(piece, out, align=evidence_of(piece, self.marks) or align)
        self._paragraph(run, out, align)

    def _block(self, element: html.HtmlElement, out: html.HtmlElement, *, align: str) -> None:
        tag = str(element.tag)
        if tag == "p" and not holds_block(element):
            self._paragraph(element, out, align)
        elif tag in HEADINGS and not holds_block(element):
            self._heading(element, out)
        elif tag == "table":
            self._table(element, out, align)
        elif tag in LISTS:
            self._whole(element, out)
        elif tag == "pre":
            self._code(element, out)
        elif tag == "blockquote":
            quote = new_element("blockquote")
            self._flow(element, quote, align="")
            out.extend([quote] if len(quote) else [])
        elif tag == "figure":
            self._figure(element, out, align)
        elif tag in EMBEDS:
            self._embed(element, out)
        elif tag == "hr":
            out.append(new_element("hr"))
        else:
            self._flow(element, out, align=align)

    def _table(self, element: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        if not is_layout(element):
            self._whole(element, out)
        elif holds_only_cells(element):
            for cell, is_caption in cells_in_order(element):
                self._flow(cell, out, align="caption" if is_caption else "")
        else:
            self._flow(element, out, align=align)

    def _paragraph(self, element: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        """Append `element` as paragraphs, parted at double line breaks and at pictures."""
        hoist_pictures(element)
        open_at_double_breaks(element)
        paragraph, after_break = new_element("p"), False
        for piece in pieces(element):
            if isinstance(piece, str):
                append_text(paragraph, piece)
                after_break = after_break and is_blank(piece)
            elif piece.tag == "img" and not is_icon(piece):
                self._finish(paragraph, out, align)
                self._picture(piece, out, align)
                paragraph, after_break = new_element("p"), False
            elif piece.tag == "br" and after_break:
                self._finish(paragraph, out, align)
                paragraph, after_break = new_element("p"), False
            else:
                paragraph.append(piece)
                after_break = piece.tag == "br"
        self._finish(paragraph, out, align)

    def _finish(self, paragraph: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        if not len(paragraph) and is_blank(paragraph.text):
            return
        if is_muted(paragraph):
            paragraph.set("data-muted", "")
        self._tidy_inline(paragraph)
        if visible_text(paragraph):
            _align(paragraph, align)
            out.append(paragraph)

    def _tidy_inline(self, block: html.HtmlElement) -> None:
        tidy_inline(block, base=self.base, marks=self.marks)

    def _picture(self, image: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        if not image.get("src"):
            self.removed.append({"kind": "picture", "text": image.get("data-was", "")[:500]})
            return
        figure = new_element("figure")
        _align(figure, align)
        kept = new_element("img", src=image.get("src", ""), alt=spoken_alt(image, self.marks))
        for side in ("width", "height"):
            if pixels := PIXELS.fullmatch(image.get(side, "")):
                kept.set(side, pixels[1])
        figure.append(kept)
        out.append(figure)

    def _figure(self, element: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        """Append the document's own figure: its pictures in one, with its caption."""
        holder = new_element("div")
        caption = element.find(".//figcaption")
        if caption is None or element.find(".//figure") is not None:
            let_pictures_be(element)
            self._flow(element, holder, align=align)
            out.extend(list(holder))
            return
        caption.drop_tree()
        caption.tail = None
        for image in [i for i in caption.iter("img") if not is_icon(i)]:
            image.drop_tree()
            image.tail = None
            element.append(image)
        let_pictures_be(element)
        self._flow(element, holder, align=align)
        figures = [block for block in holder if block.tag == "figure"]
        for other in figures[1:]:
            figures[0].extend(other.findall("img"))
            holder.remove(other)
        if figures:
            self._tidy_inline(_in_one_line(caption))
            caption.attrib.clear()
            figures[0].append(caption)
        else:
            self._flow(caption, holder, align=align)
        out.extend(list(holder))

    def _heading(self, element: html.HtmlElement, out: html.HtmlElement) -> None:
        level = HEADINGS[str(element.tag)]
        holder = new_element("div")
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
        holder = new_element("div")
        holder.append(element)
        settle_structure(holder)
        for block in holder:
            self._tidy_inline(block)
        out.extend(block for block in list(holder) if visible_text(block))
        for image in pictures:
            self._picture(image, out, "")

    def _code(self, element: html.HtmlElement, out: html.HtmlElement) -> None:
        code = new_element("code")
        code.text = text_of_code(element)
        block = new_element("pre")
        block.append(code)
        out.extend([] if is_blank(code.text) else [block])

    def _embed(self, element: html.HtmlElement, out: html.HtmlElement) -> None:
        link = self._link_to(element)
        if link.get("href"):
            paragraph = new_element("p")
            paragraph.append(link)
            out.append(paragraph)

    def _link_to(self, embed: html.HtmlElement) -> html.HtmlElement:
        """Return a link in place of a player, for nothing foreign runs on a page; noted as removed.

        A player without a web address gives an empty link.
        """
        inner = embed.find(".//source")
        named = embed.get("src") or embed.get("data-src") or embed.get("data")
        address = named or (inner.get("src", "") if inner is not None else "")
        address = target_of(resolve_link(address, self.base), self.marks.rules)
        self.removed.append({"kind": "embed", "text": address[:500]})
        link = new_element("a")
        if address.startswith(("http://", "https://")):
            link.set("href", address)
            link.text = address
        return link


def _align(block: html.HtmlElement, align: str) -> None:
    if align:
        block.set("data-align", align)


def _in_one_line(caption: html.HtmlElement) -> html.HtmlElement:
    for block in [inner for inner in caption.iterdescendants() if inner.tag in BREAKS]:
        append_text(block, " ")
        block.drop_tag()
    return caption
