"""The picture above the text, as front matter names it."""

from typing import Any

from articles.importing.documents.schema import Keys
from articles.importing.front_matter import Scalar

ADDRESS_KEYS = (
    *("path", "src", "url", "image", "img", "feature", "overlay_image", "teaser", "og_image"),
    "relative_path",
)
READ_KEYS = {*ADDRESS_KEYS, "caption", "alt", "lqip", "width", "height"}
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".svg")


def lead_of(keys: Keys) -> tuple[str, str]:
    """Return (address as written, caption) of the lead picture; "" for what there is not.

    A list gives its first, a mapping what stands under a name of an address in it.
    """
    value = keys.value("lead", is_meant=lambda value: bool(_address_in(value)))
    if isinstance(value, dict) and value.keys() - READ_KEYS:
        keys.leave("lead")
    chosen = _chosen(value)
    caption = _first(chosen, ("caption",)) if isinstance(chosen, dict) else ""
    return _address_in(value), keys.text("lead_caption") or caption


def _address_in(value: Any) -> str:
    chosen = _chosen(value)
    if isinstance(chosen, dict):
        return _address(_first(chosen, ADDRESS_KEYS))
    return _address(chosen.text) if isinstance(chosen, Scalar) else ""


def _chosen(value: Any) -> Any:
    if isinstance(value, list):
        return next((item for item in value if isinstance(item, Scalar | dict)), None)
    return value


def _first(mapping: dict[str, Any], names: tuple[str, ...]) -> str:
    values = (mapping[name] for name in names if name in mapping)
    return next((v.text.strip() for v in values if isinstance(v, Scalar) and v.text.strip()), "")


def _address(text: str) -> str:
    """Return `text` when it may be an address: themes write false, colours, gradients there."""
    text = text.strip()
    looks = "/" in text or text.lower().endswith(PICTURE_SUFFIXES)
    return text if looks and not text.startswith(("linear-gradient", "#")) else ""
