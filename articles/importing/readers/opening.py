"""The one door: whatever the operator names, as a collection of documents."""

import stat
from pathlib import Path
from urllib.parse import urlsplit

from articles.importing.readers.addresses import MAX_BYTES, fetch_feed
from articles.importing.readers.archives import SUFFIXES, open_archive
from articles.importing.readers.collection import Collection, CollectionError
from articles.importing.readers.feeds import read_feed
from articles.importing.readers.folders import FileCollection, FolderCollection
from articles.importing.readers.json_feeds import read_json_feed
from articles.importing.readers.names import readable
from articles.importing.readers.transcripts import Entry, FeedCollection
from articles.importing.readers.wordpress import open_export
from articles.web.answers import Validators

SCHEMES = ("http://", "https://")
SYNDICATED = {".xml", ".rss", ".atom", ".rdf", ".json"}
# The namespace of WordPress's own elements, in any version.
EXPORT = b"wordpress.org/export/"
HEAD = 64 * 1024


def open_collection(
    path: str, *, assets: Path | None = None, seen: Validators | None = None
) -> Collection:
    """Return the documents at `path`: a document, a folder, an archive, a feed, an export.

    A feed may stand at an http or https address; `seen` are the validators of its last reading.
    `assets` is the folder that site-absolute addresses of pictures start in. Raises
    FileNotFoundError when nothing is at `path`, CollectionError when it cannot be read at all.
    Leave the context of what is returned, so that its temporary files go.
    """
    if path.lower().startswith(SCHEMES):
        return _open_address(path, seen)
    if not path:
        # Path("") is the current folder, which nobody has named.
        raise CollectionError("A PATH is empty: name a document, a folder, an archive or a feed")
    try:
        return _open_path(Path(path), readable(path), str(assets or ""))
    except FileNotFoundError as error:
        raise FileNotFoundError(readable(path)) from error
    except OSError as error:
        message = f"{readable(path)} cannot be read: {error.strerror or error}"
        raise CollectionError(message) from error


def _open_path(file: Path, path: str, folder: str) -> Collection:
    if stat.S_ISDIR(file.stat().st_mode):
        # Unlike its files, which are reported one by one, it is all that was asked for.
        next(file.iterdir(), None)
        return FolderCollection(file, name=path, assets=folder)
    is_packed, suffix = file.name.lower().endswith(SUFFIXES), file.suffix.lower()
    if not (is_packed or suffix in SYNDICATED):
        return FileCollection(file, name=path, assets=folder)
    if not file.is_file():
        raise CollectionError(f"{path} is no regular file")
    if is_packed:
        return open_archive(file, name=path, assets=folder)
    return _open_syndicated(file, path)


def _open_address(address: str, seen: Validators | None) -> Collection:
    answer = fetch_feed(address, seen=seen)
    entries: list[Entry] = []
    if not answer.is_unchanged:
        if EXPORT in answer.content[:HEAD]:
            message = f"{address} is a WordPress export: save it, and name the file instead"
            raise CollectionError(message)
        entries = _entries(answer.content, address)
    return FeedCollection(
        entries,
        name=address,
        folder=urlsplit(address).hostname or address,
        validators=answer.validators,
        is_unchanged=answer.is_unchanged,
    )


def _open_syndicated(file: Path, name: str) -> Collection:
    with file.open("rb") as stream:
        if EXPORT in stream.read(HEAD):
            return open_export(file, name=name)
        stream.seek(0)
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise CollectionError(f"{name} is larger than {MAX_BYTES:,} bytes, as no feed is")
    return FeedCollection(_entries(content, name), name=name, folder=file.stem)


def _entries(content: bytes, name: str) -> list[Entry]:
    is_json = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return (read_json_feed if is_json else read_feed)(content, name=name)
