"""Marks of other dialects that Markdown would show as text."""

import re
from collections.abc import Callable

from articles.importing.markup.elements import Result, image, inline, is_picture

# Kramdown's attributes, and Hugo's and Pandoc's names of headings.
ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,200}\}")
CONTENTS = re.compile(
    r"^[ \t]{0,3}(?:(?:[*+-]|[0-9]{1,3}\.) [^\n]{0,40}\n[ \t]{0,3}\{:[ ]?toc[^{}\n]{0,40}\}"
    r"|(?:@?\[\[?toc\]\]?(?:\([^()\n]{0,80}\))?)[ \t]{0,9}$)",
    re.IGNORECASE | re.MULTILINE,
)
# Kramdown's word for HTML whose inside is Markdown: a blank line says so to others.
MARKDOWN_INSIDE = re.compile(
    r"(<(?:div|section|article|aside|details|figure|center|td|p)[^<>\n]{0,300}?)"
    r"\smarkdown=[\"']?(?:1|block|span|true)[\"']?([^<>\n]{0,300}>)[ \t]{0,9}\n"
)
HEADING_NAME = re.compile(
    r"^(#{1,6}[ \t][^\n]{1,500}?)[ \t]{0,9}\{#[^\s{}#%]{1,100}\}[ \t]{0,9}(?=$|<)", re.M
)
EMBED = re.compile(r"!\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]")
SIZE = re.compile(r"([0-9]{1,4})(?:x([0-9]{1,4}))?")


def without_marks(text: str) -> str:
    """Return Markdown without Kramdown's attributes, names of headings, and tables of contents."""
    if "toc]" in (lower := text.lower()) or "{:" in lower:
        text = CONTENTS.sub("", text)
    if "markdown=" in text:
        text = MARKDOWN_INSIDE.sub(r"\1\2\n\n", text)
    if "{:" in text:
        text = ATTRIBUTES.sub("", text)
    return HEADING_NAME.sub(r"\1", text) if "{#" in text else text


class Obsidian:
    """Obsidian's ![[picture.jpg|alt]]: pictures become images, notes their names."""

    def __init__(self, locate: Callable[[str], str], hold: Callable[[Result], str]):
        self.locate = locate
        self.hold = hold

    def replace(self, text: str) -> str:
        return EMBED.sub(self._embedded, text) if "![[" in text else text

    def _embedded(self, match: re.Match[str]) -> str:
        name, words = match[1].strip(), (match[2] or "").split("|")
        if not is_picture(name):
            return match[2] or name
        size = SIZE.fullmatch(words[-1].strip())
        alt = "" if size and len(words) == 1 else words[0].strip()
        width, height = (size[1], size[2] or "") if size else ("", "")
        markup = image(self.locate(name), alt=alt, width=width, height=height)
        return self.hold(inline(markup))
