"""Colours as the public stylesheet knows them: a hue of eight or none, and a lightness of four.

It cannot be given any colour, since the security policy forbids style attributes.
"""

from functools import lru_cache
from math import atan2, degrees, hypot

HUES, LIGHTS = 8, 4
# Less colourful than this is grey.
GREY = 0.03


@lru_cache(maxsize=4096)
def tint_of(colour: str) -> str:
    """Return the classes for `colour`, six hexadecimal digits; "" for none."""
    if len(colour) != 6:
        return ""
    light, across, up = _oklab(*(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    level = min(int(light * LIGHTS), LIGHTS - 1)
    if hypot(across, up) < GREY:
        return f"tint l{level}"
    hue = round(degrees(atan2(up, across)) % 360 / (360 / HUES)) % HUES
    return f"tint l{level} h{hue}"


def _oklab(*channels: float) -> tuple[float, float, float]:
    """Format: https://bottosson.github.io/posts/oklab/"""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    cones = (
        0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
        0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
        0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
    )
    long, middle, short = (cone ** (1 / 3) for cone in cones)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
