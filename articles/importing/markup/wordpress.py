"""WordPress's shortcodes, in documents that were transcribed from a WordPress feed.

See https://codex.wordpress.org/Shortcode
"""

import re
from collections.abc import Iterator

from articles.html.text import lowered
from articles.importing.markup.arguments import named
from articles.importing.markup.elements import escape, link, paragraph
from articles.telling import tell

OWN = frozenset(
    "caption gallery embed video audio playlist quote wp_caption youtube vimeo".split()  # noqa: SIM905
)
# In doubled brackets it is shown, not done.
SHORTCODE = re.compile(r"(\[?)\[(/?)([A-Za-z][A-Za-z0-9_-]{1,60})((?:\s[^\[\]]{0,1000})?)/?\](\]?)")
PICTURE = re.compile(r"\A\s*((?:<a\s[^<>]{0,2000}>\s*)?<img\s[^<>]{0,3000}>(?:\s*</a>)?)")
CODE = re.compile(r"<(pre|code)\b", re.IGNORECASE)
# Whoever writes one in a sentence gives it no arguments.
ARGUMENT = re.compile(r"\s[A-Za-z_][\w-]{0,60}=")


def expand_shortcodes(text: str, *, is_english: bool) -> tuple[str, list[str]]:
    """Return `text` with the shortcodes of WordPress itself as HTML, and what there is to report.

    What encloses something and is of a plugin, as those that builders of pages lay out a text
    with, leaves what it encloses; what stands alone with arguments leaves a visible note. Other
    words in square brackets stay, as does all in code.
    """
    expansion = _Expansion(is_english)
    parts = [part if is_code else expansion.of(part) for part, is_code in code_and_text(text)]
    return "".join(parts), expansion.reports


def code_and_text(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of HTML `text` in their order, each with whether it is an element of code."""
    lower, position, start = lowered(text), 0, 0
    unclosed: set[str] = set()
    while code := CODE.search(lower, position):
        position = code.end()
        closing = f"</{code[1]}>"
        end = -1 if closing in unclosed else lower.find(closing, position)
        if end < 0:
            unclosed.add(closing)
            continue
        yield text[start : code.start()], False
        position = start = end + len(closing)
        yield text[code.start() : start], True
    yield text[start:], False


class _Expansion:
    """Expands one text after another; `reports` tells, each once, what became of tags."""

    def __init__(self, is_english: bool):
        self.is_english = is_english
        self.reports: list[str] = []

    def of(self, text: str) -> str:
        # Where each name is closed for the last time.
        closed = {tag[3].lower(): tag.start() for tag in SHORTCODE.finditer(text) if tag[2]}
        opened: set[str] = set()
        out: list[str] = []
        position, lower = 0, lowered(text)
        while tag := SHORTCODE.search(text, position):
            out.append(text[position : tag.start()])
            name, position = tag[3].lower(), tag.end()
            if tag[1] and tag[5]:
                out.append(tag[0][1:-1])
                continue
            out.append(tag[1])
            position -= len(tag[5])
            written = text[tag.start() + len(tag[1]) : position]
            if name in OWN and not tag[2]:
                closing = f"[/{name}]"
                end = lower.find(closing, position) if closed.get(name, -1) >= position else -1
                shown = _shown(name, tag[4], text[position:end] if end >= 0 else "")
                out.append(self._left_out(written) if shown is None else shown)
                position = end + len(closing) if end >= 0 else position
                continue
            if not tag[2] and name in closed:
                opened.add(name)
            out.append(self._of_plugin(written, name, is_pair=name in opened))
        return "".join([*out, text[position:]])

    def _of_plugin(self, written: str, name: str, *, is_pair: bool) -> str:
        """Return what stands for a tag that no part of WordPress itself knows."""
        if is_pair:
            self._report(tell("[{name}] is a plugin's; what it encloses stays", name=name))
            return ""
        return self._left_out(written) if ARGUMENT.search(written) else written

    def _left_out(self, written: str) -> str:
        self._report(tell("not shown: {tag}", tag=written[:200]))
        return paragraph(escape(_note(written[1:-1][:120], self.is_english)))

    def _report(self, message: str) -> None:
        if message not in self.reports:
            self.reports.append(message)


def _shown(name: str, arguments: str, inner: str) -> str | None:
    said = named(arguments)
    if name in ("caption", "wp_caption"):
        picture = PICTURE.match(inner)
        words = (inner[picture.end() :] if picture else inner).strip() or said.first("caption")
        shown = picture[1] if picture else ""
        caption = f"<figcaption>{words}</figcaption>" if words else ""
        return f"<figure>{shown}{caption}</figure>" if shown else f"<p>{words}</p>"
    if name == "quote":
        return f"<blockquote>{inner}</blockquote>"
    address = inner.strip() or said.first("src", "mp4", "mp3", "webm", "ogg", "url", place=0)
    if not address.startswith(("http://", "https://", "//", "/")):
        return None
    if name in ("video", "audio"):
        return f'<video src="{escape(address)}"></video>'
    return paragraph(link(address))


def _note(written: str, is_english: bool) -> str:
    if is_english:
        return f"[Content not shown here: {written}]"
    return f"［此处原有内容无法显示：{written}］"
