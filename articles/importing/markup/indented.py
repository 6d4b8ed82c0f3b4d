"""Indented lines that Markdown takes for code and that their authors did not mean as such."""

import re

from markdown_it.token import Token

from articles.importing.markup.code import blocks

TAB = 4
ITEM = re.compile(r"[ \t]{0,9}(?:[-*+]|[0-9]{1,9}[.)])[ \t]{1,4}(?=\S)")
# Only behind such an item, or inside such an element, is there anything to mend.
SUSPECT = re.compile(
    r"^(?:[ ]{2,9}[0-9]{1,9}[.)]|[ ]{1,9}[-*+][ ]{2,4}|[0-9]{2,9}[.)][ ]{2,4})[ ]"
    r"|<(?:table|thead|tbody|tr|td|ul|ol|li|blockquote|div|p)[\s>]",
    re.MULTILINE | re.IGNORECASE,
)
CONTAINER = re.compile(
    r"<(/?)(?:table|thead|tbody|tr|td|th|ul|ol|li|blockquote|div|p)(?=[\s>])[^<>]{0,1000}>",
    re.IGNORECASE,
)
MARKUP = re.compile(r"(?:</?[a-z][a-z0-9]{0,12}[\s/>]|!?\[|\{\{[<%])", re.IGNORECASE)
ADDRESS = re.compile(r"\]\([^()\n]{1,1000}\)|&#?[a-z0-9]{2,8};", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z’'-]{2,40}|[\u3400-\u9fff]{2}")
MIN_WORDS = 5
CODE_SIGNS = frozenset("{}=;<>$\\|#_`/()[]")


def settle_indented(text: str) -> str:
    """Return `text`, Markdown, with the lines brought in or out that only look like code.

    Older dialects take four blanks for the inside of any list item; CommonMark asks for as many
    as the item's own text has. A blank line inside HTML, or none, ends it for Markdown, and what
    follows is code when it is indented. No line is added or taken away.
    """
    if SUSPECT.search(text) is None or ("\n    " not in text and "\n\t" not in text):
        return text
    lines = text.split("\n")
    tokens = blocks.parse(text)
    depth = 0
    for number, token in enumerate(tokens):
        if token.type == "html_block":
            depth = max(0, depth + _opened(token.content))
        elif token.type == "code_block" and token.level == 0 and token.map is not None:
            width = _width_of_item_before(tokens, number, lines)
            if depth and MARKUP.match(token.content.lstrip()):
                depth = max(0, depth + _opened(token.content))
                _indent(lines, token.map, 0)
            elif width > TAB and (MARKUP.match(token.content.lstrip()) or _is_prose(token.content)):
                _indent(lines, token.map, width)
    return "\n".join(lines)


def _opened(markup: str) -> int:
    """How many containers `markup` opens more than it closes."""
    return sum(-1 if tag[1] else 1 for tag in CONTAINER.finditer(markup))


def _width_of_item_before(tokens: list[Token], number: int, lines: list[str]) -> int:
    """Return where the text begins in the last item of the list before a token, 0 for no list."""
    if not number or not tokens[number - 1].type.endswith("_list_close"):
        return 0
    for token in reversed(tokens[:number]):
        if token.type == "list_item_open" and token.level == 1 and token.map is not None:
            item = ITEM.match(lines[token.map[0]].expandtabs(TAB))
            return item.end() if item else 0
    return 0


def _indent(lines: list[str], place: list[int], width: int) -> None:
    """Give the lines at `place` that are not blank `width` blanks before their text."""
    for number in range(*place):
        if number < len(lines) and lines[number].strip():
            lines[number] = " " * width + lines[number].lstrip()


def _is_prose(code: str) -> bool:
    code = ADDRESS.sub(" ", code)
    signs = sum(character in CODE_SIGNS for character in code)
    return len(WORD.findall(code)) >= MIN_WORDS and signs * 20 <= len(code)
