"""Which tag becomes what, by its family, its name, and whether it encloses something."""

import re

from articles.importing.markup import (
    hexo_tags,
    liquid,
    players,
    shortcodes,
    theme_blocks,
    theme_words,
)
from articles.importing.markup.elements import Result
from articles.importing.markup.lexing import Tag
from articles.importing.markup.page import Page, Renderer

# Options as Volantis (, name=value) and Stellar (name:value) write them.
OF_THEMES = re.compile(r",[ \t]|,width|\s(?:width|padding|bg|download|fancybox|ratio):")


def _link(tag: Tag, page: Page) -> Result:
    """`link` is a tag of Hexo, of Jekyll and of Volantis, each with arguments of its own."""
    if liquid.is_liquid_link(tag):
        return liquid.link(tag, page)
    return theme_words.card(tag, page) if "," in tag.arguments else hexo_tags.anchor(tag, page)


def _image(tag: Tag, page: Page) -> Result:
    """`image` is a tag of Hexo and, with commas, of Volantis and Stellar."""
    has_commas = OF_THEMES.search(tag.arguments) is not None
    return theme_words.full_picture(tag, page) if has_commas else hexo_tags.picture(tag, page)


Key = tuple[str, str, bool]
RENDERERS: dict[Key, Renderer] = {
    ("output", "", False): liquid.output,
    **{("tag", name, False): renderer for name, renderer in theme_words.RENDERERS.items()},
    **{("tag", name, True): renderer for name, renderer in theme_blocks.RENDERERS.items()},
    **{
        ("tag", name, encloses): renderer
        for renderers in (players.RENDERERS, hexo_tags.RENDERERS, liquid.RENDERERS)
        for name, renderer in renderers.items()
        for encloses in (True, False)
    },
    **{
        ("shortcode", name, encloses): renderer
        for renderers in (players.RENDERERS, shortcodes.RENDERERS)
        for name, renderer in renderers.items()
        for encloses in (True, False)
    },
    **{("tag", name, False): theme_blocks.unclosed for name in theme_blocks.SPEAKING},
    ("tag", "link", False): _link,
    ("tag", "image", False): _image,
    ("tag", "site", False): theme_words.card,
    ("tag", "cell", False): theme_words.button,
}
# Without their end these enclose nothing.
BLOCKS = frozenset(
    {("tag", name) for name in hexo_tags.BLOCKS | theme_blocks.BLOCKS}
    | {("shortcode", name) for name in shortcodes.BLOCKS}
)
