"""What the arguments of a theme's tag say to a reader, beside how the tag is to look."""

import re

from articles.importing.markup.arguments import listed, named, words

# Words that style a tag and say nothing to a reader.
STYLE = re.compile(
    r"\A(?:default|primary|success|info|warning|danger|error|tip|light|dark|no-icon|simple|modern|flat"
    r"|disabled|blue|red|pink|orange|purple|green|yellow|cyan|gray|grey|black|white|quote|bolt|home"
    r"|open|close|fa[srlbd]?|fa-[\w-]{1,40}|icon-[\w-]{1,40}|iconfont|todo|done|bug|idea|up|down"
    r"|question|warn|check|times|plus|minus|hide|link|guide|message|sync|key|bookmark|radiation"
    r"|#[0-9a-f]{3,8})",
    re.IGNORECASE,
)
OPTION = re.compile(
    r"\A(?:open|child|colou?r|icon|width|height|bg|padding|download|fancybox|effect|style|el|align"
    r"|percent|status|size|gap|ratio|fit|layout|lang|index):\S{0,60}"
    r"|\A(?:style|type|class|colou?r|icon|open|id)=\S{0,60}",
    re.IGNORECASE,
)


def title_of(arguments: str) -> str:
    """Return what `arguments` say: style, title; style::title; title, colour; title="…"."""
    if "=" in arguments:
        said = named(arguments).first("title", "name", "label", "summary", "header")
        if said:
            return said
    parts = arguments.split("::") if "::" in arguments else listed(arguments)
    return ", ".join(filter(None, map(_said, parts))).removeprefix("title:")


def _said(part: str) -> str:
    found = without_options(words(part))
    while found and is_style(found[0]):
        found.pop(0)
    return " ".join(found)


def without_options(found: list[str]) -> list[str]:
    """Return the words of `found` that are no options such as open:true."""
    return [word for word in found if not OPTION.fullmatch(word)]


def spoken(found: list[str]) -> list[str]:
    """Return the words of `found` that neither style a tag nor are its options."""
    return [word for word in without_options(found) if not STYLE.fullmatch(word)]


def is_style(word: str) -> bool:
    """Whether `word`, which may be several in quotes, only styles what it belongs to."""
    return all(STYLE.fullmatch(each) for each in word.split())
