import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from articles.images.verification import PictureRefused, verified_picture
from tests.images.drawing import drawn, encoded


def opened(verified):
    return Image.open(BytesIO(verified.content))


def png_of(width, height):
    """A PNG that declares its size and holds almost nothing."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp")]
)
def test_the_extension_follows_from_what_the_bytes_are(kind, extension):
    verified = verified_picture(encoded(drawn(), kind))

    assert (verified.extension, verified.width, verified.height) == (extension, 60, 40)
    assert opened(verified).format == kind


def test_the_same_picture_gives_the_same_bytes(jpeg):
    assert verified_picture(jpeg) == verified_picture(jpeg)


def test_place_comment_and_further_metadata_are_gone():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 20.0)
    data = encoded(
        drawn(), exif=exif, comment=b"secret words", xmp=b"<x:xmpmeta>secret</x:xmpmeta>"
    )
    assert b"secret" in data

    verified = verified_picture(data)

    picture = opened(verified)
    assert not picture.getexif()
    assert {"exif", "comment", "xmp", "icc_profile"}.isdisjoint(picture.info)
    assert b"secret" not in verified.content
    assert b"taken at home" not in verified.content


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_text_in_png_and_webp_is_gone(kind):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"

    verified = verified_picture(encoded(drawn(), kind, exif=exif))

    assert b"taken at home" not in verified.content


def test_a_picture_taken_upright_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it a quarter to the right

    verified = verified_picture(encoded(drawn((60, 40)), exif=exif, quality=95))

    assert (verified.width, verified.height) == (40, 60)
    red, _green, blue = opened(verified).getpixel((35, 5))
    assert red > blue


def test_colours_of_a_wide_profile_are_those_of_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for attached in (profile, srgb):
        verified = verified_picture(encoded(drawn(), icc_profile=attached, quality=95))
        red, _green, blue = opened(verified).getpixel((5, 5))
        assert red > 150 > blue


def test_a_cmyk_jpeg_becomes_one_that_browsers_show():
    assert opened(verified_picture(encoded(drawn(mode="CMYK")))).mode == "RGB"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_transparent_places_stay_transparent(kind):
    picture = drawn().convert("RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))

    verified = verified_picture(encoded(picture, kind, lossless=True))

    assert opened(verified).convert("RGBA").getpixel((0, 0))[3] == 0


def test_of_an_animation_the_first_frame_stays():
    others = [drawn(colours=((0, shade, 0), (0, 0, 0))) for shade in range(50, 250, 40)]

    verified = verified_picture(encoded(drawn(), "GIF", save_all=True, append_images=others))

    assert getattr(opened(verified), "n_frames", 1) == 1


def test_a_tail_behind_the_picture_is_cut_off():
    tail = b"<script>alert(1)</script>PK\x03\x04"

    verified = verified_picture(encoded(drawn(), "GIF") + tail)

    assert b"script" not in verified.content
    assert b"PK\x03\x04" not in verified.content


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"GIF89a/*",
        encoded(drawn(), "TIFF"),
        encoded(drawn(), "BMP"),
        encoded(drawn(), "ICNS"),
        encoded(drawn(), "PPM"),
    ],
    ids=["empty", "html", "svg", "eps", "gif head", "tiff", "bmp", "icns", "ppm"],
)
def test_what_no_browser_should_show_is_refused(data):
    with pytest.raises(PictureRefused):
        verified_picture(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_picture_is_refused(kind):
    data = encoded(Image.effect_noise((200, 200), 90).convert("RGB"), kind)

    with pytest.raises(PictureRefused):
        verified_picture(data[: len(data) // 2])


@pytest.mark.parametrize(
    ("width", "height"),
    [(6_400, 6_400), (12_001, 10), (10, 12_001), (13_000, 13_000), (20_000, 20_000)],
)
def test_too_many_pixels_are_refused_before_they_are_unpacked(width, height):
    with pytest.raises(PictureRefused, match=r"pixels|像素"):
        verified_picture(png_of(width, height))


def test_more_than_ten_megabytes_are_refused():
    with pytest.raises(PictureRefused, match="10 MB"):
        verified_picture(b"\xff\xd8" + b"0" * (10 * 1024 * 1024))
