"""Captions and credits: which line belongs to which picture, and who made it."""

import re
from functools import lru_cache

from lxml import html

from articles.hanzi import simplified
from articles.html.addresses import PICTURE_NAME
from articles.html.marks import HOUSE_MARKS, Marks, owner_by
from articles.html.tree import append_text, new_element, visible_text

MAX_CAPTION = 160
# Longer than this, a <figcaption> is read as it stands.
MAX_TOLD = 600
MAX_CENTRED_CAPTION = 80
MAX_LOOSE_CAPTION = 40
ARROWS = "▲△▴▼▽↑↓◀◁ "
POINTING_ON = ("▼", "▽", "↓")
CAPTION_LABEL = re.compile(r"^(?:图注|图说|图)\s?[:：丨|｜]\s?")
# What is a caption already may name the owner behind a bar, without a word for it.
BEHIND_BAR = re.compile(
    r"(?<=[^\s|｜丨]{5})\s?[|｜丨]\s?(?P<owner>[^\s：:，,。；;|｜丨（）()！？]{2,20})\s{0,3}$"
)
ORNAMENT = re.compile(r"[\W_]*")
# A short line that begins so, or ends as these do, is a heading or a sentence.
NO_CAPTION = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|第.{1,3})[、.．\s]"
    r"|[（(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)]|(?i:part|chapter)\b"
)
SOURCE_LABEL = re.compile(r"(?i)[（(\[【]?(?:来源|原文|出处|消息来源|source|via)(?:\s?[:：]|\s)")
SENTENCE_ENDS = ("。", "！", "？", "：", ":", "!", "?", "；", ".", "，", "……")


def join_captions(body: html.HtmlElement, marks: Marks, removed: list[dict[str, str]]) -> None:
    """Put each caption paragraph of `body`, a row of blocks, into the figure it belongs to.

    Figures right before it that have no caption of their own share it; one that points down
    belongs to the figure behind it. `removed` gets a record of what is no caption after all.
    """
    for inner in body.iter("blockquote", "li", "dd"):
        if inner is not body and inner.find("figure") is not None:
            join_captions(inner, marks, removed)
    waiting: list[html.HtmlElement] = []
    last: html.HtmlElement | None = None
    for block in list(body):
        if block.tag == "figure":
            caption = block.find("figcaption")
            if caption is not None:
                _finish_caption(caption, marks, removed)
            is_told = block.find("figcaption") is not None
            # A sign between two chapters has a title below it, never a caption.
            waiting = [] if is_told or block.get("data-align") == "ornament" else [*waiting, block]
            last = block
            continue
        following = block.getnext()
        if _points_on(block, following, marks):
            _give(block, [following])
        elif waiting and (
            _is_caption(block, waiting[-1], marks) or _stands_above_credit(block, following, marks)
        ):
            _give(block, waiting)
            for other in waiting[1:]:
                body.remove(other)
            _finish_caption(waiting[0].find("figcaption"), marks, removed)
            last, waiting = waiting[0], []
            continue
        elif last is not None and block.tag == "p" and _add_credit(block, last, marks):
            body.remove(block)
        waiting, last = [], None


def _give(block: html.HtmlElement, figures: list[html.HtmlElement]) -> None:
    """Make `block` the caption of `figures`, which become one."""
    caption = new_element("figcaption")
    caption.text = block.text
    caption.extend(list(block))
    for other in figures[1:]:
        figures[0].extend(other.findall("img"))
    figures[0].append(caption)
    block.drop_tree()


def _points_on(block: html.HtmlElement, following: html.HtmlElement | None, marks: Marks) -> bool:
    """Whether `block` is the caption of the figure `following` it."""
    if block.tag != "p" or following is None or following.tag != "figure":
        return False
    if following.find("figcaption") is not None:
        return False
    text = visible_text(block)
    return len(text) <= MAX_CENTRED_CAPTION and (
        text.startswith(POINTING_ON) or text.endswith(POINTING_ON)
    )


def _is_caption(block: html.HtmlElement, figure: html.HtmlElement, marks: Marks) -> bool:
    text = visible_text(block)
    align = block.get("data-align", "")
    if block.tag != "p" or len(text) > MAX_CAPTION or marks.is_notice(text):
        return False
    if _names_the_source(block, text) or _tells_of_lead(text, figure, marks):
        return False
    if ORNAMENT.fullmatch(text) or (marks.is_staff(text) and not part_credit(text, marks)[1]):
        return False
    if align == "caption" or marks.is_marked_caption(text) or "data-muted" in block.attrib:
        return True
    if align == "title":
        return False
    if part_credit(text, marks)[1]:
        if _is_all_there_is(block):
            return False
        sentences = sum(text.count(sign) for sign in "。！？")
        return align == "center" or len(text) <= MAX_CENTRED_CAPTION or sentences < 2
    if align == "center":
        is_chapter = NO_CAPTION.match(text) and block.find("strong") is not None
        return len(text) <= MAX_CENTRED_CAPTION and not is_chapter
    return (
        figure.get("data-align") == "wrapper"
        and len(text) <= MAX_LOOSE_CAPTION
        and not text.endswith(SENTENCE_ENDS)
        and not NO_CAPTION.match(text)
        and block.find("strong") is None
    )


