"""Hugo's shortcodes, those of common themes, and those of US government sites' shared theme.

See https://gohugo.io/content-management/shortcodes/
"""

import re
from dataclasses import replace

from articles.importing.markup import boxes
from articles.importing.markup.arguments import Arguments, named
from articles.importing.markup.elements import (
    NOTHING,
    Result,
    address,
    block,
    escape,
    figure,
    image,
    inline,
    is_picture,
    link,
    paragraph,
    preformatted,
)
from articles.importing.markup.hexo_tags import raw
from articles.importing.markup.lexing import Tag
from articles.importing.markup.page import Page
from articles.telling import tell

NOT_OURS = tell("names a picture that only its site knows")
# Of files, as a gallery names them: a path, a pattern, an ending.
FILES = re.compile(r"[/*]|\.[A-Za-z]{3,4}\b")
PICTURE_NAMES = ("src", "url", "link", "image", "file", "path", "image_path", "filename", "name")


def picture(tag: Tag, page: Page) -> Result:
    """{{< figure src alt title caption attr attrlink link width height >}} and its like."""
    said = named(tag.arguments)
    src = said.first(
        "src", "url", "image", "image_path", "file", "path", "filename", "name", place=0
    )
    if not src:
        return page.unknown(tag, reason=tell("names no picture"))
    if not is_picture(src) and "/" not in src:
        return _named_picture(tag, said, src, page)
    shown = image(
        src,
        alt=said.first("alt", place=1 if not said.named else None)
        or said.first("caption", "title"),
        width=said.first("width"),
        height=said.first("height"),
    )
    if said.first("link") and "src" in said.named:
        shown = f'<a href="{escape(said.first("link"))}">{shown}</a>'
    return block(figure(shown, _caption(tag, said, page)))


def _named_picture(tag: Tag, said: Arguments, name: str, page: Page) -> Result:
    """A picture that a site's own data tells the file of: what is said of it stays."""
    page.reports.add(tag, NOT_OURS, name)
    caption = said.first("caption") or said.first("alt")
    shown = name if page.is_english else f"图片 {name}"
    note = f"[Picture not shown here: {shown}]" if page.is_english else f"［此处原有{shown}］"
    return block(paragraph(escape(note)) + paragraph(page.line(caption)))


def _caption(tag: Tag, said: Arguments, page: Page) -> str:
    title, words = said.first("title"), said.first("caption", "description", "desc")
    if not words and tag.children:
        words = " ".join(tag.inner.split())
    parts = [f"<strong>{page.line(title)}</strong>" if title and title != words else ""]
    parts.append(page.line(words))
    credit = said.first("attr", "credit", "attribution", "source")
    if credit:
        target = said.first("attrlink")
        parts.append(link(target, credit) if target else page.line(credit))
    return " ".join(filter(None, parts))


def file(tag: Tag, page: Page) -> Result:
    """{{< asset-static file="…" label="…" >}}: a file of the site."""
    said = named(tag.arguments)
    name = said.first("file", "src", "path", "url", place=0)
    label = said.first("label", "text", "title", place=1)
    if not label:
        return address(name)
    if name.startswith(("http://", "https://", "/")):
        return inline(link(name, label))
    page.reports.add(tag, tell("links to a file that only its site knows"), name)
    return inline(page.line(label))


def path(tag: Tag, _page: Page) -> Result:
    """{{< ref "path" >}}: the path of another piece, as its site has it."""
    said = named(tag.arguments)
    name = said.first("path", place=0)
    bare, mark, fragment = name.partition("#")
    for ending in ("/_index.md", "/index.md", ".md"):
        if bare.endswith(ending):
            bare = bare.removesuffix(ending) + "/"
            break
    if bare and not bare.startswith(("/", "./", "../")) and "://" not in bare:
        bare = f"/{bare}"
    return address(f"{bare}{mark}{fragment}")


