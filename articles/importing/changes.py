"""What a change of a field comes to, in a few words."""

from typing import Any

from articles.html import images_of, text_of

SHOWN = 40
# So much of what is the same is shown before the first difference of two texts.
AHEAD = 12


def change_in_words(name: str, before: Any, after: Any) -> str:
    """Return how the field `name` changes, both values in the form of `merge.told_by`."""
    if name == "body":
        return _body_in_words(before, after)
    return f"{_shown(before)} → {_shown(after)}"


def _body_in_words(before: str, after: str) -> str:
    texts = text_of(before), text_of(after)
    sizes = ", ".join(
        f"{_count(old)} → {_count(new)} {unit}" if old != new else f"{_count(new)} {unit}"
        for old, new, unit in (
            (len(texts[0]), len(texts[1]), "characters"),
            (len(images_of(before)), len(images_of(after)), "pictures"),
        )
    )
    if texts[0] == texts[1]:
        return f"{sizes}: the same text, marked up otherwise"
    pairs = enumerate(zip(*texts, strict=False))
    start = next((place for place, (old, new) in pairs if old != new), min(map(len, texts)))
    was, becomes = (_shown(text[max(0, start - AHEAD) :]) for text in texts)
    if start > AHEAD:
        was, becomes = (shown.replace("“", "“…", 1) for shown in (was, becomes))
    return f"{sizes}: {was} → {becomes}"


def _count(number: int) -> str:
    return f"{number:,}"


def _shown(value: Any) -> str:
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, list):
        value = "、".join(" › ".join(item) if isinstance(item, list) else item for item in value)
    if isinstance(value, dict):
        value = "、".join(value)
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= SHOWN else text[:SHOWN] + '…'}”"
