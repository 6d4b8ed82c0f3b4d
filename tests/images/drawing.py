"""Pictures that tests make."""

from io import BytesIO

from PIL import Image as Pictures


def drawn(size=(60, 40), colours=((200, 30, 30), (30, 30, 200)), mode="RGB"):
    """A picture whose upper left quarter has the first colour, and the rest the second."""
    picture = Pictures.new("RGB", size, colours[1])
    picture.paste(colours[0], (0, 0, size[0] // 2, size[1] // 2))
    return picture.convert(mode)


def encoded(picture, kind="JPEG", **options):
    out = BytesIO()
    picture.save(out, format=kind, **options)
    return out.getvalue()


def colours(number):
    """The bytes of a picture like no other number's."""
    return encoded(drawn(colours=((number, 0, 0), (0, number, 200))))
