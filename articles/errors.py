"""The pages that say why there is nothing to read."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Post
from articles.pages import interface_language
from articles.seo import Metadata


def gone(request, post=None):
    """Answer 410, with the withdrawal notice of `post` if it has one."""
    notice = post.withdrawal_notice if post else ""
    language = interface_language(post.language) if post else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {"notice": notice, "meta": Metadata(title=_("Removed"), is_indexed=False)}
        return render(request, "410.html", context, status=410)


def is_gone(post):
    """Whether readers of `post`, which is not public, are told that it was removed."""
    if post.status == Post.Status.WITHDRAWN:
        return True
    return post.status == Post.Status.PUBLISHED and post.is_expired


def bad_request(request, exception):
    return _plain("400.html", 400)


def permission_denied(request, exception):
    return _plain("403.html", 403)


def not_found(request, exception):
    context = {"meta": Metadata(title=_("Page not found"), is_indexed=False)}
    return render(request, "404.html", context, status=404)


def server_error(request):
    return _plain("500.html", 500)


def _plain(template, status):
    """Answer with a page that needs neither the database nor the request."""
    with translation.override(settings.LANGUAGE_CODE):
        return HttpResponse(render_to_string(template), status=status)
