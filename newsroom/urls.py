from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from newsroom import signing_in


def media(request, path):
    """An uploaded file. Its name is made of its content, so it never changes."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


urlpatterns = [
    *(signing_in.urlpatterns if settings.EMAIL_URL else []),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns.insert(0, re_path(r"^media/(?P<path>[A-Za-z0-9/_.-]{1,200})$", media))

handler400 = "articles.errors.bad_request"
handler403 = "articles.errors.permission_denied"
handler404 = "articles.errors.not_found"
handler500 = "articles.errors.server_error"
