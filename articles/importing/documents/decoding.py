"""From bytes to text."""

import re

from articles.importing.documents import notes
from articles.importing.documents.charsets import TORN, Charset, marked_as, read_text
from articles.importing.errors import DocumentError
from articles.telling import tell

MAX_BYTES = 5_000_000
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def decode(content: bytes) -> tuple[str, list[dict[str, str]]]:
    """Return the text of `content`, \\n as line ends, without control characters; and warnings.

    It is UTF-8, UTF-16, GB18030 or Big5; DocumentError for what is none of these.
    """
    if len(content) > MAX_BYTES:
        raise DocumentError(
            tell(
                "the document has {number:,} bytes, {most:,} at most are read",
                number=len(content),
                most=MAX_BYTES,
            )
        )
    text, warnings = _text(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if controls := len(CONTROL.findall(text)):
        message = tell("{number} control character(s) were taken out", number=controls)
        warnings.append({"kind": "characters", "message": message})
        text = CONTROL.sub("", text)
    return text, warnings


def _text(content: bytes) -> tuple[str, list[dict[str, str]]]:
    try:
        text, charset = read_text(content)
    except UnicodeDecodeError as error:
        raise _unreadable(content, error) from error
    return text, [{"kind": "encoding", "message": note} for note in notes_of(charset)]


def notes_of(charset: Charset) -> list[str]:
    """Return what a report says of text that was read in `charset`: nothing of whole UTF-8."""
    if charset.name != "UTF-8":
        return [tell(notes.NOT_UTF_8, charset=charset.name)]
    if not charset.torn:
        return []
    lines = ", ".join(map(str, charset.torn[:10])) + (", …" if len(charset.torn) > 10 else "")
    return [tell(notes.TORN_CHARACTERS, lines=lines, sign=TORN)]


def _unreadable(content: bytes, error: UnicodeDecodeError) -> DocumentError:
    if marked := marked_as(content):
        message = tell(
            "the mark at its start says {charset}, but it is not; save it as UTF-8", charset=marked
        )
        return DocumentError(message, line=1, column=1)
    first = error.start
    line = content.count(b"\n", 0, first) + 1
    column = first - content.rfind(b"\n", 0, first)
    message = tell(
        "byte {byte} is no text in UTF-8, UTF-16, GB18030 or Big5; save the document as UTF-8",
        byte=f"{content[first]:#04x}",
    )
    return DocumentError(message, line=line, column=column)
