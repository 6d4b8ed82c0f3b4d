"""Verified pictures on their way into the library: the file first, then the row."""

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from articles.html import image_id as key_of
from articles.images.verification import VerifiedPicture, verified_picture
from articles.models import Image
from articles.models.images import stored_name

# What follows from the file of a row.
FILE_COLUMNS = ["file", "sha256", "width", "height", "widths", "fallback", "colour"]


class NoRoomError(OSError):
    """A file could not be written; nothing of it is left."""


def add_picture(
    data: bytes, *, image_id: uuid.UUID | None = None, alt: str = "", credit: str = ""
) -> Image:
    """Return the library's row of the picture in `data`, made when there is none.

    Without `image_id` the key follows from the stored content, so the same picture is one
    row. A row that stands is left alone. Raises PictureRefused, and writes nothing then.
    """
    if image_id is not None and (known := Image.objects.filter(pk=image_id).first()):
        return known
    picture = verified_picture(data)
    key = image_id or key_of(f"sha256:{picture.sha256}")
    fields = {
        "file": store(picture),
        "sha256": picture.sha256,
        "width": picture.width,
        "height": picture.height,
        "alt": alt[:300],
        "credit": credit[:200],
    }
    image, _created = Image.objects.get_or_create(pk=key, defaults=fields)
    return image


def store(picture: VerifiedPicture) -> str:
    """Write the file where its content puts it, unless it is there; return its name.

    Raises NoRoomError.
    """
    name = stored_name(Image(sha256=picture.sha256), f"picture.{picture.extension}")
    if default_storage.exists(name):
        if default_storage.size(name) == len(picture.content):
            return name
        # A process that died while it wrote has left a part of the file.
        default_storage.delete(name)
    written = write(name, picture.content)
    if written != name:
        # Another process wrote the same content in between.
        default_storage.delete(written)
    return name


def write(name: str, content: bytes) -> str:
    """Write a file as a whole or not at all; return its name, another where `name` is taken.

    Raises NoRoomError.
    """
    try:
        return default_storage.save(name, ContentFile(content))
    except OSError as error:
        default_storage.delete(name)
        raise NoRoomError(error.errno, error.strerror) from error


def give(row: Image, picture: VerifiedPicture, name: str) -> Image | None:
    """Make the stored file `name` that of `row`, and the copies that there are of it too.

    Return another row that has the same file, None without one; saves nothing.
    """
    same = Image.objects.filter(sha256=picture.sha256).exclude(pk=row.pk).exclude(file="")
    twin = same.filter(widths__isnull=False).first() or same.first()
    row.file, row.sha256 = name, picture.sha256
    row.width, row.height = picture.width, picture.height
    row.widths, row.fallback, row.colour = None, "", ""
    if twin:
        row.widths, row.fallback, row.colour = twin.widths, twin.fallback, twin.colour
    return twin


def drop_files(row: Image) -> None:
    """Delete the files that `row` has now, once that is certain, unless a row shows them then."""
    name, storage, files = row.file.name, row.file.storage, row.files

    def drop() -> None:
        if not Image.objects.filter(file=name).exists():
            for file in files:
                storage.delete(file)

    if name:
        transaction.on_commit(drop)
