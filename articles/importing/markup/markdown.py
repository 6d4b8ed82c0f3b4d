"""Markdown as Hexo's authors write it: GitHub's dialect, footnotes, formulas, containers."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from articles.html.code_languages import LANGUAGES
from articles.importing.markup.bare_addresses import address_plugin
from articles.importing.markup.chinese import chinese_plugin, is_chinese
from articles.importing.markup.dialects import dialects_plugin
from articles.importing.markup.elements import preformatted

CHECKBOX = re.compile(r"<input class=\"task-list-item-checkbox\"[^<>]{0,99}>")
CONTAINER = re.compile(r"[ \t]{0,9}([A-Za-z][\w-]{0,30})(.*)", re.DOTALL)
OPTION = re.compile(r"[{\[(]|(?<![\w-])[\w-]{1,30}[:=]")
# As Pandoc and R have it: {.python .numberLines}, {r}.
BRACED = re.compile(r"\{\.?([A-Za-z][\w+#.-]{0,20})")
HAN = re.compile("[\u3400-\u9fff]")
LATIN = re.compile("[A-Za-z]")
# Of the letters of a Chinese text with code in it, so many are hanzi.
CHINESE_SHARE = 1 / 10
CHINESE_TEXT = "is_chinese_text"
BREAKS = ("softbreak", "hardbreak")
DEFINITION = re.compile(r"\n[ ]{0,3}:[ \t]")
ALERT = re.compile(r"<blockquote>\n<p>\[![A-Za-z][\w -]{0,30}\][+-]?[ \t]{0,3}(?:<br>)?\n?")


def render(text: str) -> str:
    """Return the HTML of `text`, which may hold HTML itself."""
    reader = defining_parser if DEFINITION.search(text) else parser
    rendered = reader.render(text, {CHINESE_TEXT: _is_chinese_text(text)})
    html = ALERT.sub("<blockquote>\n<p>", rendered) if "[!" in rendered else rendered
    return CHECKBOX.sub(_checkbox, html) if "task-list-item-checkbox" in html else html


def render_line(text: str) -> str:
    """Return the HTML of `text` as a part of a line."""
    return parser.renderInline(text)


def _checkbox(box: re.Match[str]) -> str:
    return "☑" if 'checked="' in box[0] else "☐"


def _footnote(
    _self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any
) -> str:
    """A number without a link: names of places do not stay in a body."""
    return f"<sup>[{tokens[place].meta['id'] + 1}]</sup>"


def _nothing(*_rendered: Any) -> str:
    return ""


def _is_chinese_text(text: str) -> bool:
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    return han > 0 and han >= (han + latin) * CHINESE_SHARE


def _softbreak(
    _self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, env: Any
) -> str:
    """A line end is meant in Chinese texts, as Hexo shows it; elsewhere it is but a blank."""
    beside = [*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2]]
    if env.get(CHINESE_TEXT) and all(token.type != "html_inline" for token in beside):
        return "<br>\n"
    before = tokens[place - 1].content[-1:] if place else ""
    after = tokens[place + 1].content[:1] if place + 1 < len(tokens) else ""
    return "<br>\n" if is_chinese(before) or is_chinese(after) else "\n"


def _fence(
    _self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any
) -> str:
    """Code with the title and the link that Hexo's fences may carry."""
    language, _blank, rest = tokens[place].info.strip().partition(" ")
    if (braced := BRACED.match(language)) and braced[1].lower() in LANGUAGES:
        language, rest = braced[1], ""
    title = [word for word in rest.split() if not OPTION.match(word) or "//" in word]
    if OPTION.match(language):
        language = ""
    links = [word for word in title if word.startswith(("https://", "http://"))]
    heading = " ".join(escapeHtml(word) for word in title if word not in links)
    if links and "=" not in rest.replace(links[0], ""):
        heading = f'<a href="{escapeHtml(links[0])}">{heading or escapeHtml(links[0])}</a>'
    elif OPTION.search(rest):
        heading = ""
    return preformatted(tokens[place].content, language=language, heading=heading) + "\n"


def _is_container(parameters: str, *_others: Any) -> bool:
    return CONTAINER.fullmatch(parameters) is not None


def _container(
    _self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any
) -> str:
    token = tokens[place]
    if token.nesting < 0:
        return "</blockquote>\n"
    match = CONTAINER.fullmatch(token.info)
    title = match[2].strip() if match else ""
    return "<blockquote>\n" + (f"<p>{parser.renderInline(f'**{title}**')}</p>\n" if title else "")


def _formula(content: str, options: dict[str, Any]) -> str:
    if options.get("display_mode"):
        return preformatted(content.strip())
    return f"${escapeHtml(content)}$"


def _double_formula(
    _self: RendererHTML, tokens: Sequence[Token], place: int, _options: Any, _env: Any
) -> str:
    """A line of its own, unless it stands in a sentence."""
    beside = [*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2]]
    is_alone = all(each.type in BREAKS or each.content.isspace() for each in beside)
    return _formula(tokens[place].content, {"display_mode": is_alone})


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(tasklists_plugin).use(chinese_plugin).use(address_plugin)
    parser.use(dialects_plugin)
    parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        double_inline=True,
        renderer=_formula,
    )
    parser.use(container_plugin, name="any", validate=_is_container, render=_container)
    parser.add_render_rule("softbreak", _softbreak)
    parser.add_render_rule("math_inline_double", _double_formula)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("footnote_ref", _footnote)
    parser.add_render_rule("footnote_anchor", _nothing)
    return parser


parser = _parser()
# Definitions are rare, and their rule looks at each line.
defining_parser = _parser().use(deflist_plugin)
