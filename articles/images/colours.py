"""The colour that stands for a picture while it loads."""

from PIL import Image

# As few pixels say as much, and as few colours as the eye would name.
SIDE, COLOURS = 48, 5


def dominant_colour(picture: Image.Image) -> str:
    """Return the colour that most of `picture` has, as in "3a5f7c"; "" when it is seen through."""
    if picture.has_transparency_data:
        return ""
    few = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BOX)
    few = few.quantize(COLOURS, Image.Quantize.MEDIANCUT)
    numbers = few.histogram()
    most = numbers.index(max(numbers))
    # What was quantized has a palette, which the annotation cannot tell.
    return bytes(few.getpalette()[3 * most : 3 * most + 3]).hex()  # type: ignore[index]
