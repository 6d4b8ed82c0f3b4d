"""From bytes that somebody sent to a picture that may be kept: checked, then encoded anew."""

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from articles.telling import in_words, tell

# Pillow opens some forty kinds; each further decoder is one more door.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
# Telephones write JPEG with a second picture behind the first; Pillow calls that MPO.
STORED_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "GIF", "WEBP": "WEBP"}
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
ENCODING: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "GIF": {"optimize": True},
    "WEBP": {"quality": 86, "method": 4},
}
# Of more pixels the best encoding costs minutes or hundreds of megabytes, and nobody is sent such
# a picture whole (`articles.images.renditions`).
LARGE = {"JPEG": 30_000_000, "PNG": 4_000_000, "WEBP": 12_000_000, "GIF": 4_000_000}
ENCODING_LARGE: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 88},
    "PNG": {"compress_level": 4},
    "GIF": {},
    "WEBP": {"quality": 86, "method": 2},
}
BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError),
    *(OverflowError, struct.error),
)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Limits:
    """How large a picture may be: bytes of its file, pixels in all, pixels of a side."""

    megabytes: int
    megapixels: int
    side: int

    @property
    def bytes(self) -> int:
        return self.megabytes * 1024 * 1024


# What comes from a document or from another server, and what an editor sends.
FETCHED = Limits(megabytes=10, megapixels=40, side=12_000)
UPLOADED = Limits(megabytes=60, megapixels=100, side=30_000)

# For the whole process, since a filter set around one call is shared by all threads anyway.
warnings.simplefilter("error", Image.DecompressionBombWarning)
Image.MAX_IMAGE_PIXELS = UPLOADED.megapixels * 1_000_000


class PictureRefused(ValueError):  # noqa: N818 - a refusal, told to the person who sent it
    """The picture is not kept; the message says what to do, in the language of who asks."""

    def __str__(self) -> str:
        return in_words(self.args[0])


@dataclass(frozen=True)
class VerifiedPicture:
    """A picture encoded anew: no metadata, upright, in sRGB. `sha256` is of `content`, in hex."""

    content: bytes
    extension: str
    width: int
    height: int
    sha256: str


def verified_picture(data: bytes | IO[bytes], limits: Limits = FETCHED) -> VerifiedPicture:
    """Return the picture in `data` encoded anew, the same bytes for the same picture.

    Of an animation the first frame is kept. Raises PictureRefused for what is no JPEG, PNG,
    GIF or WebP, is damaged, or is larger than `limits`.
    """
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    with opened(file, limits) as picture:
        kind = STORED_AS[picture.format or ""]
        picture.load()
        return encoded(picture, kind)


@contextmanager
def opened(file: IO[bytes], limits: Limits) -> Iterator[ImageFile.ImageFile]:
    """Give the picture in `file`, of which nothing but the head is read yet.

    Whatever of it is refused, inside too, is a PictureRefused.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > limits.bytes:
        raise PictureRefused(
            tell(
                "The file is larger than {megabytes} MB. Save it smaller and try again.",
                megabytes=limits.megabytes,
            )
        )
    try:
        with Image.open(file, formats=FORMATS) as picture:
            _check_size(*picture.size, limits)
            yield picture
    except PictureRefused:
        raise
    except BOMBS as error:
        raise PictureRefused(
            tell("The picture has far too many pixels. Make it smaller.")
        ) from error
    except UnidentifiedImageError as error:
        raise PictureRefused(
            tell("This is not a picture that can be shown here. Save it as JPEG, PNG, WebP or GIF.")
        ) from error
    except BROKEN as error:
        raise PictureRefused(
            tell(
                "The picture is damaged or incomplete. "
                "Open it in another program and save it again."
            )
        ) from error


def encoded(picture: Image.Image, kind: str) -> VerifiedPicture:
    """Return the pixels of `picture`, which is not to be used any more, as a file of `kind`."""
    upright = _plain(picture, kind)
    is_large = upright.width * upright.height > LARGE[kind]
    out = io.BytesIO()
    upright.save(out, format=kind, **(ENCODING_LARGE if is_large else ENCODING)[kind])
    content = out.getvalue()
    return VerifiedPicture(
        content=content,
        extension=EXTENSIONS[kind],
        width=upright.width,
        height=upright.height,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _check_size(width: int, height: int, limits: Limits) -> None:
    if width * height > limits.megapixels * 1_000_000 or max(width, height) > limits.side:
        raise PictureRefused(
            tell(
                "The picture has {width} × {height} pixels. Up to {side:,} a side and "
                "{megapixels} million in all are kept: make it smaller and try again.",
                width=width,
                height=height,
                side=limits.side,
                megapixels=limits.megapixels,
            )
        )


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """Return the pixels upright, in sRGB, in a mode that `kind` holds, with nothing attached."""
    transparency = picture.info.get("transparency")
    profile = picture.info.get("icc_profile")
    # In its place: another copy of a large picture has some hundred megabytes.
    ImageOps.exif_transpose(picture, in_place=True)
    plain = _in_srgb(picture, profile)
    if kind == "JPEG" and plain.mode not in ("L", "RGB"):
        plain = plain.convert("RGB")
    elif kind == "WEBP" and plain.mode not in ("RGB", "RGBA"):
        plain = plain.convert("RGBA" if "A" in plain.mode or transparency is not None else "RGB")
    elif kind == "GIF" and plain.mode not in ("L", "P"):
        plain = plain.convert("RGBA" if "A" in plain.mode else "RGB")
    # Encoders write what they find here: comments, XMP, resolution, colour profiles.
    plain.info = {} if transparency is None or "A" in plain.mode else {"transparency": transparency}
    return plain


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture with colours that look right without the profile that is taken off."""
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    is_cmyk = picture.mode == "CMYK"
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB" if is_cmyk else picture.mode,
            inPlace=not is_cmyk,
        )
    except (ImageCms.PyCMSError, *BROKEN):
        converted = None
    return converted or picture
