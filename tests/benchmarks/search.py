"""Speed of search: python -m tests.benchmarks.search

On the database of DATABASE_URL, as `tests.benchmarks.newsroom` fills it, prints a table of what
searches cost: a hundred words each that stand in 0.1, 1 and 20 % of the posts, single hanzi, and
queries that are dear. The database part is finding, counting and loading the 20 posts shown; the
page is the whole answer of the view, without a server.
"""

import os
import time
from itertools import pairwise


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ |= {"SECRET_KEY": "benchmark", "DEBUG": "false", "ALLOWED_HOSTS": "testserver"}
    import django

    django.setup()
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    print("| search for | database, median | p95 | most | page, median | p95 | hits, median |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, queries in _queries().items():
        # Twice: the first shows the index to a database that has just been started.
        for query in queries:
            _search(query)
        database = [_search(query) for query in queries]
        pages = [_page(query) for query in queries]
        hits = sorted(number for _seconds, number in database)[len(queries) // 2]
        cells = [*_spread([seconds for seconds, _n in database]), *_spread(pages)[:2]]
        times = " | ".join(f"{1000 * seconds:.1f} ms" for seconds in cells)
        print(f"| {name} | {times} | {hits}{'+' if hits > 1000 else ''} |", flush=True)


def _queries():
    """Return lists of queries by what is told of them."""
    from tests.benchmarks.stories import search_words

    words = search_words()
    rows = {f"a word in {share:.1%} of the posts": words[share] for share in sorted(words)}
    rare, common = words[min(words)], words[max(words)]
    pairs = list(pairwise(common))
    return rows | {
        "two words in 20 %": [f"{one} {other}" for one, other in pairs],
        "a word in 20 %, and none of another": [f"{one} -{other}" for one, other in pairs],
        "one in 20 % and one in 0.1 %": [f"{a} {b}" for a, b in zip(common, rare, strict=True)],
        "the two together, quoted": [f'"{one}{other}"' for one, other in pairs[:10]],
        "single hanzi of these": [word[0] for word in common[:20]],
        "single hanzi in every post": list("的一是不了在人有我他"),
        "a source": _names(),
    }


def _names():
    from articles.models import Source

    return [source.name for source in Source.objects.order_by("pk")[:10]]


def _search(query):
    """Return the seconds of the database part of a search, and how much it found."""
    from articles import search
    from articles.views.searching import load

    read = search.read_query(query)
    started = time.perf_counter()
    keys = search.find(read, limit=search.MAX_HITS + 1)
    load(keys[:20])
    return time.perf_counter() - started, len(keys)


def _page(query):
    from django.test import Client

    client = Client()
    started = time.perf_counter()
    response = client.get("/search/", {"q": query})
    if response.status_code != 200:
        raise SystemExit(f"{query}: the page answers {response.status_code}")
    return time.perf_counter() - started


def _spread(times):
    """Return median, 95th percentile and maximum."""
    times = sorted(times)
    return times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]


if __name__ == "__main__":
    main()
