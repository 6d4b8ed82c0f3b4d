"""The sides of a clash as a person reads them, and where they differ."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.differences import Row, aligned_rows
from articles.html import images_of
from articles.html.readable import readable
from articles.html.typed import writable
from articles.models import Image, Post
from articles.settling import ours_of

RELATIONS = {
    "categories": gettext_lazy("sections"),
    "authors": gettext_lazy("authors"),
    "tags": gettext_lazy("tags"),
}
TIMES = ("published_at", "embargo_until", "expires_at", "revised_at")
# Of what is the same, this many lines are left beside a difference.
NEAR = 1
COMPARISONS = {
    "": (gettext_lazy("The post"), gettext_lazy("The source's document")),
    "source": (gettext_lazy("The document before"), gettext_lazy("The document now")),
    "desk": (gettext_lazy("The document before"), gettext_lazy("The post now")),
}


@dataclass
class Comparison:
    """Two sides: their headings, stretches of rows, and a picture of each where they are one.

    `stretches` are (is_folded, rows); `is_markup` says that only the markup differs, which is
    then what the rows show.
    """

    headings: tuple[str, str]
    stretches: list[tuple[bool, list[Row]]]
    pictures: list[Image | None] | None = None
    is_markup: bool = False


def label_of(field):
    """Return the name of a clash's field as the desk calls it."""
    if field in RELATIONS:
        return capfirst(RELATIONS[field])
    return capfirst(Post._meta.get_field(field.removesuffix("_id")).verbose_name)


def comparison(conflict, which=""):
    """Return the comparison of COMPARISONS that is called `which` of the sides of `conflict`."""
    values = {
        "": (ours_of(conflict), conflict.theirs),
        "source": (conflict.base, conflict.theirs),
        "desk": (conflict.base, ours_of(conflict)),
    }[which]
    return compared(conflict.field, values, COMPARISONS[which])


def compared(field, values, headings):
    """Return the comparison of two values of `field`, in the form of the importer's merge."""
    if field == "lead_image_id":
        keys = [str(value or "") for value in values]
        rows = Image.objects.in_bulk([key for key in keys if key])
        named = {str(key): row for key, row in rows.items()}
        return Comparison(headings, [], [named.get(key) for key in keys])
    before, after = _texts(field, values)
    is_markup = field == "body" and before == after and values[0] != values[1]
    if is_markup:
        before, after = (writable(value or "") for value in values)
    return Comparison(headings, folded(aligned_rows(before, after)), is_markup=is_markup)


def folded(rows):
    """Return `rows` in stretches, (is_folded, rows): long ones without a difference are folded."""
    shown = set()
    for number, row in enumerate(rows):
        if not row.is_same:
            shown.update(range(number - NEAR, number + NEAR + 1))
    stretches = []
    for number, row in enumerate(rows):
        is_folded = number not in shown
        if not stretches or stretches[-1][0] != is_folded:
            stretches.append((is_folded, []))
        stretches[-1][1].append(row)
    # To open a fold for a line or two costs more than to read them.
    return [(is_folded and len(lines) > 2, lines) for is_folded, lines in stretches]


def _texts(field, values):
    if field != "body":
        return [_text(field, value) for value in values]
    return as_read(values)


def as_read(values):
    """Return bodies, clean HTML or None, as lines that people compare, pictures by their names."""
    keys = {shown.image_id for value in values for shown in images_of(value or "")}
    label = _("[picture: %s]")
    names = {key: label % image for key, image in Image.objects.in_bulk(keys).items()}
    return [readable(value or "", names) for value in values]


def _text(field, value):
    """Return a field's value, in the form of the importer's merge, as lines."""
    if value is None:
        return ""
    if field == "categories":
        return "\n".join(" › ".join(path) for path in value)
    if field in RELATIONS:
        return "\n".join(value)
    if field in TIMES:
        moment = timezone.localtime(datetime.fromisoformat(value))
        return f"{moment:%Y-%m-%d %H:%M:%S} ({timezone.get_current_timezone_name()})"
    if field == "extra":
        return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    return str(value)
