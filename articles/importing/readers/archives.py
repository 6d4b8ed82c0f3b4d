"""Archives read in place: nothing is unpacked but pictures, and these one by one."""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Protocol

from articles.importing.documents import MAX_BYTES
from articles.importing.readers import tars
from articles.importing.readers.collection import CollectionError, RawDocument, Reading
from articles.importing.readers.members import BrokenArchiveError, Member, MemberError
from articles.importing.readers.names import MAX_IDENTIFIER
from articles.importing.readers.tars import TarMembers
from articles.importing.readers.zips import ZipMembers
from articles.telling import reason_of, tell

SUFFIXES = (".zip", *tars.SUFFIXES)
MAX_PICTURE_BYTES = 10_000_000
# All pictures of an archive together: more would fill the disk of a small machine.
MAX_PICTURES_BYTES = 10_000_000_000


class Members(Protocol):
    def __iter__(self) -> Iterator[Member]: ...

    def close(self) -> None: ...


def open_archive(path: Path, *, name: str, assets: str = "") -> "ArchiveCollection":
    """Return the documents of the archive at `path`; CollectionError when it has no beginning."""
    is_zip = path.name.lower().endswith(".zip")
    members: Members = ZipMembers(path) if is_zip else TarMembers(path)
    return ArchiveCollection(path, members, name=name, assets=assets)


class ArchiveCollection(Reading):
    """The documents of an archive, in its order; its pictures lie in a temporary folder.

    What is unsafe, too large, encrypted or damaged comes with a `problem`, as does the lost part
    of an archive that breaks off. Of several members of one name the last counts, as for unzip.
    """

    def __init__(self, path: Path, members: Members, *, name: str, assets: str):
        self.name = name
        self.assets = assets
        self.folder = _without_suffixes(path.name)
        self._members = members
        self._last: dict[str, int] = {}
        self._number = 0
        self._breaks_off = ""
        self._pictures = TemporaryDirectory(prefix="pictures-")
        self._room = MAX_PICTURES_BYTES
        try:
            self._survey(path)
        except BaseException:
            self.close()
            raise

    def documents(self) -> Iterator[RawDocument]:
        try:
            for place, member in enumerate(self._members):
                if _is_reported(member):
                    yield self._read(member, place)
        except BrokenArchiveError as error:
            problem = tell(
                "the archive breaks off: {reason}; what came after is missing",
                reason=reason_of(error),
            )
            yield self._raw("the rest of the archive", problem=problem)

    def count(self) -> int:
        return self._number

    def holds(self, identifier: str) -> bool:
        return bool(self._breaks_off) or identifier in self._last

    def close(self) -> None:
        """Remove the pictures."""
        self._members.close()
        self._pictures.cleanup()

    def _survey(self, path: Path) -> None:
        place = -1
        try:
            for place, member in enumerate(self._members):
                self._note(member, place)
        except BrokenArchiveError as error:
            if place < 0:
                raise CollectionError(f"{path} cannot be read as an archive: {error}") from error
            self._breaks_off = str(error)
            self._number += 1

    def _note(self, member: Member, place: int) -> None:
        self._number += _is_reported(member)
        if member.refusal:
            return
        if member.is_document:
            self._last[str(member.path)] = place
        elif member.is_picture:
            self._keep(member)

    def _keep(self, picture: Member) -> None:
        file = Path(self._pictures.name, picture.path)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if max(picture.size, 0) > min(MAX_PICTURE_BYTES, self._room):
                # Without its content: whoever looks for it is told that it is too large.
                with file.open("wb") as placeholder:
                    placeholder.truncate(MAX_PICTURE_BYTES + 1)
                return
            self._room -= file.write_bytes(picture.read(MAX_PICTURE_BYTES))
        except (MemberError, OSError) as error:
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                message = (
                    f"there is no room for the pictures of {self.name} in the temporary folder"
                )
                raise CollectionError(message) from error
            # A document that shows it has a picture less.
            with suppress(OSError):
                file.unlink()

    def _read(self, member: Member, place: int) -> RawDocument:
        identifier = str(member.path)
        if member.refusal:
            problem = tell("not read: {reason}", reason=member.refusal)
            return self._raw(member.name, problem=problem)
        if self._last.get(identifier) != place:
            problem = tell("a later member of the archive has the same name, and counts")
            return self._raw(f"{identifier} (member {place + 1})", problem=problem)
        try:
            return self._raw(identifier, member.read(MAX_BYTES))
        except MemberError as error:
            return self._raw(identifier, problem=reason_of(error))
        except BrokenArchiveError as error:
            problem = tell("the archive breaks off in it: {reason}", reason=reason_of(error))
            return self._raw(identifier, problem=problem)

    def _raw(self, identifier: str, content: bytes = b"", *, problem: str = "") -> RawDocument:
        beside = PurePosixPath() if problem else PurePosixPath(identifier).parent
        return RawDocument(
            identifier=identifier[:MAX_IDENTIFIER],
            path=f"{self.name}/{identifier}",
            root=self._pictures.name,
            folder=self.folder,
            beside=os.fspath(Path(self._pictures.name, beside)),
            content=content,
            problem=problem,
            assets=self.assets,
        )


def _is_reported(member: Member) -> bool:
    """Whether `member` is a document, or a picture that looks like an attack."""
    return member.is_document or (member.is_picture and bool(member.refusal))


def _without_suffixes(name: str) -> str:
    found = next((s for s in sorted(SUFFIXES, key=len)[::-1] if name.lower().endswith(s)), "")
    return name.removesuffix(name[len(name) - len(found) :]) or name
