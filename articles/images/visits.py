"""One picture asked for over the wire: from hosts of the public web, and trusted with nothing."""

import socket
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError, NewConnectionError

from articles.images.guarding import (
    FetchFailed,
    Guard,
    Resolver,
    addresses_of,
    is_public_web,
    parts_of,
    port_of,
    resolved,
)
from articles.images.verification import FETCHED
from articles.models.fetches import Problem

MAX_BYTES = FETCHED.bytes
CONNECT_SECONDS = 5
READ_SECONDS = 10
TOTAL_SECONDS = 30
MAX_REDIRECTS = 3
CHUNK = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
NOT_MODIFIED = 304
MISSING = {404, 410}
BUSY = {408, 425, 429}
# What is kept of them; a longer one is not sent back.
ETAG_LENGTH = 500
LAST_MODIFIED_LENGTH = 100
LONGEST_WAIT = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    """What a server gave; with `is_unchanged` it said that there is nothing new."""

    content: bytes
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False


class Visit:
    """One request with its redirects. `cut` ends it from another thread."""

    def __init__(self, *, guard: Guard = is_public_web, resolve: Resolver = addresses_of):
        self.guard, self.resolve = guard, resolve
        self.pools: list[urllib3.HTTPConnectionPool] = []
        self.sockets: list[socket.socket] = []
        self.is_over = False

    def get(self, address: str, *, etag: str = "", last_modified: str = "") -> Answer:
        """Return what stands at `address`; `etag` and `last_modified` are of the last answer.

        Raises FetchFailed, which tells no more of a host inside than of one that is not there.
        """
        timer = threading.Timer(TOTAL_SECONDS, self.cut)
        timer.daemon = True
        timer.start()
        try:
            return self._follow(address, _headers(etag, last_modified))
        except (HTTPError, OSError, ValueError) as error:
            raise FetchFailed(Problem.SLOW if self.is_over else Problem.SILENT) from error
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

    def _follow(self, address: str, headers: dict[str, str]) -> Answer:
        for _hop in range(MAX_REDIRECTS + 1):
            parts = parts_of(address)
            response = self._request(parts, headers)
            try:
                if response.status not in REDIRECTS:
                    return self._answer(response, headers)
                address = _target(parts, response.headers.get("Location", ""))
            finally:
                response.close()
        raise FetchFailed(Problem.REDIRECTS)

    def _request(self, parts: SplitResult, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        failure: Exception = OSError("no address")
        for ip in self._addresses(parts):
            pool = self._pool(parts, ip)
            try:
                return pool.urlopen(
                    "GET",
                    (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
                    headers=headers | {"Host": parts.netloc},
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
            except NewConnectionError as error:
                failure = error
        raise failure

    def _addresses(self, parts: SplitResult) -> list[str]:
        ips = resolved(parts, guard=self.guard, resolve=self.resolve)
        if self.is_over:
            raise TimeoutError
        return ips

    def _pool(self, parts: SplitResult, ip: str) -> urllib3.HTTPConnectionPool:
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        host, port = str(parts.hostname).rstrip("."), port_of(parts)
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                ip, port, timeout=timeout, server_hostname=host, assert_hostname=host
            )
        else:
            pool = urllib3.HTTPConnectionPool(ip, port, timeout=timeout)
        visit = self

        class Watched(pool.ConnectionCls):  # type: ignore[name-defined]
            def _new_conn(self) -> socket.socket:
                connected = super()._new_conn()
                # A second handle: a TLS handshake takes the first one over, and may be slow too.
                visit.sockets.append(connected.dup())
                if visit.is_over:
                    connected.close()
                    raise TimeoutError
                return connected

        pool.ConnectionCls = Watched
        self.pools.append(pool)
        return pool

    def _answer(self, response: urllib3.BaseHTTPResponse, headers: dict[str, str]) -> Answer:
        etag = _kept(response.headers.get("ETag", ""), ETAG_LENGTH)
        last_modified = _kept(response.headers.get("Last-Modified", ""), LAST_MODIFIED_LENGTH)
        is_conditional = "If-None-Match" in headers or "If-Modified-Since" in headers
        if response.status == NOT_MODIFIED and is_conditional:
            return Answer(b"", etag, last_modified, is_unchanged=True)
        if response.status in BUSY or response.status >= 500:
            raise FetchFailed(Problem.BUSY, _wait(response.headers.get("Retry-After", "")))
        if response.status != 200:
            is_missing = response.status in MISSING
            raise FetchFailed(Problem.MISSING if is_missing else Problem.DENIED)
        chunks, total = [], 0
        for chunk in response.stream(CHUNK, decode_content=True):
            chunks.append(chunk)
            total += len(chunk)
            if total > MAX_BYTES:
                raise FetchFailed(Problem.TOO_LARGE)
            if self.is_over:
                raise TimeoutError
        if self.is_over:
            raise TimeoutError
        return Answer(b"".join(chunks), etag, last_modified)


def _target(parts: SplitResult, location: str) -> str:
    """Return where a redirect leads; never from https to an address without."""
    try:
        target = urljoin(parts.geturl(), location)
        is_downgrade = parts.scheme == "https" and urlsplit(target).scheme != "https"
    except ValueError as error:
        raise FetchFailed(Problem.REDIRECTS) from error
    if is_downgrade:
        raise FetchFailed(Problem.REDIRECTS)
    return target


def _headers(etag: str, last_modified: str) -> dict[str, str]:
    # A server may know who asks; it is not told on which page the picture stands.
    name = f"{settings.SITE_NAME}; " if settings.SITE_NAME.isascii() else ""
    headers = {
        "User-Agent": f"newsroom-cms ({name}+{settings.SITE_URL}/)",
        "Accept": "image/webp, image/jpeg, image/png, image/gif, */*;q=0.1",
        "Accept-Encoding": "identity",
    }
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def _kept(text: str, length: int) -> str:
    return text if len(text) <= length and text.isascii() and text.isprintable() else ""


def _wait(retry_after: str) -> timedelta:
    """Return how long the server wants to be left alone; a week at most."""
    if retry_after.isascii() and retry_after.isdecimal():
        return timedelta(seconds=min(int(retry_after[:9]), LONGEST_WAIT.total_seconds()))
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, IndexError, TypeError):
        return timedelta()
    until = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(timedelta(), min(until - datetime.now(UTC), LONGEST_WAIT))
