from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from articles.admin import second_factor
from newsroom import signing_in

PICTURE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


def media(request, path):
    """An uploaded file. Its name is made of its content, so it never changes."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    kind = PICTURE_TYPES.get(path.rpartition(".")[2])
    response.headers["Content-Type"] = kind or "application/octet-stream"
    # Only what we encoded ourselves is shown in its own window; whatever else lies there is saved.
    response.headers["Content-Disposition"] = "inline" if kind else "attachment"
    return response


urlpatterns = [
    *(signing_in.urlpatterns if settings.EMAIL_URL else []),
    path("admin/second-factor/", include(second_factor)),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns.insert(0, re_path(r"^media/(?P<path>[A-Za-z0-9/_.-]{1,200})$", media))

handler400 = "articles.errors.bad_request"
handler403 = "articles.errors.permission_denied"
handler404 = "articles.errors.not_found"
handler500 = "articles.errors.server_error"
