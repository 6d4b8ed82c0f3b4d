"""Lighthouse on the demo's pages: python -m tests.benchmarks.lighthouse [FOLDER]

Serves the demo's posts, with their own pictures, in production settings under gunicorn, and asks
Lighthouse (the npm package, from FOLDER, or put into a temporary one) five times for each page
on its phone profile, with Debian's Chromium. Prints the medians and every audit that fails, and
what the seed article weighs on the wire. Needs node, npm and chromium.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.server import free_port, manage, production, served
from tests.benchmarks.wire import print_weight

RUNS = 5
# On a busy machine Chromium now and then does not answer in time.
TRIES = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PROGRAM = """
from articles.models import Category, Post
seed = Post.objects.get(slug__startswith="e-wu-wai-zhang")
local = Post.objects.published().newest_first().exclude(lead_image__file="")
section = Category.objects.roots().with_public_posts().get(name="本地")
print(local.filter(post_images__isnull=False).first().get_absolute_url())
print(section.get_absolute_url())
print(seed.get_absolute_url())
"""


def main(folder=None):
    with tempfile.TemporaryDirectory() as place:
        lighthouse = _installed(Path(folder or place, "lighthouse"))
        port = free_port()
        environment = production(
            place, f"sqlite:///{place}/demo.sqlite3", SITE_URL=f"http://127.0.0.1:{port}"
        )
        manage(environment, "demo", "--no-serve")
        manage(environment, "db_worker", "--batch", "-v0")
        manage(environment, "collectstatic", "--no-input", "-v0")
        article, section, seed = _shell(environment, PROGRAM)
        pages = {"front page": "/", "section": section, "article": article}
        with served("newsroom.wsgi", environment, port=port) as site:
            _print_scores(lighthouse, {name: site + path for name, path in pages.items()})
            print_weight(site, seed)


def _installed(folder):
    """Return Lighthouse's program, installed into `folder` when it is not there yet."""
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "lighthouse"]
        subprocess.run(command, cwd=folder, check=True)
    return program


def _shell(environment, program):
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", program]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.split()


def _print_scores(lighthouse, pages):
    print(f"| phone, median of {RUNS} | {' | '.join(CATEGORIES)} | LCP | TBT | CLS |")
    print(f"| --- |{' ---: |' * (len(CATEGORIES) + 3)}")
    failed = Counter()
    for name, address in pages.items():
        reports = [_report(lighthouse, address) for _run in range(RUNS)]
        scores = [
            statistics.median(100 * report["categories"][category]["score"] for report in reports)
            for category in CATEGORIES
        ]
        print(
            f"| {name} | {' | '.join(f'{s:.0f}' for s in scores)} | {_timings(reports)} |",
            flush=True,
        )
        for report in reports:
            failed.update(_failures(name, report))
    for failure, times in sorted(failed.items()):
        print(f"- {failure} ({times} of {RUNS})")


def _report(lighthouse, address):
    command = [lighthouse, address, "--quiet", "--output=json", f"--chrome-flags={' '.join(FLAGS)}"]
    environment = {"CHROME_PATH": "/usr/bin/chromium", **os.environ}
    for _try in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode == 0:
            return json.loads(done.stdout)
    raise SystemExit(f"{address}: {done.stderr}")


def _timings(reports):
    audits = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
    values = [
        statistics.median(report["audits"][audit]["numericValue"] for report in reports)
        for audit in audits
    ]
    return "{:.1f} s | {:.0f} ms | {:.3f}".format(values[0] / 1000, *values[1:])


def _failures(name, report):
    """Return a line for each audit that costs points."""
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.995:
                yield f"{name}: {category}: {audit['id']} {audit.get('displayValue', '')}".strip()


if __name__ == "__main__":
    main(*sys.argv[1:])
