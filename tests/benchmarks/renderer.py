"""A process that renders pages on demand, for `tests.benchmarks.rendering`.

First it says which pages its database has (JSON: addresses by name), and then, for each line with
an address, what that page cost: SQL statements, milliseconds of processor time, of this process
and of its PostgreSQL backend together, and of the clock, and bytes. The whole application is
called as a server calls it, but for the page cache.
"""

import json
import re
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

PAGE_CACHE = "articles.caching.serving.page_cache"
ARTICLES = SEARCHES = 10
# From the oldest post of a list: a page and one more, so that the page before it is full.
FROM_THE_END = 21


class Renderer:
    def __init__(self):
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != PAGE_CACHE]
        self.handler = WSGIHandler()
        self.requests = RequestFactory()
        self.statements = 0
        connection.execute_wrappers.append(self._count)

    def page(self, address):
        """Return (statements, ms of processor time, ms of the clock, body) of a page."""
        request = self.requests.get(address, SERVER_NAME="127.0.0.1")
        return self.answer(request, status="200 OK")

    def answer(self, request, *, status):
        """As `page`, of any request; the benchmark ends where the answer has not this status."""
        statuses = []
        self.statements = 0
        busy, began = _busy(), time.perf_counter()
        response = self.handler(request.environ, lambda line, _headers: statuses.append(line))
        body = b"".join(response)
        response.close()
        took, used = time.perf_counter() - began, _busy() - busy
        if statuses != [status]:
            raise SystemExit(f"{request.path} answers {statuses[0]}")
        return self.statements, used * 1000, took * 1000, body

    def _count(self, execute, *statement):
        self.statements += 1
        return execute(*statement)


def _busy():
    """Return the seconds of processor time of this process, and of the backend that serves it."""
    seconds = time.process_time()
    if connection.vendor == "postgresql" and connection.connection is not None:
        backend = connection.connection.info.backend_pid
        # Nanoseconds on a processor: https://docs.kernel.org/scheduler/sched-stats.html
        seconds += int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9
    return seconds


def addresses(renderer):
    """Return the addresses of the pages, a list by name."""
    from articles.models import Post
    from tests.benchmarks.stories import search_words

    lists = _lists()
    numbered = Post.objects.published().filter(post_images__position=2).order_by("pk")
    files = re.findall(r"/sitemap-posts[^<]*", renderer.page("/sitemap.xml")[-1].decode())
    pages = {
        "article": [post.get_absolute_url() for post in numbered[:ARTICLES]],
        "front page": ["/"],
        **{name: [address] for name, (address, _posts) in lists.items()},
        "search, a word in 1 %": [f"/search/?q={word}" for word in search_words()[0.01][:SEARCHES]],
        "Atom feed": ["/feed.xml"],
        "JSON feed": ["/feed.json"],
        "Atom feed of a section": [f"{lists['section'][0]}feed.xml"],
        "sitemap index": ["/sitemap.xml"],
        "sitemap file": files[:1],
        "news sitemap": ["/sitemap-news.xml"],
        "API, list of posts": ["/api/v1/posts/"],
    }
    for name, (address, posts) in lists.items():
        count = posts.count()
        if count > 1000:
            pages[f"{name}, page 50"] = [f"{address}?page=50"]
        if count > FROM_THE_END * 2:
            pages[f"{name}, the oldest"] = [f"{address}?before={_oldest(posts)}"]
    return pages


def _lists():
    """Return (address, its posts) of the longest list of each kind."""
    from django.db.models import Count

    from articles.models import Author, Category, Post, Source, Tag

    public = Post.objects.published()
    section = Category.objects.roots().alias(n=Count("listings")).order_by("-n").first()
    tag = Tag.objects.alias(n=Count("tagged")).order_by("-n").first()
    author = Author.objects.alias(n=Count("bylines")).order_by("-n").first()
    source = Source.objects.alias(n=Count("posts")).order_by("-n").first()
    newest = public.newest_first().first().published_on
    month = newest.replace(day=1)
    in_month = public.filter(published_on__gte=month)
    in_year = public.filter(published_on__gte=month.replace(month=1))
    return {
        "section": (section.get_absolute_url(), public.in_category(section)),
        "tag": (tag.get_absolute_url(), public.tagged_with(tag)),
        "author": (author.get_absolute_url(), public.by_author(author)),
        "source": (source.get_absolute_url(), public.from_source(source)),
        "archive, a month": (f"/archive/{month:%Y/%m}/", in_month),
        "archive, a year": (f"/archive/{month:%Y}/", in_year),
    }


def _oldest(posts):
    from articles.listing import cursor

    return cursor(posts.order_by("published_at", "pk")[FROM_THE_END])


def main():
    django.setup()
    renderer = Renderer()
    print(json.dumps(addresses(renderer)), flush=True)
    for line in sys.stdin:
        *costs, body = renderer.page(line.strip())
        print(*costs, len(body), flush=True)


if __name__ == "__main__":
    main()
