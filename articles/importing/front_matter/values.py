"""What front matter consists of, whatever format it is written in."""

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

from articles.importing.errors import DocumentError
from articles.telling import at_line, tell

MAX_LENGTH = 64 * 1024
MAX_NODES = 1000
MAX_DEPTH = 8
TOO_LONG = tell("the front matter is longer than {most:,} characters", most=MAX_LENGTH)
TOO_DEEP = tell("the front matter is nested more than {most} deep", most=MAX_DEPTH)
TOO_MANY = tell("the front matter holds more than {most:,} values", most=MAX_NODES)

# An escape in quotes can write characters that no text may hold.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Scalar:
    """A single value: the text as written, and what YAML 1.2's core schema makes of it."""

    text: str
    value: str | int | float | bool | None


@dataclass
class FrontMatter:
    """The keys of a document, its body, the line (from 1) the body starts on, and warnings.

    Values are `Scalar`, list or dict of such. `lines` are the lines of the keys at the top,
    where the format tells them. A document without front matter has no keys.
    """

    values: dict[str, Any]
    body: str
    body_line: int = 1
    warnings: list[dict[str, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass
class Keys:
    """What one block of front matter says; `lines` and `warnings` as in FrontMatter."""

    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)
    warnings: list[dict[str, str]] = field(default_factory=list)


def without_unwanted(text: str) -> str:
    return UNWANTED.sub("", text)


def repeated_key(key: str, line: int) -> dict[str, str]:
    """Return the warning about a `key` that stands on `line` once more."""
    problem = tell("the key “{key}” is repeated; its last value counts", key=key)
    return {"kind": "repeated key", "message": at_line(line, problem)}


def from_python(loaded: dict[str, Any], *, line: int) -> dict[str, Any]:
    """Return the values of `loaded`, as json and tomllib make it.

    Raises DocumentError, at `line`, when it is beyond the bounds.
    """
    count = 0

    def read(value: Any, depth: int) -> Any:
        nonlocal count
        count += 1
        if count > MAX_NODES:
            raise DocumentError(TOO_MANY, line=line)
        if depth > MAX_DEPTH and isinstance(value, dict | list):
            raise DocumentError(TOO_DEEP, line=line)
        if isinstance(value, dict):
            return {without_unwanted(key): read(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list):
            return [read(inner, depth + 1) for inner in value]
        return _scalar(value)

    return read(loaded, 1)


def _scalar(value: Any) -> Scalar:
    if value is None:
        return Scalar("", None)
    if isinstance(value, str):
        text = without_unwanted(value)
        return Scalar(text, text)
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return Scalar(json.dumps(value), value)
    # TOML's dates and times, and numbers that JSON cannot hold.
    text = str(value)
    return Scalar(text, text)
