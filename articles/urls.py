from django.http import Http404
from django.urls import path, re_path


def _not_built(request, **kwargs):
    raise Http404


urlpatterns = [
    path("", _not_built, name="home"),
    re_path(
        r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<slug>[a-z0-9-]{1,80})/$",
        _not_built,
        name="post",
    ),
    re_path(r"^sections/(?P<path>[a-z0-9-]+(?:/[a-z0-9-]+){0,7})/$", _not_built, name="section"),
    path("tags/<slug:slug>/", _not_built, name="tag"),
    path("authors/<slug:slug>/", _not_built, name="author"),
    path("sources/<slug:slug>/", _not_built, name="source"),
    path("preview/<str:token>/", _not_built, name="preview"),
]
