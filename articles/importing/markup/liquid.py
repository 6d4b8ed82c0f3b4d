"""Jekyll's tags and outputs (Liquid). See https://jekyllrb.com/docs/liquid/"""

import re

from articles.importing.markup import players, shortcodes
from articles.importing.markup.arguments import Arguments, named
from articles.importing.markup.elements import NOTHING, Result, address, inline
from articles.importing.markup.lexing import Tag
from articles.importing.markup.page import Page

# What a site calls its own root.
ROOT = re.compile(r"(?:site|page)\.(?:baseurl|url|root|base_path|github\.url)|(?:BASE|SITE)_?URL")
QUOTED_PATH = re.compile(
    r"""["']([^"'|]{1,500})["']\s{0,9}\|\s{0,9}(?:(?:relative|absolute)_url|prepend|url_for|relURL)"""
)
PICTURE_FILE = re.compile(
    r"(?:figure|fig|image|img|picture|photo)s?[\w-]{0,40}(?:\.(?:html|liquid|md))?"
)
VIDEO_FILE = re.compile(
    r"(?:youtube|vimeo|bilibili|gist|tweet|video)[\w-]{0,40}(?:\.(?:html|liquid|md))?"
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
    if VIDEO_FILE.fullmatch(name) and (said.named or said.placed):
        site = said.first("provider").lower() or re.split(r"[.\-_]", name)[0].lower()
        renderer = players.RENDERERS.get(site, players.file_player)
        return renderer(_without_file(tag, rest, name=site), page)
    return page.unknown(tag, reason="includes a file that is no part of the document")


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
    page.reports.add(tag, "is not evaluated")
    return NOTHING


def kept(tag: Tag, page: Page) -> Result:
    """A condition or a loop: what stands inside is kept, once."""
    page.reports.add(tag, "is not evaluated; what it encloses is kept")
    return page.flow_of(tag)


def branch(tag: Tag, page: Page) -> Result:
    page.reports.add(tag, "is not evaluated; what it encloses is kept")
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
