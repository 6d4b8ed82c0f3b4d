"""Pictures that came with their document, as files beside it or in its site's folder."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from articles.importing.errors import why_not
from articles.importing.readers import RawDocument
from articles.telling import tell

SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}
MAX_BYTES = 10_000_000
SHOWN = 3
# The address that stands for such a picture: its content names it.
LOCAL = "local:"
BESIDE = tell("beside the document")
BESIDE_OR_ASSETS = tell("beside the document; name the site's folder with --assets")
IN_FOLDER = tell("in the site's folder")
ON_MACHINE = tell(
    "on this machine; name the site's folder with --assets, or give the source a home page"
)


class LocalPictures:
    """Finds pictures by the address a document has for them.

    `found` are their files by `locate`'s answer, `written` those answers by the address as
    written. `known`, of the same shape as `written`, answers before the disk is looked at: for
    documents whose files are gone. With `base`, the address of the document's site, what begins
    with "/" may be there and is not missed here, nor is anything of a document without a folder.
    """

    def __init__(self, raw: RawDocument, *, known: Mapping[str, str] | None = None, base: str = ""):
        self.root = Path(raw.root)
        self.folder = Path(raw.beside)
        self.assets = Path(raw.assets) if raw.assets else None
        # Hexo's folder of a post: that of its own name, beside it.
        self.own = PurePosixPath(raw.path.rpartition("/")[2]).stem
        self.known = known or {}
        self.base = base
        self.found: dict[str, str] = {}
        self.written: dict[str, str] = {}
        self._warnings: list[dict[str, str]] = []
        self._missed: dict[str, list[str]] = {}

    @property
    def warnings(self) -> list[dict[str, str]]:
        """What is wrong with the pictures asked for so far; those not found in one of a kind."""
        missed = [
            {"kind": "picture", "message": _not_found(paths, where)}
            for where, paths in self._missed.items()
        ]
        return [*self._warnings, *missed]

    def locate(self, address: str) -> str:
        """Return the address that stands for the file `address` means, "" for none."""
        if local := self.known.get(address) or self.written.get(address):
            self.written[address] = local
            return local
        path = _path(address)
        if not path or PurePosixPath(path).suffix.lower() not in SUFFIXES:
            return ""
        for file, limit in self._places(path):
            if local := self._content_of(file, limit):
                self.written[address] = local
                return local
        self._miss(path)
        return ""

    def locate_asset(self, name: str) -> str:
        """Return the address of the file `name` in the document's own folder, as locate takes it.

        A file that is not there is given as `name`, to be looked for beside the document.
        """
        inside = f"{self.own}/{name}"
        path = _path(inside)
        is_there = bool(path) and _is_file(self.folder / path, self.root)
        return inside if inside in self.known or is_there else name

    def _places(self, path: str) -> Iterator[tuple[Path, Path]]:
        """Yield where `path` may be, each with the folder that it may not lead out of."""
        if path.startswith("/"):
            if self.assets is not None:
                yield self.assets / path.lstrip("/"), self.assets
            return
        yield self.folder / path, self.root
        yield self.folder / self.own / path, self.root
        if self.assets is not None:
            yield self.assets / path, self.assets
            # ../images/a.jpg, seen from where the document lies in its site.
            yield self.folder / path, self.assets

    def _content_of(self, file: Path, limit: Path) -> str:
        if not _is_file(file, limit):
            return ""
        try:
            if file.stat().st_size > MAX_BYTES:
                self._warn(
                    tell(
                        "{name} is larger than {most:,} bytes and stays out",
                        name=file.name,
                        most=MAX_BYTES,
                    )
                )
                return ""
            content = file.read_bytes()
        except OSError as error:
            reason = why_not(error)
            self._warn(tell("{name} cannot be read: {reason}", name=file.name, reason=reason))
            return ""
        local = f"{LOCAL}{hashlib.sha256(content).hexdigest()}"
        self.found[local] = str(file)
        return local

    def _miss(self, path: str) -> None:
        if self.base and not self.root.is_dir():
            return
        if not path.startswith("/"):
            place = BESIDE_OR_ASSETS if self.assets is None else BESIDE
        elif self.assets is not None:
            place = IN_FOLDER
        elif self.base:
            return
        else:
            place = ON_MACHINE
        paths = self._missed.setdefault(place, [])
        paths += [] if path in paths else [path]

    def _warn(self, message: str) -> None:
        warning = {"kind": "picture", "message": message}
        if warning not in self._warnings:
            self._warnings.append(warning)


def _not_found(paths: list[str], where: str) -> str:
    """Return the message about `paths`, which names up to SHOWN of them."""
    if len(paths) == 1:
        return tell("{path} was not found {where}", path=paths[0], where=where)
    number, named = len(paths), ", ".join(paths[:SHOWN])
    if number <= SHOWN:
        return tell(
            "{number} pictures ({paths}) were not found {where}",
            number=number,
            paths=named,
            where=where,
        )
    return tell(
        "{number} pictures ({paths} and {more} more) were not found {where}",
        number=number,
        paths=named,
        more=number - SHOWN,
        where=where,
    )


def _path(address: str) -> str:
    """Return the path of an address without a host, its percent-escapes decoded; "" for others."""
    path = unquote(address.partition("?")[0].partition("#")[0]).strip()
    if ":" in path or path.startswith(("//", "\\")) or "\0" in path or len(path) > 1000:
        return ""
    return path


def _is_file(file: Path, limit: Path) -> bool:
    """Whether `file` is one, and inside `limit` wherever links lead."""
    try:
        return file.is_file() and file.resolve().is_relative_to(limit.resolve())
    except (OSError, RuntimeError, ValueError):
        return False
