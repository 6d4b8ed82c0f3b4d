"""Hugo's shortcodes for what stands beside or between the text: boxes, quotations, buttons."""

from articles.importing.markup.arguments import Arguments, named
from articles.importing.markup.elements import (
    NOTHING,
    Result,
    block,
    escape,
    inline,
    link,
    paragraph,
    quotation,
    strong_line,
)
from articles.importing.markup.lexing import Tag
from articles.importing.markup.page import Page


def quote(tag: Tag, page: Page) -> Result:
    """{{< quote-block text="…" cite="…" >}}, {{< blockquote author= link= title= >}}…"""
    said = named(tag.arguments)
    author = said.first("author", "cite", "by", "name", "attribution")
    title = said.first("title", "source")
    target = said.first("link", "url", "href")
    cited = link(target, title or author or target) if target else escape(title)
    origin = ", ".join(filter(None, [page.line(author) if author != title else "", cited]))
    text = said.first("text", "quote")
    inside = paragraph(page.line(text)) if text else page.html_of(tag)
    return block(quotation(inside, origin=origin)) if inside else NOTHING


def box(tag: Tag, page: Page) -> Result:
    """A box beside the text, with what it says at its head."""
    said = named(tag.arguments)
    title = said.first("title", "heading", "header") or _placed_title(said.placed)
    head = strong_line(said.first("kicker")) + strong_line(title)
    target = said.first("src", "href", "url", "link")
    if target.startswith(("http", "/")):
        head += paragraph(link(target))
    return block(quotation(head + _intro(said, page) + page.html_of(tag) + _button(said)))


def _placed_title(placed: list[str]) -> str:
    """{{< admonition note "title" false >}}: a kind comes first, where it is not a text."""
    found = [word for word in placed if word.lower() not in ("true", "false")]
    if len(found) > 1:
        return found[1]
    return next((word for word in found if " " in word or not word.isascii()), "")


def fold(tag: Tag, page: Page) -> Result:
    """What opens at a click: its title, then its text."""
    said = named(tag.arguments)
    title = said.first("title", "summary", "name", "header", "label", "text", place=0)
    return block(
        strong_line(said.first("kicker")) + strong_line(title) + page.html_of(tag) + _button(said)
    )


def prompt(tag: Tag, page: Page) -> Result:
    """A card that asks something of the reader."""
    said = named(tag.arguments)
    return block(quotation(_intro(said, page) + page.html_of(tag) + _button(said)))


def _intro(said: Arguments, page: Page) -> str:
    return paragraph(page.line(said.first("intro", "text", "description")))


def _button(said: Arguments) -> str:
    target = said.first("button-url", "button_url")
    return paragraph(link(target, said.first("button-text", "button_text"))) if target else ""


def button(tag: Tag, page: Page) -> Result:
    said = named(tag.arguments)
    target = said.first("href", "url", "link", "relref", place=0)
    text = said.first("text", "label", "title", place=1) or " ".join(tag.inner.split())
    return inline(link(target, text) if target else page.line(text))


def resource(tag: Tag, page: Page) -> Result:
    """{{< featured-resource link="…" kicker="…" >}}"""
    said = named(tag.arguments)
    target = said.first("link", "url", "href", "src", place=0)
    if not target:
        return page.unknown(tag)
    return block(
        strong_line(said.first("kicker")) + paragraph(link(target, said.first("title", "text")))
    )


def item(tag: Tag, page: Page) -> Result:
    """One of several tabs or steps."""
    said = named(tag.arguments)
    title = said.first("name", "title", "label", "tabname", "tab", place=0)
    return block(strong_line(title) + page.html_of(tag))


BOXES = (
    *("note", "box", "alert", "notice", "admonition", "callout", "tip", "warning", "info", "hint"),
    *(
        "card",
        "card-policy",
        "card-quote",
        "lead",
        "danger",
        "success",
        "caution",
        "important",
        "message",
    ),
)
FOLDS = ("accordion", "details", "expand", "collapse", "spoiler", "ring", "fold", "toggle", "panel")
ITEMS = ("tab", "step", "tabcontent", "card-item", "timeline-item")
RENDERERS = {
    **dict.fromkeys(BOXES, box),
    **dict.fromkeys(FOLDS, fold),
    **dict.fromkeys(ITEMS, item),
    **dict.fromkeys(("quote", "blockquote", "quote-block", "pullquote", "quote-right"), quote),
    **dict.fromkeys(("button", "btn"), button),
    "featured-resource": resource,
    "card-prompt": prompt,
}
