import re
from functools import partial

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from articles.second_factor import signed_in

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; "
    "connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
# By the start of the path; all else is public.
POLICIES = {
    "/admin/": (
        "default-src 'self'; script-src 'self'; style-src 'self'; "
        "img-src 'self' https: data: blob:; connect-src 'self'; font-src 'self'; "
        "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
        "object-src 'none'"
    ),
    # A file that was uploaded never acts in the site's name, whatever its bytes are.
    "/media/": "sandbox; default-src 'none'",
    # The desk shows previews in a frame.
    "/preview/": PUBLIC_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
}
# Made for other sites: pictures for feed readers and link cards, and what programs read.
FOR_OTHERS = re.compile(r"\A/(?:media|api)/|/feed\.(?:xml|json)\Z|\A/sitemap[a-z0-9-]*\.xml\Z")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": (
        "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}


def security_headers(get_response):
    """Give every answer, files and errors too, the policy of its part of the site."""

    def middleware(request):
        response = get_response(request)
        path = request.path_info
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["Content-Security-Policy"] = next(
            (policy for start, policy in POLICIES.items() if path.startswith(start)),
            PUBLIC_POLICY,
        )
        response.headers["Cross-Origin-Resource-Policy"] = (
            "cross-origin" if FOR_OTHERS.search(path) else "same-origin"
        )
        return response

    return middleware


def admin_locale(get_response):
    """Let the browser choose the language of the admin; readers all get the site's."""
    negotiated = LocaleMiddleware(get_response)

    def middleware(request):
        if request.path_info.startswith("/admin/"):
            return negotiated(request)
        with translation.override(settings.LANGUAGE_CODE):
            return get_response(request)

    return middleware


def second_factor(get_response):
    """Let whoever has given the password and still owes a code count as nobody, on every page."""

    def middleware(request):
        request.by_password = request.user
        request.user = SimpleLazyObject(partial(signed_in, request.by_password))
        return get_response(request)

    return middleware
