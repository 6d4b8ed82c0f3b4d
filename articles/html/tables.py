"""Tables: those of data, and those that only lay a page out."""

from collections.abc import Iterator

from lxml import html

from articles.html.inline import EMBEDS
from articles.html.tree import visible_text

MAX_CAPTION = 80
SHORT_CELL = 40


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
    return cell.find(".//img") is not None and not visible_text(cell)


def _is_rich(cell: html.HtmlElement) -> bool:
    if (
        next(cell.iter("img", "p", "h1", "h2", "h3", "h4", "blockquote", "pre", "figure"), None)
        is not None
    ):
        return True
    return len(visible_text(cell)) > SHORT_CELL
