"""Which names are read, and how they are spelt."""

import os
import unicodedata
from pathlib import PurePath

from articles.telling import tell

DOCUMENT_SUFFIXES = {".txt", ".md", ".markdown", ".html", ".htm"}
PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}
MAX_IDENTIFIER = 500
TOO_LONG = tell("the path within the folder is longer than {most} characters", most=MAX_IDENTIFIER)
SPECIAL_FOLDERS = {"_posts", "_drafts"}


def is_document(name: str) -> bool:
    """Whether a file of this `name` is read; as in Hexo, .x, _x and backups (x~, x%) are not."""
    return _is_plain(name) and PurePath(name).suffix.lower() in DOCUMENT_SUFFIXES


def is_entered(folder: str) -> bool:
    """Whether a folder of this name is looked into."""
    return _is_plain(folder) or folder in SPECIAL_FOLDERS


def is_picture(name: str) -> bool:
    """Whether a file of this `name` may be a picture that documents show."""
    return not name.startswith(".") and PurePath(name).suffix.lower() in PICTURE_SUFFIXES


def _is_plain(name: str) -> bool:
    return not name.startswith((".", "_")) and not name.endswith(("~", "%"))


def readable(name: str) -> str:
    """Return a file's name as NFC text, \\xff for a byte ff that is no UTF-8."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text)


def decoded(name: bytes) -> str:
    """Return a name of an archive as NFC text: UTF-8, else GB18030 as Chinese Windows packs it."""
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        text = name.decode("gb18030", "backslashreplace")
    return unicodedata.normalize("NFC", text)
