"""Pictures made to do harm: nothing but their first frame's pixels gets through."""

import io
import time
import tracemalloc

import pytest
from PIL import Image as Pictures

from articles.images.uploads import receive
from articles.images.verification import UPLOADED, PictureRefused, verified_picture
from tests.images.drawing import drawn, encoded
from tests.images.test_verification import png_of


def animated(kind, frames):
    shades = [Pictures.new("RGB", (40, 30), (n % 256, n // 256, 90)) for n in range(frames)]
    return encoded(shades[0], kind, save_all=True, append_images=shades[1:], duration=20)


@pytest.mark.parametrize(("kind", "frames"), [("GIF", 5000), ("PNG", 300), ("WEBP", 300)])
def test_of_any_animation_the_first_frame_stays_and_soon(kind, frames):
    data = animated(kind, frames)
    begun = time.process_time()

    verified = verified_picture(data, UPLOADED)

    assert time.process_time() - begun < 5
    with Pictures.open(io.BytesIO(verified.content)) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        assert picture.convert("RGB").getpixel((3, 3))[2] == pytest.approx(90, abs=12)
    assert len(verified.content) < 2000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_of_a_file_that_is_two_the_picture_alone_is_kept(kind):
    tail = b"<html><script>alert(1)</script></html>PK\x03\x04%PDF-1.7"

    verified = verified_picture(encoded(drawn(), kind) + tail, UPLOADED)

    for part in (b"script", b"PK\x03\x04", b"%PDF"):
        assert part not in verified.content


@pytest.mark.parametrize("size", [(10_001, 10_000), (20_000, 20_000), (13_000, 13_000)])
def test_a_bomb_is_refused_without_being_unpacked(size):
    data = png_of(*size)
    tracemalloc.start()
    try:
        with pytest.raises(PictureRefused, match=r"pixels|像素"):
            receive(io.BytesIO(data))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_any_bytes_are_a_picture_or_are_refused(kind):
    whole = encoded(drawn(), kind)
    sizes = set()
    for place in range(0, len(whole), max(len(whole) // 60, 1)):
        data = bytearray(whole)
        data[place] ^= 0xFF
        try:
            received = receive(io.BytesIO(bytes(data)))
        except PictureRefused:
            sizes.add(None)
            continue
        with Pictures.open(io.BytesIO(received.picture.content)) as picture:
            picture.load()
        sizes.add((received.width, received.height))
    assert {None, drawn().size} <= sizes
