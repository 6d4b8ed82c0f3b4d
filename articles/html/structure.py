"""What may stand in what, so that every parser reads a body alike."""

from lxml import html

from articles.html.tree import append_text, is_blank, new_element, pieces

# Elements of a line; a block inside one is mended by each parser in its own way.
LINES = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "strong", "b", "em", "i", "u", "s", "strike"),
    *("sub", "sup", "mark", "small", "code", "kbd", "samp", "q", "cite", "abbr", "time", "del"),
    *("ins", "ruby", "rt", "rp", "dt", "pre", "font", "span", "tt", "big"),
}
WRAPPERS = {
    *("div", "section", "article", "center", "address", "main", "form", "header", "footer"),
    *("aside", "nav", "details", "summary", "fieldset", "legend", "hgroup", "dialog"),
}
BLOCKS = WRAPPERS | {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("pre", "hr", "figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr"),
    *("td", "th"),
}
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "caption": {"table"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "figcaption": {"figure"},
}
# What stands loose in a container is put into its first kind of child.
CHILDREN = {
    "ul": ("li",),
    "ol": ("li",),
    "dl": ("dd", "dt"),
    "table": ("tbody", "caption", "thead", "tfoot"),
    "thead": ("tr",),
    "tbody": ("tr",),
    "tfoot": ("tr",),
    "tr": ("td", "th"),
}


def is_stray(element: html.HtmlElement) -> bool:
    """Whether `element` is an item of no list that holds a line of text, and nothing beside."""
    return element.tag == "li" and not any(
        inner.tag in BLOCKS or inner.tag == "img" for inner in element.iterdescendants()
    )


def settle_structure(root: html.HtmlElement) -> None:
    """Bring the elements of `root` into places where HTML allows them; no text is lost."""
    _part_nested(root)
    for element in list(root.iter(*LINES)):
        if any(inner.tag in BLOCKS for inner in element.iterdescendants()):
            element.drop_tag()
    for element in list(root.iter(*WRAPPERS)):
        if element is root:
            continue
        if any(inner.tag in BLOCKS for inner in element.iterdescendants()):
            element.drop_tag()
        else:
            element.tag = "p"
    for element in list(root.iter(*PARENTS)):
        if element.getparent().tag not in PARENTS[str(element.tag)]:
            element.drop_tag()
    _house_strays(root)


def _part_nested(root: html.HtmlElement) -> None:
    """Unwrap what may not stand in its own kind."""
    for link in list(root.iter("a")):
        if next(link.iterancestors("a"), None) is not None:
            link.drop_tag()
    for reading in list(root.iter("rt", "rp")):
        if reading.getparent().tag in ("rt", "rp"):
            reading.drop_tag()


def _house_strays(container: html.HtmlElement) -> None:
    allowed = CHILDREN.get(str(container.tag))
    if allowed is not None:
        _rehouse(container, allowed)
    for child in list(container):
        _house_strays(child)
    if allowed is not None and not len(container):
        container.drop_tree()


def _rehouse(container: html.HtmlElement, allowed: tuple[str, ...]) -> None:
    contents = list(pieces(container))
    container.text = None
    for child in list(container):
        container.remove(child)
    house: html.HtmlElement | None = None
    for piece in contents:
        if not isinstance(piece, str) and piece.tag in allowed:
            container.append(piece)
            house = None
        elif house is None and isinstance(piece, str) and is_blank(piece):
            continue
        else:
            if house is None:
                house = new_element(allowed[0])
                container.append(house)
            if isinstance(piece, str):
                append_text(house, piece)
            else:
                house.append(piece)
