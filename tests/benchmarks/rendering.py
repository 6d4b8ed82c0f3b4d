"""What pages cost that are not kept: python -m tests.benchmarks.rendering SMALL LARGE

SMALL and LARGE are addresses of databases, as in DATABASE_URL, that `tests.benchmarks.newsroom`
has filled with 2,000 and with 100,000 posts. A process for each renders the pages, in turn, and
two tables are printed: SQL statements and the median of processor time by page, with the ratio
of LARGE to SMALL; and the deepest pages of lists in LARGE against their first, in turn as well.
Nothing is cached; the processor time of a PostgreSQL backend counts.
"""

import statistics
import sys
import tempfile
from contextlib import ExitStack

from tests.benchmarks.asking import compare, renderer
from tests.benchmarks.server import manage, production

RENDERER = "tests.benchmarks.renderer"
CALLS = 40
WARMING = 5
# Milliseconds of processor time, SQL statements.
LIMITS = {"article": (6, 8), "feed": (50, 8), "sitemap": (50, 8), "API": (8, 8)}
LIST_LIMITS = (8, 8)
MOST_GROWTH = 1.3


def main(small, large):
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        manage(production(folder, small), "collectstatic", "--no-input", "-v0")
        renderers = [
            stack.enter_context(renderer(RENDERER, production(folder, database)))
            for database in (small, large)
        ]
        (ask_small, in_small), (ask_large, in_large) = renderers
        _print_growth(ask_small, in_small, ask_large, in_large)
        _print_depth(ask_large, in_large)


def _print_growth(ask_small, in_small, ask_large, in_large):
    print("| page | statements | KB | CPU, ms, 2,000 posts | 100,000 posts | ratio | misses |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for name in [name for name in in_large if name in in_small and ", the oldest" not in name]:
        if ", page " in name:
            continue
        one, other = _compare((ask_small, in_small[name]), (ask_large, in_large[name]))
        ratio = other["cpu"] / one["cpu"]
        print(
            f"| {name} | {other['statements']:.0f} | {other['bytes'] / 1000:.1f} | {one['cpu']:.1f} "
            f"| {other['cpu']:.1f} | {ratio:.2f} | {_misses(name, other, ratio)} |",
            flush=True,
        )


def _print_depth(ask, pages):
    print("\n| list of 100,000 posts | CPU, ms, first page | this page | ratio |")
    print("| --- | ---: | ---: | ---: |")
    for name in pages:
        first = name.rpartition(", ")[0]
        if not name.endswith((", page 50", ", the oldest")):
            continue
        one, other = _compare((ask, pages[first]), (ask, pages[name]))
        print(
            f"| {name} | {one['cpu']:.1f} | {other['cpu']:.1f} | {other['cpu'] / one['cpu']:.2f} |",
            flush=True,
        )


def _compare(*sides):
    """Return what the pages of each side, (ask, addresses), cost, asked for in turn."""
    names = ("statements", "cpu", "clock", "bytes")
    return [
        dict(zip(names, map(statistics.median, zip(*seen, strict=True)), strict=True))
        for seen in compare(*sides, calls=CALLS, warming=WARMING)
    ]


def _misses(name, cost, ratio):
    kind = next((kind for kind in LIMITS if kind in name), None)
    most, statements = LIMITS.get(kind, LIST_LIMITS)
    misses = [
        *(["time"] if cost["cpu"] > most else []),
        *(["statements"] if cost["statements"] > statements else []),
        *(["growth"] if ratio > MOST_GROWTH else []),
    ]
    return ", ".join(misses)


if __name__ == "__main__":
    main(*sys.argv[1:])
