"""Text whose paragraphs are only blank lines, as WordPress keeps it."""

import html
import re

BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|caption|center|colgroup|dd|details|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|h[1-6]|header|hr|iframe|legend|li|main|nav|object|ol|p|pre|"
    r"script|section|style|summary|table|tbody|td|textarea|tfoot|th|thead|tr|ul|video)\b",
    re.IGNORECASE,
)
# What stands in these is as it is, blank lines and all.
VERBATIM = re.compile(r"<(/?)(pre|script|style|textarea)\b", re.IGNORECASE)


def with_paragraphs(text: str) -> str:
    """Return HTML `text` with <p> around what blank lines separate and <br> for line ends.

    A line with a tag of a block in it stays as it is. After WordPress's wpautop:
    https://developer.wordpress.org/reference/functions/wpautop/
    """
    done: list[str] = []
    lines: list[str] = []
    verbatim = ""
    for line in [*text.splitlines(), ""]:
        is_verbatim, verbatim = bool(verbatim), _open_after(line, verbatim)
        is_block = is_verbatim or bool(verbatim) or BLOCK.search(line) is not None
        if lines and (is_block or not line.strip()):
            done.append(f"<p>{'<br>'.join(lines)}</p>")
            lines = []
        if is_block:
            done.append(line)
        elif line.strip():
            lines.append(line.strip())
    return "\n".join(done)


def paragraphs_of(text: str) -> str:
    """Return plain `text` as HTML."""
    return with_paragraphs(html.escape(text, quote=False))


def _open_after(line: str, verbatim: str) -> str:
    """Return the verbatim element that is open after `line`, when `verbatim` is before it."""
    for closing, name in VERBATIM.findall(line):
        if closing and name.lower() == verbatim:
            verbatim = ""
        elif not closing and not verbatim:
            verbatim = name.lower()
    return verbatim
