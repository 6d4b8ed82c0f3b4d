"""Pages made small on their way: brotli where the browser knows it, else gzip."""

import gzip

import brotli

# Made once for a page that is sent often.
BROTLI_QUALITY = 6
GZIP_LEVEL = 6
# Less than this is not worth the trouble.
SMALLEST = 500
ENCODINGS = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    # Without the time, so that the same page has the same bytes.
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}


def best_encoding(accepted):
    """Return the encoding to answer with, of ENCODINGS, for an Accept-Encoding header; "" for none.

    Format: RFC 9110, 12.5.3.
    """
    wanted = {}
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        wanted[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ENCODINGS if wanted.get(name)), "")


def encoded(body, encoding):
    """Return the bytes of `body` in `encoding`, a key of ENCODINGS."""
    return ENCODINGS[encoding](body)
