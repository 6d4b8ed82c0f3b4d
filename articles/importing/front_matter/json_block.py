"""Front matter in JSON: Hexo's, without its braces, and Hugo's, a whole object."""

import json
from collections import Counter
from typing import Any

from articles.importing.errors import DocumentError
from articles.importing.front_matter.values import MAX_LENGTH, TOO_LONG, Keys, from_python


def read_json(matter: str, first_line: int) -> Keys | None:
    """Return the keys of `matter`, members of an object without its braces; None for bad JSON."""
    if len(matter) > MAX_LENGTH:
        raise DocumentError(TOO_LONG, line=first_line)
    repeated: list[str] = []
    try:
        loaded = _decoder(repeated).decode("{" + matter.strip().rstrip(",") + "}")
    except (ValueError, RecursionError):
        return None
    return _keys(loaded, repeated, first_line)


def read_json_object(text: str, first_line: int) -> tuple[Keys, int] | None:
    """Return the keys of the object that `text` starts with, and where in `text` it ends.

    None when it starts with no JSON object. Format: https://gohugo.io/content-management/front-matter/
    """
    repeated: list[str] = []
    try:
        loaded, end = _decoder(repeated).raw_decode(text[:MAX_LENGTH])
    except (ValueError, RecursionError):
        return None
    return (_keys(loaded, repeated, first_line), end) if isinstance(loaded, dict) else None


def _decoder(repeated: list[str]) -> json.JSONDecoder:
    def gather(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(key for key, _value in pairs)
        repeated.extend(key for key, count in counts.items() if count > 1)
        return dict(pairs)

    return json.JSONDecoder(object_pairs_hook=gather)


def _keys(loaded: dict[str, Any], repeated: list[str], first_line: int) -> Keys:
    values = from_python(loaded, line=first_line)
    warnings = [
        {"kind": "repeated key", "message": f"the key “{key}” is repeated; its last value counts"}
        for key in repeated
    ]
    return Keys(values, warnings=warnings)
