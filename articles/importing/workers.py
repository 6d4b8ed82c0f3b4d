"""Reading in this process, converting in others, results in the order of the documents."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from itertools import islice
from typing import TypeVar

from articles.importing.conversion import Converted, Rules, convert_all
from articles.importing.readers import RawDocument

Known = TypeVar("Known")
# Batches that wait for a worker: enough to keep all busy, few enough to stay small in memory.
AHEAD = 2


def converted_in_order(
    documents: Iterable[RawDocument],
    rules: Rules,
    *,
    skip: Callable[[list[RawDocument]], Mapping[str, Known]],
    workers: int,
    size: int,
) -> Iterator[list[tuple[RawDocument, Converted | Known]]]:
    """Yield `documents` in batches of up to `size`, each with what it was converted to.

    `skip` is asked of each batch and gives, by path, what stands in place of a
    conversion. With one worker all is done here, else in that many processes.
    """
    source = iter(documents)
    waiting: deque[tuple[list[RawDocument], Mapping[str, Known], Future | None]] = deque()
    with ExitStack() as stack:
        pool = stack.enter_context(_pool(workers)) if workers > 1 else None
        while batch := list(islice(source, size)):
            known = skip(batch)
            fresh = [raw for raw in batch if raw.path not in known]
            future = pool.submit(convert_all, fresh, rules) if pool and fresh else None
            waiting.append((batch, known, future))
            if len(waiting) > (workers + AHEAD if pool else 0):
                yield _joined(*waiting.popleft(), rules)
        while waiting:
            yield _joined(*waiting.popleft(), rules)


def _pool(workers: int) -> ProcessPoolExecutor:
    # A fork would share this process's database connection.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _joined(
    batch: list[RawDocument], known: Mapping[str, Known], future: Future | None, rules: Rules
) -> list[tuple[RawDocument, Converted | Known]]:
    fresh = [raw for raw in batch if raw.path not in known]
    results = iter(future.result() if future else convert_all(fresh, rules))
    return [(raw, known[raw.path] if raw.path in known else next(results)) for raw in batch]
