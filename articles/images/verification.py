"""From bytes that somebody sent to a picture that may be kept: checked, then encoded anew."""

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000

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
BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError),
    *(OverflowError, struct.error),
)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# For the whole process, since a filter set around one call is shared by all threads anyway.
warnings.simplefilter("error", Image.DecompressionBombWarning)


class PictureRefused(ValueError):  # noqa: N818 - a refusal, told to the person who sent it
    """The picture is not kept; the message says what to do."""


@dataclass(frozen=True)
class VerifiedPicture:
    """A picture encoded anew: no metadata, upright, in sRGB. `sha256` is of `content`, in hex."""

    content: bytes
    extension: str
    width: int
    height: int
    sha256: str


def verified_picture(data: bytes) -> VerifiedPicture:
    """Return the picture in `data` encoded anew, the same bytes for the same picture.

    Of an animation the first frame is kept. Raises PictureRefused for what is no JPEG, PNG,
    GIF or WebP, is damaged, or is larger than MAX_BYTES, MAX_PIXELS or MAX_SIDE.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefused(_("The file is larger than 10 MB. Save it smaller and try again."))
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            _check_size(*picture.size)
            kind = STORED_AS[picture.format or ""]
            picture.load()
            upright = _plain(ImageOps.exif_transpose(picture), kind)
    except PictureRefused:
        raise
    except BOMBS as error:
        raise PictureRefused(_("The picture has far too many pixels. Make it smaller.")) from error
    except UnidentifiedImageError as error:
        raise PictureRefused(
            _("This is not a picture that can be shown here. Save it as JPEG, PNG, WebP or GIF.")
        ) from error
    except BROKEN as error:
        raise PictureRefused(
            _("The picture is damaged or incomplete. Open it in another program and save it again.")
        ) from error
    content = _encoded(upright, kind)
    return VerifiedPicture(
        content=content,
        extension=EXTENSIONS[kind],
        width=upright.width,
        height=upright.height,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PictureRefused(
            _(
                "The picture has %(width)s × %(height)s pixels. Up to 12,000 a side and 40 "
                "million in all are kept: make it smaller and try again."
            )
            % {"width": width, "height": height}
        )


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """Return the pixels in a mode that `kind` holds, in sRGB, with nothing else attached."""
    transparency = picture.info.get("transparency")
    plain = _in_srgb(picture)
    if kind == "JPEG" and plain.mode not in ("L", "RGB"):
        plain = plain.convert("RGB")
    elif kind == "WEBP" and plain.mode not in ("RGB", "RGBA"):
        plain = plain.convert("RGBA" if "A" in plain.mode or transparency is not None else "RGB")
    elif kind == "GIF" and plain.mode not in ("L", "P"):
        plain = plain.convert("RGBA" if "A" in plain.mode else "RGB")
    # Encoders write what they find here: comments, XMP, resolution, colour profiles.
    plain.info = {} if transparency is None or "A" in plain.mode else {"transparency": transparency}
    return plain


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return a copy whose colours look right without the profile that is taken off."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        target = "RGB" if picture.mode == "CMYK" else picture.mode
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=target,
            )
        except (ImageCms.PyCMSError, *BROKEN):
            converted = None
        if converted is not None:
            return converted
    return picture.copy()


def _encoded(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, format=kind, **ENCODING[kind])
    return out.getvalue()
