"""Documents out of files, folders, archives, feeds and exports, one at a time."""

from articles.importing.readers.collection import (
    Collection,
    CollectionError,
    RawDocument,
)
from articles.importing.readers.names import readable
from articles.importing.readers.opening import open_collection
from articles.web.answers import Validators

__all__ = [
    "Collection",
    "CollectionError",
    "RawDocument",
    "Validators",
    "open_collection",
    "readable",
]
