"""Sentences that are made once, in English, and shown in the language of whoever reads them.

The first argument of `tell` is marked for translation by that alone: `manage.py makemessages`
of this project knows the name.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

# What a template that was put together otherwise than its values raises.
MISFITS = (LookupError, ValueError, TypeError, AttributeError)


class Told(str):
    """An English sentence that remembers the `template` and the `values` it was made from.

    Values are texts, numbers, or sentences of this kind. It is equal to its text, and is that to
    whoever writes JSON.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, str | int]

    def __new__(cls, template: str, values: Mapping[str, str | int]) -> "Told":
        told = super().__new__(cls, template.format(**values))
        told.template, told.values = template, values
        return told

    def __reduce__(self) -> tuple[Any, ...]:
        return Told, (self.template, self.values)


def tell(template: str, /, **values: str | int) -> Told:
    """Return the sentence that `template`, in the form of `str.format`, makes of `values`.

    No value may be called "kind": the lists of warnings by kind look for that word.
    """
    return Told(template, values)


def at_line(line: int, problem: str) -> str:
    """Return `problem` with the line that it was met on; 0 for an unknown line adds nothing."""
    return tell("line {line}: {problem}", line=line, problem=problem) if line else problem


def reason_of(error: Exception) -> str:
    """Return what `error` was raised with, when that is a sentence of ours, else its message."""
    reason = error.args[0] if error.args else ""
    return reason if isinstance(reason, Told) else str(error)


def in_words(told: str) -> str:
    """Return a sentence in the active language; a text that is none of ours as it is."""
    if not isinstance(told, Told):
        return told
    values = {
        name: in_words(value) if isinstance(value, str) else value
        for name, value in told.values.items()
    }
    try:
        return gettext(told.template).format(**values)
    except MISFITS:
        return str(told)


def as_kept(row: dict[str, Any]) -> dict[str, Any]:
    """Return `row` with what its "message" was made from beside it, as a record keeps it."""
    message = row["message"]
    return row | _parts_of(message) if isinstance(message, Told) else row


def message_of(row: Mapping[str, Any]) -> str:
    """Return the message of `row`, which a record has kept, in the active language.

    One that was kept without its parts, or whose parts do not fit, stays in English.
    """
    try:
        return in_words(_put_together(row)) if "template" in row else str(row["message"])
    except MISFITS:
        return str(row.get("message", ""))


def _parts_of(told: Told) -> dict[str, Any]:
    values = {
        name: _parts_of(value) if isinstance(value, Told) else value
        for name, value in told.values.items()
    }
    return {"template": told.template} | ({"values": values} if values else {})


def _put_together(parts: Mapping[str, Any]) -> Told:
    values = {
        name: _put_together(value) if isinstance(value, dict) else value
        for name, value in parts.get("values", {}).items()
    }
    return Told(parts["template"], values)
