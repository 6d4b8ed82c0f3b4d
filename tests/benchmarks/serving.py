"""Pages from the cache against a constant view: python -m tests.benchmarks.serving [WORKER]

Serves the database of DATABASE_URL (see `tests.benchmarks.newsroom`) under gunicorn with two
workers of the class WORKER (gthread, sync), production settings and, when REDIS_URL is set, that
cache; beside it a constant view with the same bytes (see `tests.benchmarks.constant`). Loads them
in turn with wrk over kept connections and prints requests a second and ratios; then what an
article weighs on the wire. Needs wrk (Debian).
"""

import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import brotli

from tests.benchmarks.server import THREADS, free_port, manage, production, served
from tests.benchmarks.wire import fetch, print_weight

ROUNDS = 9
SECONDS = 1
CONNECTIONS = 16
ENCODINGS = {
    "identity": lambda body: body,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}
OPTIONS = {"gthread": ("-k", "gthread", f"--threads={THREADS}"), "sync": ("-k", "sync")}


def main(worker="gthread"):
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        variables = {"SITE_URL": f"http://127.0.0.1:{port}", "CONSTANT_PAGES": f"{folder}/pages"}
        environment = production(folder, os.environ["DATABASE_URL"], **variables)
        manage(environment, "collectstatic", "--no-input", "-v0")
        paths = {"article": _article(environment), "front page": "/"}
        with served("newsroom.wsgi", environment, port=port, options=OPTIONS[worker]) as site:
            _keep(paths, site, Path(folder, "pages"))
            constant = "tests.benchmarks.constant:application"
            with served(constant, environment, options=OPTIONS[worker]) as bare:
                _print_ratios(paths, site, bare)
            print_weight(site, paths["article"])


def _article(environment):
    """Return the address of a public article with three pictures."""
    program = (
        "from articles.models import Post\n"
        "from django.db.models import Count\n"
        "posts = Post.objects.published().newest_first().filter(language='zh-Hans')\n"
        "keys = posts.values('pk')[:100]\n"
        "some = Post.objects.filter(pk__in=keys).annotate(n=Count('post_images'))\n"
        "print(some.filter(n=3).first().get_absolute_url())"
    )
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", program]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _keep(paths, site, folder):
    """Write the pages' bytes into `folder`, for the constant view."""
    folder.mkdir()
    for name, path in paths.items():
        (folder / name.partition(" ")[0]).write_bytes(fetch(site + path, "identity").read())


def _print_ratios(paths, site, bare):
    print(
        "| from the cache | encoding | requests/s | of a constant view | of one compressed before |"
    )
    print("| --- | --- | ---: | ---: | ---: |")
    for name, path in paths.items():
        file = name.partition(" ")[0]
        for encoding, plain in ENCODINGS.items():
            addresses = [site + path, f"{bare}/{file}", f"{bare}/once/{file}"]
            pages = {plain(fetch(address, encoding).read()) for address in addresses}
            if len(pages) > 1:
                raise SystemExit(f"{name} is not the same from the constant view")
            _check_kept(addresses[0], encoding)
            kept, *constant = _rates(addresses, encoding)
            ratios = (f"{statistics.median(_ratios(kept, rates)):.2f}" for rates in constant)
            print(
                f"| {name} | {encoding} | {statistics.median(kept):,.0f} | {' | '.join(ratios)} |",
                flush=True,
            )


def _check_kept(address, encoding):
    # More often than there are workers: each may have a cache of its own.
    for _try in range(20):
        status = fetch(address, encoding).headers["Cache-Status"]
    if "hit" not in status:
        raise SystemExit(f"{address} is not kept: {status}")


def _rates(addresses, encoding):
    """Return the requests a second of each address, a list of rounds; in each all take a turn."""
    rounds = [[_load(address, encoding) for address in addresses] for _round in range(ROUNDS)]
    return list(zip(*rounds, strict=True))


def _ratios(kept, rates):
    return [one / other for one, other in zip(kept, rates, strict=True)]


def _load(address, encoding):
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    command += ["-H", f"Accept-Encoding: {encoding}", address]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(output)
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", output)[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
