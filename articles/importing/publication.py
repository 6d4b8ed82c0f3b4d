"""When a document's post is published, expires and was revised; doubts are told."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from articles.html import Body
from articles.importing.contracts import Contract
from articles.importing.documents import Document
from articles.importing.times import doubt_about_zone, read_time


@dataclass(frozen=True)
class Dates:
    """Instants in UTC; None where the document names none that can be read.

    `local` is the publication on the source's own clock.
    """

    published_at: datetime | None
    expires_at: datetime | None
    revised_at: datetime | None
    local: datetime | None


def dates_of(
    document: Document,
    body: Body,
    contract: Contract,
    zone: ZoneInfo,
    warnings: list[dict[str, str]],
) -> Dates:
    """Return the dates of `document`, times without a zone in `zone`.

    What is wrong with them is added to `warnings`.
    """
    reader = _DateReader(zone, contract.is_clock_local, warnings)
    if not document.date:
        reader.warn("date", "there is no date: the post becomes a draft")
    published_at = reader.read(document.date, "the post becomes a draft")
    expires_at = reader.read(document.expires, "the post does not expire")
    if published_at and expires_at and expires_at <= published_at:
        reader.warn("date", f"“{document.expires}” is before its publication: it does not expire")
        expires_at = None
    if published_at and not contract.is_clock_local:
        addresses = [image.address for image in [body.lead, *body.images] if image]
        if doubt := doubt_about_zone(document.date, published_at, addresses, zone):
            reader.warn("zone", doubt)
    return Dates(
        published_at,
        expires_at,
        reader.read(document.updated, "it is left out"),
        published_at.astimezone(zone) if published_at else None,
    )


class _DateReader:
    def __init__(self, zone: ZoneInfo, is_local: bool, warnings: list[dict[str, str]]):
        self.zone = zone
        self.is_local = is_local
        self.warnings = warnings

    def read(self, text: str, consequence: str) -> datetime | None:
        if not text:
            return None
        try:
            return read_time(text, zone=self.zone, is_local=self.is_local)
        except ValueError:
            self.warn("date", f"“{text}” is no date: {consequence}")
            return None

    def warn(self, kind: str, message: str) -> None:
        self.warnings.append({"kind": kind, "message": message})
