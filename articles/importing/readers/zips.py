"""Members of zip archives."""

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO

from articles.importing.readers.collection import CollectionError
from articles.importing.readers.members import NO_FILE, Member, MemberError
from articles.importing.readers.names import decoded
from articles.telling import tell

UTF8_NAME = 0x800
ENCRYPTED = 0x1
# Others are rare, and the reader of bzip2 and lzma does not bound what one read unpacks to.
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# The least that stands before a member's content.
LOCAL_HEADER = 30
# zipfile does not fold what damaged archives raise in it.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, RuntimeError, OverflowError),
)


class ZipMembers:
    """The files of the zip archive at `path`, in the order of its directory, at each iteration.

    Raises CollectionError when the archive cannot be read.
    """

    def __init__(self, path: Path):
        try:
            self.archive = zipfile.ZipFile(path)
        except DAMAGE as error:
            message = (
                f"{path} is no zip archive, or is cut short: its directory, which stands at "
                f"the end, cannot be read ({error}). Get it again, or pack it anew."
            )
            raise CollectionError(message) from error
        self._overlapping = _overlapping(self.archive.infolist())

    def __iter__(self) -> Iterator[Member]:
        for info in self.archive.infolist():
            if not info.is_dir():
                yield Member(
                    name=_name(info),
                    size=info.file_size,
                    open=partial(self._open, info),
                    problem=self._problem(info),
                    packed_size=info.compress_size,
                )

    def close(self) -> None:
        """Close the file."""
        self.archive.close()

    def _problem(self, info: zipfile.ZipInfo) -> str:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            return NO_FILE
        if info.flag_bits & ENCRYPTED:
            return tell("it is encrypted; pack it anew without a password")
        if info.compress_type not in METHODS:
            return tell("it is packed by a rare method; pack it anew with deflate")
        if info.header_offset in self._overlapping:
            return tell("it overlaps with another member, as in a bomb")
        return ""

    @contextmanager
    def _open(self, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
        try:
            with self.archive.open(info) as stream:
                yield stream
        except MemberError:
            raise
        except DAMAGE as error:
            raise MemberError(tell("it is damaged: {reason}", reason=str(error))) from error


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & UTF8_NAME:
        return unicodedata.normalize("NFC", info.orig_filename)
    # zipfile has taken the bytes for code page 437.
    return decoded(info.orig_filename.encode("cp437"))


def _overlapping(members: list[zipfile.ZipInfo]) -> set[int]:
    """Return where members begin whose content would reach into the next one's."""
    ordered = sorted(members, key=lambda info: info.header_offset)
    return {
        info.header_offset
        for info, following in pairwise(ordered)
        if info.header_offset + LOCAL_HEADER + info.compress_size > following.header_offset
    }
