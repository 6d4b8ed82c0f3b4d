"""Signs of other Markdown dialects that CommonMark would show as text."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence
from markdown_it.rules_inline import StateInline, image
from markdown_it.token import Token
from mdit_py_plugins.admon.index import admonition

from articles.importing.markup.elements import is_picture

# What stands between the brackets of a picture: address, =WIDTHxHEIGHT, "title".
TARGET = re.compile(
    r"\A(\S.{0,1000}?)(?:[ \t]{1,9}=([0-9]{1,4}%?)?(?:x([0-9]{1,4}%?)?)?)?"
    r"(?:[ \t]{1,9}[\"'](.{0,500})[\"'])?\Z"
)
INSIDE = re.compile(r"\]\(([^()\n]{1,1000}(?:\([^()\n]{0,100}\)[^()\n]{0,200}){0,3})\)")
TORN = re.compile(r"<img\s[^<>\n]{1,3000}>", re.IGNORECASE)
BRACES = re.compile(r"\{[ \t]{0,3}([^{}\n]{1,200})\}")
ATTRIBUTE = re.compile(
    r"[#.][A-Za-z][\w-]{0,60}|(?<![\w-])([a-z][a-z-]{1,20})=(\"[^\"]*\"|'[^']*'|[^\s\"']+)"
)
BEARERS = ("image", "link_close", "code_inline")
MARKED = re.compile(r"==(?=[^\s=])[^\n]{1,300}?(?<=[^\s=])==(?!=)")
BOX = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]{1,3}[A-Za-z][\w-]{0,30}(?:[ \t]|\Z)")
MAX_ALT = 500
MAX_REST = 20


def dialects_plugin(parser: MarkdownIt) -> None:
    """Make `parser` read what other renderers add to Markdown.

    Pictures whose address holds blanks, or is followed by a size; {.class #id width=50%} behind a
    picture, a link, or at the end (Pandoc, Hugo, markdown-it-attrs), which goes; ==marked== words;
    and boxes between !!! and what is not indented (MkDocs, hexo-admonition).
    """
    # In place of two rules, not beside them: a rule costs at each sign and at each line.
    parser.inline.ruler.at("image", _sign)
    parser.block.ruler.at(
        "fence", _fence_or_box, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.add_render_rule("admonition_open", lambda *_: "<blockquote>\n")
    parser.add_render_rule("admonition_close", lambda *_: "</blockquote>\n")


def _sign(state: StateInline, silent: bool) -> bool:
    match state.src[state.pos]:
        case "!":
            return image(state, silent) or _loose_picture(state, silent)
        case "{":
            return _attributes(state, silent)
        case "=":
            return _marked(state, silent)
        case "<":
            return _torn_picture(state, silent)
    return False


def _loose_picture(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("![", state.pos):
        return False
    middle = state.src.find("](", state.pos, min(state.pos + MAX_ALT, state.posMax))
    alt = state.src[state.pos + 2 : middle]
    if middle < 0 or "\n" in alt or "[" in alt:
        return False
    inside = INSIDE.match(state.src, middle, state.posMax)
    match = TARGET.match(inside[1].strip()) if inside else None
    if inside is None or match is None or not is_picture(match[1].strip("<> ")):
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs = {"src": state.md.normalizeLink(match[1].strip("<> ")), "alt": ""}
        token.content = alt
        token.children = [Token("text", "", 0, content=alt)]
        for name, value in (("width", match[2]), ("height", match[3]), ("title", match[4])):
            if value:
                token.attrs[name] = value
    state.pos = inside.end()
    return True


def _torn_picture(state: StateInline, silent: bool) -> bool:
    """A picture in HTML whose quotes Markdown cannot match, though browsers can."""
    match = TORN.match(state.src, state.pos, state.posMax)
    if match is None or "src=" not in match[0].lower():
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    match = BRACES.match(state.src, state.pos, state.posMax)
    if match is None or ATTRIBUTE.sub("", match[1]).strip():
        return False
    found = list(ATTRIBUTE.finditer(match[1]))
    last = state.tokens[-1] if state.tokens and not state.pending else None
    if last is None or last.type not in BEARERS:
        has_name = any(attribute[0][0] in ".#" for attribute in found)
        if not has_name or not _ends_block(state, match.end(), last):
            return False
    state.pos = match.end()
    if not silent:
        _bear(state, last, found)
    return True


def _bear(state: StateInline, last: Token | None, found: list[re.Match[str]]) -> None:
    """Give a picture its size; what stands before the braces ends with its last letter."""
    state.pending = state.pending.rstrip(" ")
    if last is not None and last.type == "softbreak":
        state.tokens.pop()
    for attribute in found:
        if last is not None and last.type == "image" and attribute[1] in ("width", "height"):
            last.attrs[attribute[1]] = attribute[2].strip("\"'")


def _ends_block(state: StateInline, end: int, last: Token | None) -> bool:
    is_last = state.posMax - end < MAX_REST and not state.src[end : state.posMax].strip()
    is_apart = last.type == "softbreak" if last else state.pending[-1:] in (" ", "")
    return is_last and is_apart


def _marked(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("==", state.pos):
        return False
    match = MARKED.match(state.src, state.pos, state.posMax)
    # Between words of code, == compares.
    if match is None or _is_word(state, match.start() - 1) or _is_word(state, match.end()):
        return False
    if not silent:
        end = state.posMax
        state.pos, state.posMax = match.start() + 2, match.end() - 2
        state.push("mark_open", "mark", 1)
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = end
    state.pos = match.end()
    return True


def _is_word(state: StateInline, place: int) -> bool:
    if not 0 <= place < state.posMax:
        return False
    character = state.src[place]
    return character.isascii() and (character.isalnum() or character in "_)]")


def _fence_or_box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = state.bMarks[start] + state.tShift[start]
    if state.src[first : first + 1] in ("!", "?"):
        return _box(state, start, end, silent)
    return fence(state, start, end, silent)


def _box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = state.bMarks[start] + state.tShift[start]
    if BOX.match(state.src, first, state.eMarks[start]) is None:
        return False
    # Without an indented line below it, it is but loud.
    below = start + 1
    if below >= end or state.isEmpty(below) or state.sCount[below] < state.blkIndent + 4:
        return False
    number = len(state.tokens)
    if not admonition(state, start, end, silent):
        return False
    if not silent:
        _settle_title(state.tokens, number)
    return True


def _settle_title(tokens: list[Token], number: int) -> None:
    """Print a title in bold, and none that but repeats the kind of the box."""
    title = tokens[number + 1 : number + 4]
    if not title or title[0].type != "admonition_title_open":
        return
    if title[1].content.lower() == tokens[number].meta["tag"]:
        del tokens[number + 1 : number + 4]
        return
    title[0].type, title[2].type = "paragraph_open", "paragraph_close"
    title[0].attrs = {}
    title[1].content = f"**{title[1].content.strip()}**"
