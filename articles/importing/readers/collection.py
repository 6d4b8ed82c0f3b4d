"""What readers give: documents one at a time, out of whatever holds them."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from articles.web.answers import Validators

# Nothing lies in it: what was transcribed from a feed has no pictures on this machine.
NO_FOLDER = os.devnull


class CollectionError(ValueError):
    """There is something at the path or address, but no documents can be read from it."""


@dataclass(frozen=True)
class RawDocument:
    """The bytes of one document.

    `identifier` is its path within the PATH it was found under, with "/", or what its feed
    calls it; `path` is what a report calls it. `root` is the folder that its pictures may come
    from, `folder` a name for what holds the document, `beside` the folder it lies in, as the
    file system spells it. `problem` says why there is no content, "" when there is. `assets` is
    the folder that site-absolute addresses of pictures start in, "" for none.

    A document that is read again from its kept original also has its `source` and `timezone` as
    the import had them ("" else), and the `pictures` that lay beside it then: what stands for
    each, by its address in the document.
    """

    identifier: str
    path: str
    root: str
    folder: str
    beside: str
    content: bytes
    problem: str = ""
    assets: str = ""
    source: str = ""
    timezone: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)


class Collection(Protocol):
    """The documents of one PATH of a command; temporary files go when its context is left.

    `name` is what the operator called it. `is_unchanged` is true for an address whose server
    said so: there are no documents then. `validators`, None but for an address, are to be kept
    for the next time.
    """

    name: str
    is_unchanged: bool
    validators: Validators | None

    def documents(self) -> Iterator[RawDocument]:
        """Yield the documents, always in the same order, reading each when it is asked for."""
        ...

    def count(self) -> int | None:
        """Return how many documents there are; None when it cannot be known cheaply."""
        ...

    def holds(self, identifier: str) -> bool:
        """Whether a document of this identifier is there; true when it may be in a lost part."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...


class Reading:
    """What most collections have in common: nothing to clear away, no server to ask."""

    is_unchanged = False
    validators: Validators | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave nothing behind."""
