"""Which encoding bytes are in, when nobody says so or says it wrongly."""

import codecs
import re
from dataclasses import dataclass

# Enough to tell an encoding by, little enough to cost nothing.
SAMPLE = 20_000
# That of UTF-32 begins as that of UTF-16 does.
MARKED = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
# A text of hanzi has this many whole characters for each that is torn, or is no UTF-8.
WHOLE_FOR_TORN = 20
TORN = "\ufffd"
RUN_OF_TORN = re.compile(f"{TORN}+")
HANZI = re.compile("[\u3400-\u9fff]")
# The hanzi in daily use: the first level of GB 2312, and that of Big5, by their leading bytes; and
# the least second byte of theirs. Below it GB18030 has the hanzi that GB 2312 lacks.
DAILY = {"gb18030": (range(0xB0, 0xD8), 0xA1), "cp950": (range(0xA4, 0xC7), 0x40)}


@dataclass(frozen=True)
class Charset:
    """How bytes were read: their encoding, and the lines (from 1) of torn characters."""

    name: str
    torn: tuple[int, ...] = ()


def read_text(content: bytes) -> tuple[str, Charset]:
    """Return `content` as text: UTF-8, UTF-16, GB18030 or Big5, whichever it is.

    A character of UTF-8 of which a part is missing, as where a text was cut by its bytes, stands
    as U+FFFD. Raises UnicodeDecodeError, whose `start` is the first byte that is no UTF-8, for
    what is none of these, and for a mark at the beginning that is not borne out.
    """
    if marked := marked_as(content):
        return content.decode(marked), Charset(marked)
    if name := _without_mark(content):
        return content.decode(name), Charset("UTF-16")
    try:
        return content.decode("utf-8-sig"), Charset("UTF-8")
    except UnicodeDecodeError as error:
        return _torn(content) or _chinese(content, error)


def marked_as(content: bytes) -> str:
    """Return which encoding but UTF-8 the mark at the start of `content` names, else ""."""
    return next((name for mark, name in MARKED.items() if content.startswith(mark)), "")


def _without_mark(content: bytes) -> str:
    """Return the kind of UTF-16 in which every other byte of `content`'s signs is zero, else ""."""
    head = content[:SAMPLE]
    first, second = head[0::2].count(0), head[1::2].count(0)
    # Front matter and tags are such signs, and a file that only holds a stray NUL has few.
    least = max(4, len(head) // 20)
    # 一 is U+4E00: hanzi have zeros too, on the other side.
    if second >= least and second > 3 * first:
        return "utf-16-le"
    return "utf-16-be" if first >= least and first > 3 * second else ""


def _torn(content: bytes) -> tuple[str, Charset] | None:
    """Return `content` as UTF-8 with a few torn characters in it; None when it is none."""
    text = content.decode("utf-8-sig", "replace")
    torn, whole = len(RUN_OF_TORN.findall(text)), len(HANZI.findall(text))
    if torn * WHOLE_FOR_TORN > whole:
        return None
    lines = [n for n, line in enumerate(text.split("\n"), start=1) if TORN in line]
    return text, Charset("UTF-8", tuple(lines))


def _chinese(content: bytes, error: UnicodeDecodeError) -> tuple[str, Charset]:
    """Return `content` in the one of the Chinese encodings in which it reads like daily words."""
    read = {name: _decoded(content, name) for name in DAILY}
    shares = {name: _daily_share(text, name) for name, text in read.items() if text is not None}
    if not shares:
        raise error
    best = max(shares, key=lambda name: shares[name])
    return read[best] or "", Charset("Big5" if best == "cp950" else "GB18030")


def _decoded(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return None


def _daily_share(text: str, name: str) -> float:
    """Return which share of the hanzi of `text` is in daily use where `name` is written."""
    leading, least = DAILY[name]
    codes = [c.encode(name, "replace") for c in HANZI.findall(text[:SAMPLE])]
    daily = sum(code[0] in leading and code[1] >= least for code in codes if len(code) == 2)
    return daily / len(codes) if codes else 0.0
