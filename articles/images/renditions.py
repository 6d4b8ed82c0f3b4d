"""Smaller copies of the library's pictures, for the widths that pages show them at.

They lie beside the picture and are named after it, and so after its content:
images/ab/<sha256>-640.avif.
"""

import io
from dataclasses import asdict, dataclass, field

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


@dataclass(frozen=True)
class Copies:
    """What the row of a picture is to know of its copies, under the names of its columns."""

    widths: list[int] = field(default_factory=list)
    fallback: str = ""
    colour: str = ""


def make_renditions(image: Image) -> list[int]:
    """Write the copies of `image`, a row with a file; return their widths, in pixels.

    None of a picture that is small or cannot be read: it is shown as it is. Pages that
    show the picture are called in. Raises NoRoomError, and the row stays as it is.
    """
    name = image.file.name
    try:
        with default_storage.open(name) as file, Pictures.open(file, formats=FORMATS) as picture:
            copies = _write(name, picture)
    except NoRoomError:
        raise
    except (*BROKEN, *BOMBS):
        copies = Copies()
    with transaction.atomic():
        # Its file may have been replaced in the meantime.
        if Image.objects.filter(pk=image.pk, file=name).update(**asdict(copies)):
            call_in_picture(image)
    return copies.widths


def _write(name: str, picture: Pictures.Image) -> Copies:
    if getattr(picture, "is_animated", False):
        return Copies()
    whole, ratio = picture.size[0], picture.size[1] / picture.size[0]
    widest = min(whole, WIDTHS[-1], int(MOST / ratio))
    widths = sorted({width for width in WIDTHS if width < widest} | {widest})
    # A JPEG is read at the smallest size that will do.
    picture.draft("RGB", (widest, round(widest * ratio)))
    is_clear = picture.has_transparency_data
    copy = picture.convert("RGBA" if is_clear else "RGB")
    colour, fallback = dominant_colour(copy), ""
    if whole <= SMALLEST:
        return Copies(colour=colour)
    for width in reversed(widths):
        if width != copy.size[0]:
            copy = copy.resize((width, max(round(width * ratio), 1)), Pictures.Resampling.LANCZOS)
        for kind in RENDITION_KINDS:
            _store(rendition_name(name, width, kind), copy, kind)
        if width == FALLBACK < whole:
            kind = "png" if is_clear else "jpg"
            _store(rendition_name(name, width, kind), copy, kind)
            fallback = f"{width}.{kind}"
    return Copies(widths, fallback, colour)


def _store(name: str, picture: Pictures.Image, kind: str) -> None:
    out = io.BytesIO()
    picture.save(out, format=FORMAT_OF.get(kind, kind), **ENCODING[kind])
    # What lies there was made of the same picture, perhaps by an older version, or in part.
    default_storage.delete(name)
    write(name, out.getvalue())
