"""Visits to the public web that say who asks: for pictures, and for what a link leads to."""

from functools import partial

from django.conf import settings

from articles.images.verification import FETCHED
from articles.web.guarding import Guard, guarded
from articles.web.visits import Visit

PICTURES = "image/webp, image/jpeg, image/png, image/gif, */*;q=0.1"


def public_visit(guard: Guard, *, accept: str = PICTURES, max_bytes: int = FETCHED.bytes) -> Visit:
    """Return a visit to hosts that `guard` admits."""
    # A server may know who asks; it is not told on which page the picture stands.
    name = f"{settings.SITE_NAME}; " if settings.SITE_NAME.isascii() else ""
    headers = {
        "User-Agent": f"newsroom-cms ({name}+{settings.SITE_URL}/)",
        "Accept": accept,
        "Accept-Encoding": "identity",
    }
    return Visit(partial(guarded, guard=guard), max_bytes=max_bytes, headers=headers)
