"""The body's shape: wrappers go, text stands in paragraphs, pictures stand in figures."""

from lxml import html

from articles.html.code import listing_of
from articles.html.credits import mark_closing_cite
from articles.html.embeds import link_to
from articles.html.evidence import (
    align_as,
    is_muted,
    is_named_caption,
    is_rule,
    place_of,
    within_paragraph,
)
from articles.html.inline import BREAKS, EMBEDS, holds_block, is_icon, shown_picture, tidy_inline
from articles.html.items import settle_list, shows_something
from articles.html.marks import Marks
from articles.html.parting import (
    free_figures,
    hoist_pictures,
    in_one_line,
    let_pictures_be,
    open_at_double_breaks,
    take_loose_pictures,
)
from articles.html.pictures import is_ornament
from articles.html.structure import is_stray, settle_structure
from articles.html.tables import cells_in_order, holds_only_cells, is_layout, keep_in_cells
from articles.html.targets import player_address
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
                run = self._ended(run, out, align)
                # Loose text has no paragraphs but by its line breaks.
                if piece.tag != "br":
                    self._block(piece, out, align=place_of(piece, align, self.marks))
        self._ended(run, out, align)

    def _ended(self, run: html.HtmlElement, out: html.HtmlElement, align: str) -> html.HtmlElement:
        """Append `run` as paragraphs; return an empty one to go on with."""
        if not len(run) and is_blank(run.text):
            # As between most blocks: a line end.
            run.text = None
            return run
        self._paragraph(run, out, align)
        return new_element("p")

    def _block(self, element: html.HtmlElement, out: html.HtmlElement, *, align: str) -> None:
        tag = str(element.tag)
        if tag == "p" and not holds_block(element):
            self._paragraph(element, out, align)
        elif tag in HEADINGS and not holds_block(element):
            self._heading(element, out)
        elif tag == "table":
            self._table(element, out, align)
        elif tag in LISTS or is_stray(element):
            self._list(element, out)
        elif tag == "pre":
            out.extend(listing_of(element))
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
        if is_muted(paragraph) or is_named_caption(paragraph, self.marks):
            paragraph.set("data-muted", "")
        align = within_paragraph(paragraph, align)
        self._tidy_inline(paragraph)
        text = visible_text(paragraph)
        if not align and is_rule(text):
            out.append(new_element("hr"))
        elif text:
            align_as(paragraph, align)
            out.append(paragraph)

    def _tidy_inline(self, block: html.HtmlElement) -> None:
        tidy_inline(block, base=self.base, marks=self.marks)

    def _picture(self, image: html.HtmlElement, out: html.HtmlElement, align: str) -> None:
        if not image.get("src"):
            self.removed.append({"kind": "picture", "text": image.get("data-was", "")[:500]})
            return
        figure = new_element("figure")
        align_as(figure, "ornament" if is_ornament(image) else align)
        figure.append(shown_picture(image, self.marks))
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
            mark_closing_cite(caption)
            self._tidy_inline(in_one_line(caption))
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
        """Append a list or a table as it stands; pictures in no cell stand behind it."""
        self.removed += keep_in_cells(element, self.marks)
        pictures = take_loose_pictures(element)
        for embed in list(element.iter(*EMBEDS)):
            link = self._link_to(embed)
            embed.addprevious(link)
            embed.drop_tree()
        holder = new_element("div")
        holder.append(element)
        settle_structure(holder)
        for block in holder:
            self._tidy_inline(block)
        out.extend(block for block in list(holder) if shows_something(block))
        for image in pictures:
            self._picture(image, out, "")

    def _list(self, element: html.HtmlElement, out: html.HtmlElement) -> None:
        """Append a list; an item outside any joins the list that the ones before it began."""
        if element.tag != "li":
            removed, is_list = settle_list(element, out, self._flow)
            self.removed += removed
            if is_list:
                self._whole(element, out)
            return
        strays, holder = new_element("ul", {"data-strays": ""}), new_element("div")
        strays.append(element)
        self._whole(strays, holder)
        goes_on = len(out) and "data-strays" in out[-1].attrib
        (out[-1] if goes_on else out).extend(list(strays if goes_on else holder))

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
        address = player_address(embed, self.base, self.marks.rules)
        self.removed.append({"kind": "embed", "text": address[:500]})
        return link_to(address)
