"""Smaller copies of the library's pictures, for the widths that pages show them at.

They lie beside the picture and are named after it, and so after its content:
images/ab/<sha256>-640.avif.
"""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as Pictures

from articles.images.verification import BOMBS, BROKEN, FORMATS
from articles.models import Image
from articles.models.images import RENDITION_KINDS, rendition_name
from articles.models.reach import call_in_picture

# Pixels. A picture gets those it is wider than, and one of its own width.
WIDTHS = (320, 480, 640, 960, 1280, 1920)
# A picture so small is as quickly sent whole.
SMALLEST = WIDTHS[0]
ENCODING: dict[str, dict[str, object]] = {
    "avif": {"quality": 50, "speed": 7},
    "webp": {"quality": 76, "method": 4},
}


def make_renditions(image: Image) -> list[int]:
    """Write the copies of `image`, a row with a file; return their widths, in pixels.

    None of a picture that moves, is small, or cannot be read: it is shown as it is. Pages that
    show the picture are called in.
    """
    name = image.file.name
    try:
        widths = _write(name)
    except (*BROKEN, *BOMBS):
        widths = []
    with transaction.atomic():
        # Its file may have been replaced in the meantime.
        if Image.objects.filter(pk=image.pk, file=name).update(widths=widths):
            call_in_picture(image)
    return widths


def _write(name: str) -> list[int]:
    with default_storage.open(name) as file, Pictures.open(file, formats=FORMATS) as picture:
        whole, widest = picture.size[0], min(picture.size[0], WIDTHS[-1])
        if whole <= SMALLEST or getattr(picture, "is_animated", False):
            return []
        widths = sorted({width for width in WIDTHS if width < whole} | {widest})
        # A JPEG is read at the smallest size that will do.
        picture.draft("RGB", (widest, round(picture.size[1] * widest / whole)))
        copy = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        height = copy.size[1] / copy.size[0]
    for width in reversed(widths):
        if width != copy.size[0]:
            copy = copy.resize((width, max(round(width * height), 1)), Pictures.Resampling.LANCZOS)
        for kind in RENDITION_KINDS:
            _store(rendition_name(name, width, kind), copy, kind)
    return widths


def _store(name: str, picture: Pictures.Image, kind: str) -> None:
    out = io.BytesIO()
    picture.save(out, format=kind.upper(), **ENCODING[kind])
    # What lies there was made of the same picture, perhaps by an older version, or in part.
    default_storage.delete(name)
    default_storage.save(name, ContentFile(out.getvalue()))
