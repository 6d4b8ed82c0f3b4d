"""Files as editors sent them, in a place that nobody is served from, until they are encoded."""

import io
import shutil
import uuid
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

from articles.images.library import NoRoomError


def put(file: IO[bytes]) -> str:
    """Keep the bytes of `file`; return the name that they have here. Raises NoRoomError."""
    name, place = uuid.uuid4().hex, _place()
    file.seek(0)
    try:
        return place.save(name, File(file))
    except OSError as error:
        place.delete(name)
        raise NoRoomError(error.errno, error.strerror) from error


def fetch(name: str) -> IO[bytes]:
    """Return the bytes kept as `name`, in memory; raises FileNotFoundError."""
    held = io.BytesIO()
    with _place().open(name) as file:
        shutil.copyfileobj(file, held)
    return held


def drop(name: str) -> None:
    _place().delete(name)


def _place() -> Storage:
    return storages["incoming"]
