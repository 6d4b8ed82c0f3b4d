"""Who asks to sign in, and how a forgotten password is replaced."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import forms, views
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _


def client_address(request):
    """Return the address that failed attempts to sign in are counted for, None without one.

    What a visitor writes into a header counts only where a proxy is known to write it anew.
    """
    if settings.CLIENT_ADDRESS_HEADER:
        told = request.headers.get(settings.CLIENT_ADDRESS_HEADER, "")
        # The proxy in front adds the last.
        if address := told.rpartition(",")[2].strip():
            return address
    # Over a socket file there is none.
    return request.META.get("REMOTE_ADDR") or None


def locked_out(request, _response=None, _credentials=None):
    """Answer whoever has to wait."""
    context = admin.site.each_context(request) | {
        "title": _("Too many attempts"),
        "tries": settings.AXES_FAILURE_LIMIT,
    }
    answer = render(request, "admin/locked_out.html", context, status=429)
    answer.headers["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return answer


class PasswordResetForm(forms.PasswordResetForm):
    def save(self, **options):
        """Send the link, to this site's own address whatever host was asked."""
        site = urlsplit(settings.SITE_URL)
        super().save(
            **options | {"domain_override": site.netloc, "use_https": site.scheme == "https"}
        )


def _page(view, **options):
    context = {"site_header": admin.site.site_header, "site_title": admin.site.site_title}
    return view.as_view(extra_context=context, **options)


# Under /admin/, in the desk's language and behind its policy. The first name has the admin offer
# the way there.
urlpatterns = [
    path(
        "admin/password-reset/",
        _page(views.PasswordResetView, form_class=PasswordResetForm),
        name="admin_password_reset",
    ),
    path(
        "admin/password-reset/sent/",
        _page(views.PasswordResetDoneView),
        name="password_reset_done",
    ),
    path(
        "admin/password-reset/done/",
        _page(views.PasswordResetCompleteView),
        name="password_reset_complete",
    ),
    path(
        "admin/password-reset/<uidb64>/<token>/",
        _page(views.PasswordResetConfirmView),
        name="password_reset_confirm",
    ),
]
