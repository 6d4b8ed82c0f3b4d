"""One address asked for over the wire: what is there is bounded in bytes, in time, in redirects."""

import socket
import threading
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult

from urllib3 import BaseHTTPResponse, HTTPConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from articles.web.addresses import parts_of, target_of
from articles.web.answers import (
    NOT_MODIFIED,
    Answer,
    Failure,
    Validators,
    VisitError,
    refusal,
)
from articles.web.connections import pool_for

TOTAL_SECONDS = 30
MAX_REDIRECTS = 3
CHUNK = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}

# The addresses of a host, all of which may be connected to; raises VisitError where one may not.
Route = Callable[[SplitResult], list[str]]


class Visit:
    """One request with its redirects. `cut` ends it from another thread.

    `route` is asked once at each hop. Of an answer larger than `max_bytes` nothing is kept; with
    0, nothing is read of any.
    """

    def __init__(self, route: Route, *, max_bytes: int, headers: Mapping[str, str]) -> None:
        self.route, self.max_bytes, self.headers = route, max_bytes, headers
        self.pools: list[HTTPConnectionPool] = []
        self.sockets: list[socket.socket] = []
        self.is_over = False

    def get(self, address: str, seen: Validators | None = None) -> Answer:
        """Return what stands at `address`; `seen` are the validators of the last answer.

        Raises VisitError.
        """
        timer = threading.Timer(TOTAL_SECONDS, self.cut)
        timer.daemon = True
        timer.start()
        try:
            return self._follow(address, seen or Validators())
        except (HTTPError, OSError, ValueError) as error:
            raise self._failure(error) from error
        finally:
            timer.cancel()
            for pool in self.pools:
                pool.close()
            for connected in self.sockets:
                connected.close()

    def cut(self) -> None:
        """End it now, whatever the server is about to send."""
        self.is_over = True
        for connected in self.sockets:
            try:
                connected.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def _failure(self, error: Exception) -> VisitError:
        if self.is_over:
            return VisitError(Failure.SLOW, f"it takes longer than {TOTAL_SECONDS} seconds")
        # Its own words would show addresses behind the name.
        return VisitError(Failure.SILENT, f"there is no answer ({type(error).__name__})")

    def _follow(self, address: str, seen: Validators) -> Answer:
        for _hop in range(MAX_REDIRECTS + 1):
            parts = parts_of(address)
            response = self._request(parts, seen)
            try:
                if response.status not in REDIRECTS:
                    return self._answer(response, seen)
                address = target_of(parts, response.headers.get("Location", ""))
            finally:
                response.close()
        raise VisitError(Failure.REDIRECTS, f"it leads on more than {MAX_REDIRECTS} times")

    def _request(self, parts: SplitResult, seen: Validators) -> BaseHTTPResponse:
        failure: Exception = OSError("no address")
        for ip in self.route(parts):
            self._go_on()
            pool = pool_for(parts, ip, self._watch)
            self.pools.append(pool)
            try:
                return pool.urlopen(
                    "GET",
                    (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
                    headers={**self.headers, "Host": parts.netloc, **seen.conditions()},
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
            except (NewConnectionError, ConnectTimeoutError) as error:
                failure = error
        raise failure

    def _watch(self, connected: socket.socket) -> None:
        # A second handle: a TLS handshake takes the first one over, and may be slow too.
        self.sockets.append(connected.dup())
        if self.is_over:
            connected.close()
            raise TimeoutError

    def _go_on(self) -> None:
        if self.is_over:
            raise TimeoutError

    def _answer(self, response: BaseHTTPResponse, seen: Validators) -> Answer:
        said = Validators.of(response.headers)
        if response.status == NOT_MODIFIED and seen.conditions():
            kept = Validators(said.etag or seen.etag, said.last_modified or seen.last_modified)
            return Answer(b"", kept, is_unchanged=True)
        if response.status != 200:
            retry_after = response.headers.get("Retry-After", "")
            raise refusal(response.status, response.reason or "", retry_after)
        return Answer(self._body(response) if self.max_bytes else b"", said)

    def _body(self, response: BaseHTTPResponse) -> bytes:
        chunks, total = [], 0
        for chunk in response.stream(CHUNK, decode_content=True):
            chunks.append(chunk)
            total += len(chunk)
            if total > self.max_bytes:
                raise VisitError(Failure.TOO_LARGE, f"it is larger than {self.max_bytes:,} bytes")
            self._go_on()
        # What was cut looks complete where no length was declared.
        self._go_on()
        return b"".join(chunks)
