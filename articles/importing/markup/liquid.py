"""Jekyll's tags and outputs (Liquid). See https://jekyllrb.com/docs/liquid/"""

import re
from typing import Any

from articles.importing.markup import players, shortcodes
from articles.importing.markup.arguments import Arguments, named
from articles.importing.markup.elements import (
    NOTHING,
    Result,
    address,
    block,
    figure,
    image,
    inline,
    paragraph,
    quotation,
    strong_line,
)
from articles.importing.markup.lexing import Tag
from articles.importing.markup.page import Page
from articles.telling import tell

NOT_EVALUATED = tell("is not evaluated; what it encloses is kept")
# What a site calls its own root.
ROOT = re.compile(r"(?:site|page)\.(?:baseurl|url|root|base_path|github\.url)|(?:BASE|SITE)_?URL")
QUOTED_PATH = re.compile(
    r"""["']([^"'|]{1,500})["']\s{0,9}\|\s{0,9}(?:(?:relative|absolute)_url|prepend|url_for|relURL)"""
)
PICTURE_FILE = re.compile(
    r"(?:figure|fig|image|img|picture|photo)s?[\w-]{0,40}(?:\.(?:html|liquid|md))?"
)
VIDEO_FILE = re.compile(
    r"(?:youtube|vimeo|bilibili|gist|tweet|video|audio)[\w-]{0,40}(?:\.(?:html|liquid|md))?"
)
NOTE_FILE = re.compile(
    r"(?:alert|callout|note|notice|tip|important|warning|info|danger|admonition)\w{0,20}(?:\.\w{2,6})?"
)
# What they bring in is no text: contents, scripts, settings.
SILENT_FILE = re.compile(
    r"(?:toc|mathjax|katex|math|latex|mermaid|base_path|jquery|analytics|disqus|comments|share)"
    r"(?:\.\w{2,6})?"
)
POST_DATE = re.compile(r"\A(?:.{0,300}/)?([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})-(.{1,300})")


def output(tag: Tag, _page: Page) -> Result | None:
    """{{ site.baseurl }} is nothing before a path; a quoted path stays; all else is text."""
    if ROOT.fullmatch(tag.arguments.partition("|")[0].strip()):
        return address("")
    if match := QUOTED_PATH.match(tag.arguments):
        return address(match[1])
    return None


def include(tag: Tag, page: Page) -> Result:
    """{% include figure.html src="…" caption="…" %}"""
    file, _blank, rest = tag.arguments.strip().partition(" ")
    name = file.strip("\"'").rpartition("/")[2]
    said = named(rest)
    if PICTURE_FILE.fullmatch(name) and said.first(*shortcodes.PICTURE_NAMES):
        return shortcodes.picture(_without_file(tag, rest), page)
    if name.partition(".")[0] == "gallery" and (shown := _gallery(said, page)):
        return block(shown)
    if NOTE_FILE.fullmatch(name) and (text := said.first("content", "text", "message", "body")):
        return block(quotation(strong_line(said.first("title")) + paragraph(page.line(text))))
    if SILENT_FILE.fullmatch(name):
        return address("")
    if VIDEO_FILE.fullmatch(name) and (said.named or said.placed):
        site = said.first("provider").lower() or re.split(r"[.\-_]", name)[0].lower()
        renderer = players.RENDERERS.get(site, players.file_player)
        return renderer(_without_file(tag, rest, name=site), page)
    return page.unknown(tag, reason=tell("includes a file that is no part of the document"))


def _gallery(said: Arguments, page: Page) -> str:
    """The pictures that the document's own front matter lists, under `gallery` or `id`."""
    listed = page.document.extra.get(said.first("id") or "gallery")
    pictures = [_listed_picture(item) for item in listed] if isinstance(listed, list) else []
    shown = "".join(filter(None, pictures))
    return figure(shown, page.line(said.first("caption"))) if shown else ""


def _listed_picture(item: Any) -> str:
    said = item if isinstance(item, dict) else {"url": item}
    src = next((str(said[name]) for name in shortcodes.PICTURE_NAMES if said.get(name)), "")
    # The smaller one, for `url` may be that of another page.
    src = str(said.get("image_path") or src)
    return image(src, alt=str(said.get("alt") or said.get("title") or "")) if src else ""


def _without_file(tag: Tag, arguments: str, *, name: str = "") -> Tag:
    return Tag(tag.family, name or tag.name, arguments, tag.text, tag.line, tag.start, tag.end)


def link(tag: Tag, _page: Page) -> Result:
    """{% link _posts/2020-01-02-name.md %}: the path of that file's page, by Jekyll's default."""
    return address(_page_path(tag.arguments.strip("\"' ")))


def _page_path(name: str) -> str:
    name = name.removeprefix("_posts/").removesuffix(".md").removesuffix(".markdown")
    if match := POST_DATE.fullmatch(name):
        return f"/{match[1]}/{match[2].zfill(2)}/{match[3].zfill(2)}/{match[4]}.html"
    return f"/{name.lstrip('/')}"


def is_liquid_link(tag: Tag) -> bool:
    return (
        re.fullmatch(r"[\"']?[\w./ -]{1,300}\.(?:md|markdown|html)[\"']?", tag.arguments)
        is not None
    )


def silent(tag: Tag, page: Page) -> Result:
    """A tag that sets something and shows nothing."""
    page.reports.add(tag, tell("is not evaluated"))
    return NOTHING


def kept(tag: Tag, page: Page) -> Result:
    """A condition or a loop: what stands inside is kept, once."""
    page.reports.add(tag, NOT_EVALUATED)
    return page.flow_of(tag)


def branch(tag: Tag, page: Page) -> Result:
    page.reports.add(tag, NOT_EVALUATED)
    return inline("")


RENDERERS = {
    **dict.fromkeys(("include", "include_relative", "include_cached"), include),
    "post_url": link,
    **dict.fromkeys(
        ("assign", "set", "capture", "increment", "decrement", "extends", "import"), silent
    ),
    **dict.fromkeys(("else", "elsif", "elif", "break", "continue", "when"), branch),
    **dict.fromkeys(("if", "for", "unless", "case", "block", "filter", "macro", "call"), kept),
}
__all__ = ["RENDERERS", "Arguments", "is_liquid_link", "link", "output"]
