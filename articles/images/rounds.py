"""Many pictures fetched in one go: by threads, while this one alone talks to the database."""

import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from articles.images.claims import EngagedError, claim, release
from articles.images.courtesy import Courtesy, host_of
from articles.images.fetching import (
    Fetched,
    FetchFailed,
    Outcome,
    Result,
    fetch,
    keep,
    note_failure,
)
from articles.images.visits import public_visit
from articles.models import Image
from articles.web.guarding import Guard, is_public_web
from articles.web.visits import Visit

THREADS = 8
# Seconds between two looks at which host may be asked again.
TICK = 0.05
# Seconds until it is looked again at what another process has in hand.
ENGAGED = 1.0


def fetch_all(
    pictures: Iterable[tuple[uuid.UUID, str]],
    *,
    again: bool = False,
    guard: Guard = is_public_web,
) -> Iterator[Result]:
    """Fetch `pictures`, (key, address) each, and yield what became of them as it is known.

    They are begun in their order, as far as their hosts allow. Pictures of a host that stops
    answering are put off. Closing the iterator cuts what is under way and gives it back.
    """
    return _Round(pictures, again=again, guard=guard).results()


class _Round:
    def __init__(
        self, pictures: Iterable[tuple[uuid.UUID, str]], *, again: bool, guard: Guard
    ) -> None:
        self.again = again
        self.guard = guard
        self.courtesy = Courtesy()
        self.waiting: dict[str, deque[tuple[uuid.UUID, str]]] = {}
        for key, address in pictures:
            self.waiting.setdefault(host_of(address), deque()).append((key, address))
        self.running: dict[Future[Fetched], tuple[Image, Visit]] = {}

    def results(self) -> Iterator[Result]:
        with ThreadPoolExecutor(THREADS, thread_name_prefix="pictures") as pool:
            try:
                while self.waiting or self.running:
                    for host in list(self.waiting):
                        yield from self._put_off(host)
                        yield from self._begin(host, pool)
                    yield from self._finished()
            finally:
                for row, visit in self.running.values():
                    visit.cut()
                    release(row)

    def _put_off(self, host: str) -> Iterator[Result]:
        if self.courtesy.rest(host):
            for _key, address in self.waiting.pop(host, ()):
                yield Result(address, Outcome.PUT_OFF)

    def _begin(self, host: str, pool: ThreadPoolExecutor) -> Iterator[Result]:
        """Begin what `host` allows; yield what turns out to need nothing."""
        pictures = self.waiting.get(host)
        while pictures and len(self.running) < THREADS and self.courtesy.may_begin(host):
            key, address = pictures.popleft()
            try:
                row = claim(key, again=self.again)
            except EngagedError:
                pictures.append((key, address))
                self.courtesy.delay(host, ENGAGED)
                break
            if row is None:
                yield Result(address, Outcome.ELSEWHERE)
                continue
            visit = public_visit(self.guard)
            self.courtesy.begin(host)
            self.running[pool.submit(fetch, row, visit)] = (row, visit)
        if not pictures:
            self.waiting.pop(host, None)

    def _finished(self) -> Iterator[Result]:
        if not self.running:
            time.sleep(TICK)
            return
        done, _rest = wait(self.running, timeout=TICK, return_when=FIRST_COMPLETED)
        for future in done:
            row = self.running[future][0]
            host, seconds = host_of(row.original_url), 0.0
            try:
                result = keep(row, future.result())
            except FetchFailed as failure:
                result, seconds = note_failure(row, failure), failure.wait.total_seconds()
            del self.running[future]
            has_failed = result.outcome == Outcome.UNREACHABLE
            self.courtesy.end(host, has_failed=has_failed, wait=seconds)
            yield result