def code(tag: Tag, page: Page) -> Result:
    """{{< highlight go "options" >}}; without a language it marks words."""
    said = named(tag.arguments)
    language = said.first("lang", "language", place=0)
    if not language and "\n" not in tag.inner.strip():
        return inline(f"<mark>{page.line(tag.inner)}</mark>")
    return block(preformatted(tag.inner, language=language, heading=escape(said.first("title"))))


def source_text(tag: Tag, _page: Page) -> Result:
    return block(preformatted(tag.inner)) if tag.inner.strip() else NOTHING


def plain(tag: Tag, page: Page) -> Result:
    """A frame; one around nothing that names files shows what its site knows."""
    if not tag.inner.strip() and FILES.search(tag.arguments):
        return page.unknown(tag, reason=tell("shows what only its site knows"))
    return page.flow_of(tag)


def web_link(tag: Tag, page: Page) -> Result:
    """{{< link "address" "text" >}}; without a text it stands for the address."""
    said = named(tag.arguments)
    text = said.first("content", "text", "name", place=1)
    target = said.first("href", "url", "link", place=0)
    return inline(link(target, text)) if text and target else path(tag, page)


def withheld(tag: Tag, page: Page) -> Result:
    """What its site shows to those who know a password; the password is not told."""
    reason = tell("protects its text by a password, which nothing does here: it is left out")
    return block(paragraph(page.unknown(replace(tag, arguments=""), reason=reason).text))


def word(tag: Tag, page: Page) -> Result:
    """A word in a style of its own."""
    said = named(tag.arguments)
    text = tag.inner or said.first("text", "content", place=0)
    return inline(page.line(" ".join(text.split())))


def nothing(_tag: Tag, _page: Page) -> Result:
    return NOTHING


def param(tag: Tag, page: Page) -> Result:
    """{{< param name >}}: a value of the document's own front matter."""
    name = named(tag.arguments).first(place=0)
    value = page.document.extra.get(name) or {"title": page.document.title}.get(name.lower(), "")
    return (
        inline(escape(str(value))) if isinstance(value, str | int) and value else page.unknown(tag)
    )


PICTURES = (
    *("figure", "img", "image", "img-right", "img-left", "img-full", "picture", "imgproc", "photo"),
    *(
        "legacy-img",
        "legacy-img-right",
        "legacy-img-left",
        "fig",
        "imgcap",
        "img-flexible",
        "bsimage",
    ),
    *("easy-img", "figure-modified", "lazyimg", "imgh", "image-right", "img-small"),
)
FRAMES = (
    *(
        "tabs",
        "steps",
        "columns",
        "column",
        "center",
        "div",
        "section",
        "gallery",
        "row",
        "col",
        "blocks",
    ),
    *(
        "tabbed",
        "cards",
        "code-toggle",
        "codetabs",
        "rawhtml",
        "html",
        "unsafe",
        "markdown",
        "md",
        "align",
        "style",
        "typeit",
    ),
)
RENDERERS = {
    **boxes.RENDERERS,
    **dict.fromkeys(PICTURES, picture),
    **dict.fromkeys(FRAMES, plain),
    **dict.fromkeys(("asset-static", "download", "file"), file),
    **dict.fromkeys(("ref", "relref", "tmp", "legacy-file", "absurl", "relurl", "static"), path),
    **dict.fromkeys(("highlight", "code"), code),
    **dict.fromkeys(
        ("mermaid", "math", "katex", "latex", "plantuml", "prettify", "echarts", "chart"),
        source_text,
    ),
    "raw": raw,
    **dict.fromkeys(("link", "person"), web_link),
    **dict.fromkeys(("encrypt", "encrypted", "fixit-encryptor", "password"), withheld),
    **dict.fromkeys(
        ("mark", "label", "badge", "kbd", "color", "span", "small", "del", "version"), word
    ),
    **dict.fromkeys(
        ("toc", "br", "clear", "hr", "comment", "adsense", "ads", "icon", "vspace"), nothing
    ),
    "param": param,
}
BLOCKS = frozenset(("highlight", "mermaid", "tabs", "tab", "accordion", "details", "note"))
