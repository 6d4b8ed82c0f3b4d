"""All PATHs of one import: opened together, read one after another, feeds asked for news."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from articles.importing.readers import (
    Collection,
    RawDocument,
    Validators,
    open_collection,
    readable,
)
from articles.models import PolledFeed


class Inbox:
    """The collections at `paths`; a context manager.

    Opening raises FileNotFoundError (with the path) and CollectionError as `open_collection`.
    """

    def __init__(self, paths: list[str], assets: Path | None):
        self.paths = paths
        self.assets = assets
        self.opened: list[Collection] = []
        self.stack = ExitStack()

    def __enter__(self) -> "Inbox":
        with ExitStack() as stack:
            for path in self.paths:
                seen = _validators_of(path)
                collection = open_collection(path, assets=self.assets, seen=seen)
                self.opened.append(stack.enter_context(collection))
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *exception) -> None:
        self.stack.close()

    def count(self) -> int | None:
        """Return how many documents there are; None where one of the paths cannot tell."""
        counts = [collection.count() for collection in self.opened]
        return None if None in counts else sum(filter(None, counts))

    def documents(self) -> Iterator[RawDocument]:
        """Yield the documents of all paths, in their order."""
        for collection in self.opened:
            yield from collection.documents()

    def holds(self, identifier: str) -> bool:
        """Whether any of the paths has a document of this identifier."""
        return any(collection.holds(identifier) for collection in self.opened)

    def remember_polls(self) -> None:
        """Keep what will ask, at the next import, whether the feeds have changed since this one.

        To be called once all documents are imported: what was not must be read again.
        """
        for collection in self.opened:
            validators = getattr(collection, "validators", None)
            if validators is not None:
                PolledFeed.objects.update_or_create(
                    address=collection.name,
                    defaults={
                        "etag": validators.etag,
                        "last_modified": validators.last_modified,
                    },
                )


def _validators_of(path: str) -> Validators | None:
    feed = PolledFeed.objects.filter(address=readable(path)).first()
    return Validators(feed.etag, feed.last_modified) if feed else None
