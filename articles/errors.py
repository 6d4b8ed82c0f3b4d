"""The pages that say why there is nothing to read."""

import logging
import re
import sqlite3
import sys
import time
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.caching.watch import watch
from articles.models import Post
from articles.old_addresses import find
from articles.pages import interface_language
from articles.seo import Metadata
from articles.slugs import words_of_path
from articles.tokens import MAX_QUERY

logger = logging.getLogger(__name__)

NEWEST = 5
# What asks for these is no reader: feeds, files, and what looks for holes.
NO_PAGE = re.compile(r"^/(?:api|media|static)/|\.(?!html?/?$)[A-Za-z0-9]{1,8}/?$")
API = "/api/"
# The query of an old list says nothing that holds for the new one.
SEARCH_KEYS = ("q", "section", "from", "to")
RETRY_SECONDS = 10
# Failures that follow each other so closely have one cause, which is logged once.
EPISODE_SECONDS = 60


class Outage:
    """When the database last failed this process, by a clock that only goes forward."""

    failed_at = None


def not_found(request, exception):
    """Answer with where the address leads now, that it is gone, or a page of ways on."""
    if request.method in ("GET", "HEAD") and (found := find(request.path_info)):
        if found.address:
            return HttpResponsePermanentRedirect(found.address + _kept_query(request, found))
        if found.post is None or is_gone(found.post):
            return gone(request, found.post)
    if NO_PAGE.search(request.path_info) or request.method not in ("GET", "HEAD"):
        return HttpResponse(
            _("Page not found") + "\n", status=404, content_type="text/plain; charset=utf-8"
        )
    context = {
        "meta": Metadata(title=_("Page not found"), is_indexed=False),
        "words": words_of_path(request.path_info),
        "newest": _newest(),
    }
    return render(request, "404.html", context, status=404)


def gone(request, post=None):
    """Answer 410, with the withdrawal notice of `post` if it has one."""
    notice = post.withdrawal_notice if post else ""
    language = interface_language(post.language) if post else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {
            "notice": notice,
            "meta": Metadata(title=_("Removed"), is_indexed=False),
            "newest": _newest(),
        }
        return render(request, "410.html", context, status=410)


def is_gone(post):
    """Whether readers of `post`, which is not public, are told that it was removed."""
    if post.status == Post.Status.WITHDRAWN:
        return True
    return post.status == Post.Status.PUBLISHED and post.is_expired


def bad_request(request, exception):
    if isinstance(exception, RequestDataTooBig):
        return _plain("413.html", 413)
    return _plain("400.html", 400)


def permission_denied(request, exception):
    return _plain("403.html", 403)


def server_error(request):
    if _is_outage(sys.exception()):
        return _unavailable(sys.exception())
    return _plain("500.html", 500)


def _kept_query(request, found):
    if found.address.startswith(API):
        return f"?{request.GET.urlencode()}" if request.GET else ""
    if found.address != reverse("search"):
        return ""
    kept = {name: request.GET[name] for name in SEARCH_KEYS if name in request.GET}
    kept = {name: value for name, value in kept.items() if len(value) <= MAX_QUERY}
    return f"?{urlencode(kept)}" if kept else ""


def _newest():
    return Post.objects.published().newest_first().with_pictures()[:NEWEST]


def _is_outage(error):
    """Whether the database cannot be reached or used now, rather than was asked nonsense."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    # SQLite makes a new, empty file where its own was taken away.
    return code != sqlite3.SQLITE_ERROR or str(error).startswith("no such table")


def _unavailable(error):
    """Answer 503 without a trace, and log an outage as it begins."""
    now, before = time.monotonic(), Outage.failed_at
    Outage.failed_at = now
    if not watch.is_blind:
        # What reads nothing any more is told by the watch, once.
        watch.look_soon()
        watch.look_if_due()
    if not watch.is_blind and (before is None or now - before > EPISODE_SECONDS):
        cause = " ".join(str(error).split())
        logger.error("the database cannot be used: %s: %s", type(error).__name__, cause)
    response = _plain("503.html", 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    # Django would log each request with its trace.
    response._has_been_logged = True
    return response


def _plain(template, status):
    """Answer with a page that needs neither the database nor the request."""
    with translation.override(settings.LANGUAGE_CODE):
        return HttpResponse(render_to_string(template), status=status)
