"""What a change of a field comes to, in a few words."""

from typing import Any

from articles.html import images_of, text_of

SHOWN = 40


def change_in_words(name: str, before: Any, after: Any) -> str:
    """Return how the field `name` changes, both values in the form of `merge.told_by`."""
    if name == "body":
        return ", ".join(
            f"{_count(old)} → {_count(new)} {unit}" if old != new else f"{_count(new)} {unit}"
            for old, new, unit in (
                (len(text_of(before)), len(text_of(after)), "characters"),
                (len(images_of(before)), len(images_of(after)), "pictures"),
            )
        )
    return f"{_shown(before)} → {_shown(after)}"


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
