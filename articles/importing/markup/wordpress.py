"""WordPress's shortcodes, in documents that were transcribed from a WordPress feed.

See https://codex.wordpress.org/Shortcode
"""

import re

from articles.importing.markup.arguments import named
from articles.importing.markup.elements import escape, link, paragraph

NAMES = r"(?:caption|gallery|embed|video|audio|playlist|quote|wp_caption|youtube|vimeo)"
OPENING = re.compile(rf"\[({NAMES})((?:\s[^\[\]]{{0,1000}})?)\]", re.IGNORECASE)
PICTURE = re.compile(r"\A\s*((?:<a\s[^<>]{0,2000}>\s*)?<img\s[^<>]{0,3000}>(?:\s*</a>)?)")


def expand_shortcodes(text: str, *, is_english: bool) -> tuple[str, list[str]]:
    """Return `text` with the shortcodes of WordPress itself as HTML, and what was left out.

    Others stay as text: too much stands in square brackets.
    """
    out: list[str] = []
    missing: list[str] = []
    unclosed: set[str] = set()
    position = 0
    lower = text.lower()
    while match := OPENING.search(text, position):
        out.append(text[position : match.start()])
        name, arguments = match[1].lower(), match[2]
        closing = f"[/{name}]"
        end = -1 if name in unclosed else lower.find(closing, match.end())
        if end < 0:
            unclosed.add(name)
        inner = text[match.end() : end] if end >= 0 else ""
        position = end + len(closing) if end >= 0 else match.end()
        shown = _shown(name, arguments, inner)
        if shown is None:
            missing.append(match[0][:200])
            shown = paragraph(escape(_note(match[0][1:-1][:120], is_english)))
        out.append(shown)
    return "".join([*out, text[position:]]), missing


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
