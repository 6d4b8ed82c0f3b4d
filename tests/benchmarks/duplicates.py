"""Near duplicates by number of posts: python -m tests.benchmarks.duplicates [NUMBER…]

On a fresh SQLite file, prints the cost of a signature, and for each NUMBER of signatures kept
(2,000, 50,000 and 100,000) what linking a batch of 40 new ones costs a document, its look-up
alone, and both as multiples of the first line; and what the tables weigh. A tenth of the texts
repeat another with a paragraph more; all share their outlet's lines.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

HANZI = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
OUTLET = (
    "点击上方蓝字关注我们。责任编辑：王五。版权归原作者所有，不代表本站立场，如有侵权请联系删除。"
)
LENGTH = 2000
BATCH = 40
ROUNDS = 25


def main(*numbers):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "benchmark.sqlite3")
        os.environ |= {
            "SECRET_KEY": "benchmark",
            "DATABASE_URL": f"sqlite:///{path}",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DEBUG": "false",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _print_signature()
        _print_table(numbers or (2_000, 50_000, 100_000), path)


def _text(number):
    draw = random.Random(number)
    if number % 10 == 9:
        return _text(number - 1) + "".join(draw.choices(HANZI, k=150))
    return OUTLET + "".join(draw.choices(HANZI, k=LENGTH))


def _print_signature():
    from articles.importing.signatures import bands_of, signature_of, similarity

    text = _text(0)
    signature = signature_of(text)
    for name, call in (
        (f"signature of {len(text)} characters, in a worker", lambda: signature_of(text)),
        ("bands of a signature", lambda: bands_of(signature)),
        ("comparison of two", lambda: similarity(signature, signature)),
    ):
        print(f"{name}: {1000 * statistics.median(_times(call, 200)):.3f} ms")


def _times(call, rounds):
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return times


def _print_table(numbers, path):
    print("| signatures kept | linking, ms a document | ratio | look-up, ms | ratio | MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    kept, first = 0, None
    for number in sorted(numbers):
        while kept < number:
            _grow(kept, 1000)
            kept += 1000
        linking, looking, kept = _measure(kept)
        first = first or (linking, looking)
        weight = _weight()
        print(
            f"| {number:,} | {linking:.2f} | {linking / first[0]:.1f} | {looking:.3f} "
            f"| {looking / first[1]:.1f} | {weight:.0f} |",
            flush=True,
        )


def _grow(start, count):
    from articles.duplicates import link_duplicates

    link_duplicates(_signed(start, count))


def _signed(start, count):
    """Return the signatures of new posts, by key."""
    from articles.html import CleanHTML
    from articles.importing.signatures import signature_of
    from articles.models import Post

    posts = Post.objects.bulk_create(
        Post(title=f"第{number}篇", slug=f"p-{number}", body=CleanHTML(""))
        for number in range(start, start + count)
    )
    numbers = range(start, start + count)
    return {
        post.pk: signature_of(_text(number)) for post, number in zip(posts, numbers, strict=True)
    }


def _measure(kept):
    """Return (ms a document to link, ms a document to look up, signatures kept now)."""
    from articles.duplicates import link_duplicates
    from articles.importing.signatures import bands_of
    from articles.models import SignatureBand

    linking, looking = [], []
    for _round in range(ROUNDS):
        signatures = _signed(kept, BATCH)
        kept += BATCH
        values = [value for signature in signatures.values() for value in bands_of(signature)]
        rows = SignatureBand.objects.filter(value__in=values).values_list("value", "post_id")
        looking += _times(lambda rows=rows: list(rows.all()), 1)
        linking += _times(lambda batch=signatures: link_duplicates(batch), 1)
    return *(1000 * statistics.median(times) / BATCH for times in (linking, looking)), kept


def _weight():
    """Return the megabytes of the tables and their indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM "
            "sqlite_schema WHERE tbl_name IN ('articles_textsignature', 'articles_signatureband', "
            "'articles_duplicatelink'))"
        )
        return cursor.fetchone()[0] / 1e6


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
