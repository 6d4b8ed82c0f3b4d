"""Text whose paragraphs are only blank lines, as WordPress keeps it."""

import html
import re

NAMES = (
    r"address|article|aside|blockquote|caption|center|colgroup|dd|details|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h[1-6]|header|hr|iframe|legend|li|main|nav|object|ol|p|pre|"
    r"script|section|style|summary|table|tbody|td|textarea|tfoot|th|thead|tr|ul|video"
)
BLOCK = re.compile(rf"</?(?=[A-Za-z])(?:{NAMES})\b", re.IGNORECASE)
TAG = re.compile(rf"<(/?)(?=[A-Za-z])({NAMES})\b[^<>]{{0,5000}}>", re.IGNORECASE)
# What stands in these is as it is, blank lines and all.
VERBATIM = ("pre", "script", "style", "textarea")
BLANK_LINES = re.compile(r"\n\s*\n")
# WordPress shows a player, or the piece, for an address that has a line to itself.
ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]]{4,2000}")


def with_paragraphs(text: str) -> str:
    """Return HTML `text` with <p> around what blank lines separate and <br> for line ends.

    What stands in a block of its own, without a blank line, gets no <p>; an address that has a
    line to itself is a link. After WordPress's wpautop:
    https://developer.wordpress.org/reference/functions/wpautop/
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    done: list[str] = []
    position, verbatim, is_within = 0, "", False
    for tag in TAG.finditer(text):
        is_end, name = bool(tag[1]), tag[2].lower()
        if verbatim and not (is_end and name == verbatim):
            continue
        chunk = text[position : tag.start()]
        done += [chunk if verbatim else _parted(chunk, is_within=is_within), tag[0]]
        position = tag.end()
        verbatim = name if not is_end and name in VERBATIM else ""
        is_within = not is_end and name != "hr"
    rest = text[position:]
    done.append(rest if verbatim else _parted(rest, is_within=is_within))
    return "".join(done).strip("\n")


def paragraphs_of(text: str) -> str:
    """Return plain `text` as HTML."""
    return with_paragraphs(html.escape(text, quote=False))


def as_link(address: str) -> str:
    """Return a link to `address`, which is HTML, that shows where it leads."""
    return f'<a href="{address}">{address}</a>'


def _parted(text: str, *, is_within: bool) -> str:
    """Return `text`, which holds no block, in paragraphs; `is_within` a block it may be without."""
    paragraphs = [_with_line_ends(part) for part in BLANK_LINES.split(text) if part.strip()]
    before = "\n" if text[:1].isspace() else ""
    after = "\n" if text[-1:].isspace() else ""
    if not paragraphs:
        return before
    if is_within and len(paragraphs) == 1:
        return f"{before}{paragraphs[0]}{after}"
    return before + "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs) + after


def _with_line_ends(text: str) -> str:
    lines = (line.strip() for line in text.strip().split("\n"))
    return "<br>".join(as_link(line) if ADDRESS.fullmatch(line) else line for line in lines)
