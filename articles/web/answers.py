"""What a server gave, or why there is nothing of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Self

NOT_MODIFIED = 304
MISSING = {404, 410}
BUSY = {408, 425, 429}
# What is kept of validators; a longer one is not sent back.
ETAG_LENGTH = 500
LAST_MODIFIED_LENGTH = 100
LONGEST_WAIT = timedelta(days=7)


class Failure(StrEnum):
    """Why there is no answer. None says more of a host than whoever asks may know."""

    ADDRESS = "address"
    NO_HOST = "no_host"
    REDIRECTS = "redirects"
    MISSING = "missing"
    DENIED = "denied"
    BUSY = "busy"
    SILENT = "silent"
    SLOW = "slow"
    TOO_LARGE = "too_large"


class VisitError(Exception):
    """There is no answer; its text tells an operator why, without the address.

    `retry_after` is how long a busy server wants to be left alone.
    """

    def __init__(self, failure: Failure, reason: str, *, retry_after: timedelta = timedelta()):
        super().__init__(reason)
        self.failure, self.retry_after = failure, retry_after


@dataclass(frozen=True)
class Validators:
    """What a server said of an answer, to be asked by whether it has changed; "" for nothing."""

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Self:
        return cls(
            _kept(headers.get("ETag", ""), ETAG_LENGTH),
            _kept(headers.get("Last-Modified", ""), LAST_MODIFIED_LENGTH),
        )

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for news only; none when nothing was seen."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: text for name, text in named.items() if text}


@dataclass(frozen=True)
class Answer:
    """What a server gave; with `is_unchanged` it said that there is nothing new."""

    content: bytes
    validators: Validators
    is_unchanged: bool = False


def refusal(status: int, phrase: str, retry_after: str) -> VisitError:
    """Return what an answer without content means."""
    reason = f"the server answers {status} {phrase}".strip()
    if status in BUSY or status >= 500:
        return VisitError(Failure.BUSY, reason, retry_after=wait_of(retry_after))
    return VisitError(Failure.MISSING if status in MISSING else Failure.DENIED, reason)


def wait_of(retry_after: str) -> timedelta:
    """Return how long the server wants to be left alone; a week at most."""
    if retry_after.isascii() and retry_after.isdecimal():
        return timedelta(seconds=min(int(retry_after[:9]), LONGEST_WAIT.total_seconds()))
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, IndexError, TypeError):
        return timedelta()
    until = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(timedelta(), min(until - datetime.now(UTC), LONGEST_WAIT))


def _kept(text: str, length: int) -> str:
    return text if len(text) <= length and text.isascii() and text.isprintable() else ""
