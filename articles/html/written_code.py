"""Markup that stands for itself: tags in a listing that lost their escapes on the way.

Generators that decode references once too often leave `&lt;div&gt;` in a listing as <div>. Browsers
would run such tags; here those that no highlighter writes become text again, before the parser
reads them.
"""

import re
from bisect import bisect_left
from collections import Counter

from articles.html.code import BUTTON_NAMES, LINE_NAMES, MAX_BUTTON
from articles.html.rules import HOUSE, words

MAX_LISTING = 400_000
MAX_ENDS = 400
ATTRIBUTES = r"""(?:[^<>"']|"[^"]*"|'[^']*')*+"""
DELIMITER = re.compile(rf"<(/?)(pre|code)(?![\w-]){ATTRIBUTES}>", re.IGNORECASE)
TAG = re.compile(rf"<(/?)([A-Za-z][^\s/><\"'=]*+)({ATTRIBUTES})>")
CLASS = re.compile(r"""\bclass\s*=\s*["']?([^"'>]*)""", re.IGNORECASE)
# What tools write on the elements that they add.
SPOKEN = re.compile(
    r"\s(?:class|style|data-[\w-]+|lang|leaf|color|face|size|id)\s*=", re.IGNORECASE
)
COLOURED = re.compile(r"\bstyle\s*=\s*[\"'][^\"']*\b(?:color|background|font)", re.IGNORECASE)
HIGHLIGHTED = re.compile(
    r"""<(?:span|i|b|em) class=["'](?:[a-z][a-z0-9]{0,2}["']|(?:[\w-]{1,40} ){0,3}(?:hljs|token"""
    r"""|cm-|mtk|pl-|crayon|enlighter|syntax|code-snippet|ace_))""",
    re.IGNORECASE,
)
MARKUP_LANGUAGE = re.compile(
    r"\b(?:x?html|xml|vue|jsx|tsx|svg|markup|[wa]xml|jsp|erb|php)\b", re.IGNORECASE
)
LINKED = re.compile(r"\shref\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE)
LINKERS_OWN = re.compile(r"\s(?:target|rel|title)\s*=", re.IGNORECASE)
HOLLOW = re.compile(r"<([a-z]{1,6})>\s*</\1>", re.IGNORECASE)
QUOTED = re.compile(r"[\"'`]<([a-z]{1,6})>", re.IGNORECASE)
ENDED_LINE = re.compile(r"(?:<br\s*/?>|\A)[ \t\r]*\n|\n\s*\Z", re.IGNORECASE)
INDENTED = re.compile(r"\n[ \t]+<[a-z]", re.IGNORECASE)
HAN = re.compile("[\u4e00-\u9fff]")
ADDED = words("span font b strong i em u s mark sub sup small var ins del kbd cite q")
LAYOUT = words("p div section ol ul li table thead tbody tr td th")
LINE_BLOCKS = words("p div section")
PICTURED = words("img a br span")
VOID = words("br hr img input meta link area base col embed param source track wbr")
# Ends of blocks that were opened before the code: it has no end of its own.
AROUND = words("p div li td tr table section blockquote h1 h2 h3 h4 h5 h6")


def escaped_code(markup: str) -> str:
    """Return `markup` with each tag that is part of some code escaped.

    Looked at is what stands in <pre> and <code>; what a highlighter, an editor or a copy button
    put there stays markup.
    """
    delimiters = list(DELIMITER.finditer(markup))
    ends: dict[str, list[int]] = {"pre": [], "code": []}
    for delimiter in delimiters:
        if delimiter[1]:
            ends[delimiter[2].lower()].append(delimiter.start())
    parts, done = [], 0
    for delimiter in delimiters:
        name = delimiter[2].lower()
        if delimiter[1] or delimiter.start() < done:
            continue
        number = bisect_left(ends[name], delimiter.end())
        if number == len(ends[name]) or ends[name][number] - delimiter.end() > MAX_LISTING:
            continue
        end = ends[name][number]
        content = markup[delimiter.end() : end]
        if "<" not in content:
            continue
        listing = Listing(content, opener=delimiter[0], is_block=name == "pre")
        written = listing.escaped() if listing.is_code() else content
        parts += [markup[done : delimiter.end()], written]
        done = end
    return "".join([*parts, markup[done:]])


class Listing:
    """What stands between `opener` and its end, and which of its tags are no part of the code."""

    def __init__(self, content: str, *, opener: str, is_block: bool):
        self.content = content
        self.opener = opener
        self.is_block = is_block
        self.tags = list(TAG.finditer(content))
        self.opened = Counter(tag[2].lower() for tag in self.tags if not tag[1])
        self.closed = Counter(tag[2].lower() for tag in self.tags if tag[1])
        self.has_lines_of_code = content.lstrip()[:5].lower() == "<code"
        # Elements that are empty, or stand in a string, are what the code is about.
        self.spoken_of = {found[1].lower() for found in HOLLOW.finditer(content)} | {
            found[1].lower() for found in QUOTED.finditer(content)
        }
        self.is_laid_out = self._is_laid_out()
        self.is_highlighted = HIGHLIGHTED.search(content) is not None
        own = content.lstrip().partition(">")[0] if self.has_lines_of_code else ""
        self.is_of_markup = is_block and MARKUP_LANGUAGE.search(opener + own) is not None
        self.is_mention = not is_block and not TAG.sub("", content).strip()
        self.shows_markup = self.is_mention or any(
            not self._may_be_added(tag) for tag in self.tags if not tag[1]
        )
        self.breaks_lines = not self.shows_markup or "\n" not in ENDED_LINE.sub("", content)

    def is_code(self) -> bool:
        """Whether this is code, not the rest of a piece or prose that was only laid out here."""
        if not self.is_block:
            return self.is_mention or not self._ends_blocks_around()
        if self.has_lines_of_code or "class" in self.opener.lower():
            return True
        text = TAG.sub("", self.content)
        return len(HAN.findall(text)) * 2 < len("".join(text.split())) or "。" not in text

    def _ends_blocks_around(self) -> bool:
        """Whether this is a <code> without an end, which has run into the blocks behind it."""
        depth: Counter[str] = Counter()
        for tag in self.tags:
            name = tag[2].lower()
            depth[name] += -1 if tag[1] else 1
            if name in AROUND and depth[name] < 0:
                return True
        return False

    def escaped(self) -> str:
        """The content with only its added tags left."""
        parts, done = [], 0
        open_tags: dict[str, list[bool]] = {}
        depth = 0
        for tag in self.tags:
            name = tag[2].lower()
            if tag[1]:
                depth -= bool(open_tags.get(name))
                is_added = _close(open_tags, name)
            else:
                is_added = self._is_added(tag, is_outer=depth == 0)
                if name not in VOID and not tag[3].endswith("/"):
                    open_tags.setdefault(name, []).append(is_added)
                    depth += 1
            if is_added:
                parts += [_as_text(self.content[done : tag.start()]), tag[0]]
                done = tag.end()
        return "".join([*parts, _as_text(self.content[done:])])

    def _may_be_added(self, tag: re.Match[str]) -> bool:
        """Whether some tool may have added an element such as `tag` opens."""
        name = tag[2].lower()
        if name in ADDED:
            return SPOKEN.match(tag[3]) is not None or self._is_emphasis(name)
        if name == "a":
            return self._is_link(tag)
        if name == "code":
            return self.has_lines_of_code
        if name in LAYOUT:
            return self.is_laid_out
        return name in ("br", "wbr") or self._is_button(tag) or self._is_picture(tag)

    def _is_added(self, tag: re.Match[str], *, is_outer: bool) -> bool:
        name = tag[2].lower()
        if name == "br":
            return self.breaks_lines and not self.is_mention
        if name == "code":
            return self.has_lines_of_code and is_outer
        if not self._may_be_added(tag):
            return False
        if not self.shows_markup or self._is_button(tag) or name in LAYOUT:
            return True
        if name not in ADDED or self.is_mention:
            return False
        return bool(CLASS.search(tag[3])) if self.is_highlighted else bool(COLOURED.search(tag[3]))

    def _is_emphasis(self, name: str) -> bool:
        if self.is_of_markup or name in self.spoken_of:
            return False
        return self.opened[name] == self.closed[name]

    def _is_button(self, tag: re.Match[str]) -> bool:
        """Whether `tag` opens a copy button or the language's name: at one end of the listing."""
        if BUTTON_NAMES.isdisjoint(_names_of(tag)):
            return False
        before, behind = tag.start(), len(self.content) - tag.end()
        if before > MAX_ENDS < behind:
            return False
        text = self.content[:before] if before <= behind else self.content[tag.end() :]
        return len(TAG.sub("", text).strip()) <= (0 if before <= behind else MAX_BUTTON)

    def _is_link(self, tag: re.Match[str]) -> bool:
        if not LINKED.search(tag[3]) or self.opened["a"] != self.closed["a"]:
            return False
        is_address = self.content.startswith(("http", "www."), tag.end())
        return not self.is_block or is_address or LINKERS_OWN.search(tag[3]) is not None

    def _is_picture(self, tag: re.Match[str]) -> bool:
        """Whether the listing holds pictures alone: it was only a way to place them."""
        is_alone = self.is_block and self.opened.keys() <= PICTURED
        return tag[2].lower() == "img" and is_alone and not TAG.sub("", self.content).strip()

    def _is_laid_out(self) -> bool:
        """Whether blocks in the listing are its lines, as editors and highlighters write them."""
        blocks = [tag for tag in self.tags if not tag[1] and tag[2].lower() in LAYOUT]
        if not blocks:
            return False
        named = LINE_NAMES | HOUSE.gutter_names
        if any(not named.isdisjoint(_names_of(tag)) for tag in blocks):
            return True
        kinds = {tag[2].lower() for tag in blocks}
        is_flat = len(blocks) > 1 and len(kinds) == 1 and kinds <= LINE_BLOCKS
        holds_more = not self.opened.keys() <= kinds | ADDED | {"br", "a", "code"}
        is_code = self.has_lines_of_code and "\n" in self.content.strip()
        return (
            self.is_block
            and is_flat
            and not (holds_more or is_code or INDENTED.search(self.content))
        )


def _close(open_tags: dict[str, list[bool]], name: str) -> bool:
    """Take the last open element called `name` away; whether it was added."""
    return open_tags[name].pop() if open_tags.get(name) else False


def _names_of(tag: re.Match[str]) -> set[str]:
    found = CLASS.search(tag[3])
    names = found[1].lower().split() if found else []
    return {part for name in names for part in name.replace("_", "-").split("-")}.union(names)


def _as_text(code: str) -> str:
    return code.replace("<", "&lt;")
