"""Sitemaps for search engines. Addresses start with SITE_URL, whatever host was asked."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.html import clean_text
from articles.models import Category, Post
from articles.seo import absolute

NEWS_DAYS = 2
# Google reads no more in a news sitemap.
NEWS_URLS = 1000


class SiteSitemap(Sitemap):
    # The protocol allows 50,000 addresses a file; smaller files are made in less time.
    limit = 2000

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PostSitemap(SiteSitemap):
    def items(self):
        return Post.objects.published().newest_first().only("published_on", "slug", "updated_at")

    def lastmod(self, post):
        return post.updated_at


class SectionSitemap(SiteSitemap):
    def items(self):
        return Category.objects.with_public_posts().order_by("path")


SITEMAPS = {"posts": PostSitemap, "sections": SectionSitemap}


@require_safe
def index(request):
    """The list of all sitemaps, each file of the long ones by itself."""
    addresses = [absolute(reverse("sitemap_news"))]
    for section, sitemap in SITEMAPS.items():
        address = absolute(reverse("sitemap", args=[section]))
        pages = sitemap().paginator.num_pages
        addresses += [address] + [f"{address}?p={page}" for page in range(2, pages + 1)]
    return render(
        request,
        "articles/sitemap_index.xml",
        {"addresses": addresses},
        content_type="application/xml",
    )


@require_safe
def news(request):
    """The posts of the last two days, as news search engines want them.

    Format: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    today = timezone.localdate()
    posts = (
        Post.objects.published()
        .dated_within(today - timedelta(days=NEWS_DAYS), today + timedelta(days=1))
        .only("title", "language", "published_at", "published_on", "slug")
    )
    entries = [
        {
            "address": absolute(post.get_absolute_url()),
            "language": _news_language(post.language),
            "published_at": post.published_at,
            "title": clean_text(post.title),
        }
        for post in posts[:NEWS_URLS]
    ]
    return render(
        request,
        "articles/sitemap_news.xml",
        {"entries": entries, "publication": settings.SITE_NAME},
        content_type="application/xml",
    )


def _news_language(tag):
    tag = tag.lower()
    if not tag.startswith("zh"):
        return tag.partition("-")[0]
    return "zh-tw" if tag in ("zh-hant", "zh-tw", "zh-hk") else "zh-cn"
