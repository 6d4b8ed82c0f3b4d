"""The cache in front of the views: who gets a kept page, and who makes one."""

import hashlib
import time
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from articles.caching.encodings import SMALLEST, best_encoding, encoded
from articles.caching.labels import kept_labels
from articles.caching.store import FRESH, MAKING, Entry, key_of, store
from articles.caching.watch import watch
from articles.models.purges import EVERYTHING

# What is no page for everybody, or has more addresses than could be kept.
NEVER_KEPT = (
    *("/admin/", "/static/", "/media/", "/preview/", "/search/", "/reads/"),
    *("/healthz/", "/readyz/"),
)
LIST_KEYS = ("before", "page")
# The query values that change a page, by the start of its path; all others are dropped.
KNOWN_KEYS = {
    "/sections/": LIST_KEYS,
    "/tags/": LIST_KEYS,
    "/authors/": LIST_KEYS,
    "/sources/": LIST_KEYS,
    "/archive/": LIST_KEYS,
    "/api/": ("after", "author", "before", "limit", "section", "since", "source", "tag", "until"),
}
MAX_VALUE = 100
# How long a proxy on the way may show a page without asking (seconds): it is told of changes
# when CDN_PURGE_URL is set, else it hears of them only then.
SHARED = 60
SHARED_AND_PURGED = 600
WHILE_REVALIDATING = 30
IF_ERROR = 86_400
STEP = 0.01
# Browsers would keep a 410 or a 301 that says nothing of it for good, and show it when the post is
# back (https://www.rfc-editor.org/rfc/rfc9110#section-15.1).
ASK_AGAIN = "no-cache"
# Headers of the page itself; all others are set anew for each answer by what stands in front.
OWN_HEADERS = (
    *("Content-Type", "Last-Modified", "Link", "Location"),
    *("Access-Control-Allow-Origin", "X-Robots-Tag"),
)
SPECULATION_RULES = '"/speculation-rules.json"'


def page_cache(get_response):
    """Answer from kept pages, and keep what the views say may be kept."""

    def middleware(request):
        request.get_host()
        if request.method not in ("GET", "HEAD"):
            response = get_response(request)
            # Whoever has just changed something wants to see it; without a session nobody can.
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                watch.look_soon()
            return response
        if f"{request.path_info.casefold()}/".startswith(NEVER_KEPT):
            return get_response(request)
        query = _known_query(request)
        if query is None:
            return _asked_again(get_response(request))
        watch.look_if_due()
        return _answer(request, key_of(request.path_info, query), get_response)

    return middleware


def _known_query(request):
    """Drop what is unknown of the query; return the rest, None when it is too odd to be kept."""
    if not request.META.get("QUERY_STRING"):
        return []
    start = f"/{request.path_info.split('/', 2)[1]}/"
    query = [(name, request.GET[name]) for name in KNOWN_KEYS.get(start, ()) if name in request.GET]
    if any(len(value) > MAX_VALUE for _name, value in query):
        return None
    request.META["QUERY_STRING"] = urlencode(query)
    request.__dict__.pop("GET", None)
    return query


def _answer(request, key, get_response):
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
    entry = store.get(f"{key}.{encoding}", _is_fresh) if encoding else store.get(key, _is_fresh)
    if entry is not None and _is_fresh(entry) and not watch.is_blind:
        return _response(entry, request, "hit")
    plain = store.get(key, _is_fresh) if encoding else entry
    if plain is not None and watch.is_blind and _is_showable(plain):
        return _stale(plain, request, key, encoding)
    if plain is not None and _is_fresh(plain):
        return _response(_smaller(plain, key, encoding), request, "hit")
    if not store.begin(key):
        made = _wait_for(key, plain)
        if made is not None:
            return _response(_smaller(made, key, encoding), request, "hit")
        return _make(request, key, plain, encoding, get_response)
    try:
        # Between the look above and now another may have made it, and gone.
        made = store.get(key, _is_fresh)
        if made is not None and _is_fresh(made):
            return _response(_smaller(made, key, encoding), request, "hit")
        return _make(request, key, plain, encoding, get_response)
    finally:
        store.end(key)


