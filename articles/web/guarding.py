"""Who may be connected to: servers of the public web, and none nearer."""

import re
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult

from articles.web.addresses import port_of
from articles.web.answers import Failure, VisitError

PORTS = (80, 443)
# All that is given out of IPv6; what leads to IPv4 by another name lies beside it, but for 6to4.
UNICAST, SIX_TO_FOUR = IPv6Network("2000::/3"), IPv6Network("2002::/16")
# Of the protocols themselves (RFC 6890), some of it global by its name.
PROTOCOLS = IPv4Network("192.0.0.0/24")
# "0x7f.1" and "2130706433" are addresses to a resolver.
NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z", re.IGNORECASE)
DOTTED = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}\Z")
NOT_PUBLIC = "this is no address of a public web server"

# Whether a connection to this address (no name) and port may be made.
Guard = Callable[[str, int], bool]
Resolver = Callable[[str, int], list[str]]


def is_global(ip: str) -> bool:
    """Whether the internet, and nothing nearer, is what `ip` leads to."""
    address = ip_address(ip.partition("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    if isinstance(address, IPv4Address):
        is_direct = address not in PROTOCOLS
    else:
        is_direct = address in UNICAST and address not in SIX_TO_FOUR
    return is_direct and address.is_global and not address.is_multicast


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


def guarded(parts: SplitResult, *, guard: Guard, resolve: Resolver = addresses_of) -> list[str]:
    """Return the addresses of the host in `parts`, looked up once: all may be connected to.

    Raises VisitError when `guard` objects to any, with the same words as for a name that
    nobody has: who puts an address into a document learns nothing of the network here.
    """
    host, port = str(parts.hostname), port_of(parts)
    if literal := _literal(host):
        if not guard(literal, port):
            raise VisitError(Failure.ADDRESS, NOT_PUBLIC)
        return [literal]
    nobody = VisitError(Failure.NO_HOST, "there is no such host on the public web")
    try:
        ips = resolve(host, port)
    except OSError as error:
        raise nobody from error
    if not ips or not all(guard(ip, port) for ip in ips):
        raise nobody
    return ips


def _literal(host: str) -> str:
    """Return a host that is an address as such, "" for a name; odd spellings are refused."""
    bare = host.rstrip(".")
    if ":" in host or DOTTED.match(bare):
        try:
            return str(ip_address(bare))
        except ValueError as error:
            raise VisitError(Failure.ADDRESS, NOT_PUBLIC) from error
    if NUMBER.match(bare.rpartition(".")[2]):
        raise VisitError(Failure.ADDRESS, NOT_PUBLIC)
    return ""
