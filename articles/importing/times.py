"""Times as documents write them, and evidence against them."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from dateutil import parser, tz

from articles.telling import tell

HANZI_DATE = str.maketrans(
    {"年": "-", "月": "-", "日": " ", "时": ":", "分": ":", "秒": " ", "点": ":"}
)
WEEKDAY = re.compile(r"[(（]?(?:星期|礼拜|周)[一二三四五六日天][)）]?[,，]?")
# The words for the part of the day that stand before a clock.
HALF_OF_DAY = re.compile(r"(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)\s?([0-9]{1,2})")
SECOND_HALF = ("中午", "下午", "傍晚", "晚上")
HANZI_MONTH = re.compile(r"(?<![0-9])([0-9]{1,2}) ([0-9]{1,2})月 ([0-9]{4})")
# What JavaScript and Unix count from 1970, in thousandths or seconds; in these digits, since 2001.
COUNTED = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
# Beyond these it is a slip, as 0022 for 2022.
YEARS = range(1000, 3000)
# JavaScript appends the zone's name to its offset: GMT+0800 (中国标准时间).
ZONE_NAME = re.compile(r"\s{0,9}\([^()]{0,99}\)\s{0,9}\Z")
# ISO 8601 allows a day to end at 24:00.
DAYS_END = re.compile(
    r"([0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2})[ T]24:00(?::00(?:\.0{1,9})?)?(.{0,20})"
)
ZONE_WORD = re.compile(r"[0-9]\s*([A-Z]{2,5})$")
JAVASCRIPT_OFFSET = re.compile(r"\b(?:GMT|UTC)([+-][0-9]{2}:?[0-9]{2})\b")
ADDRESS_TIME = re.compile(
    r"(?<![0-9])(20[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:[01][0-9]|2[0-3])"
    r"[0-5][0-9][0-5][0-9])[0-9]{0,4}(?![0-9])"
)
# So much later than its pictures a story is seldom published, while a zone is at most so wide.
DOUBTFUL_LAG = timedelta(hours=6)

# As many milliseconds are seconds up to the year 2055.
SLIP = timedelta(days=31)


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
    if COUNTED.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if midnight := DAYS_END.fullmatch(text):
        return clock_of(f"{midnight[1]} 00:00:00{midnight[2]}") + timedelta(days=1)
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
    text = HANZI_MONTH.sub(r"\3-\2-\1", WEEKDAY.sub(" ", text))
    text = HALF_OF_DAY.sub(_on_24_hours, text).translate(HANZI_DATE).strip(" :-")
    # What the text leaves open, the parser takes from the default: two of them show it.
    one, other = (
        parser.parse(text, default=default, tzinfos=_known_zone)
        for default in (datetime(2001, 1, 1), datetime(2002, 2, 2))  # noqa: DTZ001
    )
    if one != other:
        raise ValueError(f"{text!r} is not a complete date")
    return one


def _on_24_hours(match: re.Match[str]) -> str:
    part, hour = match[1], int(match[2])
    if hour == 12 and part not in ("中午", "下午"):
        # Of which day's midnight this speaks, writers do not agree: nothing is read.
        return match[0]
    if part == "中午" and hour == 11:
        return f" {hour}"
    return f" {hour + 12 if part in SECOND_HALF and hour < 12 else hour}"


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
    return tell(
        "“{text}” read exactly lies {hours} h {minutes:02} min after the last of the times in the "
        "picture addresses ({first}–{last}, {zone}); read as a clock "
        "there it lies among them. The zone label is doubtful: if this source labels its local "
        "time so, set its clock to “local time labelled GMT” and import again.",
        text=text,
        hours=hours,
        minutes=minutes,
        first=f"{times[0]:%H:%M}",
        last=f"{times[-1]:%H:%M}",
        zone=zone.key,
    )


def doubt_about_epoch(text: str, published_at: datetime) -> str:
    """Return what speaks against a moment in the first weeks of 1970, or "" for another.

    Programs that take seconds since 1970 for milliseconds write such dates.
    """
    since = published_at - datetime(1970, 1, 1, tzinfo=UTC)
    if not timedelta(0) <= since < SLIP:
        return ""
    meant = datetime(1970, 1, 1, tzinfo=UTC) + since * 1000
    return tell(
        "“{text}” looks like seconds that were read as milliseconds: {date} may be meant",
        text=text,
        date=f"{meant:%Y-%m-%d}",
    )


def _stamp(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 - a bare clock
    except ValueError:
        return None
