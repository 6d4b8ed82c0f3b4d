"""Hexo's own tags. See https://hexo.io/docs/tag-plugins and hexo's lib/plugins/tag."""

import re

from articles.importing.markup.arguments import words
from articles.importing.markup.elements import (
    NOTHING,
    Result,
    address,
    block,
    escape,
    image,
    inline,
    is_picture,
    link,
    paragraph,
    preformatted,
    quotation,
)
from articles.importing.markup.lexing import Tag
from articles.importing.markup.page import Page
from articles.telling import tell

WEB = re.compile(r"https?://\S", re.IGNORECASE)
SIZE = re.compile(r"[0-9]{1,5}(?:px|%)?|auto")
# {% img … "title 'alt'" %}, as Hexo's documentation has it.
TITLE_AND_ALT = re.compile(
    r"""\A(?:(["'])(.{0,500}?)\1\s*(["'])(.{0,500}?)\3|(.{0,500}?)\s(["'])(.{0,500})\6)"""
)
CODE_OPTION = re.compile(
    r"(?:lang|language|line_number|highlight|first_line|mark|diff|wrap|line_threshold|tab_replace"
    r"|hl_lines|caption|gutter|wrap|language_attr|from|to):(\S{0,99})"
)


def quote(tag: Tag, page: Page) -> Result:
    """{% blockquote [author[, source]] [link] [title of the link] %}"""
    return block(quotation(page.html_of(tag), origin=_origin(tag.arguments, page)))


def _origin(arguments: str, page: Page) -> str:
    before, web, after = arguments.strip(), "", ""
    if match := WEB.search(arguments):
        before = arguments[: match.start()].strip()
        web, _blank, after = arguments[match.start() :].partition(" ")
    author, _comma, source = (part.strip().strip("\"'") for part in before.partition(","))
    cited = link(web, after.strip() or source or web) if web else escape(source)
    between = "，" if not page.is_english else ", "
    said = escape(author)
    if web and after and source:
        said += f"{between}{escape(source)}"
    return between.join(filter(None, [said, f"<cite>{cited}</cite>" if cited else ""]))


def pullquote(tag: Tag, page: Page) -> Result:
    return block(quotation(page.html_of(tag)))


def codeblock(tag: Tag, _page: Page) -> Result:
    """{% codeblock [title] [lang:language] [url] [text of the link] %}"""
    found = words(tag.arguments)
    language = next(
        (w.partition(":")[2] for w in found if w.startswith(("lang:", "language:"))), ""
    )
    rest = [word for word in found if not CODE_OPTION.fullmatch(word)]
    place = next((number for number, word in enumerate(rest) if WEB.match(word)), len(rest))
    heading = escape(" ".join(rest[:place]))
    if place < len(rest):
        target = link(rest[place], " ".join(rest[place + 1 :]) or rest[place])
        heading = f"{heading} {target}".strip()
    return block(preformatted(tag.inner, language=language, heading=heading))


def highlight(tag: Tag, _page: Page) -> Result:
    """{% highlight language [options] %}, Jekyll's."""
    language = next(iter(words(tag.arguments)), "")
    return block(preformatted(tag.inner, language=language))


def raw(tag: Tag, page: Page) -> Result:
    """What stands inside is HTML as it is, but for fenced code."""
    if not tag.inner.strip():
        return NOTHING
    if page.is_markdown and ("```" in tag.inner or "~~~" in tag.inner):
        return block(page.render([tag.inner]))
    return block(tag.inner) if "\n" in tag.inner.strip() else inline(tag.inner)


def picture(tag: Tag, page: Page) -> Result:
    """{% img [classes] address [width] [height] [title [alt]] %}"""
    return _picture(tag, page, own=False)


def asset_picture(tag: Tag, page: Page) -> Result:
    """{% asset_img [classes] name [width] [height] [title [alt]] %}"""
    return _picture(tag, page, own=True)


def _picture(tag: Tag, page: Page, *, own: bool) -> Result:
    found = words(tag.arguments)
    place = next((n for n, word in enumerate(found) if _may_be_picture(word)), None)
    if place is None:
        place = len(found) - 1 if own and found else None
    if place is None:
        return page.unknown(tag, reason=tell("names no picture"))
    rest = found[place + 1 :]
    sizes: list[str] = []
    while rest and len(sizes) < 2 and SIZE.fullmatch(rest[0]):
        sizes.append(rest.pop(0))
    width, height = ("" if size == "auto" else size for size in (*sizes, "", "")[:2])
    title, alt = _title_and_alt(rest, are_quoted=tag.arguments.endswith(("'", '"')))
    src = page.asset(found[place]) if own else found[place]
    return inline(image(src, alt=alt or title, title=title, width=width, height=height))


