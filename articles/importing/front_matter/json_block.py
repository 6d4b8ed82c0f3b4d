"""Front matter in JSON: Hexo's, without its braces, and Hugo's, a whole object."""

import json
import re
from collections import Counter
from typing import Any

from articles.importing.errors import DocumentError
from articles.importing.front_matter.values import (
    MAX_LENGTH,
    TOO_LONG,
    Keys,
    from_python,
    repeated_key,
)


def read_json(matter: str, first_line: int) -> Keys | None:
    """Return the keys of `matter`, members of an object without its braces; None for bad JSON."""
    if len(matter) > MAX_LENGTH:
        raise DocumentError(TOO_LONG, line=first_line)
    repeated: list[str] = []
    try:
        loaded = _decoder(repeated).decode(_whole_object(matter))
    except (ValueError, RecursionError):
        return None
    return _keys(loaded, matter, first_line, repeated)


def _whole_object(matter: str) -> str:
    """Return `matter` in braces; some write them between Hexo's fences too."""
    members = matter.strip().rstrip(",")
    return members if members.startswith("{") else "{" + members + "}"


def read_json_object(text: str, first_line: int) -> tuple[Keys, int] | None:
    """Return the keys of the object that `text` starts with, and where in `text` it ends.

    None when it starts with no JSON object. Format: https://gohugo.io/content-management/front-matter/
    """
    repeated: list[str] = []
    try:
        loaded, end = _decoder(repeated).raw_decode(text[:MAX_LENGTH])
    except (ValueError, RecursionError):
        return None
    if not isinstance(loaded, dict):
        return None
    return _keys(loaded, text[:end], first_line, repeated), end


def _decoder(repeated: list[str]) -> json.JSONDecoder:
    def gather(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(key for key, _value in pairs)
        repeated.extend(key for key, count in counts.items() if count > 1)
        return dict(pairs)

    return json.JSONDecoder(object_pairs_hook=gather)


def _keys(loaded: dict[str, Any], text: str, first_line: int, repeated: list[str]) -> Keys:
    values = from_python(loaded, line=first_line)
    warnings = [repeated_key(key, _line_of(key, text, first_line, which=-1)) for key in repeated]
    return Keys(values, {key: _line_of(key, text, first_line) for key in values}, warnings)


def _line_of(key: str, text: str, first_line: int, *, which: int = 0) -> int:
    """Return the line of `text` that names `key` first; of another of its places, `which`."""
    written = re.escape(json.dumps(key, ensure_ascii=False))
    places = [match.start() for match in re.finditer(rf"{written}\s{{0,99}}:", text)]
    return first_line + text.count("\n", 0, places[which] if places else 0)