def _stands_above_credit(
    block: html.HtmlElement, following: html.HtmlElement | None, marks: Marks
) -> bool:
    """Whether `block` is a short line, no sentence, before one that only names an owner."""
    if block.tag != "p" or following is None or following.tag != "p":
        return False
    text = visible_text(block)
    if not 0 < len(text) <= MAX_LOOSE_CAPTION or text.endswith(SENTENCE_ENDS):
        return False
    credit = visible_text(following)
    rest, owner = part_credit(credit, marks) if len(credit) <= MAX_CENTRED_CAPTION else (credit, "")
    return bool(owner) and not rest and not part_credit(text, marks)[1]


def _is_all_there_is(block: html.HtmlElement) -> bool:
    """Whether a paragraph, not set as a caption, is all the text beside the pictures."""
    if block.get("data-align"):
        return False
    return all(other is block or other.tag == "figure" for other in block.getparent())


def _names_the_source(block: html.HtmlElement, text: str) -> bool:
    """Whether the last line of a piece tells where all of it comes from."""
    is_last = block.getnext() is None and block.getparent().tag == "div"
    if not is_last or not SOURCE_LABEL.match(text):
        return False
    return block.get("data-align") == "right" or block.find(".//a") is not None


def _tells_of_lead(text: str, figure: html.HtmlElement, marks: Marks) -> bool:
    """Whether `text` credits the picture above the piece, and `figure` stands further down."""
    before = figure.itersiblings(preceding=True)
    return bool(marks.owner_of_lead(text)) and any(other.tag != "figure" for other in before)


def _add_credit(block: html.HtmlElement, figure: html.HtmlElement, marks: Marks) -> bool:
    """Let a line of nothing but a credit join the caption of the figure before it."""
    text = visible_text(block)
    if _names_the_source(block, text) or _tells_of_lead(text, figure, marks):
        return False
    caption = figure.find("figcaption")
    rest, owner = part_credit(text, marks) if len(text) <= MAX_CENTRED_CAPTION else ("", "")
    if not owner or rest or caption is None or caption.find("cite[@class='credit']") is not None:
        return False
    _append_credit(caption, owner, marks)
    return True


@lru_cache(maxsize=512)
def part_credit(text: str, marks: Marks = HOUSE_MARKS) -> tuple[str, str]:
    """Return (caption, credit) of a caption's text; the credit is "" where none is named.

    `会谈现场 图片来源：新华社` gives (`会谈现场`, `新华社`); a screenshot whose owner is not named
    (`视频截图`) stays caption.
    """
    if len(text) > MAX_TOLD:
        return text, ""
    for wildcard in marks.rules.credit_texts:
        if parted := owner_by(wildcard, text):
            return parted
    plain = simplified(text)
    for idiom in marks.credits:
        match = idiom.search(plain)
        if match and match["owner"].strip() and not marks.is_ownerless(match["owner"]):
            rest = (text[: match.start()] + text[match.end() :]).strip(" ,，;；|｜丨/▲")
            return rest, text[slice(*match.span("owner"))].strip()
    return text, ""


def _finish_caption(caption: html.HtmlElement, marks: Marks, removed: list[dict[str, str]]) -> None:
    """Part the credit from a caption, take its pointing signs off; one that says nothing goes."""
    cite = caption.find("cite[@class='credit']")
    if cite is not None:
        _strip_label(cite, marks)
        return
    _strip_arrows(caption)
    text = visible_text(caption)
    if not text or marks.is_furniture(text) or marks.is_no_alt(text) or _is_file_name(text):
        if text:
            removed.append({"kind": "caption", "text": text})
        caption.drop_tree()
        return
    text, owner = part_credit(text, marks)
    if not owner and (parted := BEHIND_BAR.search(text)):
        text, owner = text[: parted.start()], parted["owner"]
    if owner:
        for child in list(caption):
            caption.remove(child)
        caption.text = CAPTION_LABEL.sub("", text)
        _append_credit(caption, owner, marks)
    elif caption.text:
        caption.text = CAPTION_LABEL.sub("", caption.text)


def _strip_arrows(caption: html.HtmlElement) -> None:
    first = next((e for e in caption.iter() if e.text and e.text.strip()), None)
    if first is not None:
        first.text = first.text.lstrip(ARROWS)
    if not len(caption):
        caption.text = (caption.text or "").rstrip(ARROWS)
    elif caption[-1].tail:
        caption[-1].tail = caption[-1].tail.rstrip(ARROWS)


def _strip_label(cite: html.HtmlElement, marks: Marks) -> None:
    """A credit that a page showed with its label is the owner alone."""
    rest, owner = part_credit(visible_text(cite), marks)
    if owner and not rest:
        for child in list(cite):
            cite.remove(child)
        cite.text = owner


def _append_credit(caption: html.HtmlElement, owner: str, marks: Marks) -> None:
    append_text(caption, " " if visible_text(caption) else "")
    credit = new_element("cite", {"class": "credit"})
    credit.text = owner
    # 图片来源：图/新华社 is labelled twice.
    _strip_label(credit, marks)
    caption.append(credit)


def _is_file_name(text: str) -> bool:
    return " " not in text and PICTURE_NAME.search(text) is not None
