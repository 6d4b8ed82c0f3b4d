"""Members of tar archives, packed or not."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import IO

from articles.importing.readers.members import (
    MAX_RATIO,
    NO_FILE,
    BrokenArchiveError,
    Member,
)
from articles.importing.readers.names import decoded
from articles.telling import tell

SUFFIXES = (
    *(".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz"),
    *(".tar.bz2", ".tbz2", ".tbz"),
)
PACKERS: dict[bytes, Callable] = {b"\x1f\x8b": gzip.open, b"\xfd7zXZ": lzma.open, b"BZh": bz2.open}
# A small archive may unpack to this much whatever its ratio.
FLOOR = 256_000_000
# No header is longer; contents are read in smaller pieces.
MAX_READ = 1_000_000
DAMAGE = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)


class TarMembers:
    """The files of the tar archive at `path`, in its order, at each iteration.

    An iteration raises BrokenArchiveError where the archive breaks off.
    """

    def __init__(self, path: Path):
        self.path = path

    def __iter__(self) -> Iterator[Member]:
        with _reported(), self.path.open("rb") as file:
            limit = max(FLOOR, self.path.stat().st_size * MAX_RATIO)
            head = file.read(6)
            file.seek(0)
            unpack = next(
                (p for magic, p in PACKERS.items() if head.startswith(magic)), nullcontext
            )
            with unpack(file) as unpacked:
                stream = _ForwardOnly(unpacked, limit)
                with tarfile.TarFile(fileobj=stream) as archive:  # type: ignore[arg-type]
                    yield from _members(archive)
            if stream.last_block.strip(b"\0"):
                raise BrokenArchiveError(tell("what follows is no member"))
            if len(stream.last_block) < tarfile.BLOCKSIZE:
                raise BrokenArchiveError(tell("its end is missing"))

    def close(self) -> None:
        """Each iteration closes what it opens."""


def _members(archive: tarfile.TarFile) -> Iterator[Member]:
    while info := archive.next():
        # tarfile remembers all that it has passed.
        archive.members.clear()  # type: ignore[attr-defined]
        if info.size < 0:
            raise BrokenArchiveError(tell("a header has a negative size"))
        if not info.isdir():
            yield Member(
                name=decoded(info.name.encode("utf-8", "surrogateescape")),
                size=info.size,
                open=partial(_open, archive, info),
                problem="" if info.isreg() else NO_FILE,
            )


@contextmanager
def _open(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[IO[bytes]]:
    with _reported():
        stream = archive.extractfile(info)
        if stream is None:
            raise BrokenArchiveError(tell("a member has no content"))
        with stream:
            yield stream


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except BrokenArchiveError:
        raise
    except DAMAGE as error:
        raise BrokenArchiveError(str(error) or tell("it is damaged")) from error


class _ForwardOnly:
    """An unpacked archive that is read once, from its start to at most `limit`.

    Sizes in headers can be negative, or so large that no machine holds what tarfile would read
    for them: both end here.
    """

    def __init__(self, stream: IO[bytes], limit: int):
        self.stream = stream
        self.limit = limit
        self.last_block = b""

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_READ:
            raise BrokenArchiveError(tell("a header is longer than any is"))
        self._check(self.stream.tell() + size)
        self.last_block = self.stream.read(size)
        return self.last_block

    def seek(self, position: int) -> None:
        if position < self.stream.tell():
            raise BrokenArchiveError(tell("a header points backwards"))
        self._check(position)
        self.stream.seek(position)

    def tell(self) -> int:
        return self.stream.tell()

    def _check(self, position: int) -> None:
        if position > self.limit:
            message = tell(
                "it unpacks to more than {most:,} bytes, {number} times its size",
                most=self.limit,
                number=MAX_RATIO,
            )
            raise BrokenArchiveError(message)
