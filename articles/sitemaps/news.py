from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.caching import STREAM, keep
from articles.models import Post
from articles.seo import absolute, found, own
from articles.sitemaps.writing import news_file, text_of_xml

NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
NEWS_AGE = timedelta(days=2)
# Google reads no more in a news sitemap.
NEWS_URLS = 1000


@require_safe
def news(request):
    """Our own posts of the last two days, as news search engines want them.

    Format: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    posts = own(found(Post.objects.published()))
    posts = posts.filter(published_at__gt=timezone.now() - NEWS_AGE)
    posts = posts.newest_first().only("title", "language", "published_at", "published_on", "slug")
    entries = [_entry(post) for post in posts[:NEWS_URLS]]
    return keep(news_file(entries, NEWS), STREAM)


def _entry(post):
    language, name = _language(post.language), text_of_xml(settings.SITE_NAME)
    return (
        f"<url><loc>{text_of_xml(absolute(post.get_absolute_url()))}</loc><news:news>"
        f"<news:publication><news:name>{name}</news:name>"
        f"<news:language>{text_of_xml(language)}</news:language></news:publication>"
        f"<news:publication_date>{post.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{text_of_xml(post.title)}</news:title></news:news></url>"
    )


def _language(tag):
    tag = tag.lower()
    if not tag.startswith("zh"):
        return tag.partition("-")[0]
    return "zh-tw" if tag in ("zh-hant", "zh-tw", "zh-hk") else "zh-cn"
