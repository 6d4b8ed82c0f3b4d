import pytest

from articles.html.merging import merged_bodies

BASE = "<p>一</p><p>二</p><p>三</p>"


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        (
            "<p>甲</p><p>二</p><p>三</p>",
            "<p>一</p><p>二</p><p>丙</p>",
            "<p>甲</p><p>二</p><p>丙</p>",
        ),
        (
            "<p>甲</p><p>二</p><p>三</p>",
            "<p>一</p><p>乙</p><p>三</p>",
            "<p>甲</p><p>乙</p><p>三</p>",
        ),
        (
            "<p>二</p><p>三</p>",
            "<p>一</p><p>二</p><p>三</p><p>四</p>",
            "<p>二</p><p>三</p><p>四</p>",
        ),
        (
            "<p>一</p><p>新</p><p>二</p><p>三</p>",
            "<p>一</p><p>乙</p><p>三</p>",
            "<p>一</p><p>新</p><p>乙</p><p>三</p>",
        ),
        (
            "<p>甲</p><p>二</p><p>三</p>",
            "<p>甲</p><p>二</p><p>三</p>",
            "<p>甲</p><p>二</p><p>三</p>",
        ),
        (BASE, "", ""),
    ],
)
def test_changes_of_different_blocks_are_put_together(theirs, mine, merged):
    assert merged_bodies(BASE, theirs, mine) == merged
    assert merged_bodies(BASE, mine, theirs) == merged


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("<p>一</p><p>甲</p><p>三</p>", "<p>一</p><p>乙</p><p>三</p>"),
        ("<p>一</p><p>三</p>", "<p>一</p><p>乙</p><p>三</p>"),
        (f"{BASE}<p>甲</p>", f"{BASE}<p>乙</p>"),
        ("", "<p>一</p><p>乙</p><p>三</p>"),
        ("<p>一</p>", "<p>一</p><p>二</p><p>新</p><p>三</p>"),
    ],
)
def test_changes_of_the_same_place_clash(theirs, mine):
    assert merged_bodies(BASE, theirs, mine) is None
    assert merged_bodies(BASE, mine, theirs) is None


def test_figures_and_text_outside_blocks_stay_what_they_are():
    figure = (
        '<figure><img src="https://p.example/a.jpg" alt="海"><figcaption>图</figcaption></figure>'
    )
    base = f"散行 &amp; 5 &lt; 6<p>一</p>{figure}"

    merged = merged_bodies(base, base.replace("一", "甲"), f"{base}<p>尾</p>")

    assert merged == f"散行 &amp; 5 &lt; 6<p>甲</p>{figure}<p>尾</p>"
