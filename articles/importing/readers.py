"""Documents from files and folders, one at a time, in the order of their paths."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.importing.documents import MAX_BYTES

SUFFIXES = {".txt", ".md", ".markdown", ".html", ".htm"}
MAX_IDENTIFIER = 500
SPECIAL_FOLDERS = {"_posts", "_drafts"}


@dataclass(frozen=True)
class RawDocument:
    """The bytes of one document.

    `identifier` is its path within the PATH it was found under, with "/"; `path` is what a
    report calls it. `root` is the folder that its pictures may come from, `folder` that
    folder's name, `beside` the folder it lies in, as the file system spells it. `problem`
    says why there is no content, "" when there is.
    """

    identifier: str
    path: str
    root: str
    folder: str
    beside: str
    content: bytes
    problem: str = ""


def read_path(path: Path) -> Iterator[RawDocument]:
    """Yield the documents under `path`: a file, or a folder with all folders below it.

    As in Hexo, names that begin with "." or "_" (but _posts and _drafts) and backups (~, %)
    are passed over. A file that cannot be read, or leads out of the folder, comes with a
    `problem`. Raises FileNotFoundError when there is nothing at `path`.
    """
    if path.is_dir():
        for file in _files(path):
            yield _read(file, root=path)
    elif path.exists():
        yield _read(path, root=path.parent)
    else:
        raise FileNotFoundError(path)


def _files(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if _is_read(name) or name in SPECIAL_FOLDERS)
        for name in sorted(files):
            if _is_read(name) and Path(name).suffix.lower() in SUFFIXES:
                yield Path(folder, name)


def _is_read(name: str) -> bool:
    return not name.startswith((".", "_")) and not name.endswith(("~", "%"))


def _read(file: Path, *, root: Path) -> RawDocument:
    identifier = _readable(file.relative_to(root).as_posix())
    folder = _readable(root.resolve().name)
    problem, content = _problem(file, root), b""
    if not problem:
        try:
            content = file.read_bytes()
        except OSError as error:
            problem = f"the file cannot be read: {error.strerror}"
    path = _readable(os.fspath(file))
    beside = os.fspath(file.parent)
    return RawDocument(identifier, path, os.fspath(root), folder, beside, content, problem)


def _problem(file: Path, root: Path) -> str:
    try:
        facts = file.stat()
        is_inside = file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return "the link leads nowhere"
    if not is_inside:
        return "the link leads out of the folder"
    if not stat.S_ISREG(facts.st_mode):
        return "this is no regular file"
    if len(file.relative_to(root).as_posix()) > MAX_IDENTIFIER:
        return f"the path within the folder is longer than {MAX_IDENTIFIER} characters"
    if facts.st_size > MAX_BYTES:
        return f"the file has {facts.st_size:,} bytes, {MAX_BYTES:,} at most are read"
    return ""


def _readable(name: str) -> str:
    """Return a file's name as NFC text, \\xff for a byte ff that is no UTF-8."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", text)


def count_documents(path: Path) -> int:
    """Return how many documents `read_path` would yield."""
    return sum(1 for _file in _files(path)) if path.is_dir() else 1
