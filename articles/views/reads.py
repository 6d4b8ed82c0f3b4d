import json
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles import reads

MAX_BYTES = 2048
MAX_POSTS = 50
MAX_KEY = 2**63 - 1
# navigator.sendBeacon sends a text as text/plain.
TYPES = {"text/plain", "application/json"}


# Pages are the same for everybody and carry no token; there is no session to be misused either,
# and all that can be done here is to count.
@csrf_exempt
@require_POST
@never_cache
def count_reads(request):
    """Count the posts that a page says were read: {"posts": [12, 34]}. Answers nothing (204)."""
    if _is_too_long(request.headers.get("Content-Length", "")):
        return HttpResponse(status=413)
    keys = _keys(request)
    if keys is None or not _is_from_here(request):
        return HttpResponse(status=400)
    reads.add(keys)
    return HttpResponse(status=204)


def _is_too_long(length):
    # Python reads no number of thousands of digits.
    return length.isdecimal() and (len(length) > 9 or int(length) > MAX_BYTES)


def _keys(request):
    """Return the keys of posts that the request names, or None when it is not well-formed."""
    if request.content_type not in TYPES:
        return None
    try:
        sent = json.loads(request.body)
    # A reader who leaves may break off in the middle.
    except (ValueError, RecursionError, UnreadablePostError):
        return None
    keys = sent.get("posts") if isinstance(sent, dict) else None
    if not isinstance(keys, list) or len(keys) > MAX_POSTS:
        return None
    # In Python True is a number too.
    are_keys = all(type(key) is int and 0 < key <= MAX_KEY for key in keys)
    return set(keys) if are_keys else None


def _is_from_here(request):
    """Whether a page of ours sent the request, as far as its browser tells."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    hosts = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    return origin is None or origin.partition("://")[2] in hosts
