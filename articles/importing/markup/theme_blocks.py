"""Blocks of the popular themes (NexT, Butterfly, Fluid, Volantis, Stellar): their text stays."""

import re

from articles.importing.markup.arguments import listed
from articles.importing.markup.elements import (
    NOTHING,
    Result,
    block,
    paragraph,
    preformatted,
    quotation,
    strong_line,
)
from articles.importing.markup.lexing import Code, Piece, Tag
from articles.importing.markup.page import NOT_CLOSED, Page
from articles.importing.markup.shortcodes import plain, withheld
from articles.importing.markup.titles import title_of
from articles.telling import tell

TAB = re.compile(r"<!--\s{0,9}(?:tab\b([^\n<]{0,200}?)|endtab\s{0,9})\s{0,9}-->")
ITEM = re.compile(
    r"<!--\s{0,9}(?:timeline|item|node|cell|folder|title|okr)\b([^\n]{0,200}?)-->|<!--\s{0,9}end\w{0,20}\s{0,9}-->"
)
ICON = re.compile(r"@[\w -]{0,60}\Z")


def note(tag: Tag, page: Page) -> Result:
    """A box beside the text; what its arguments say beyond its style is its title."""
    return block(quotation(strong_line(title_of(tag.arguments)) + page.html_of(tag)))


def fold(tag: Tag, page: Page) -> Result:
    """What opens at a click: its title, then its text."""
    return block(strong_line(title_of(tag.arguments)) + page.html_of(tag))


def unclosed(tag: Tag, page: Page) -> Result:
    """{% note style, text %} on a line of its own, or a box whose end is missing."""
    said = title_of(tag.arguments)
    if "," not in tag.arguments:
        page.reports.add(tag, NOT_CLOSED)
    return block(quotation(paragraph(page.line(said)))) if said else NOTHING


def tabs(tag: Tag, page: Page) -> Result:
    """Each tab is a heading and what stands below it."""
    parts: list[tuple[str, list[Piece]]] = [("", [])]
    for piece in tag.children or []:
        # Comments are code to the lexer too, and what marks the tabs.
        is_code = isinstance(piece, Code) and not piece.startswith("<!--")
        if isinstance(piece, Tag) or is_code:
            parts[-1][1].append(piece)
            continue
        position = 0
        for match in TAB.finditer(piece):
            parts[-1][1].append(_like(piece, piece[position : match.start()]))
            position = match.end()
            if match[1] is not None:
                title = ICON.sub("", match[1].strip()).strip() or str(len(parts))
                parts.append((title, []))
        parts[-1][1].append(_like(piece, piece[position:]))
    return block("".join(f"{strong_line(title)}{page.render(inside)}" for title, inside in parts))


def _like(piece: str, text: str) -> str:
    return Code(text) if isinstance(piece, Code) else text


def timeline(tag: Tag, page: Page) -> Result:
    """{% timeline title, colour %}, its items between comments or in tags of their own."""
    pieces: list[Piece] = []
    for piece in tag.children or []:
        if isinstance(piece, Tag):
            pieces.append(piece)
        else:
            pieces.append(ITEM.sub(_item, piece))
    return block(strong_line(_said(tag.arguments)) + page.render(pieces))


def _said(arguments: str) -> str:
    return title_of(listed(arguments)[0])


def _item(comment: re.Match[str]) -> str:
    title = title_of(comment[1] or "")
    return f"\n\n{strong_line(title)}\n\n" if title else "\n"


def timenode(tag: Tag, page: Page) -> Result:
    said = title_of(tag.arguments) if "=" in tag.arguments else tag.arguments
    return block(strong_line(said) + page.html_of(tag))


def poem(tag: Tag, page: Page) -> Result:
    """{% poem title, author %}"""
    title = "，".join(filter(None, listed(tag.arguments)))
    return block(strong_line(title) + quotation(page.html_of(tag)))


def source_text(tag: Tag, _page: Page) -> Result:
    """A drawing or a formula, which nothing draws here: its source.

    {% mermaid graph LR %} has the first line of its source in the tag.
    """
    source = "\n".join(filter(None, [tag.arguments, tag.inner.strip("\n")]))
    return block(preformatted(source)) if tag.inner.strip() else NOTHING


def hidden_block(tag: Tag, page: Page) -> Result:
    """{% hideBlock label %}: the label is that of a button."""
    return block(page.html_of(tag))


def quiet(tag: Tag, page: Page) -> Result:
    """Lists of friends' sites and settings of scripts, in YAML or JSON."""
    page.reports.add(tag, tell("holds settings of a theme; they are shown as they are"))
    return block(preformatted(tag.inner)) if tag.inner.strip() else NOTHING


def comment(_tag: Tag, _page: Page) -> Result:
    return NOTHING


def centred(tag: Tag, page: Page) -> Result:
    return block(quotation(page.html_of(tag) + strong_line(tag.arguments)))


NOTES = (
    *("note", "notel", "subnote", "alert", "alertbox", "notice", "callout", "admonition", "box"),
    *("noteblock", "msg", "message", "tip", "warning", "success", "danger", "error"),
    "hint",
)
FOLDS = (
    *("details", "fold", "folding", "foldings", "hidetoggle", "spoiler", "collapse", "hbox"),
    *("accordion", "expand", "collapsed", "togglebox", "about", "panel", "card"),
)
FRAMES = (
    *("gallery", "gp", "grouppicture", "btns", "sitegroup", "linkgroup", "ghcardgroup", "grid"),
    *("center", "div", "span", "column", "columns", "row", "col", "cell", "galleries", "swiper"),
    *(
        "timelinewrap",
        "container",
        "wrap",
        "banner",
        "ablock",
        "story",
        "albums",
        "photos",
        "aside",
    ),
    *("videos", "audios", "linkgrid", "wow", "animate"),
)
RENDERERS = {
    **dict.fromkeys(NOTES, note),
    **dict.fromkeys(FOLDS, fold),
    **dict.fromkeys(FRAMES, plain),
    **dict.fromkeys(("tabs", "subtabs", "subsubtabs", "tabset"), tabs),
    **dict.fromkeys(("timeline", "folders", "paper", "reel", "okr"), timeline),
    **dict.fromkeys(("timenode", "timelinenode", "timeline_item", "tab", "cell"), timenode),
    "poem": poem,
    **dict.fromkeys(("mermaid", "math", "markmap", "plantuml", "graphviz", "score"), source_text),
    **dict.fromkeys(("echarts", "chart", "chartjs", "flink", "flinks", "site"), quiet),
    **dict.fromkeys(("hideblock", "hidden"), hidden_block),
    **dict.fromkeys(("centerquote", "cq", "bq", "blockquotecenter"), centred),
    "comment": comment,
    **dict.fromkeys(("encrypt", "hbe", "password"), withheld),
}
BLOCKS = frozenset(
    (
        *("tabs", "subtabs", "subsubtabs", "mermaid", "math", "hideblock"),
        *("gallery", "gp", "grouppicture", "timelinenode", "poem"),
        *("aplayerlist", "comment", "flink", "markmap"),
    )
)
# What their tags say is a text: they stand alone too.
SPEAKING = (
    *("note", "notel", "subnote", "alertbox", "noteblock", "details", "fold", "folding"),
    *("hidetoggle", "spoiler", "centerquote", "cq", "bq", "blockquote", "quote", "pullquote"),
)