def _may_be_picture(word: str) -> bool:
    return WEB.match(word) is not None or word.startswith("/") or is_picture(word)


def _title_and_alt(rest: list[str], *, are_quoted: bool) -> tuple[str, str]:
    if len(rest) == 2 and are_quoted:
        return rest[0], rest[1]
    text = " ".join(rest)
    match = TITLE_AND_ALT.fullmatch(text[:1000])
    if match is None:
        return text.strip("\"'"), ""
    title, alt = (match[2], match[4]) if match[1] else (match[5], match[7])
    return title.strip(), alt.strip()


def anchor(tag: Tag, _page: Page) -> Result:
    """{% link text address [external] [title] %}"""
    found = words(tag.arguments)
    place = next((n for n, w in enumerate(found) if WEB.match(w) or w.startswith(("/", "#"))), None)
    if place is None:
        return inline(escape(" ".join(found)))
    return inline(link(found[place], " ".join(found[:place])))


def iframe(tag: Tag, _page: Page) -> Result:
    """{% iframe address [width] [height] %}; a body shows it as a link."""
    found = words(tag.arguments)
    return block(f'<iframe src="{escape(found[0])}"></iframe>') if found else NOTHING


def asset_link(tag: Tag, page: Page) -> Result:
    found = words(tag.arguments)
    if not found:
        return NOTHING
    title = " ".join(word for word in found[1:] if word not in ("true", "false"))
    return inline(link(page.asset(found[0]), title or found[0]))


def asset_path(tag: Tag, page: Page) -> Result:
    return address(page.asset(" ".join(words(tag.arguments))))


def site_link(tag: Tag, _page: Page) -> Result:
    """{% url_for text address [relative] %} is a link; with an address alone, that."""
    found = [word for word in words(tag.arguments) if word not in ("true", "false")]
    if len(found) < 2:
        return address("".join(found))
    return inline(link(found[-1], " ".join(found[:-1])))


def post_link(tag: Tag, page: Page) -> Result:
    """{% post_link slug [title] [escape] %}: the piece is unknown here, its title stays."""
    found = words(tag.arguments)
    title = " ".join(word for word in found[1:] if word not in ("true", "false"))
    if title:
        page.reports.add(tag, tell("leads to another piece; its title is kept as text"))
        return inline(escape(title))
    if not found:
        return NOTHING
    page.reports.add(tag, tell("leads to another piece, whose title is not known here"))
    name = found[0].rstrip("/").rpartition("/")[2].partition("#")[0] or found[0]
    return inline(escape(f"[{name}]" if page.is_english else f"［文章：{name}］"))


def post_path(tag: Tag, page: Page) -> Result:
    page.reports.add(tag, tell("leads to another piece, whose address is not known here"))
    return address("")


def include_code(tag: Tag, page: Page) -> Result:
    """{% include_code [title] [lang:language] path %}: the file is no part of the document."""
    note = page.unknown(tag, reason=tell("shows a file that is no part of the document"))
    return block(paragraph(note.text))


RENDERERS = {
    **dict.fromkeys(("blockquote", "quote"), quote),
    "pullquote": pullquote,
    **dict.fromkeys(("codeblock", "code", "prettify"), codeblock),
    "highlight": highlight,
    **dict.fromkeys(("raw", "verbatim"), raw),
    **dict.fromkeys(("img", "image"), picture),
    **dict.fromkeys(("asset_img", "asset_image"), asset_picture),
    **dict.fromkeys(("a", "link", "anchor", "exturl", "linkcard"), anchor),
    "iframe": iframe,
    "asset_link": asset_link,
    "asset_path": asset_path,
    **dict.fromkeys(("url_for", "full_url_for"), site_link),
    "post_link": post_link,
    "post_path": post_path,
    **dict.fromkeys(("include_code", "include-code"), include_code),
}
BLOCKS = frozenset(("codeblock", "code", "highlight", "prettify", "raw", "verbatim"))
