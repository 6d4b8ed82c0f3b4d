"""Reading in this process, converting in others, results in the order of the documents."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from articles.importing.contracts import Rules
from articles.importing.conversion import Converted, convert, convert_all, digest_of
from articles.importing.errors import DocumentError
from articles.importing.limits import bound_memory, end_worker_past_limit
from articles.importing.readers import RawDocument
from articles.telling import tell

Known = TypeVar("Known")
# Batches that wait for a worker: enough to keep all busy, few enough to stay small in memory.
AHEAD = 2
STOPPED = tell(
    "reading it took a worker more time or memory than a document may have, and the worker was "
    "ended; look for markup that repeats itself without end"
)


def converted_in_order(
    documents: Iterable[RawDocument],
    rules: Rules,
    *,
    skip: Callable[[list[RawDocument]], list[Known | None]],
    workers: int,
    size: int,
) -> Iterator[list[tuple[RawDocument, Converted | Known]]]:
    """Yield `documents` in batches of up to `size`, each with what it was converted to.

    `skip` is asked of each batch and gives for each what stands in place of its
    conversion, or None. With one worker all is done here, else in that many processes.
    """
    source = iter(documents)
    waiting: deque[tuple[list[RawDocument], list[Known | None], Future | None]] = deque()
    pool = _Pool(workers, rules)
    try:
        while batch := list(islice(source, size)):
            known = skip(batch)
            waiting.append((batch, known, pool.submit(_fresh(batch, known))))
            if len(waiting) > (workers + AHEAD if workers > 1 else 0):
                yield _joined(*waiting.popleft(), pool)
        while waiting:
            yield _joined(*waiting.popleft(), pool)
    finally:
        pool.close()


def _joined(
    batch: list[RawDocument], known: list[Known | None], future: Future | None, pool: "_Pool"
) -> list[tuple[RawDocument, Converted | Known]]:
    results = iter(pool.results(_fresh(batch, known), future))
    return [
        (raw, next(results) if standing is None else standing)
        for raw, standing in zip(batch, known, strict=True)
    ]


def _fresh(batch: list[RawDocument], known: list[Known | None]) -> list[RawDocument]:
    return [raw for raw, standing in zip(batch, known, strict=True) if standing is None]


class _Pool:
    """Worker processes, made anew when a document has brought one down."""

    def __init__(self, workers: int, rules: Rules):
        self.workers = workers
        self.rules = rules
        self.executor: ProcessPoolExecutor | None = _start(workers) if workers > 1 else None

    def submit(self, raws: list[RawDocument]) -> Future | None:
        """Return the conversion to come, None where `results` is to do it."""
        if self.executor is None or not raws:
            return None
        try:
            return self.executor.submit(_convert_in_worker, raws, self.rules)
        except BrokenProcessPool:
            self.close()
            self.executor = _start(self.workers)
            return self.executor.submit(_convert_in_worker, raws, self.rules)

    def results(self, raws: list[RawDocument], future: Future | None) -> list[Converted]:
        if future is None:
            return convert_all(raws, self.rules)
        try:
            results = future.result()
        except (BrokenProcessPool, CancelledError):
            # Cancelled where the pool was found broken before its own keeper noticed.
            results = self._one_by_one(raws)
        for raw, converted in zip(raws, results, strict=True):
            converted.content = raw.content
        return results

    def _one_by_one(self, raws: list[RawDocument]) -> list[Converted]:
        """Convert a batch that was in a broken pool: which document ends its worker shows.

        In a pool of its own, where no other batch can end the worker, nor be ended by it.
        """
        results: list[Converted] = []
        while len(results) < len(raws):
            with _start(1) as executor:
                for raw in raws[len(results) :]:
                    try:
                        alone = executor.submit(_convert_in_worker, [raw], self.rules)
                        results += alone.result()
                    except BrokenProcessPool:
                        results.append(_stopped(raw))
                        break
        return results

    def close(self) -> None:
        if self.executor is not None:
            self.executor.shutdown(wait=True, cancel_futures=True)


def _stopped(raw: RawDocument) -> Converted:
    """Return what stands for a document that ended its worker."""
    error = DocumentError(STOPPED)
    return Converted(raw.identifier, raw.path, digest_of(raw), raw.content, error=error)


def _start(workers: int) -> ProcessPoolExecutor:
    # Not a bare fork, which would share the database connection: workers are forked from a
    # server that has read the modules they need, and share its memory.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["articles.importing.preload"])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Prepare a worker."""
    # Ctrl-C on a terminal reaches all processes: the importing one ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bound_memory()
    # The queue that a worker waits at stays open when the importing process is killed.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _convert_in_worker(raws: list[RawDocument], rules: Rules) -> list[Converted]:
    converted = []
    for raw in raws:
        end_worker_past_limit()
        converted.append(convert(raw, rules))
        # It has not to travel back to where it came from.
        converted[-1].content = b""
    return converted
