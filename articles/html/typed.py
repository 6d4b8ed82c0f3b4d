"""A body as people type it: a paragraph a line, markup only where it says more than that."""

import html as entities
import re

from lxml import etree, html

from articles.html.inline import holds_block
from articles.html.sanitize import DROPPED, TAGS, CleanHTML, clean_html, read_markup
from articles.html.tree import append_text, is_blank, new_element, parse, pieces, serialize

WRAPPERS = {
    *("div", "section", "article", "main", "header", "footer", "aside", "center", "nav", "html"),
    *("head", "body", "form", "fieldset", "address", "details", "summary"),
}
INLINE = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "em"),
    *("font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s"),
    *("samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    *("button", "output", "picture", "source"),
}
KNOWN = "|".join(sorted(TAGS | DROPPED | INLINE | WRAPPERS | {"h1", "h5", "h6"}))
# "5 < 6", "<某处>" and "<name@example.org>" are text; so is all that is no element of HTML.
LONE_BRACKET = re.compile(rf"<(?!/?(?:{KNOWN})(?=[\s/>])|!--)", re.IGNORECASE)
AMPERSAND = re.compile(r"&amp;(?=(#?[0-9A-Za-z]*;?))")
ESCAPED_BRACKET = re.compile(r"&lt;(?![/!A-Za-z?])")


def typed_body(text: str) -> CleanHTML:
    """Return the body that an editor typed as `text`.

    Each line outside an element is a paragraph, blank lines are none, and a picture on its
    own stands in a figure; blocks that were typed as HTML stay. The inverse of `writable`.
    Raises MarkupRefused as `clean_html` does.
    """
    out = new_element("div")
    _flow(read_markup(LONE_BRACKET.sub("&lt;", text)), out)
    return clean_html(serialize(out))


def writable(body: str) -> str:
    """Return `body`, clean HTML, as it is shown for writing: a blank line between blocks,
    and plain paragraphs without their tags."""
    lines = []
    for piece in pieces(parse(body)):
        if isinstance(piece, str):
            lines += [_softened(entities.escape(piece, quote=False).strip())]
        elif piece.tag == "p" and not piece.attrib and _is_one_line(piece):
            lines += [_softened(serialize(piece))]
        else:
            lines += [etree.tostring(piece, encoding="unicode", method="html")]
    return "\n\n".join(line for line in lines if line)


def _flow(source: html.HtmlElement, out: html.HtmlElement) -> None:
    """Append the blocks of `source` to `out`; lines between them become paragraphs."""
    line = new_element("p")
    for piece in pieces(source):
        if isinstance(piece, str):
            first, *others = piece.split("\n")
            append_text(line, first)
            for text in others:
                line = _ended(line, out)
                append_text(line, text)
        elif piece.tag in INLINE and not holds_block(piece):
            line.append(piece)
        else:
            line = _ended(line, out)
            _block(piece, out)
    _ended(line, out)


def _block(piece: html.HtmlElement, out: html.HtmlElement) -> None:
    # A link or an emphasis around blocks has no place in a body either.
    if piece.tag in WRAPPERS or piece.tag in INLINE:
        _flow(piece, out)
    elif piece.tag == "blockquote":
        quote = new_element("blockquote")
        _flow(piece, quote)
        out.extend([quote] if len(quote) else [])
    elif piece.tag != "p" or not _says_nothing(piece):
        out.append(piece)


def _ended(line: html.HtmlElement, out: html.HtmlElement) -> html.HtmlElement:
    """Append `line` to `out` unless it is blank; return a new one."""
    only_pictures = len(line) and all(child.tag == "img" for child in line)
    if only_pictures and is_blank("".join(line.itertext())):
        line.tag = "figure"
    if line.tag == "figure" or not _says_nothing(line):
        _trim(line)
        out.append(line)
    return new_element("p")


def _says_nothing(element: html.HtmlElement) -> bool:
    return is_blank("".join(element.itertext())) and element.find(".//img") is None


def _trim(line: html.HtmlElement) -> None:
    line.text = (line.text or "").lstrip()
    if len(line):
        line[-1].tail = (line[-1].tail or "").rstrip()
    else:
        line.text = line.text.rstrip()


def _is_one_line(paragraph: html.HtmlElement) -> bool:
    """Whether `paragraph` comes back as it is when its content is typed as a line."""
    inside = serialize(paragraph)
    return "\n" not in inside and inside == inside.strip() and not holds_block(paragraph)


def _softened(markup: str) -> str:
    """Return `markup` with &, < and > plain where they cannot be taken for markup."""

    def plain(match: re.Match[str]) -> str:
        meant = entities.unescape(f"&{match[1]}") == f"&{match[1]}"
        return "&" if meant else match[0]

    return ESCAPED_BRACKET.sub("<", AMPERSAND.sub(plain, markup)).replace("&gt;", ">")
