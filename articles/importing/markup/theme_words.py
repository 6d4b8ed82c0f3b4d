"""Tags of the popular themes that stand in a line: their words stay."""

import re

from articles.importing.markup.arguments import listed, words
from articles.importing.markup.elements import (
    NOTHING,
    Result,
    address,
    block,
    escape,
    figure,
    image,
    inline,
    link,
    paragraph,
)
from articles.importing.markup.lexing import Tag
from articles.importing.markup.page import Page
from articles.importing.markup.theme_blocks import STYLE

WEB = re.compile(r"\A(?:(?:https?:)?//\S|/\S|#\S|mailto:)")
LABEL = re.compile(r"\A(?:[\w-]{0,20}\s{0,3})@(.+)", re.DOTALL)


def label(tag: Tag, page: Page) -> Result:
    """{% label primary @text %} in NexT, {% label text colour %} in Butterfly."""
    if match := LABEL.fullmatch(tag.arguments):
        return inline(f"<mark>{page.line(match[1])}</mark>")
    found = [word for word in words(tag.arguments) if not STYLE.fullmatch(word)]
    return inline(f"<mark>{page.line(' '.join(found))}</mark>" if found else "")


def button(tag: Tag, _page: Page) -> Result:
    """{% btn address, text, icon %}, {% btn 'address',text,icon,… %}, {% button text, address %}"""
    parts = [part.strip("\"' ") for part in listed(tag.arguments)]
    parts = [part for part in parts if part and "::" not in part] or parts
    if len(parts) == 1:
        parts = words(tag.arguments)
    target = next((part for part in parts if WEB.match(part)), "")
    text = next((part for part in parts if part != target and not STYLE.fullmatch(part)), "")
    return inline(link(target, text) if target else escape(text))


def last_words(tag: Tag, page: Page) -> Result:
    """{% span colour, text %}, {% checkbox checked, text %}: what stands behind the comma."""
    _style, comma, text = tag.arguments.partition(",")
    if not comma:
        found = [word for word in words(tag.arguments) if not STYLE.fullmatch(word)]
        text = " ".join(found)
    return inline(page.line(text))


def line_of_words(tag: Tag, page: Page) -> Result:
    """{% p colour, text %} is a paragraph of its own."""
    return block(paragraph(last_words(tag, page).text))


def first_words(tag: Tag, page: Page) -> Result:
    """{% hideInline text,label,… %}: what stands before the comma."""
    return inline(page.line(listed(tag.arguments)[0]))


def all_words(tag: Tag, page: Page) -> Result:
    return inline(page.line(tag.arguments.strip("\"'")))


def underlined(tag: Tag, page: Page) -> Result:
    return _within("u", tag, page)


def emphasised(tag: Tag, page: Page) -> Result:
    return _within("em", tag, page)


def struck(tag: Tag, page: Page) -> Result:
    return _within("s", tag, page)


def key(tag: Tag, page: Page) -> Result:
    return _within("kbd", tag, page)


def _within(element: str, tag: Tag, page: Page) -> Result:
    return inline(f"<{element}>{page.line(tag.arguments)}</{element}>")


def task(tag: Tag, page: Page) -> Result:
    """{% checkbox [style] checked, text %}"""
    style, comma, text = tag.arguments.partition(",")
    box = "☑" if comma and "checked" in style else "☐"
    return block(paragraph(f"{box} {page.line(text if comma else style)}"))


def full_picture(tag: Tag, page: Page) -> Result:
    """{% fi address, alt, title %} in NexT, {% image address, width=…, alt=… %} in Volantis."""
    parts = listed(tag.arguments)
    found = words(parts[0])
    if not found:
        return NOTHING
    said = dict(part.split("=", 1) for part in parts[1:] if "=" in part)
    plain = [part for part in parts[1:] if "=" not in part]
    alt = said.get("alt", plain[0] if plain else " ".join(found[1:]))
    return block(figure(image(found[0], alt=alt), escape(alt)))


def small_picture(tag: Tag, _page: Page) -> Result:
    found = words(tag.arguments)
    size = next((word for word in found if word.startswith("height=")), "height=20")[7:]
    return inline(image(found[0], height=size.removesuffix("px"))) if found else NOTHING


def card(tag: Tag, _page: Page) -> Result:
    """{% link title, address, picture %}, {% site title, url=…, … %}"""
    parts = listed(tag.arguments)
    said = dict(part.split("=", 1) for part in parts if "=" in part and not WEB.match(part))
    target = said.get("url") or next((part for part in parts if WEB.match(part)), "")
    title = next((part for part in parts if part != target and "=" not in part), "")
    return block(paragraph(link(target, title))) if target or title else NOTHING


def group_of_pictures(tag: Tag, page: Page) -> Result:
    """{% galleryGroup 'name' 'description' 'address' 'picture' %}"""
    found = words(tag.arguments)
    if len(found) < 4:
        return page.unknown(tag)
    picture = image(found[3], alt=found[0])
    return block(figure(picture, escape("：".join(filter(None, found[:2])))))


def nothing(_tag: Tag, _page: Page) -> Result:
    """Decoration, tables of contents and counters."""
    return NOTHING


def no_address(_tag: Tag, _page: Page) -> Result:
    return address("")


RENDERERS = {
    "label": label,
    **dict.fromkeys(("btn", "button"), button),
    **dict.fromkeys(("span", "nota", "bubble", "emp2", "color", "font"), last_words),
    "p": line_of_words,
    **dict.fromkeys(("hideinline", "inlinehide", "tippy", "ruby"), first_words),
    **dict.fromkeys(("psw", "blur", "text", "hidden", "copy"), all_words),
    **dict.fromkeys(("u", "underline", "wavy"), underlined),
    **dict.fromkeys(("emp", "em"), emphasised),
    **dict.fromkeys(("del", "s"), struck),
    **dict.fromkeys(("kbd", "key"), key),
    **dict.fromkeys(("checkbox", "radio"), task),
    **dict.fromkeys(("fi", "full-image", "fullimage", "lazyimage", "li", "pic"), full_picture),
    **dict.fromkeys(("inlineimg", "inlineimage", "inline-img"), small_picture),
    "gallerygroup": group_of_pictures,
    **dict.fromkeys(
        ("icon", "toc", "seo", "progress", "githubcalendar", "br", "hr", "series", "clear"), nothing
    ),
}
