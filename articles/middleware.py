from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from articles.errors import gone, is_gone
from articles.html.text import FORBIDDEN
from articles.models import Redirect

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; "
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
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": (
        "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
MAX_OLD_PATH = Redirect._meta.get_field("old_path").max_length


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
        # Feed readers and other sites' link cards show our pictures, and nothing else of ours.
        response.headers["Cross-Origin-Resource-Policy"] = (
            "cross-origin" if path.startswith("/media/") else "same-origin"
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


def redirects(get_response):
    """Where nothing is found, see whether something was, and say where it is now."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return _moved(request) or response

    return middleware


def _moved(request):
    path, feed = _without_feed(request.path_info)
    # PostgreSQL refuses NUL, and no address of ours has ever held such characters.
    if FORBIDDEN.search(path) or len(path) >= MAX_OLD_PATH:
        return None
    with_slash = path if path.endswith("/") else f"{path}/"
    rows = Redirect.objects.filter(old_path__in={path, with_slash})
    redirect = rows.select_related("post", "category").order_by("old_path").first()
    if redirect is None:
        return None
    post = redirect.post
    if redirect.is_gone:
        return gone(request)
    if post is not None and not post.is_public:
        return gone(request, post) if is_gone(post) else None
    return HttpResponsePermanentRedirect(redirect.target + feed)


def _without_feed(path):
    """Part /sections/old/feed.xml into the address of the list and the feed's name."""
    for feed in ("feed.xml", "feed.json"):
        if path.endswith(f"/{feed}"):
            return path.removesuffix(feed), feed
    return path, ""
