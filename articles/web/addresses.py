"""Addresses as servers are asked for them, and where a redirect from one may lead."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from articles.web.answers import Failure, VisitError

SCHEMES = ("http", "https")
UNSPEAKABLE = re.compile(r"[\x00-\x20\x7f\\]")


def parts_of(address: str) -> SplitResult:
    """Return the parts of a web address, its host in ASCII; raise VisitError for any other."""
    try:
        parts = urlsplit(address)
        parts = parts._replace(netloc=parts.netloc.encode("idna").decode())
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise VisitError(Failure.ADDRESS, "it cannot be read as an address") from error
    if parts.username is not None or parts.password is not None:
        reason = "an address with a name or password in it is not read"
        raise VisitError(Failure.ADDRESS, reason)
    # The rest of it is percent-encoded before it is sent.
    if parts.scheme not in SCHEMES or not has_host or UNSPEAKABLE.search(parts.netloc):
        raise VisitError(Failure.ADDRESS, "only http and https addresses of a host are read")
    return parts


def port_of(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def target_of(parts: SplitResult, location: str) -> str:
    """Return where a redirect leads; never from https to an address without."""
    try:
        target = urljoin(parts.geturl(), location)
        is_downgrade = parts.scheme == "https" and urlsplit(target).scheme != "https"
    except ValueError as error:
        raise VisitError(Failure.REDIRECTS, "it leads to what is no address") from error
    if is_downgrade:
        raise VisitError(Failure.REDIRECTS, "it leads from https to an address without")
    return target
