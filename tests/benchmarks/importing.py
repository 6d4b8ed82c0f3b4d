"""Speed and memory of the importer: python -m tests.benchmarks.importing [NUMBER] [WORKERS]

Runs `manage.py import_posts` as an operator does, on a fresh SQLite database or on that of
BENCHMARK_DATABASE_URL (which is emptied), and prints a table: a first run, the same again
unchanged, the memory of the whole process group in its middle and at its most, and, from
10,000 documents on, what one costs at the beginning of the first run and at its end.

How fast this machine is at the moment tells bleach alone, on the same documents and one core,
before and after the first run: a run's pace stands beside it as a share of bleach's.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from bleach.sanitizer import Cleaner

from articles.html.sanitize import TAGS
from tests.benchmarks.documents import write_documents

ROOT = Path(__file__).parents[2]
SAMPLE = 200


def main(number=2000, workers=2):
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder, "inbox")
        write_documents(inbox, number)
        environment = os.environ | {
            "SECRET_KEY": "benchmark",
            "DATABASE_URL": os.environ.get(
                "BENCHMARK_DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3"
            ),
            "MEDIA_ROOT": folder,
        }
        for command in (["migrate", "-v0"], ["flush", "--no-input", "-v0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], env=environment, check=True, cwd=ROOT
            )
        print(
            f"| run of {number} documents, {workers} workers | documents/s "
            "| of bleach alone, one core | memory, middle | memory, most |"
        )
        print("| --- | ---: | ---: | ---: | ---: |")
        for name in ("first", "unchanged"):
            before = _pace_of_bleach(inbox)
            seconds, memory = _measure(inbox, workers, environment)
            pace, bleach = number / seconds, (before + _pace_of_bleach(inbox)) / 2
            middle, most = memory[len(memory) // 2], max(memory)
            print(
                f"| {name} | {pace:,.0f} | {pace / bleach:.2f} of {bleach:,.0f} "
                f"| {middle:,.0f} MB | {most:,.0f} MB |",
                flush=True,
            )
        if number >= 10_000:
            _print_growth(number, environment)


def _pace_of_bleach(inbox):
    """Return how many of the documents bleach cleans in a second, with the elements of a body."""
    cleaner = Cleaner(tags=TAGS, attributes=["href", "src", "alt", "class"], strip=True)
    texts = [path.read_text() for path in sorted(inbox.rglob("*.*"))[:SAMPLE]]
    start = time.perf_counter()
    for text in texts:
        cleaner.clean(text)
    return len(texts) / (time.perf_counter() - start)


def _measure(inbox, workers, environment):
    """Return (seconds without the interpreter's start, MB of the process group through the run).

    The group is the importing process and its workers, each page counted once however many
    share it (its proportional set size).
    """
    command = [sys.executable, "manage.py", "import_posts", str(inbox), f"--workers={workers}"]
    memory = []
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            group = [watched, *watched.children(recursive=True)]
            memory.append(sum(one.memory_full_info().pss for one in group) / 1e6)
        except psutil.Error:
            continue
        time.sleep(0.5)
    output = process.stdout.read()
    if process.wait():
        raise SystemExit(f"the import failed with status {process.returncode}: {output}")
    return float(re.search(r"documents in ([0-9.]+) s", output)[1]), memory


def _print_growth(number, environment):
    """Print what a document cost in the first run, around several numbers, by its records' times."""
    window = number // 25
    places = [window, *(number * share // 4 for share in (1, 2, 3)), number - window]
    program = (
        "from articles.models import ImportRecord, ImportRun\n"
        "times = ImportRun.objects.earliest('pk').records.order_by('pk').values_list('created_at')\n"
        f"for place in {places}:\n"
        f"    start, end = times[place - {window}][0], times[place + {window} - 1][0]\n"
        f"    print(place, (end - start).total_seconds() / {2 * window} * 1000)\n"
    )
    output = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", program],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    costs = [line.split() for line in output.splitlines()]
    print("| around document | ms a document | ratio |")
    print("| ---: | ---: | ---: |")
    for place, cost in costs:
        print(f"| {int(place):,} | {float(cost):.1f} | {float(cost) / float(costs[0][1]):.2f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
