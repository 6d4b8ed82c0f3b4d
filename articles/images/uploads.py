"""What an editor sends: checked while he waits, and encoded at once where that is quick.

A larger picture is kept as it came, where nobody is served from, and shown by a first look
until the worker has encoded it (`articles.images.developing`).
"""

import hashlib
from dataclasses import dataclass
from typing import IO

from django.db import IntegrityError, transaction
from PIL import ExifTags
from PIL import Image as Pictures

from articles.html import one_line
from articles.images import incoming
from articles.images.library import drop_files, give, store
from articles.images.metadata import PictureFacts, exif_of, facts_of
from articles.images.verification import (
    STORED_AS,
    UPLOADED,
    VerifiedPicture,
    encoded,
    opened,
)
from articles.models import Image

# Pixels. What is encoded while the sender waits: some tenths of a second.
AT_ONCE = {"JPEG": 2_000_000, "WEBP": 1_000_000, "GIF": 500_000, "PNG": 200_000}
# What is read for the first look: a JPEG at an eighth of its size, others as a whole.
LOOKED_AT = {"JPEG": UPLOADED.megapixels * 1_000_000, "progressive": 16_000_000, "other": 8_000_000}
# Pixels a side of that look.
LOOK = 960
QUIET = 0xE4
NAME_LENGTH = 100
TURNED = {5, 6, 7, 8}
SENT_COLUMNS = ["sent_sha256", "sent_name", "incoming", "fault"]


@dataclass(frozen=True)
class Received:
    """A file that may be kept, nothing of it written: `picture` is all of it, or the first look."""

    file: IO[bytes]
    sent_sha256: str
    facts: PictureFacts
    picture: VerifiedPicture
    width: int
    height: int
    is_whole: bool

    def known(self) -> Image | None:
        """Return the row of the library that is the same picture."""
        rows = Image.objects.order_by("created_at", "pk")
        if row := rows.filter(sent_sha256=self.sent_sha256).first():
            return row
        return rows.filter(sha256=self.picture.sha256).first() if self.is_whole else None


def receive(file: IO[bytes]) -> Received:
    """Return what `file` is; writes nothing. Raises PictureRefused."""
    with opened(file, UPLOADED) as picture:
        facts, kind = facts_of(picture), STORED_AS[picture.format or ""]
        width, height = picture.size
        if exif_of(picture).get(ExifTags.Base.Orientation) in TURNED:
            width, height = height, width
        is_whole = width * height <= AT_ONCE[kind]
        if is_whole:
            picture.load()
            shown = encoded(picture, kind)
        else:
            shown = _first_look(picture, kind, (width, height))
    return Received(file, _sha256(file), facts, shown, width, height, is_whole)


def add(received: Received, *, by: object) -> tuple[Image, bool]:
    """Return the library's row of the picture, and whether it is new. Raises NoRoomError."""
    if known := received.known():
        return known, False
    row = Image(created_by=by)
    describe(row, received.facts)
    take(row, received)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Somebody sent the same file in the same moment.
        known = received.known()
        if known is None:
            raise
        discard(row)
        return known, False
    return row, True


def describe(row: Image, facts: PictureFacts) -> None:
    """Give `row` what the picture says of itself, where nobody has said anything."""
    for name in ("alt", "caption", "credit", "rights", "taken_on"):
        setattr(row, name, getattr(row, name) or getattr(facts, name))


def take(row: Image, received: Received) -> None:
    """Give `row` what was received; its files are written, the row is not saved.

    A picture that it has stays until the worker has encoded a large one. Raises NoRoomError.
    """
    sent = "" if received.is_whole else incoming.put(received.file)
    try:
        if received.is_whole or not row.file:
            stored = store(received.picture)
    except OSError:
        if sent:
            incoming.drop(sent)
        raise
    row.sent_sha256 = None if _is_of_another(row, received) else received.sent_sha256
    row.sent_name = name_of(received.file)
    row.incoming, row.fault = sent, ""
    if received.is_whole:
        give(row, received.picture, stored)
    elif not row.file:
        row.file, row.sha256, row.widths = stored, "", []
        row.width, row.height = received.width, received.height


def _is_of_another(row: Image, received: Received) -> bool:
    """Whether the file belongs to another row, beside which `row` may show it too.

    A new row is never to: where the same file came meanwhile, saving it tells.
    """
    others = Image.objects.filter(sent_sha256=received.sent_sha256).exclude(pk=row.pk)
    return not row._state.adding and others.exists()


def name_of(file: IO[bytes]) -> str:
    """Return what `file` is called where it comes from, to be shown; "" without a name."""
    path = one_line(str(getattr(file, "name", None) or ""))
    return path.replace("\\", "/").rpartition("/")[2][:NAME_LENGTH]


def discard(row: Image) -> None:
    """Delete what `take` wrote for a row that was not saved, unless others have it too."""
    if row.incoming:
        incoming.drop(row.incoming)
    drop_files(row)


def _first_look(picture: Pictures.Image, kind: str, size: tuple[int, int]) -> VerifiedPicture:
    """Return the picture small, or where that takes too long a quiet ground of its shape."""
    way = kind if kind == "JPEG" else "other"
    if picture.info.get("progressive") or picture.info.get("progression"):
        way = "progressive"
    if size[0] * size[1] > LOOKED_AT[way]:
        scale = LOOK / max(size)
        sides = [max(round(side * scale), 1) for side in size]
        return encoded(Pictures.new("L", (sides[0], sides[1]), QUIET), "PNG")
    picture.draft(None, (LOOK, LOOK))
    picture.load()
    picture.thumbnail((LOOK, LOOK))
    return encoded(picture, "WEBP" if picture.has_transparency_data else "JPEG")


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    # IO lacks `readinto` in typeshed; Django's files and Python's own have it.
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
