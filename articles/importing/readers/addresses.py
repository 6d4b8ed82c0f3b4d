"""Feeds at an address: asked politely, trusted with nothing."""

from urllib.parse import SplitResult

from articles.importing.readers.collection import CollectionError
from articles.web.addresses import port_of
from articles.web.answers import Answer, Failure, Validators, VisitError
from articles.web.guarding import addresses_of, is_global
from articles.web.visits import Visit

MAX_BYTES = 20_000_000
HEADERS = {
    "User-Agent": "newsroom-cms",
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip",
}


def fetch_feed(address: str, *, seen: Validators | None = None) -> Answer:
    """Return what stands at `address`; `seen` are the validators of the last answer.

    The operator may name a machine of his own network; a redirect from a public one may not
    lead there. Raises CollectionError for what takes too long, is too large, or is no success.
    """
    try:
        return Visit(_FeedRoute(), max_bytes=MAX_BYTES, headers=HEADERS).get(address, seen)
    except VisitError as error:
        raise CollectionError(f"{address} cannot be fetched: {error}") from error


class _FeedRoute:
    """The addresses of one host after another, until a public one leads into a private network."""

    def __init__(self) -> None:
        self.has_been_public = False

    def __call__(self, parts: SplitResult) -> list[str]:
        ips = addresses_of(str(parts.hostname), port_of(parts))
        self.has_been_public |= any(map(is_global, ips))
        if self.has_been_public and not all(map(is_global, ips)):
            reason = "it leads from a public host into a private network"
            raise VisitError(Failure.ADDRESS, reason)
        return ips