def _make(request, key, former, encoding, get_response):
    """Have the page made, and keep it; when that fails, show the `former` one if that may be."""
    began = time.time()
    response = get_response(request)
    if response.status_code >= 500 and former is not None and _is_showable(former):
        return _stale(former, request, key, encoding)
    labels = kept_labels(response)
    may_be_kept = labels is not None and not response.streaming and not response.cookies
    if not may_be_kept or response.status_code not in (200, 301, 302):
        return _asked_again(response)
    headers = tuple((name, response.headers[name]) for name in OWN_HEADERS if name in response)
    dies = response.dies_at.timestamp() if response.dies_at else None
    labels = (EVERYTHING, *sorted(labels))
    body = response.content
    entry = Entry(response.status_code, headers, body, _tag(body), labels, began, dies)
    store.put(key, entry)
    return _response(_smaller(entry, key, encoding), request, "fwd=miss; stored")


def _asked_again(response):
    response.headers.setdefault("Cache-Control", ASK_AGAIN)
    return response


def _wait_for(key, former):
    """Return the page that another request is making, or the former one where time alone ended it.

    None when nothing came of it.
    """
    if former is not None and not _is_called_in(former) and _is_showable(former):
        return former
    until = time.time() + MAKING
    while store.is_being_made(key) and time.time() < until:
        time.sleep(STEP)
    entry = store.get(key, _is_fresh)
    return entry if entry is not None and _is_fresh(entry) else None


def _is_fresh(entry):
    now = time.time()
    # Pages say what day it is, and give today's posts by the hour.
    if now >= entry.began + FRESH or _day_of(now) != _day_of(entry.began):
        return False
    return not _is_called_in(entry) and not _is_dead(entry)


def _day_of(moment):
    """Return the number of the local day; zones are off by a quarter of an hour at least."""
    return _day_of_quarter(int(moment // 900))


@lru_cache(maxsize=8)
def _day_of_quarter(quarter):
    zone = timezone.get_default_timezone()
    return datetime.fromtimestamp(quarter * 900, zone).toordinal()


def _is_called_in(entry):
    return watch.is_called_in(entry.labels, entry.began)


def _is_dead(entry):
    return entry.dies is not None and time.time() >= entry.dies


def _is_showable(entry):
    """Whether the page may be shown, old as it is: nothing on it was taken from the readers."""
    return not _is_dead(entry) and not watch.is_removed(entry.labels, entry.began)


def _smaller(entry, key, encoding):
    """Return the entry with its body in `encoding`, and keep that too."""
    if not encoding or len(entry.body) < SMALLEST:
        return entry
    headers = (*entry.headers, ("Content-Encoding", encoding))
    body = encoded(entry.body, encoding)
    smaller = entry._replace(headers=headers, body=body, tag=_tag(body))
    store.put(f"{key}.{encoding}", smaller)
    return smaller


def _stale(entry, request, key, encoding):
    response = _response(_smaller(entry, key, encoding), request, "hit")
    age = int(time.time() - entry.began)
    response.headers["Cache-Status"] = f"newsroom; hit; ttl=-{age}; detail=origin-down"
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=5"
    response.headers["Warning"] = '110 - "Response is Stale"'
    return response


def _response(entry, request, status):
    """Return the answer with the entry, or 304 when the browser has it already."""
    # Weakly compared: what makes an answer smaller further on weakens its tag.
    is_known = entry.status == 200 and entry.tag in request.META.get("HTTP_IF_NONE_MATCH", "")
    is_empty = is_known or request.method == "HEAD"
    response = HttpResponse(b"" if is_empty else entry.body, status=entry.status)
    for name, value in entry.headers:
        response.headers[name] = value
    if is_known:
        response.status_code = 304
        for name in ("Content-Type", "Content-Encoding"):
            response.headers.pop(name, None)
    else:
        response.headers["Content-Length"] = str(len(entry.body))
    response.headers["ETag"] = entry.tag
    response.headers["Cache-Control"] = _cache_control(entry)
    response.headers["Cache-Tag"] = ",".join(entry.labels)
    response.headers["Cache-Status"] = f"newsroom; {status}"
    response.headers["Vary"] = "Accept-Encoding"
    if entry.status == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers["Speculation-Rules"] = SPECULATION_RULES
    return response


def _tag(body):
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def _cache_control(entry):
    """What proxies may do: never show a page past the next moment that changes one by itself."""
    shared = SHARED_AND_PURGED if settings.CDN_PURGE_URL else SHARED
    longer = WHILE_REVALIDATING
    moments = [moment for moment in (watch.next_moment(), entry.dies) if moment is not None]
    if moments:
        left = max(int(min(moments) - time.time()), 0)
        shared, longer = min(shared, left), min(longer, max(left - shared, 0))
    return (
        f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={longer}, "
        f"stale-if-error={IF_ERROR}"
    )
