"""What the desk costs: python -m tests.benchmarks.desk SMALL LARGE [PAGE]

SMALL and LARGE are addresses of databases, as in DATABASE_URL, that `tests.benchmarks.newsroom`
has filled with 1,000 and with 100,000 posts. A process for each renders the desk's pages for an
editor, and keeps, saves and publishes posts, in turn, and a table is printed: SQL statements, size,
the median of processor time (that of a PostgreSQL backend too) with its ratio, and of the clock the
95th percentile. PAGE chooses pages by the beginnings of their names, parted by commas.
"""

import statistics
import sys
import tempfile
from contextlib import ExitStack

from tests.benchmarks.asking import compare, renderer
from tests.benchmarks.server import manage, production

RENDERER = "tests.benchmarks.desk_renderer"
CALLS, WARMING = 30, 3
# A page with fewer rows says nothing of growth.
ALIKE = 0.8
# By the beginnings of names.
STATEMENTS = {"save": 25, "publish": 25}
MOST_STATEMENTS, MOST_KB, MOST_MS, MOST_GROWTH = 15, 120, 150, 1.5


def main(small, large, only=""):
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        manage(production(folder, small), "collectstatic", "--no-input", "-v0")
        (ask_small, in_small), (ask_large, in_large) = (
            stack.enter_context(renderer(RENDERER, production(folder, database)))
            for database in (small, large)
        )
        print("| page | statements | KB | CPU, ms, small | large | ratio | p95, ms | notes |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
        for name in in_large:
            if name.startswith(tuple(only.split(","))) and name in in_small:
                sides = (ask_small, in_small[name]), (ask_large, in_large[name])
                costs = compare(*sides, calls=CALLS, warming=WARMING)
                _print_row(name, *costs)


def _print_row(name, small, large):
    statements = max(cost[0] for cost in large)
    size = max(cost[3] for cost in large) / 1000
    is_alike = max(cost[3] for cost in small) / 1000 >= ALIKE * size
    one, other = (statistics.median(cost[1] for cost in side) for side in (small, large))
    p95 = statistics.quantiles((cost[2] for cost in large), n=20)[-1]
    most = STATEMENTS.get(name.split(maxsplit=1)[0], MOST_STATEMENTS)
    misses = [
        *(["statements"] if statements > most else []),
        *(["size"] if size > MOST_KB else []),
        *(["time"] if p95 > MOST_MS else []),
        *(["growth"] if other / one > MOST_GROWTH and is_alike else []),
        *([] if is_alike else ["fewer rows in the small one"]),
    ]
    print(
        f"| {name} | {statements:.0f} | {size:.0f} | {one:.1f} | {other:.1f} "
        f"| {other / one:.2f} | {p95:.0f} | {', '.join(misses)} |",
        flush=True,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
