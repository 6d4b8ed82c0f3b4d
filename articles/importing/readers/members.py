"""The members of an archive: what their names may be, and how much is unpacked of them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO

from articles.importing.readers.names import (
    MAX_IDENTIFIER,
    TOO_LONG,
    is_document,
    is_entered,
    is_picture,
)
from articles.telling import tell

# No text or picture packs so well; a bomb does.
MAX_RATIO = 200
# Below this nothing is a bomb: a few thousand blanks pack better than 1:200.
RATIO_FLOOR = 100_000
NO_FILE = tell("this is a link or a device, no regular file")
BOMB = tell("it unpacks to more than {number} times its size: a bomb", number=MAX_RATIO)
CHUNK = 64 * 1024
UNWRITABLE = re.compile(r"[\x00\\]")
# Where the Finder keeps what is not in the files.
FINDER = "__MACOSX"


class MemberError(ValueError):
    """A member that cannot be read, while others can."""


class BrokenArchiveError(ValueError):
    """Nothing more can be read from the archive."""


@dataclass(frozen=True)
class Member:
    """A file in an archive, readable until the next is asked for.

    `name` is as the archive has it; `size` and `packed_size` (None when unknown) are what the
    archive says, which need not be so. `problem` says why it is not read, "" when it is.
    """

    name: str
    size: int
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    problem: str = ""
    packed_size: int | None = None

    @cached_property
    def path(self) -> PurePosixPath:
        """The name without "." and doubled "/" in it."""
        return PurePosixPath(self.name)

    @cached_property
    def refusal(self) -> str:
        """Why it is not read: its name or its kind; "" for nothing against it."""
        if ".." in self.path.parts:
            return tell("its name leads out of the archive (..)")
        if self.path.is_absolute() or PureWindowsPath(self.name).drive:
            return tell("its name is an absolute path")
        if UNWRITABLE.search(self.name):
            return tell("its name holds a backslash or a NUL")
        if len(self.name) > MAX_IDENTIFIER:
            return TOO_LONG
        return self.problem

    @cached_property
    def is_document(self) -> bool:
        """Whether it is a document by its name, or would be if its name did not lead elsewhere."""
        path = PurePosixPath(self.name.replace("\\", "/"))
        folders = [part for part in path.parts[:-1] if part not in ("..", "/")]
        return is_document(path.name) and all(map(is_entered, folders))

    @property
    def is_picture(self) -> bool:
        return is_picture(self.path.name) and FINDER not in self.path.parts

    def read(self, limit: int) -> bytes:
        """Return the content; MemberError when that is more than `limit` bytes, or a bomb."""
        chunks, total = [], 0
        with self.open() as stream:
            while chunk := stream.read(min(CHUNK, limit + 1 - total)):
                chunks.append(chunk)
                total += len(chunk)
                if total > limit:
                    raise MemberError(
                        tell(
                            "it has more than {most:,} bytes, which is all that is read", most=limit
                        )
                    )
                if self._is_bomb(total):
                    raise MemberError(BOMB)
        return b"".join(chunks)

    def _is_bomb(self, total: int) -> bool:
        return self.packed_size is not None and total > max(
            RATIO_FLOOR, self.packed_size * MAX_RATIO
        )
