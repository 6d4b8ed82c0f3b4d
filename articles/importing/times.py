"""Times as documents write them, and evidence against them."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from dateutil import parser, tz

HANZI_DATE = str.maketrans(
    {"年": "-", "月": "-", "日": " ", "时": ":", "分": ":", "秒": " ", "点": ":"}
)
# Beyond these it is a slip, as 0022 for 2022.
YEARS = range(1000, 3000)
# JavaScript appends the zone's name to its offset: GMT+0800 (中国标准时间).
ZONE_NAME = re.compile(r"\s{0,9}\([^()]{0,99}\)\s{0,9}\Z")
ZONE_WORD = re.compile(r"[0-9]\s*([A-Z]{2,5})$")
JAVASCRIPT_OFFSET = re.compile(r"\b(?:GMT|UTC)([+-][0-9]{2}:?[0-9]{2})\b")
ADDRESS_TIME = re.compile(
    r"(?<![0-9])(20[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:[01][0-9]|2[0-3])"
    r"[0-5][0-9][0-5][0-9])[0-9]{0,4}(?![0-9])"
)
# So much later than its pictures a story is seldom published, while a zone is at most so wide.
DOUBTFUL_LAG = timedelta(hours=6)


def read_time(text: str, *, zone: ZoneInfo, is_local: bool = False) -> datetime:
    """Return the instant that `text` names, in UTC.

    An offset or zone in it is exact; a time without one is in `zone`. With `is_local` its
    zone label is disregarded and the clock read in `zone`. A date alone means midnight.
    Raises ValueError for what is no complete date.
    """
    written = clock_of(text)
    if is_local or written.tzinfo is None:
        written = written.replace(tzinfo=zone)
    try:
        instant = written.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{text!r} is out of range") from error
    if instant.year not in YEARS:
        raise ValueError(f"{text!r} is out of range")
    return instant


def clock_of(text: str) -> datetime:
    """Return the date and clock that `text` shows, aware only when it names a zone."""
    text = ZONE_NAME.sub("", text.strip()[:100])
    # In RFC 5322, -0000 is UTC from somewhere unknown: exact all the same.
    text = re.sub(r"\s-0000$", " GMT", JAVASCRIPT_OFFSET.sub(r"\1", text))
    if (zone := ZONE_WORD.search(text)) and zone[1] not in ("GMT", "UTC", "AM", "PM"):
        raise ValueError(f"{zone[1]} may be more than one zone")
    for read in (datetime.fromisoformat, parsedate_to_datetime, _loosely):
        try:
            return read(text)
        except (ValueError, TypeError, OverflowError):
            continue
    raise ValueError(f"{text!r} is not a date")


def _loosely(text: str) -> datetime:
    text = text.translate(HANZI_DATE).strip(" :-")
    # What the text leaves open, the parser takes from the default: two of them show it.
    one, other = (
        parser.parse(text, default=default, tzinfos=_known_zone)
        for default in (datetime(2001, 1, 1), datetime(2002, 2, 2))  # noqa: DTZ001
    )
    if one != other:
        raise ValueError(f"{text!r} is not a complete date")
    return one


def _known_zone(name: str | None, offset: int | None) -> tz.tzoffset | None:
    if offset is not None:
        return tz.tzoffset(name, offset)
    if name in (None, "GMT", "UTC", "Z"):
        return None if name is None else tz.tzoffset(name, 0)
    raise ValueError(f"{name} may be more than one zone")


def doubt_about_zone(
    text: str, published_at: datetime, addresses: list[str], zone: ZoneInfo
) -> str:
    """Return what speaks against the zone label of `text`, or "" when nothing does.

    Picture addresses often hold the local time of their upload. The label is doubtful when
    the clock in `text` lies within the span of those times, while the exact reading lies
    six hours or more after the last.
    """
    clock = clock_of(text)
    if clock.tzinfo is None:
        return ""
    stamps = [stamp for address in addresses for stamp in ADDRESS_TIME.findall(address)]
    times = sorted(filter(None, map(_stamp, stamps)))
    local = published_at.astimezone(zone).replace(tzinfo=None)
    if not times or not times[0] <= clock.replace(tzinfo=None) <= times[-1]:
        return ""
    lag = local - times[-1]
    if lag < DOUBTFUL_LAG:
        return ""
    hours, minutes = divmod(round(lag.total_seconds() / 60), 60)
    return (
        f"“{text}” read exactly lies {hours} h {minutes:02} min after the last of the times in the "
        f"picture addresses ({times[0]:%H:%M}–{times[-1]:%H:%M}, {zone.key}); read as a clock "
        "there it lies among them. The zone label is doubtful: if this source labels its local "
        "time so, set its clock to “local time labelled GMT” and import again."
    )


def _stamp(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 - a bare clock
    except ValueError:
        return None
