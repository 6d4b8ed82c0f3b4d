"""A body on its way to HTML: what is known of its document, and what was to be reported."""

import re
from collections.abc import Callable, Mapping

from articles.importing.documents import Document
from articles.importing.markup import markdown
from articles.importing.markup.elements import NOTHING, Result, address, block, escape, inline
from articles.importing.markup.lexing import Code, Tag
from articles.importing.markup.plain import Obsidian, without_marks
from articles.importing.markup.reports import Reports
from articles.telling import tell

Renderer = Callable[["Tag", "Page"], Result | None]

NOT_KNOWN = tell("is not known here")
NOT_CLOSED = tell("is not closed; what follows is kept as text")
HAN = re.compile("[\u3400-\u9fff]")
# These stand for results while Markdown reads what surrounds them. No text may hold them.
HELD = re.compile("(<p>)?\ufdd0([0-9]{1,9})\ufdd1(</p>)?")
HELD_IN_ADDRESS = re.compile("%EF%B7%90[0-9]{1,9}%EF%B7%91")
RESERVED = re.compile("[\ufdd0-\ufdd3]")
# What stands before an address, in Markdown and in HTML.
BEFORE_ADDRESS = re.compile(r"(?:\]\(\s{0,9}<?|=\s{0,9}[\"'])[^\s\"'()<>]{0,99}\Z")


class Page:
    """Turns pieces of a body into HTML with `renderers`, by a tag's family, name and extent.

    A name in `blocks` needs an end. `locate_asset` gives the address of a file in the
    document's own folder by its name.
    """

    def __init__(
        self,
        document: Document,
        *,
        renderers: Mapping[tuple[str, str, bool], Renderer],
        blocks: frozenset[tuple[str, str]],
        locate_asset: Callable[[str], str] | None,
    ):
        self.document = document
        self.is_markdown = document.is_markdown
        self.is_english = is_english(document)
        self.reports = Reports(document.body_line)
        self._renderers = renderers
        self._blocks = blocks
        self._locate_asset = locate_asset
        self._held: list[Result] = []

    def asset(self, name: str) -> str:
        name = name.strip()
        is_own = bool(name) and not name.startswith("/") and "://" not in name
        return self._locate_asset(name) if self._locate_asset and is_own else name

    def html_of(self, tag: Tag) -> str:
        """Return what `tag` encloses as HTML, in blocks where it is Markdown."""
        return self.render(tag.children or [])

    def flow_of(self, tag: Tag) -> Result:
        """Return what `tag` encloses as it stands: a part of a line, or blocks."""
        if "\n" in tag.inner.strip():
            return block(self.html_of(tag))
        return inline(self.render([*(tag.children or [])], is_line=True))

    def line(self, text: str) -> str:
        """Return a line of text, such as a caption, as HTML."""
        return markdown.render_line(text.strip()) if self.is_markdown else escape(text.strip())

    def unknown(self, tag: Tag, *, reason: str = NOT_KNOWN) -> Result:
        """Report `tag`, and return a note that shows readers that something is missing."""
        self.reports.add(tag, reason)
        written = " ".join(f"{tag.name} {tag.arguments}".split())[:120]
        if self.is_english:
            return inline(escape(f"[Content not shown here: {written}]"))
        return inline(escape(f"［此处原有内容无法显示：{written}］"))

    def render(self, pieces: list[str | Tag], *, is_line: bool = False) -> str:
        source: list[str] = []
        for number, piece in enumerate(pieces):
            if isinstance(piece, Tag):
                following = pieces[number + 1] if number + 1 < len(pieces) else ""
                source.append(self._in_source(piece, source, following))
            else:
                source.append(self._text(piece))
        text = "".join(source)
        if self.is_markdown:
            text = markdown.render_line(text.strip()) if is_line else markdown.render(text)
        return self._restore(text)

    def _text(self, text: str) -> str:
        if isinstance(text, Code) or not self.is_markdown:
            return text
        return without_marks(Obsidian(self.asset, self.hold).replace(text))

    def _in_source(self, tag: Tag, before: list[str], following: str | Tag) -> str:
        tail = "".join(before[-3:])[-120:]
        result = self._result(tag, is_address=BEFORE_ADDRESS.search(tail) is not None)
        if result.kind == "address" or not result.text:
            return result.text
        held = self.hold(result)
        if result.kind == "block" and self.is_markdown and (not tail or tail.endswith("\n")):
            is_alone = isinstance(following, str) and following.startswith("\n")
            return f"\n{held}\n" if is_alone else f"\n{held}"
        return held

    def _result(self, tag: Tag, *, is_address: bool) -> Result:
        name = tag.name.lower()
        renderer = self._renderers.get((tag.family, name, tag.children is not None))
        if (tag.family, name) in self._blocks and tag.children is None:
            self.reports.add(tag, NOT_CLOSED)
            return NOTHING
        result = renderer(tag, self) if renderer else None
        if is_address and (result is None or result.kind != "address"):
            return self._as_address(tag)
        return self._unknown(tag) if result is None else result

    def _as_address(self, tag: Tag) -> Result:
        self.reports.add(tag, tell("stands for an address and is not known here"))
        words = [word.strip("\"'") for word in tag.arguments.split()]
        return address(words[0] if len(words) == 1 else "")

    def _unknown(self, tag: Tag) -> Result:
        if tag.family == "output":
            self.reports.add(tag, tell("is left as text, for nothing is evaluated"))
            return Result(tag.text, "address") if self.is_markdown else inline(tag.text)
        if tag.children is not None:
            self.reports.add(tag, tell("is not known here; what it encloses is kept"))
            return self.flow_of(tag)
        return self.unknown(tag)

    def hold(self, result: Result) -> str:
        self._held.append(result)
        return f"\ufdd0{len(self._held) - 1}\ufdd1"

    def _restore(self, html: str) -> str:
        if not self._held:
            return html
        return HELD.sub(self._held_result, HELD_IN_ADDRESS.sub("", html))

    def _held_result(self, match: re.Match[str]) -> str:
        opening, closing = match[1] or "", match[3] or ""
        result = self._held[int(match[2])]
        if result.kind != "block":
            return f"{opening}{result.text}{closing}"
        # A block ends the paragraph that it stands in.
        match bool(opening), bool(closing):
            case True, False:
                return f"{result.text}<p>"
            case False, True:
                return f"</p>{result.text}"
        return result.text


def is_english(document: Document) -> bool:
    """Whether readers of `document` are told in English, else in Chinese, what is missing."""
    if document.language:
        return not document.language.lower().startswith("zh")
    return HAN.search(document.title + document.body[:5000]) is None
