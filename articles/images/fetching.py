"""Remote pictures brought home: one from its address to a file of ours, or to why there is none."""

import threading
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models, transaction
from django.utils import timezone

from articles import outbox
from articles.images.claims import EngagedError, claim, release
from articles.images.courtesy import Courtesy, host_of
from articles.images.library import FILE_COLUMNS, give, store
from articles.images.verification import PictureRefused, VerifiedPicture, verified_picture
from articles.images.visits import public_visit
from articles.models import Image
from articles.models.fetches import FETCH_COLUMNS, PASSING, Problem
from articles.web.answers import Validators, VisitError
from articles.web.guarding import Guard, is_public_web
from articles.web.visits import Visit

# How long after each failure that may pass the next try is; then nobody tries by himself.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440)]
# Pictures are queued so many in a transaction.
QUEUED_AT_ONCE = 200
# A picture of 40 megapixels takes some 300 MB while it is encoded: one at a time.
LOOKING = threading.Lock()
# When it is looked again at what another process has in hand.
ENGAGED_SECONDS = 10


class FetchFailed(Exception):  # noqa: N818 - a finding, told to whoever looks after pictures
    """There is no picture to be had; `problem` says why, `wait` how long to leave it alone."""

    def __init__(self, problem: Problem, wait: timedelta = timedelta()):
        super().__init__(problem)
        self.problem, self.wait = problem, wait


class Outcome(StrEnum):
    """What became of a picture, as commands count it."""

    FETCHED = "fetched"
    KNOWN = "known already"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    MISSING = "not found"
    UNREACHABLE = "unreachable"
    PUT_OFF = "put off"
    ELSEWHERE = "done by another process"


FAILURES = {Outcome.REFUSED, Outcome.MISSING, Outcome.UNREACHABLE, Outcome.PUT_OFF}


@dataclass(frozen=True)
class Fetched:
    """What stands at an address; `picture` is None when it is what was fetched before."""

    picture: VerifiedPicture | None
    name: str
    validators: Validators


@dataclass(frozen=True)
class Result:
    """What became of the picture at `address`; `next_try_at` is None when nobody tries again."""

    address: str
    outcome: Outcome
    problem: str = ""
    next_try_at: datetime | None = None


def fetch(row: Image, visit: Visit) -> Fetched:
    """Return what stands at the original address of `row`, its file written; no row changes.

    Raises FetchFailed. Knows no database: threads may run it.
    """
    seen = Validators(row.etag, row.last_modified) if row.file else None
    try:
        answer = visit.get(row.original_url, seen)
    except VisitError as error:
        raise FetchFailed(Problem(error.failure), error.retry_after) from error
    if answer.is_unchanged:
        return Fetched(None, row.file.name, answer.validators)
    try:
        with LOOKING:
            picture = verified_picture(answer.content)
    except PictureRefused as refusal:
        raise FetchFailed(Problem.NO_PICTURE) from refusal
    return Fetched(picture, store(picture), answer.validators)


def keep(row: Image, fetched: Fetched) -> Result:
    """Give `row` what was fetched for it, and return what that was.

    A row that an editor has given another file or address meanwhile keeps that.
    """
    with transaction.atomic():
        current = _unchanged_since(row)
        if current is None:
            release(row)
            return Result(row.original_url, Outcome.ELSEWHERE)
        current.forget_fetching()
        current.tried_at = timezone.now()
        current.etag = fetched.validators.etag
        current.last_modified = fetched.validators.last_modified
        picture = fetched.picture
        current.fetched_sha256 = picture.sha256 if picture else current.sha256
        outcome, columns = Outcome.UNCHANGED, FETCH_COLUMNS
        if picture is not None and picture.sha256 != current.sha256:
            # A file that it had stays: pages that others keep still show it.
            twin = give(current, picture, fetched.name)
            outcome = Outcome.KNOWN if twin else Outcome.FETCHED
            columns = [*FETCH_COLUMNS, *FILE_COLUMNS]
        if outcome == Outcome.UNCHANGED:
            # Not by `save`, which calls in the pages that show it.
            Image.objects.filter(pk=row.pk).update(**{c: getattr(current, c) for c in columns})
        else:
            current.save(update_fields=columns)
    return Result(row.original_url, outcome)


