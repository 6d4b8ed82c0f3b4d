"""Verified pictures on their way into the library: the file first, then the row."""

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.html import image_id as key_of
from articles.images.verification import VerifiedPicture, verified_picture
from articles.models import Image
from articles.models.images import stored_name


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
    """Write the file where its content puts it, unless it is there; return its name."""
    name = stored_name(Image(sha256=picture.sha256), f"picture.{picture.extension}")
    if default_storage.exists(name):
        if default_storage.size(name) == len(picture.content):
            return name
        # A process that died while it wrote has left a part of the file.
        default_storage.delete(name)
    written = default_storage.save(name, ContentFile(picture.content))
    if written != name:
        # Another process wrote the same content in between.
        default_storage.delete(written)
    return name
