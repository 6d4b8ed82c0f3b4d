"""Lines at the ends of a piece that are not of it: its title again, notes, notices, furniture."""

from functools import cache

from lxml import html

from articles.hanzi import simplified
from articles.html.boxes import MAX_RECORD, record_of
from articles.html.marks import MAX_LINE, Marks, fits
from articles.html.parting import part_lines
from articles.html.related import (
    HEADINGS,
    are_references,
    begins_with_section,
    empty_label,
    is_in_a_section,
    is_only_links,
    is_related_line,
    letters,
)
from articles.html.tree import visible_text

# How far from either end a notice may stand, and other lines.
REACH, TAIL = 3, 8
TITLED = 3
MAX_BYLINE = 40
HEAD = 4
MAX_NOTE = 1200
LINES = ("p", "h2", "h3", "h4", "blockquote", "ul", "ol")
BRACKETS = "【[（(▍■●|# "
# Announced so, a link to another article is none of this one's argument.
RELATED_ANYWHERE = ("相关", "往期", "热门", "Related", "More from", "Read next", "Also read")


class Lines:
    """Lifts lines out of a row of blocks, again and again until none is left to lift.

    `notices` are their texts in order, `summary` the editor's note ("" for none), `removed` the
    records of all that went but notices.
    """

    def __init__(self, marks: Marks, title: str):
        self.marks = marks
        self.title = letters(title)
        self.notices: list[str] = []
        self.summary = ""
        self.removed: list[dict[str, str]] = []
        self._texts: dict[html.HtmlElement, str] = {}
        self._is_furniture = cache(marks.is_furniture)
        self._is_closing_text = cache(marks.is_closing)
        self._is_notice = cache(marks.is_notice)

    def lift(self, body: html.HtmlElement) -> bool:
        """Lift what is no part of the piece; whether there was anything."""
        blocks = list(body)
        part_lines(near_the_ends(body), self._is_lifted)
        is_changed = True
        while is_changed and len(body):
            before = len(body), len(self.removed)
            self._lift_anywhere(body)
            self._lift_title(body)
            self._lift_note(body)
            self._lift_ends(body)
            self._lift_empty_label(body)
            self._lift_related(body)
            _trim_rules(body)
            is_changed = (len(body), len(self.removed)) != before
        return list(body) != blocks

    def _is_lifted(self, text: str) -> bool:
        marks = self.marks
        if self._is_furniture(text) or self._is_closing_text(text) or self._is_notice(text):
            return True
        return marks.mark_of_summary(text) > 0

    def _text(self, block: html.HtmlElement) -> str:
        """The visible text of a block; blocks do not change once their lines are parted."""
        if block not in self._texts:
            self._texts[block] = visible_text(block)
        return self._texts[block]

    def _lift_anywhere(self, body: html.HtmlElement) -> None:
        for block in list(body):
            if block.tag == "figure":
                self._lift_code_picture(block)
            elif block.tag in ("p", *HEADINGS) and len(body) > 1:
                text = self._text(block)
                if len(text) > MAX_LINE:
                    continue
                is_related = simplified(text.lstrip(BRACKETS)[:12]).startswith(RELATED_ANYWHERE)
                if self._is_furniture(text) or (
                    is_related and is_related_line(block, text, self.marks)
                ):
                    self._remove(block)

    def _lift_code_picture(self, figure: html.HtmlElement) -> None:
        """A picture of a code to scan is for readers of another screen."""
        image = figure.find("img")
        if len(figure) != 1 or image is None:
            return
        if self.marks.code_picture.search(image.get("src", "")) or "二维码" in image.get("alt", ""):
            self.removed.append({"kind": "furniture", "text": image.get("src", "")})
            figure.drop_tree()

    def _lift_title(self, body: html.HtmlElement) -> None:
        texts = [block for block in body if block.tag != "figure"][:TITLED]
        for number, block in enumerate(texts):
            # Behind a byline it is a heading; a sentence may well say the title again.
            if block.tag not in (HEADINGS if number else ("p", *HEADINGS)):
                continue
            # A piece may be its title alone.
            has_more = any(other is not block and other.tag != "figure" for other in body)
            if self.title and has_more and letters(visible_text(block)) == self.title:
                self._remove(block, kind="title")
                return
            if len(self._text(block)) > MAX_BYLINE:
                return

    def _lift_note(self, body: html.HtmlElement) -> None:
        texts = [block for block in body if block.tag not in ("figure", "hr")][:HEAD]
        for number, block in enumerate(texts):
            if block.tag not in ("p", "blockquote", *HEADINGS):
                continue
            text = self._text(block)
            note = self._note_of(text, block)
            following = texts[number + 1 : number + 2]
            if note is None or self._is_notice(note) or len(text) > MAX_NOTE or len(texts) < 2:
                continue
            if block.tag in HEADINGS and begins_with_section(block):
                # A chapter may be called so.
                continue
            if not note:
                # The mark is a heading: what follows is the note.
                if not following or following[0].tag not in ("p", "blockquote"):
                    return
                if len(texts) < 3:
                    return
                note = visible_text(following[0])
                self._remove(following[0], kind="summary")
            self.summary = " ".join(filter(None, [self.summary, note]))
            self._remove(block, kind="summary")
            return

    def _note_of(self, text: str, block: html.HtmlElement) -> str | None:
        """Return the note in `text`, "" when it is only the mark of one, None for no note."""
        for wildcard in self.marks.rules.summary_texts:
            if fits(wildcard, text):
                before, _star, after = wildcard.partition("*")
                return text[len(before) : len(text) - len(after)].strip()
        if marked := self.marks.mark_of_summary(text):
            return text[marked:].strip()
        bare = text.strip("【】[]（）() ")
        is_mark = len(bare) <= 12 and self.marks.mark_of_summary(f"{bare}：") == len(bare) + 1
        is_heading = block.tag in HEADINGS or block.find("strong") is not None
        return "" if is_mark and is_heading else None

    def _lift_ends(self, body: html.HtmlElement) -> None:
        blocks = list(body)
        near = dict.fromkeys(blocks[:REACH] + blocks[-REACH:])
        for block in near:
            if block.tag in LINES and self._is_notice(text := self._text(block)):
                self.notices.append(text)
                block.drop_tree()
        for block in list(body)[-TAIL:]:
            if len(body) > 1 and block.tag in LINES and self._is_closing(block, self._text(block)):
                self._remove(block)
        self._lift_related_lines(body)
        for block in list(body)[:HEAD]:
            text, is_line = self._text(block), block.tag in ("p", "ul") and len(body) > 1
            if is_line and (self.marks.is_counter(text) or self.marks.is_opening(text)):
                self._remove(block)

    def _is_closing(self, block: html.HtmlElement, text: str) -> bool:
        """Whether `block` is furniture of an end; of a list, each item must be."""
        if block.tag not in ("ul", "ol"):
            return self._is_closing_text(text)
        items = [visible_text(item) for item in block.iterchildren("li")]
        return self.marks.is_counter(text) or all(map(self.marks.is_closing, items))

    def _lift_related_lines(self, body: html.HtmlElement) -> None:
        """Take out lines as “延伸阅读：…” from the end of the piece.

        Where sections have such lines, these are of the text, and so is the last section's.
        """
        lines = [
            block
            for block in body.iterchildren(*LINES)
            if is_related_line(block, self._text(block), self.marks)
        ]
        if not lines or is_in_a_section(lines[0]):
            return
        tail = set(list(body)[-TAIL:])
        for line in lines:
            if line in tail and len(body) > 1:
                self._remove(line)

    def _lift_empty_label(self, body: html.HtmlElement) -> None:
        label = empty_label(body, self.marks)
        if label is not None:
            self.removed.append({"kind": "furniture", "text": visible_text(label)})
            self._texts.pop(body[-1], None)
            label.tail = None
            label.drop_tree()

    def _lift_related(self, body: html.HtmlElement) -> None:
        """Take out the list of other articles that ends the piece, with its heading."""
        run: list[html.HtmlElement] = []
        links = 0
        if len(body) > 1 and body[-1].tag in HEADINGS:
            # With nothing behind it, a heading announces nothing.
            if self.marks.is_related_heading(self._text(body[-1])):
                self._remove(body[-1])
            return
        for block in reversed(body):
            text = self._text(block)
            if not run and block.tag == "p" and self.marks.is_staff(text):
                continue
            if links and block.tag in ("p", *HEADINGS) and self.marks.is_related_heading(text):
                if are_references(run):
                    return
                run.append(block)
                text = " ".join(record_of(each) for each in reversed(run))
                self.removed.append({"kind": "furniture", "text": text[:MAX_RECORD]})
                for each in run:
                    each.drop_tree()
                return
            if block.tag == "figure" or block.tag == "hr":
                run.append(block)
            elif is_only_links(block):
                run.append(block)
                links += 1
            else:
                return

    def _remove(self, block: html.HtmlElement, *, kind: str = "furniture") -> None:
        self.removed.append({"kind": kind, "text": record_of(block)})
        block.drop_tree()


def near_the_ends(body: html.HtmlElement) -> list[html.HtmlElement]:
    blocks = list(body)
    return list(dict.fromkeys(blocks[:HEAD] + blocks[-TAIL:]))


def _trim_rules(body: html.HtmlElement) -> None:
    """Take away rules that part nothing from anything."""
    while len(body) and body[0].tag == "hr":
        del body[0]
    while len(body) and body[-1].tag == "hr":
        del body[-1]
