"""Pictures that came with their document, as files beside it."""

import hashlib
from pathlib import Path
from urllib.parse import unquote

from articles.importing.readers import RawDocument

SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}
MAX_BYTES = 10_000_000
# The address that stands for such a picture: its content names it.
LOCAL = "local:"


class LocalPictures:
    """Finds pictures by their relative address; `found` are their files by `locate`'s answer."""

    def __init__(self, raw: RawDocument):
        self.root = Path(raw.root)
        self.folder = Path(raw.beside)
        self.found: dict[str, str] = {}
        self.warnings: list[dict[str, str]] = []

    def locate(self, address: str) -> str:
        """Return the address that stands for the file `address` means, "" for none."""
        path = unquote(address.partition("?")[0].partition("#")[0])
        if ":" in path or path.startswith(("/", "\\")) or "\0" in path:
            return ""
        file = self.folder / path
        if file.suffix.lower() not in SUFFIXES or not self._is_ours(file):
            return ""
        try:
            content = file.read_bytes()
        except OSError as error:
            self._warn(f"{file.name} cannot be read: {error.strerror}")
            return ""
        local = f"{LOCAL}{hashlib.sha256(content).hexdigest()}"
        self.found[local] = str(file)
        return local

    def _is_ours(self, file: Path) -> bool:
        try:
            if not file.is_file() or not file.resolve().is_relative_to(self.root.resolve()):
                return False
            if file.stat().st_size <= MAX_BYTES:
                return True
        except (OSError, RuntimeError, ValueError):
            return False
        self._warn(f"{file.name} is larger than {MAX_BYTES:,} bytes and stays out")
        return False

    def _warn(self, message: str) -> None:
        self.warnings.append({"kind": "picture", "message": message})
