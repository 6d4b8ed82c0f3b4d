"""A document on disk, or a folder of them."""

import os
import stat
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from articles.importing.documents import MAX_BYTES
from articles.importing.errors import why_not
from articles.importing.readers.collection import RawDocument, Reading
from articles.importing.readers.names import (
    MAX_IDENTIFIER,
    TOO_LONG,
    is_document,
    is_entered,
    readable,
)
from articles.telling import tell


class FolderCollection(Reading):
    """The documents of a folder and of all folders below it, in the order of their paths.

    A file that cannot be read, or leads out of the folder, comes with a `problem`.
    """

    def __init__(self, path: Path, *, name: str, assets: str = ""):
        self.name = name
        self.root = path
        self.assets = assets

    def documents(self) -> Iterator[RawDocument]:
        for file in self._files():
            yield read_file(file, root=self.root, assets=self.assets)
        yield from map(self._unread, self._locked)

    def count(self) -> int:
        return sum(1 for _file in self._files()) + len(self._locked)

    def holds(self, identifier: str) -> bool:
        if identifier in self._identifiers:
            return True
        return any(identifier.startswith(f"{self._name_of(folder)}/") for folder in self._locked)

    @cached_property
    def _identifiers(self) -> set[str]:
        return {self._name_of(file) for file in self._files()}

    @cached_property
    def _locked(self) -> dict[Path, str]:
        """Folders that may not be looked into, with the reason."""
        locked: dict[Path, str] = {}

        def note(error: OSError) -> None:
            locked[Path(error.filename)] = why_not(error)

        for _file in self._files(note):
            pass
        return locked

    def _name_of(self, file: Path) -> str:
        return readable(file.relative_to(self.root).as_posix())

    def _unread(self, folder: Path) -> RawDocument:
        return RawDocument(
            identifier=self._name_of(folder)[:MAX_IDENTIFIER],
            path=readable(os.fspath(folder)),
            root=os.fspath(self.root),
            folder=readable(self.root.resolve().name),
            beside="",
            content=b"",
            problem=tell("the folder cannot be read: {reason}", reason=self._locked[folder]),
        )

    def _files(self, note: Callable[[OSError], None] | None = None) -> Iterator[Path]:
        for folder, names, files in os.walk(self.root, onerror=note):
            names[:] = sorted(filter(is_entered, names))
            yield from (Path(folder, name) for name in sorted(files) if is_document(name))


class FileCollection(Reading):
    """A single document; whatever its name, the operator has asked for it."""

    def __init__(self, path: Path, *, name: str, assets: str = ""):
        self.name = name
        self.path = path
        self.assets = assets

    def documents(self) -> Iterator[RawDocument]:
        yield read_file(self.path, root=self.path.parent, assets=self.assets)

    def count(self) -> int:
        return 1

    def holds(self, identifier: str) -> bool:
        # What lies beside it is still there, although it is not asked for.
        return (self.path.parent / identifier).exists()


def read_file(file: Path, *, root: Path, assets: str = "") -> RawDocument:
    """Return the document in `file`, which lies under the folder `root`."""
    problem, content = _problem(file, root), b""
    if not problem:
        try:
            content = file.read_bytes()
        except OSError as error:
            problem = tell("the file cannot be read: {reason}", reason=why_not(error))
    return RawDocument(
        identifier=readable(file.relative_to(root).as_posix()),
        path=readable(os.fspath(file)),
        root=os.fspath(root),
        folder=readable(root.resolve().name),
        beside=os.fspath(file.parent),
        content=content,
        problem=problem,
        assets=assets,
    )


def _problem(file: Path, root: Path) -> str:
    try:
        facts = file.stat()
        is_inside = file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return tell("the link leads nowhere")
    if not is_inside:
        return tell("the link leads out of the folder")
    if not stat.S_ISREG(facts.st_mode):
        return tell("this is no regular file")
    if len(file.relative_to(root).as_posix()) > MAX_IDENTIFIER:
        return TOO_LONG
    if facts.st_size > MAX_BYTES:
        return tell(
            "the file has {number:,} bytes, {most:,} at most are read; divide it",
            number=facts.st_size,
            most=MAX_BYTES,
        )
    return ""
