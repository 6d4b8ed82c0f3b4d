"""How hosts are treated that pictures are fetched from: few at once, unhurried, left alone when
they do not answer."""

import time
from collections import Counter
from urllib.parse import urlsplit

# Requests at once, and seconds from the beginning of one to that of the next.
AT_ONCE = 2
PAUSE = 0.5
# After so many failures one after another a host rests for so many seconds.
FAILURES = 3
REST = 300.0


def host_of(address: str) -> str:
    """Return the host in `address`, in small letters; "" for what is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


class Courtesy:
    """What this process remembers of each host."""

    def __init__(self) -> None:
        self.running: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.free_at: dict[str, float] = {}
        self.rests_until: dict[str, float] = {}

    def rest(self, host: str) -> float:
        """Return how many seconds `host` is to be left alone yet, because it does not answer."""
        return max(self.rests_until.get(host, 0) - time.monotonic(), 0)

    def pause(self, host: str) -> float:
        """Return how many seconds it is until `host` may be asked again."""
        return max(self.free_at.get(host, 0) - time.monotonic(), 0)

    def may_begin(self, host: str) -> bool:
        return self.running[host] < AT_ONCE and not self.pause(host)

    def begin(self, host: str) -> None:
        self.running[host] += 1
        self.delay(host, PAUSE)

    def delay(self, host: str, seconds: float) -> None:
        self.free_at[host] = time.monotonic() + seconds

    def end(self, host: str, *, has_failed: bool, wait: float = 0) -> None:
        """Note that a request is over; `wait` is what the host asked for, in seconds."""
        self.running[host] -= 1
        self.failed[host] = self.failed[host] + 1 if has_failed else 0
        if self.failed[host] >= FAILURES or wait:
            self.rests_until[host] = time.monotonic() + max(wait, REST)
            self.failed[host] = 0
