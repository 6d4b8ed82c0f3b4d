"""Smaller copies of the library's pictures, for the widths that pages show them at.

They lie beside the picture and are named after it, and so after its content:
images/ab/<sha256>-640.avif.
"""

import io

from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as Pictures

from articles.images.colours import dominant_colour
from articles.images.library import NoRoomError, write
from articles.images.verification import BOMBS, BROKEN, FORMATS
from articles.models import Image
from articles.models.copies import RENDITION_KINDS, rendition_name
from articles.models.reach import call_in_picture

# Pixels. A picture gets those it is wider than, and one of its own width.
WIDTHS = (320, 480, 640, 960, 1280, 1920)
# A picture so small is as quickly sent whole.
SMALLEST = WIDTHS[0]
# What those get who know neither AVIF nor WebP, of wider pictures.
FALLBACK = 1280
# Pixels a side that WebP can hold.
MOST = 16_383
ENCODING: dict[str, dict[str, object]] = {
    "avif": {"quality": 50, "speed": 8},
    "webp": {"quality": 76, "method": 4},
    "jpg": {"quality": 80, "optimize": True, "progressive": True},
    "png": {"optimize": True},
}
FORMAT_OF = {"jpg": "JPEG"}


def make_renditions(image: Image) -> list[int]:
    """Write the copies of `image`, a row with a file; return their widths, in pixels.

    None of a picture that is small or cannot be read: it is shown as it is. Pages that
    show the picture are called in. Raises NoRoomError, and the row stays as it is.
    """
    name = image.file.name
    made: dict[str, object] = {"widths": [], "fallback": "", "colour": ""}
    try:
        with default_storage.open(name) as file, Pictures.open(file, formats=FORMATS) as picture:
            made |= _write(name, picture)
    except NoRoomError:
        raise
    except (*BROKEN, *BOMBS):
        made["widths"] = []
    with transaction.atomic():
        # Its file may have been replaced in the meantime.
        if Image.objects.filter(pk=image.pk, file=name).update(**made):
            call_in_picture(image)
    return list(made["widths"])  # type: ignore[call-overload]


def _write(name: str, picture: Pictures.Image) -> dict[str, object]:
    """Write the copies of `picture`; return what the row is to know of them."""
    if getattr(picture, "is_animated", False):
        return {}
    whole, ratio = picture.size[0], picture.size[1] / picture.size[0]
    widest = min(whole, WIDTHS[-1], int(MOST / ratio))
    widths = sorted({width for width in WIDTHS if width < widest} | {widest})
    # A JPEG is read at the smallest size that will do.
    picture.draft("RGB", (widest, round(widest * ratio)))
    is_clear = picture.has_transparency_data
    copy = picture.convert("RGBA" if is_clear else "RGB")
    made: dict[str, object] = {"colour": dominant_colour(copy)}
    if whole <= SMALLEST:
        return made
    for width in reversed(widths):
        if width != copy.size[0]:
            copy = copy.resize((width, max(round(width * ratio), 1)), Pictures.Resampling.LANCZOS)
        for kind in RENDITION_KINDS:
            _store(rendition_name(name, width, kind), copy, kind)
        if width == FALLBACK < whole:
            kind = "png" if is_clear else "jpg"
            _store(rendition_name(name, width, kind), copy, kind)
            made["fallback"] = f"{width}.{kind}"
    return made | {"widths": widths}


def _store(name: str, picture: Pictures.Image, kind: str) -> None:
    out = io.BytesIO()
    picture.save(out, format=FORMAT_OF.get(kind, kind), **ENCODING[kind])
    # What lies there was made of the same picture, perhaps by an older version, or in part.
    default_storage.delete(name)
    write(name, out.getvalue())