def note_failure(row: Image, failure: FetchFailed) -> Result:
    """Write down why `row` has no file, and have it tried again where that may pass."""
    problem = failure.problem
    is_passing, tries, now = problem in PASSING, row.tries + 1, timezone.now()
    next_try_at = None
    if is_passing and tries <= len(DELAYS):
        next_try_at = now + max(DELAYS[tries - 1], failure.wait)
    with transaction.atomic():
        if _unchanged_since(row) is None:
            release(row)
            return Result(row.original_url, Outcome.ELSEWHERE)
        rows = Image.objects.filter(pk=row.pk)
        if row.file:
            # There is a copy of what was there: nothing is broken.
            rows.update(tried_at=now, claimed_until=None)
            next_try_at = None
        else:
            rows.update(
                tried_at=now,
                claimed_until=None,
                problem=problem,
                tries=tries,
                next_try_at=next_try_at,
            )
        if next_try_at:
            outbox.put("fetch_picture", at=next_try_at, image=str(row.pk))
    return Result(row.original_url, _outcome_of(problem), problem, next_try_at)


def bring_home(
    key: uuid.UUID | str, courtesy: Courtesy, *, guard: Guard = is_public_web
) -> Result | None:
    """Fetch the one picture `key` when it is due, for a worker; None when it is not.

    Where others have it in hand, or its host does not answer, it is queued for later.
    """
    row = Image.objects.due().filter(pk=key).first()
    if row is None:
        return None
    host = host_of(row.original_url)
    if rest := courtesy.rest(host):
        _queue_one(key, seconds=rest)
        return Result(row.original_url, Outcome.PUT_OFF)
    time.sleep(courtesy.pause(host))
    try:
        row = claim(row.pk)
    except EngagedError:
        _queue_one(key, seconds=ENGAGED_SECONDS)
        return None
    if row is None:
        return None
    courtesy.begin(host)
    try:
        result, wait = attempt(row, public_visit(guard))
    except BaseException:
        courtesy.end(host, has_failed=False)
        release(row)
        raise
    courtesy.end(host, has_failed=result.outcome == Outcome.UNREACHABLE, wait=wait)
    return result


def attempt(row: Image, visit: Visit) -> tuple[Result, float]:
    """Fetch and keep the picture of a claimed `row`; return the result, and the seconds that
    its host wants to be left alone."""
    try:
        return keep(row, fetch(row, visit)), 0
    except FetchFailed as failure:
        return note_failure(row, failure), failure.wait.total_seconds()


def queue(pictures: "models.QuerySet[Image]") -> int:
    """Have the worker fetch `pictures`, whatever became of earlier tries; return how many."""
    keys = list(pictures.order_by().values_list("pk", flat=True))
    for start in range(0, len(keys), QUEUED_AT_ONCE):
        some = keys[start : start + QUEUED_AT_ONCE]
        with transaction.atomic():
            Image.objects.filter(pk__in=some).ask_anew()
            for key in some:
                outbox.put("fetch_picture", image=str(key))
    return len(keys)


def _queue_one(key: uuid.UUID | str, *, seconds: float) -> None:
    later = timezone.now() + timedelta(seconds=seconds)
    outbox.put("fetch_picture", at=later, image=str(key))


def _unchanged_since(row: Image) -> Image | None:
    """Return the row as it is now, locked; None when it has another file or address."""
    now = Image.objects.select_for_update().filter(pk=row.pk).first()
    was = (row.file.name, row.original_url)
    return now if now is not None and (now.file.name, now.original_url) == was else None


def _outcome_of(problem: str) -> Outcome:
    if problem in PASSING:
        return Outcome.UNREACHABLE
    return Outcome.MISSING if problem == Problem.MISSING else Outcome.REFUSED
