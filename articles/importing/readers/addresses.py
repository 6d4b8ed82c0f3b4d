"""Feeds at an address: asked politely, trusted with nothing."""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from articles.importing.readers.collection import CollectionError, Validators

CONNECT_SECONDS = 5
READ_SECONDS = 10
TOTAL_SECONDS = 30
MAX_BYTES = 20_000_000
MAX_REDIRECTS = 3
CHUNK = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
NOT_MODIFIED = 304
# The lengths that are kept of them; a longer one is not sent back.
ETAG_LENGTH = 500
LAST_MODIFIED_LENGTH = 100
# Global by their name, yet they lead to addresses that are not (RFC 6052, 3056, 4291, 3879, 6890).
INDIRECT = [
    ipaddress.ip_network(network)
    for network in ("64:ff9b::/96", "2002::/16", "::/96", "fec0::/10", "192.0.0.0/24")
]


@dataclass(frozen=True)
class Answer:
    """What a server gave; with `is_unchanged` it said that there is nothing new."""

    content: bytes
    validators: Validators
    is_unchanged: bool = False


def fetch_feed(address: str, *, seen: Validators | None = None) -> Answer:
    """Return what stands at `address` (http or https), by GET, following up to three redirects.

    `seen` are the validators of the last answer. The operator may name a machine of his own
    network; a redirect from a public one may not lead there, nor from https to http. Raises
    CollectionError for what takes too long, is too large, or is no success.
    """
    visit = _Visit(address)
    with visit.deadline():
        try:
            return visit.fetch(seen or Validators())
        except (HTTPError, OSError, ValueError) as error:
            visit.fail(error)


@dataclass
class _Visit:
    address: str
    has_been_public: bool = False
    sockets: list[socket.socket] = field(default_factory=list)
    is_over: bool = False

    def fail(self, error: Exception) -> NoReturn:
        if isinstance(error, CollectionError):
            raise error
        if self.is_over:
            reason = f"it takes longer than {TOTAL_SECONDS} seconds"
        else:
            # Its own words would show addresses behind the name.
            reason = f"there is no answer ({type(error).__name__})"
        raise CollectionError(f"{self.address} cannot be fetched: {reason}") from error

    @contextmanager
    def deadline(self) -> Iterator[None]:
        """Cut the connection when the time is up, whatever the server is about to send."""
        timer = threading.Timer(TOTAL_SECONDS, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.is_over = True
        for connected in self.sockets:
            try:
                # Not SSLSocket's own, which wants to say good-bye.
                socket.socket.shutdown(connected, socket.SHUT_RDWR)
            except OSError:
                continue

    def fetch(self, seen: Validators) -> Answer:
        address = self.address
        for _hop in range(MAX_REDIRECTS + 1):
            parts = self._checked(address)
            response = self._request(parts, seen)
            try:
                if response.status not in REDIRECTS:
                    return self._answer(response, seen)
                target = urljoin(address, response.headers.get("Location", ""))
            finally:
                response.close()
            if parts.scheme == "https" and urlsplit(target).scheme != "https":
                raise self._refused("it leads from https to an address without")
            address = target
        raise self._refused(f"it leads on more than {MAX_REDIRECTS} times")

    def _checked(self, address: str) -> SplitResult:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise self._refused("only http and https addresses of a host are read")
        if parts.username is not None or parts.password is not None:
            raise self._refused("an address with a name or password in it is not read")
        return parts._replace(netloc=parts.netloc.encode("idna").decode())

    def _request(self, parts: SplitResult, seen: Validators) -> urllib3.BaseHTTPResponse:
        host = str(parts.hostname)
        failure: Exception = OSError("no address")
        for ip in self._resolved(host, parts.port or (443 if parts.scheme == "https" else 80)):
            pool = self._pool(parts, ip)
            try:
                return pool.urlopen(
                    "GET",
                    parts._replace(scheme="", netloc="", fragment="").geturl() or "/",
                    headers=_headers(parts, seen),
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
            except urllib3.exceptions.NewConnectionError as error:
                failure = error
        raise failure

    def _resolved(self, host: str, port: int) -> list[str]:
        """Return the host's addresses, looked up once and connected to as they are."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ips = list(dict.fromkeys(str(row[4][0]) for row in found))
        self.has_been_public |= any(map(is_global, ips))
        if self.has_been_public and not all(map(is_global, ips)):
            raise self._refused("it leads from a public host into a private network")
        return ips

    def _pool(self, parts: SplitResult, ip: str) -> urllib3.HTTPConnectionPool:
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            host = str(parts.hostname)
            pool = urllib3.HTTPSConnectionPool(
                ip, parts.port or 443, timeout=timeout, server_hostname=host, assert_hostname=host
            )
        else:
            pool = urllib3.HTTPConnectionPool(ip, parts.port or 80, timeout=timeout)
        visit = self

        class Watched(pool.ConnectionCls):  # type: ignore[name-defined]
            def connect(self) -> None:
                super().connect()
                visit.sockets.append(self.sock)
                if visit.is_over:
                    raise TimeoutError

        pool.ConnectionCls = Watched
        return pool

    def _answer(self, response: urllib3.BaseHTTPResponse, seen: Validators) -> Answer:
        validators = _validators(response)
        if response.status == NOT_MODIFIED:
            etag = validators.etag or seen.etag
            last_modified = validators.last_modified or seen.last_modified
            return Answer(b"", Validators(etag, last_modified), is_unchanged=True)
        if response.status != 200:
            raise self._refused(f"the server answers {response.status} {response.reason or ''}")
        chunks, total, begun = [], 0, time.monotonic()
        for chunk in response.stream(CHUNK, decode_content=True):
            chunks.append(chunk)
            total += len(chunk)
            if total > MAX_BYTES:
                raise self._refused(f"it is larger than {MAX_BYTES:,} bytes")
            if self.is_over or time.monotonic() - begun > TOTAL_SECONDS:
                raise TimeoutError
        if self.is_over:
            raise TimeoutError
        return Answer(b"".join(chunks), validators)

    def _refused(self, reason: str) -> CollectionError:
        return CollectionError(f"{self.address} cannot be fetched: {reason.strip()}")


def is_global(ip: str) -> bool:
    """Whether the internet, and nothing nearer, is what `ip` leads to."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    is_indirect = any(address in network for network in INDIRECT)
    return address.is_global and not address.is_multicast and not is_indirect


def _headers(parts: SplitResult, seen: Validators) -> dict[str, str]:
    headers = {
        "Host": parts.netloc,
        "User-Agent": "newsroom-cms",
        "Accept": "application/atom+xml, application/rss+xml, application/feed+json, "
        "application/xml;q=0.9, application/json;q=0.9, */*;q=0.1",
        "Accept-Encoding": "gzip",
    }
    if seen.etag:
        headers["If-None-Match"] = seen.etag
    if seen.last_modified:
        headers["If-Modified-Since"] = seen.last_modified
    return headers


def _validators(response: urllib3.BaseHTTPResponse) -> Validators:
    etag = response.headers.get("ETag", "")
    last_modified = response.headers.get("Last-Modified", "")
    return Validators(
        etag if _is_kept(etag, ETAG_LENGTH) else "",
        last_modified if _is_kept(last_modified, LAST_MODIFIED_LENGTH) else "",
    )


def _is_kept(text: str, length: int) -> bool:
    return len(text) <= length and text.isascii() and text.isprintable()
