import pytest

from articles.html.tints import tint_of


@pytest.mark.parametrize(
    ("colour", "classes"),
    [
        ("ffffff", "tint l3"),
        ("000000", "tint l0"),
        ("808080", "tint l2"),
        ("87ceeb", "tint l3 h5"),
        ("228b22", "tint l2 h3"),
        ("f5deb3", "tint l3 h2"),
        ("", ""),
    ],
)
def test_a_colour_becomes_a_hue_and_a_light(colour, classes):
    assert tint_of(colour) == classes
