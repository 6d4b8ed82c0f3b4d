"""Tags of the popular themes that stand in a line: their words stay."""

import re
from functools import partial

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
from articles.importing.markup.page import Page, Renderer
from articles.importing.markup.titles import is_style, spoken, without_options

WEB = re.compile(r"\A(?:(?:https?:)?//\S|/\S|#\S|mailto:)")
HEIGHT = re.compile(r"(?:height=)?([0-9]{1,4})(?:px)?")
LABEL = re.compile(r"\A(?:[\w-]{0,20}\s{0,3})@(.+)", re.DOTALL)


def label(tag: Tag, page: Page) -> Result:
    """{% label primary @text %} in NexT, {% label text colour %} in Butterfly."""
    if match := LABEL.fullmatch(tag.arguments):
        return inline(f"<mark>{page.line(match[1])}</mark>")
    found = spoken(words(tag.arguments))
    return inline(f"<mark>{page.line(' '.join(found))}</mark>" if found else "")


def button(tag: Tag, _page: Page) -> Result:
    """{% btn address, text, icon %}, {% btn 'address',text,icon,… %}, {% button text, address %}"""
    parts = tag.arguments.split("::") if "::" in tag.arguments else listed(tag.arguments)
    parts = [part.strip("\"' ") for part in parts]
    if len(parts) == 1:
        parts = words(tag.arguments)
    parts = without_options(parts)
    target = next((part for part in parts if WEB.match(part)), "")
    text = next((part for part in parts if part != target and not _is_button_style(part)), "")
    return inline(link(target, text) if target else escape(text))


def _is_button_style(part: str) -> bool:
    return is_style(part) or part in ("regular", "large", "center", "outline", "block", "larger")


def last_words(tag: Tag, page: Page) -> Result:
    """{% span colour, text %}, {% checkbox checked, text %}: what stands behind the comma."""
    _style, comma, text = tag.arguments.partition(",")
    if not comma:
        text = " ".join(spoken(words(tag.arguments)))
    return inline(page.line(text))


def line_of_words(tag: Tag, page: Page) -> Result:
    """{% p colour, text %} is a paragraph of its own."""
    return block(paragraph(last_words(tag, page).text))


def first_words(tag: Tag, page: Page) -> Result:
    """{% hideInline text,label,… %}: what stands before the comma."""
    return inline(page.line(listed(tag.arguments)[0]))


def all_words(tag: Tag, page: Page) -> Result:
    return inline(page.line(tag.arguments.strip("\"'")))


def explained(tag: Tag, page: Page) -> Result:
    """{% bubble word, "explanation", colour %}, {% nota word, explanation %}"""
    word, *rest = (part.strip("\"' ") for part in listed(tag.arguments))
    said = next((part for part in rest if part and not is_style(part)), "")
    return inline(page.line(f"{word}（{said}）" if said else word))


def hashtag(tag: Tag, page: Page) -> Result:
    """{% hashtag name address %}"""
    found = without_options(words(tag.arguments))
    target = next((word for word in found if WEB.match(word)), "")
    text = " ".join(word for word in found if word != target)
    return inline(link(target, f"#{text}") if target else page.line(f"#{text}"))


def progress(tag: Tag, page: Page) -> Result:
    """{% progress 75 green text %}"""
    share, *rest = words(tag.arguments) or [""]
    text = " ".join(word for word in rest if not is_style(word))
    return block(paragraph(page.line(f"{text} {share} %".strip()))) if share else NOTHING


def _within(element: str, tag: Tag, page: Page) -> Result:
    said = " ".join(without_options(tag.arguments.split()))
    return inline(f"<{element}>{page.line(said)}</{element}>")


def task(tag: Tag, page: Page) -> Result:
    """{% checkbox [style] checked, text %}"""
    style, comma, text = tag.arguments.partition(",")
    box = "☑" if comma and "checked" in style else "☐"
    return block(paragraph(f"{box} {page.line(text if comma else style)}"))


def full_picture(tag: Tag, page: Page) -> Result:
    """{% fi address, alt, title %} in NexT, {% image address, width=…, alt=… %} in Volantis."""
    parts = listed(tag.arguments)
    found = without_options(words(parts[0]))
    if not found:
        return NOTHING
    said = dict(part.split("=", 1) for part in parts[1:] if "=" in part)
    plain = [part for part in parts[1:] if "=" not in part]
    alt = said.get("alt", plain[0] if plain else " ".join(found[1:]))
    return block(figure(image(found[0], alt=alt), escape(alt)))


def small_picture(tag: Tag, _page: Page) -> Result:
    found = words(tag.arguments)
    size = next((height for word in found if (height := HEIGHT.fullmatch(word))), None)
    return inline(image(found[0], height=size[1] if size else "20")) if found else NOTHING


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


RENDERERS: dict[str, Renderer] = {
    "label": label,
    **dict.fromkeys(("btn", "button"), button),
    **dict.fromkeys(("span", "emp2", "color", "font"), last_words),
    "p": line_of_words,
    **dict.fromkeys(("hideinline", "inlinehide", "tippy", "ruby"), first_words),
    **dict.fromkeys(("psw", "blur", "text", "hidden", "copy", "mention"), all_words),
    **dict.fromkeys(("u", "underline", "wavy"), partial(_within, "u")),
    **dict.fromkeys(("emp", "em"), partial(_within, "em")),
    **dict.fromkeys(("del", "s"), partial(_within, "s")),
    **dict.fromkeys(("kbd", "key"), partial(_within, "kbd")),
    "sub": partial(_within, "sub"),
    "sup": partial(_within, "sup"),
    "mark": partial(_within, "mark"),
    # Above a text, like a heading.
    "quot": partial(_within, "strong"),
    **dict.fromkeys(("bubble", "nota"), explained),
    "hashtag": hashtag,
    "progress": progress,
    **dict.fromkeys(("checkbox", "radio"), task),
    **dict.fromkeys(("fi", "full-image", "fullimage", "lazyimage", "li", "pic"), full_picture),
    **dict.fromkeys(("inlineimg", "inlineimage", "inline-img"), small_picture),
    "gallerygroup": group_of_pictures,
    **dict.fromkeys(
        (
            *("icon", "iconfont", "fa", "fontawesome", "emoji", "toc", "seo", "githubcalendar"),
            *("br", "hr", "series", "clear", "references"),
        ),
        nothing,
    ),
}
