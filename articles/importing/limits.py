"""How much of the machine one document may take in a worker."""

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from articles.telling import tell

CPU_SECONDS = 20
# Past the limit, for what does not listen to a signal: a parser written in C.
GRACE_SECONDS = 5
MEMORY_BYTES = 2_000_000_000
TOOK_TOO_LONG = tell(
    "reading it took more than {seconds} s of processor time and was stopped; "
    "look for markup that repeats itself without end",
    seconds=CPU_SECONDS,
)


class OutOfTime(Exception):  # noqa: N818 - a state of affairs, caught in one place
    """The document has had its processor time."""


@contextmanager
def cpu_limit(seconds: int = CPU_SECONDS) -> Iterator[None]:
    """Raise OutOfTime inside the block once it has used `seconds` of processor time.

    Only a process's main thread can be told so; in another the block runs unlimited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def end_worker_past_limit(seconds: int = CPU_SECONDS + GRACE_SECONDS) -> None:
    """Have the kernel end this worker unless it is told so again within `seconds` of its work."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(spent.ru_utime + spent.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard < 0 else min(until, hard), hard))


def bound_memory() -> None:
    """Let this worker have MEMORY_BYTES of address space at most: more raises MemoryError."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(
        resource.RLIMIT_AS, (MEMORY_BYTES if hard < 0 else min(MEMORY_BYTES, hard), hard)
    )


def _stop(_number: int, _frame: object) -> None:
    raise OutOfTime
