"""Connections to an address that is known already, shown as soon as they have a socket."""

import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection

from articles.web.addresses import port_of

CONNECT_SECONDS = 5
READ_SECONDS = 10


class _Connection(HTTPConnection):
    def __init__(self, *, watch: Callable[[socket.socket], None], **options: Any) -> None:
        super().__init__(**options)
        self.watch = watch

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        self.watch(connected)
        return connected


class _TlsConnection(_Connection, HTTPSConnection):
    """The same, with the handshake after it was shown."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


def pool_for(
    parts: SplitResult, ip: str, watch: Callable[[socket.socket], None]
) -> HTTPConnectionPool:
    """Return connections to `ip`, which over TLS has to prove that it is the host in `parts`.

    `watch` is called with each socket before anything is sent.
    """
    port, timeout = port_of(parts), Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if parts.scheme != "https":
        return _Pool(ip, port, timeout=timeout, watch=watch)
    host = str(parts.hostname).rstrip(".")
    return _TlsPool(
        ip, port, timeout=timeout, watch=watch, server_hostname=host, assert_hostname=host
    )
