"""Telling other servers: one request each, and what their answers mean."""

from datetime import timedelta

import urllib3
from urllib3.exceptions import HTTPError, LocationValueError

from articles.html import one_line

WAITS = urllib3.Timeout(connect=5, read=15, total=20)
TOO_MANY = 429
# When a server is asked again that was busy: five times within some hours.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180)]
READ_BYTES = 500


class BusyError(Exception):
    """The server cannot take it now; it may be asked again."""


class RefusedError(Exception):
    """The server does not want it, and will not want it later."""


def push(address, body, *, content_type, authorization=""):
    """POST `body`, text, to `address`; redirects are not followed.

    Raises BusyError or RefusedError; their text says why, without the address: it may hold a key.
    """
    headers = {"Content-Type": content_type, "User-Agent": "newsroom"}
    if authorization:
        headers["Authorization"] = authorization
    try:
        with urllib3.PoolManager(retries=False, timeout=WAITS) as connections:
            response = connections.request(
                "POST",
                address,
                body=body.encode(),
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            said = one_line(response.read(READ_BYTES).decode("utf-8", errors="replace"))
            response.close()
    except LocationValueError as error:
        raise RefusedError("its address cannot be read") from error
    except HTTPError as error:
        raise BusyError(type(error).__name__) from error
    if 200 <= response.status < 300:
        return
    reason = f"{response.status} {said}".strip()
    if response.status == TOO_MANY or response.status >= 500:
        raise BusyError(reason)
    raise RefusedError(reason)
