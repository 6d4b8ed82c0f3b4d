"""Weight and statements of public pages: python -m tests.benchmarks.pages [NUMBER]

On a fresh SQLite database with the seed and NUMBER generated documents (2,000), prints for each
kind of page its SQL statements, its bytes and the median of 20 calls, as a multiple of the
quickest page. Nothing is cached between calls.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.documents import SEED, write_documents

ROOT = Path(__file__).parents[2]
CALLS = 20


def main(number=2000):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SECRET_KEY": "benchmark",
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "ALLOWED_HOSTS": "testserver",
            "DEBUG": "false",
        }
        import django

        django.setup()
        _fill(Path(folder), number)
        _print_table()


def _fill(folder, number):
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    write_documents(folder / "inbox", number)
    call_command("migrate", verbosity=0)
    for path in (SEED, folder / "inbox"):
        call_command("import_posts", str(path), workers=2, stdout=sys.stderr)


def _addresses():
    from articles.models import Author, Category, Post, Source

    seed = Post.objects.get(identifier=SEED.name)
    category = Category.objects.filter(parent=None, path__startswith="pin-dao").first()
    return {
        "article (the seed)": seed.get_absolute_url(),
        "front page": "/",
        "section": category.get_absolute_url(),
        "section, page 5": f"{category.get_absolute_url()}?page=5",
        "author": Author.objects.filter(name__startswith="作者").first().get_absolute_url(),
        "source": Source.objects.filter(name__startswith="作者").first().get_absolute_url(),
        "archive, a month": "/archive/2022/03/",
        "search, two hanzi": "/search/?q=停火",
        "Atom feed": "/feed.xml",
    }


def _print_table():
    from django.contrib.staticfiles import finders

    rows = [(name, *_measure(address)) for name, address in _addresses().items()]
    quickest = min(seconds for *_rest, seconds in rows)
    print("| page | SQL statements | KB | time, of the quickest |")
    print("| --- | ---: | ---: | ---: |")
    for name, statements, size, seconds in rows:
        print(f"| {name} | {statements} | {size / 1000:.1f} | {seconds / quickest:.1f} |")
    size = Path(finders.find("articles/site.css")).stat().st_size
    print(f"| the stylesheet | | {size / 1000:.1f} | |")


def _measure(address):
    """Return (statements, bytes, median seconds) of the page at `address`."""
    from django.db import connection
    from django.test import Client

    client, statements = Client(), []

    def note(execute, *statement):
        statements.append(statement)
        return execute(*statement)

    with connection.execute_wrapper(note):
        response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    times = []
    for _call in range(CALLS):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return len(statements), len(response.content), statistics.median(times)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
