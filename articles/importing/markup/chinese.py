"""Markdown next to Chinese: emphasis beside its punctuation, headings without a blank."""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

CHINESE = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
)
GLUED_HEADING = re.compile(r"(#{2,6})([^\s#].{0,500})")


def is_chinese(character: str) -> bool:
    """Whether it is hanzi, kana, or punctuation that stands among them."""
    return CHINESE.match(character) is not None


def chinese_plugin(parser: MarkdownIt) -> None:
    """Make `parser` read `**“词”**后` as emphasis and `##标题` as a heading.

    CommonMark takes blanks to part words, so that emphasis fails between a hanzi and
    punctuation: see https://github.com/tats-u/markdown-cjk-friendly, whose rule this is.
    Hexo's older renderers needed no blank after ##; a single # may be a hash tag and stays.
    """
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.block.ruler.after(
        "heading",
        "glued_heading",
        _glued_heading,
        {"alt": ["paragraph", "reference", "blockquote"]},
    )


def _emphasis(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in ("_", "*"):
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*" and not (opens and closes):
        opens, closes = _flanks(state, scanned.length)
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos += scanned.length
    return True


def _flanks(state: StateInline, length: int) -> tuple[bool, bool]:
    """Return whether a run of * opens and closes, Chinese counting as what may stand beside it."""
    end = state.pos + length
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    opens = not blank_after and (
        not _is_foreign_punctuation(after) or blank_before or _is_boundary(before)
    )
    closes = not blank_before and (
        not _is_foreign_punctuation(before) or blank_after or _is_boundary(after)
    )
    return opens, closes


def _is_boundary(character: str) -> bool:
    return is_chinese(character) or _is_punctuation(character)


def _is_foreign_punctuation(character: str) -> bool:
    return _is_punctuation(character) and not is_chinese(character)


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _glued_heading(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    first = state.bMarks[start] + state.tShift[start]
    if state.src[first : first + 2] != "##":
        return False
    match = GLUED_HEADING.fullmatch(state.src, first, state.eMarks[start])
    if match is None:
        return False
    if silent:
        return True
    state.line = start + 1
    level = f"h{len(match[1])}"
    opening = state.push("heading_open", level, 1)
    text = state.push("inline", "", 0)
    text.content = match[2].rstrip().rstrip("#").rstrip()
    text.children = []
    closing = state.push("heading_close", level, -1)
    for token in (opening, text):
        token.map = [start, state.line]
    opening.markup = closing.markup = match[1]
    return True
