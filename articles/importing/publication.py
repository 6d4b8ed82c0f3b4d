"""When a document's post is published, expires and was revised; doubts are told."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from articles.html import Body
from articles.importing.contracts import Contract
from articles.importing.documents import Document
from articles.importing.times import doubt_about_epoch, doubt_about_zone, read_time
from articles.telling import at_line, tell

BECOMES_DRAFT = tell("the post becomes a draft")
DOES_NOT_EXPIRE = tell("the post does not expire")
IS_LEFT_OUT = tell("it is left out")


@dataclass(frozen=True)
class Dates:
    """Instants in UTC; None where the document names none that can be read.

    `local` is the publication on the source's own clock. With `is_proposed` it is only what the
    file's name says, where the document's own date cannot be read.
    """

    published_at: datetime | None
    expires_at: datetime | None
    revised_at: datetime | None
    local: datetime | None
    is_proposed: bool = False

    def columns(self) -> dict[str, str | None]:
        """Return the three instants by the post's columns, as JSON holds them."""
        names = ("published_at", "expires_at", "revised_at")
        moments = {name: getattr(self, name) for name in names}
        return {name: moment.isoformat() if moment else None for name, moment in moments.items()}


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
    reader = _DateReader(zone, contract.is_clock_local, warnings, document.lines)
    if not document.date:
        reader.warn("date", tell("there is no date: the post becomes a draft"))
    published_at, is_proposed = reader.publication(document)
    expires_at = reader.read(document.expires, "expires", DOES_NOT_EXPIRE)
    if published_at and expires_at and expires_at <= published_at:
        message = tell(
            "“{date}” is before its publication: it does not expire", date=document.expires
        )
        reader.warn("date", message)
        expires_at = None
    told_at = None if is_proposed else published_at
    if told_at and (doubt := doubt_about_epoch(document.date, told_at)):
        reader.warn("date", doubt)
    if told_at and not contract.is_clock_local:
        addresses = [image.address for image in [body.lead, *body.images] if image]
        if doubt := doubt_about_zone(document.date, told_at, addresses, zone):
            reader.warn("zone", doubt)
    return Dates(
        published_at,
        expires_at,
        reader.read(document.updated, "updated", IS_LEFT_OUT),
        published_at.astimezone(zone) if published_at else None,
        is_proposed,
    )


class _DateReader:
    def __init__(
        self,
        zone: ZoneInfo,
        is_local: bool,
        warnings: list[dict[str, str]],
        lines: dict[str, int],
    ):
        self.zone = zone
        self.is_local = is_local
        self.warnings = warnings
        self.lines = lines

    def publication(self, document: Document) -> tuple[datetime | None, bool]:
        """Return when `document` was published, and whether only its file's name tells it."""
        named, consequence = document.named_date, BECOMES_DRAFT
        if named and named != document.date:
            consequence = tell(
                "the post becomes a draft, dated {date} as its file is named", date=named
            )
        if (own := self.read(document.date, "date", consequence)) or not document.date:
            return own, False
        try:
            proposed = read_time(named, zone=self.zone) if named else None
        except ValueError:
            proposed = None
        return proposed, proposed is not None

    def read(self, text: str, key: str, consequence: str) -> datetime | None:
        if not text:
            return None
        try:
            return read_time(text, zone=self.zone, is_local=self.is_local)
        except ValueError:
            problem = tell(
                "“{text}” is no date: {consequence}; write it as 2022-03-10 18:06:38 +0800",
                text=text,
                consequence=consequence,
            )
            self.warn("date", at_line(self.lines.get(key, 0), problem))
            return None

    def warn(self, kind: str, message: str) -> None:
        self.warnings.append({"kind": kind, "message": message})
