import re
import unicodedata

from lxml import html

from articles.html.tree import parse

# XML, and so every feed, forbids these; PostgreSQL refuses NUL, UTF-8 a surrogate.
# Overrides of the reading direction are forbidden with them: they make a text seem another.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
# Characters that reorder or hide others; in a line of text they only serve to deceive.
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
BLOCKS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "figure", "figcaption"),
    *("table", "tr", "ul", "ol", "dl", "dt", "dd", "hr", "div"),
}
SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）)]*|\.(?=\s|$)")


def clean_text(text: str) -> str:
    """Return `text` with line ends as \\n and without characters that no text may hold."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def lowered(text: str) -> str:
    """Return `text` in lower case, each character in its place."""
    # İ alone becomes two, which would move all that follows.
    return text.replace("\u0130", "I").lower()


def one_line(text: str) -> str:
    """Return `text` as one trimmed line: NFC, blanks folded, invisible characters gone."""
    text = INVISIBLE.sub("", clean_text(unicodedata.normalize("NFC", text)))
    return " ".join(text.split())


def text_of(markup: str, *, figures: bool = True) -> str:
    """Return the plain text of clean HTML, one line a block, blocks parted by "\\n".

    Without `figures`, pictures' captions are left out. No text gives "".
    """
    root = parse(markup)
    if not figures:
        for figure in list(root.iter("figure")):
            figure.drop_tree()
    part_blocks(root)
    return folded_text(root)


def part_blocks(root: html.HtmlElement) -> None:
    """Put "\\n" where a block or a line of `root` begins or ends, for `folded_text`."""
    for element in root.iter():
        if element.tag == "br":
            element.tail = "\n" + (element.tail or "")
        elif element.tag in BLOCKS:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
        elif element.tag in ("td", "th"):
            element.tail = " " + (element.tail or "")


def folded_text(root: html.HtmlElement) -> str:
    """Return the text of `root`, blanks folded, without empty lines."""
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt_of(text: str, *, limit: int = 110) -> str:
    """Return the first sentences of `text` within `limit` characters, at least a part of one.

    A sentence that is cut ends with “…”.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    ends = [match.end() for match in SENTENCE_END.finditer(line, 0, limit + 1)]
    if ends and ends[-1] >= limit // 3:
        return line[: ends[-1]].strip()
    cut = line[: limit - 1]
    if line[limit - 1].isascii() and line[limit - 1].isalnum() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip("，、；：,;: ") + "…"
