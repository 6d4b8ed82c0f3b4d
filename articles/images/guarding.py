"""Which addresses are asked for pictures at all: those of the public web, and none nearer."""

import re
import socket
from collections.abc import Callable
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from articles.importing.readers.addresses import is_global
from articles.models.fetches import Problem

PORTS = (80, 443)
# All that is given out of IPv6; what leads to IPv4 by another name lies beside it.
UNICAST = IPv6Network("2000::/3")
# "0x7f.1" and "2130706433" are addresses to a resolver.
NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z", re.IGNORECASE)
DOTTED = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}\Z")
UNSPEAKABLE = re.compile(r"[\x00-\x20\x7f\\]")

# Whether a connection to this address (no name) and port may be made.
Guard = Callable[[str, int], bool]
Resolver = Callable[[str, int], list[str]]


class FetchFailed(Exception):  # noqa: N818 - a finding, told to whoever looks after pictures
    """There is no picture to be had; `problem` says why, `wait` how long to leave it alone."""

    def __init__(self, problem: Problem, wait: timedelta = timedelta()):
        super().__init__(problem)
        self.problem, self.wait = problem, wait


def is_public_web(ip: str, port: int) -> bool:
    """The guard of all that is not a test: a web server of the internet, and nothing nearer."""
    if port not in PORTS or not is_global(ip):
        return False
    address = ip_address(ip)
    return not isinstance(address, IPv6Address) or address in UNICAST


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses behind a name, as the system's resolver gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def resolved(parts: SplitResult, *, guard: Guard, resolve: Resolver) -> list[str]:
    """Return the addresses of the host in `parts`, looked up once: all may be connected to.

    Raises FetchFailed when `guard` objects to any, with the same words as for a name that
    nobody has: who puts an address into a document learns nothing of the network here.
    """
    host, port = str(parts.hostname), port_of(parts)
    if literal := _literal(host):
        if not guard(literal, port):
            raise FetchFailed(Problem.ADDRESS)
        return [literal]
    try:
        ips = resolve(host, port)
    except OSError as error:
        raise FetchFailed(Problem.NO_HOST) from error
    if not ips or not all(guard(ip, port) for ip in ips):
        raise FetchFailed(Problem.NO_HOST)
    return ips


def parts_of(address: str) -> SplitResult:
    """Return the parts of a web address, its host in ASCII; raise FetchFailed for any other."""
    try:
        parts = urlsplit(address)
        parts = parts._replace(netloc=parts.netloc.encode("idna").decode())
        has_port = parts.port is None or parts.port > 0
    except ValueError as error:
        raise FetchFailed(Problem.ADDRESS) from error
    has_secrets = parts.username is not None or parts.password is not None
    is_odd = UNSPEAKABLE.search(address) or not has_port or not parts.hostname
    if parts.scheme not in ("http", "https") or has_secrets or is_odd:
        raise FetchFailed(Problem.ADDRESS)
    return parts


def port_of(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _literal(host: str) -> str:
    """Return a host that is an address as such, "" for a name; odd spellings are refused."""
    bare = host.rstrip(".")
    if ":" in host or DOTTED.match(bare):
        try:
            return str(ip_address(bare))
        except ValueError as error:
            raise FetchFailed(Problem.ADDRESS) from error
    if NUMBER.match(bare.rpartition(".")[2]):
        raise FetchFailed(Problem.ADDRESS)
    return ""
