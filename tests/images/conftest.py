from io import BytesIO

import pytest
from PIL import Image


def drawn(size=(60, 40), colours=((200, 30, 30), (30, 30, 200)), mode="RGB"):
    """A picture whose upper left quarter has the first colour, and the rest the second."""
    picture = Image.new("RGB", size, colours[1])
    picture.paste(colours[0], (0, 0, size[0] // 2, size[1] // 2))
    return picture.convert(mode)


def encoded(picture, kind="JPEG", **options):
    out = BytesIO()
    picture.save(out, format=kind, **options)
    return out.getvalue()


@pytest.fixture
def jpeg():
    """The bytes of a small JPEG."""
    return encoded(drawn(), quality=95)
