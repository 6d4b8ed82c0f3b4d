"""Addresses under /api/v1/."""

from django.urls import path, re_path

from articles.api import views

urlpatterns = [
    path("", views.home, name="api_home"),
    path("posts/", views.posts, name="api_posts"),
    re_path(r"^posts/(?P<key>[1-9][0-9]{0,17})/$", views.post, name="api_post"),
    path("sections/", views.sections, name="api_sections"),
    path("authors/", views.authors, name="api_authors"),
    path("tags/", views.tags, name="api_tags"),
    path("sources/", views.sources, name="api_sources"),
    path("openapi.json", views.description, name="api_description"),
    # Addresses without their last slash are still sent on to those with it.
    re_path(r"^(?P<rest>.+)/$", views.nothing, name="api_nothing"),
]
