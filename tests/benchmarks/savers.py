"""Twenty editors who save: python -m tests.benchmarks.savers [SECONDS]

Serves the database of DATABASE_URL, which `tests.benchmarks.newsroom` has filled with some 2,000
posts, as in production. Twenty editors, each signed in, open a post's form, have it kept as the
form does while one types, and save it, again and again for SECONDS (60) without a pause: sixteen
at a post of their own, every second of them published, four at one that they share, each in a
paragraph of the own, with one of nobody's between two: changes that touch are a clash. A table is printed of what they waited for, and then what was answered that
no editor should see and what the server complained of. At the end nothing may be lost: every
acknowledged save is in a revision, in its order, the last in the newest, and no revision of the
shared post has less of another's text than the one before. Exit status 1 when something is.
"""

import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from itertools import groupby
from pathlib import Path

from tests.benchmarks.server import manage, production, served

ALONE, TOGETHER = 16, 4
COMPLAINTS = ("database is locked", "deadlock detected", "Traceback")


def main(seconds=60):
    with tempfile.TemporaryDirectory() as folder:
        environment = production(folder, os.environ["DATABASE_URL"])
        os.environ |= environment
        import django

        django.setup()
        manage(environment, "migrate", "-v0")
        manage(environment, "collectstatic", "--no-input", "-v0")
        log = Path(folder, "log")
        with log.open("w") as errors, served("newsroom.wsgi", environment, errors=errors) as site:
            savers = _seat(site)
            took = _work(savers, seconds)
        complaints = Counter(
            complaint
            for line in log.read_text().splitlines()
            for complaint in COMPLAINTS
            if complaint in line
        )
    _print_costs(savers, took)
    failures = sum((saver.failures for saver in savers), Counter())
    lost = _lost(savers)
    print(f"put together: {sum(saver.merges for saver in savers)}")
    for name, found in {"answers": dict(failures), "log": dict(complaints), "lost": lost}.items():
        print(f"{name}: {found or 'nothing'}")
    raise SystemExit(bool(failures or complaints or lost))


def _seat(site):
    """Return the savers, each at its post, which is made ready."""
    from tests.benchmarks.accounts import account, cookie_of
    from tests.benchmarks.saver import Saver

    posts = _posts()
    savers = []
    for number in range(ALONE + TOGETHER):
        user = account(f"saver{number}", "Chief editors")
        is_alone = number < ALONE
        post = posts[number] if is_alone else posts[ALONE]
        place = 0 if is_alone else 2 * (number - ALONE)
        began = post.revisions.first().pk
        savers.append(Saver(user.username, site, cookie_of(user), post.pk, place, began))
    return savers


def _posts():
    """Return posts with one paragraph, or of the last, with one for each who share it."""
    from articles import workflow
    from articles.models import Autosave, Post
    from articles.models.content import content_of

    published = Post.objects.published().newest_first()[: ALONE // 2]
    drafts = Post.objects.filter(status="draft").order_by("-pk")[: ALONE - ALONE // 2 + 1]
    pairs = zip(published, drafts, strict=False)
    posts = [post for pair in pairs for post in pair] + [drafts[ALONE // 2]]
    Autosave.objects.filter(post__in=posts).delete()
    for post in posts:
        count = 1 if post is not posts[-1] else 2 * TOGETHER - 1
        # No two alike, or nobody could say which of them was changed.
        body = "".join(f"<p>第{line}段。</p>" for line in range(count))
        workflow.save_draft(post, content_of(post) | {"body": body}, by=None)
    return posts


def _work(savers, seconds):
    began = time.monotonic()
    threads = [threading.Thread(target=saver.work, args=[began + seconds]) for saver in savers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def _print_costs(savers, took):
    print(
        f"| {len(savers)} editors, {took:.0f} s | done | a second | p50, ms | p95, ms | most, ms |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind in ("form", "keep", "save"):
        costs = [cost * 1000 for saver in savers for cost in saver.costs[kind]]
        p95 = statistics.quantiles(costs, n=20)[-1]
        print(
            f"| {kind} | {len(costs)} | {len(costs) / took:.1f} | {statistics.median(costs):.0f} "
            f"| {p95:.0f} | {max(costs):.0f} |"
        )
    print(f"saved: {sum(len(saver.saved) for saver in savers)}")


def _lost(savers):
    """Return a sentence for each saver whose acknowledged text is not where it should be."""
    from articles.models import Revision

    lost = []
    for saver in savers:
        revisions = Revision.objects.filter(post=saver.post, pk__gte=saver.began).order_by("pk")
        bodies = revisions.values_list("fields__body", flat=True)
        texts = [body.split("</p>")[saver.paragraph].removeprefix("<p>") for body in bodies]
        # The others' revisions of a shared post repeat a text, until the next takes its place.
        kept = [text for text, _same in groupby(texts)][1:]
        if kept != saver.saved:
            odd = [text for text in saver.saved if text not in kept] or kept
            lost.append(f"{saver.name}: {len(saver.saved)} acknowledged, {len(kept)} kept: {odd}")
    return lost


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
