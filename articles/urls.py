"""Addresses of the public site.

Names in addresses are ASCII by pattern, so that no odd character reaches the database.
"""

from django.urls import include, path, re_path

from articles import feeds, sitemaps, views
from articles.views import search_engines

YEAR = "(?P<year>[0-9]{4})"
ARCHIVE_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
MONTH = "(?P<month>[0-9]{2})"
SLUG = "(?P<slug>[A-Za-z0-9_-]{1,100})"
SECTION = "sections/(?P<path>[A-Za-z0-9_-]{1,60}(?:/[A-Za-z0-9_-]{1,60}){0,7})"
FORMAT = r"feed\.(?P<form>xml|json)$"

urlpatterns = [
    path("", views.home, name="home"),
    re_path(rf"^{YEAR}/{MONTH}/(?P<day>[0-9]{{2}})/{SLUG}/$", views.post, name="post"),
    re_path(rf"^{SECTION}/$", views.section, name="section"),
    re_path(rf"^tags/{SLUG}/$", views.tag, name="tag"),
    re_path(rf"^authors/{SLUG}/$", views.author, name="author"),
    re_path(rf"^sources/{SLUG}/$", views.source, name="source"),
    path("archive/", views.archive, name="archive"),
    re_path(rf"^archive/{ARCHIVE_YEAR}/$", views.archive_year, name="archive_year"),
    re_path(rf"^archive/{ARCHIVE_YEAR}/{MONTH}/$", views.archive_month, name="archive_month"),
    path("search/", views.search_page, name="search"),
    path("reads/", views.count_reads, name="reads"),
    re_path(r"^preview/(?P<token>[A-Za-z0-9_:-]{1,300})/$", views.preview, name="preview"),
    re_path(rf"^{FORMAT}", feeds.site_feed, name="site_feed"),
    re_path(rf"^{SECTION}/{FORMAT}", feeds.section_feed, name="section_feed"),
    re_path(rf"^tags/{SLUG}/{FORMAT}", feeds.tag_feed, name="tag_feed"),
    re_path(rf"^authors/{SLUG}/{FORMAT}", feeds.author_feed, name="author_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    re_path(
        r"^sitemap-posts-(?P<part>0|[1-9][0-9]{0,14})\.xml$",
        sitemaps.post_file,
        name="sitemap_posts",
    ),
    path("sitemap-sections.xml", sitemaps.section_file, name="sitemap_sections"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("api/v1/", include("articles.api.urls")),
    path("robots.txt", views.robots, name="robots"),
    path("speculation-rules.json", views.speculation_rules, name="speculation_rules"),
    re_path(
        r"^(?P<key>[A-Za-z0-9-]{8,128})\.txt$", search_engines.indexnow_key, name="indexnow_key"
    ),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
