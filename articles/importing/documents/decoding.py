"""From bytes to text."""

import codecs
import re

from articles.importing.errors import DocumentError

MAX_BYTES = 5_000_000
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes) -> tuple[str, list[dict[str, str]]]:
    """Return the text of `content`, \\n as line ends, without control characters; and warnings.

    It is UTF-8, UTF-16 where a mark tells so, or GB18030; DocumentError for what is neither.
    """
    if len(content) > MAX_BYTES:
        raise DocumentError(
            f"the document has {len(content):,} bytes, {MAX_BYTES:,} at most are read"
        )
    text, warnings = _text(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if controls := len(CONTROL.findall(text)):
        message = f"{controls} control character(s) were taken out"
        warnings.append({"kind": "characters", "message": message})
        text = CONTROL.sub("", text)
    return text, warnings


def _text(content: bytes) -> tuple[str, list[dict[str, str]]]:
    if content.startswith(UTF_16):
        try:
            return content.decode("utf-16"), [_read_as("UTF-16")]
        except UnicodeDecodeError as error:
            message = "the mark at its start says UTF-16, but it is not; save it as UTF-8"
            raise DocumentError(message, line=1, column=1) from error
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return _gb18030(content, error.start), [_read_as("GB18030")]


def _gb18030(content: bytes, first: int) -> str:
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, first) + 1
        column = first - content.rfind(b"\n", 0, first)
        message = (
            f"byte {content[first]:#04x} is neither UTF-8 nor GB18030; save the document as UTF-8"
        )
        raise DocumentError(message, line=line, column=column) from error


def _read_as(encoding: str) -> dict[str, str]:
    return {"kind": "encoding", "message": f"read as {encoding}, for it is not UTF-8"}
