"""The body of a document as HTML."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from articles.importing.documents import Document
from articles.importing.markup import markdown
from articles.importing.markup.elements import escape
from articles.importing.markup.excerpts import split_excerpt
from articles.importing.markup.indented import settle_indented
from articles.importing.markup.lexing import lex
from articles.importing.markup.page import RESERVED, Page, is_english
from articles.importing.markup.registry import BLOCKS, RENDERERS
from articles.importing.markup.wordpress import expand_shortcodes
from articles.telling import tell

SIGNS = ("{%", "{{", "{#")
# Only Markdown is read for these.
MARKS = ("![[", "{:", "toc]", "TOC]", "{#", "markdown=")
# Hugo shows a shortcode, instead of running it, when it is written so.
ESCAPED = re.compile(r"\{\{([<%])/\*([^\n{}]{0,500}?)\*/([>%])\}\}")
SHOWN = re.compile("\ufdd2([0-9]{1,9})\ufdd3")


@dataclass
class Expanded:
    """A body as HTML, untrusted; `excerpt` is what stands before `<!-- more -->`, "" without one.

    `warnings` tell what could not be shown as meant, each {"kind": …, "message": …}.
    """

    html: str
    excerpt: str = ""
    warnings: list[dict[str, str]] = field(default_factory=list)


def expand(document: Document, *, locate_asset: Callable[[str], str] | None = None) -> Expanded:
    """Return the body of `document` as HTML: tags, then Markdown, as Hexo goes about it.

    Nothing is evaluated. Code and comments hold no tags; a known tag becomes HTML, an unknown
    one a visible note and a warning, and what it encloses stays. `locate_asset` gives the
    address of a file in the document's own folder by its name.
    """
    if document.is_markdown:
        document = replace(document, body=settle_indented(document.body))
    body = document.body
    signs = SIGNS + MARKS if document.is_markdown else SIGNS
    warnings: list[dict[str, str]] = []
    if not document.is_literal and any(sign in body for sign in signs):
        body, warnings = _with_tags(document, locate_asset)
    elif document.is_markdown:
        body = markdown.render(body)
    if document.transcribed_from == "wordpress" and "[" in body:
        body, reports = expand_shortcodes(body, is_english=is_english(document))
        warnings += [{"kind": "template tag", "message": report} for report in reports]
    if document.has_excerpt:
        return Expanded(body, "", warnings)
    html, excerpt = split_excerpt(body)
    return Expanded(html, excerpt, warnings)


def _with_tags(
    document: Document, locate_asset: Callable[[str], str] | None
) -> tuple[str, list[dict[str, str]]]:
    page = Page(document, renderers=RENDERERS, blocks=BLOCKS, locate_asset=locate_asset)
    body = RESERVED.sub("", document.body)
    escaped: list[str] = []

    def keep(match: re.Match[str]) -> str:
        escaped.append(escape(f"{{{{{match[1]}{match[2]}{match[3]}}}}}"))
        return f"\ufdd2{len(escaped) - 1}\ufdd3"

    if "/*" in body:
        body = ESCAPED.sub(keep, body)
    lexed = lex(body, is_markdown=document.is_markdown)
    for tag in lexed.stray:
        page.reports.add(tag, tell("ends what nothing began"))
    html = page.render(lexed.pieces)
    html = SHOWN.sub(lambda match: escaped[int(match[1])], html)
    return html, page.reports.warnings()
