"""A constant view: what the page cache is measured against (see `tests.benchmarks.serving`).

Django with the middlewares that stand before the page cache, the host check, and the bytes of a
file of the folder CONSTANT_PAGES. It compresses them for each request, as a compressing
middleware does; below /once/ it sends what it has compressed at the first.
"""

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

PAGES = {path.name: path.read_bytes() for path in Path(os.environ["CONSTANT_PAGES"]).iterdir()}
PAGE_CACHE = "articles.caching.serving.page_cache"


def constant(_get_response):
    """Answer instead of all that would follow."""
    from articles.caching.encodings import best_encoding, encoded

    def smaller(name, encoding):
        body = PAGES.get(name, b"")
        return encoded(body, encoding) if encoding else body

    once_smaller = cache(smaller)

    def middleware(request):
        request.get_host()
        _slash, *once, name = request.path_info.split("/")
        encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
        response = HttpResponse((once_smaller if once else smaller)(name, encoding))
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response

    return middleware


before = settings.MIDDLEWARE[: settings.MIDDLEWARE.index(PAGE_CACHE)]
settings.MIDDLEWARE = [*before, "tests.benchmarks.constant.constant"]
application = get_wsgi_application()
