"""Tables: those of data, and those that only lay a page out."""

from collections.abc import Iterator

from lxml import html

from articles.html.addresses import MAX_LENGTH, PICTURE_NAME, path_of
from articles.html.inline import EMBEDS, is_icon, shown_picture, stands_for_words
from articles.html.marks import Marks
from articles.html.pictures import IN_CELL
from articles.html.tree import visible_text

MAX_CAPTION = 80
SHORT_CELL = 40
CELLS = ("td", "th")


def is_layout(table: html.HtmlElement) -> bool:
    """Whether the cells of `table` are parts of a text or a grid of pictures, not data."""
    if table.get("role") == "presentation":
        return True
    rows = _rows(table)
    cells = [cell for row in rows for cell in row]
    if len(cells) <= 1:
        return True
    if any(cell.tag == "th" for cell in cells) or table.find("caption") is not None:
        return False
    if any(cell.find(".//table") is not None for cell in cells) or max(map(len, rows)) == 1:
        return True
    if len(rows) == 1:
        return any(_is_rich(cell) for cell in cells)
    filled = [cell for cell in cells if visible_text(cell) or cell.find(".//img") is not None]
    pictures = [cell for cell in filled if _holds_only_pictures(cell)]
    return len(pictures) * 2 >= len(filled) > 0 and all(
        len(visible_text(cell)) <= MAX_CAPTION for cell in filled
    )


def is_in_cell(image: html.HtmlElement) -> bool:
    """Whether `image` stands in a cell, and in no figure there."""
    holder = next(image.iterancestors(*CELLS, "figure"), None)
    return holder is not None and holder.tag in CELLS


def is_of_data(image: html.HtmlElement) -> bool:
    """Whether `image` stands in a cell of a table of data."""
    return is_in_cell(image) and not is_layout(next(image.iterancestors("table", "body")))


def keep_in_cells(table: html.HtmlElement, marks: Marks) -> list[dict[str, str]]:
    """Leave the pictures of cells in their lines, out of links that only enlarge them.

    Returns the records of those that have no address.
    """
    removed = []
    for image in [i for i in table.iter("img") if is_in_cell(i) and not stands_for_words(i)]:
        if not image.get("src"):
            removed.append({"kind": "picture", "text": image.get("data-was", "")[:500]})
            image.drop_tree()
            continue
        link = next(image.iterancestors("a"), None)
        kept = shown_picture(image, marks)
        kept.set(IN_CELL, "")
        kept.tail = image.tail
        image.getparent().replace(image, kept)
        if link is not None and PICTURE_NAME.search(path_of(link.get("href", "")[:MAX_LENGTH])):
            link.drop_tag()
    return removed


def cells_in_order(table: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, bool]]:
    """Yield the cells of a layout table as they are read, each with whether it is the caption of
    the picture before it: a row of texts below a row of pictures is one of captions."""
    rows = _rows(table)
    while rows:
        row = rows.pop(0)
        if rows and _is_row_of_captions(rows[0], row):
            captions = rows.pop(0)
            for picture, caption in zip(row, captions, strict=True):
                yield picture, False
                yield caption, True
        else:
            yield from ((cell, False) for cell in row)


def holds_only_cells(table: html.HtmlElement) -> bool:
    """Whether nothing that readers see stands in `table` outside its rows' cells."""
    cells = [cell for row in _rows(table) for cell in row]
    inside = sum(len("".join(visible_text(cell).split())) for cell in cells)
    pictures = sum(len(list(cell.iter("img", *EMBEDS))) for cell in cells)
    return inside == len("".join(visible_text(table).split())) and pictures == len(
        list(table.iter("img", *EMBEDS))
    )


def _rows(table: html.HtmlElement) -> list[list[html.HtmlElement]]:
    rows = (
        row
        for part in (table, *table.iterchildren("thead", "tbody", "tfoot"))
        for row in part.iterchildren("tr")
    )
    found = [list(row.iterchildren("td", "th")) for row in rows]
    return [cells for cells in found if cells]


def _is_row_of_captions(row: list[html.HtmlElement], above: list[html.HtmlElement]) -> bool:
    return len(row) == len(above) and all(
        _holds_only_pictures(picture)
        and cell.find(".//img") is None
        and len(visible_text(cell)) <= MAX_CAPTION
        for picture, cell in zip(above, row, strict=True)
    )


def _holds_only_pictures(cell: html.HtmlElement) -> bool:
    # A tick or a flag in each row is what the table tells, no picture to look at.
    return not visible_text(cell) and not all(map(is_icon, cell.iter("img")))


def _is_rich(cell: html.HtmlElement) -> bool:
    parts = cell.iter("img", "p", "h1", "h2", "h3", "h4", "blockquote", "pre", "figure")
    if not all(part.tag == "img" and is_icon(part) for part in parts):
        return True
    return len(visible_text(cell)) > SHORT_CELL
