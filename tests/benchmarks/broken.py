"""What broken documents cost the others: python -m tests.benchmarks.broken [WORKERS]

Imports 800 documents alone, then the same 800 among 200 that are broken in 40 ways, each as
an operator does, and prints both times, the outcomes, and how many of the 200 are reported by
name with a reason. Exits with 1 unless that is all of them and all 800 others came in.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.documents import write_documents

ROOT = Path(__file__).parents[2]
GOOD, COPIES = 800, 5


def matter(text):
    return f"---\n{text}\n---\n<p>正文。</p>\n".encode()


def body(text):
    return f"---\ntitle: 题\ndate: 2022-03-10\n---\n{text}\n".encode()


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
WAYS = [
    ("empty", b""),
    ("blank", b"\n\n \t\n"),
    ("unclosed list", matter("title: [一, 二")),
    ("unclosed mapping", matter("title: {一: 二")),
    ("unclosed quote", matter('title: "一')),
    ("text behind a quote", matter('title: "一" 二')),
    ("colon in a value", matter("title: 标题: 说明")),
    ("undefined alias", matter("title: *重要")),
    ("unknown tag", matter("title: !重磅 消息")),
    ("python tag", matter("title: !!python/object/apply:os.system [id]")),
    ("anchor without a name", matter("title: &")),
    ("reserved at", matter("title: @某人")),
    ("reserved percent", matter("title: %一")),
    ("reserved backtick", matter("title: `一`")),
    ("bracket before text", matter("title: [Emacs] 入门")),
    ("bad escape", matter('title: "a\\qb"')),
    ("list in a line", matter("tags: - 一")),
    ("bad indentation", matter("title: 一\n  date: 2022-03-10")),
    ("two documents", matter("title: 一\n...\nx: [")),
    ("key that is a list", matter("? [一, 二]\n: 三")),
    ("a list of keys", matter("- title: 一")),
    ("alias bomb", matter(BOMB)),
    ("alias of itself", matter("title: &a [*a]")),
    ("deep list", matter("title: " + "[" * 3000 + "]" * 3000)),
    ("long front matter", matter("title: " + "长" * 70_000)),
    ("many values", matter("tags: [" + "a, " * 1500 + "a]")),
    ("future YAML", matter("%YAML 9.9\n---\ntitle: 一")),
    ("broken TOML", "+++\ntitle = \n+++\n正文".encode()),
    ("no text at all", b"\x81\xff\xfe\x00\xff\xff\x80\x80 \xff\xff\x00\xff"),
    ("larger than read", b"---\ntitle: a\n---\n" + b"x" * 5_100_000),
    ("long body", body("长" * 700_000)),
    ("many elements", body("<b>x</b>" * 21_000)),
    ("deep elements", body("<div>" * 400 + "x")),
    ("many attributes", body("<p " + " ".join(f"a{n}=1" for n in range(500)) + ">x</p>")),
]
FILES = ["link out", "link to nothing", "link to itself", "fifo", "socket", "long path"]


def main(workers=2):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        alone, mixed = root / "alone", root / "mixed"
        write_documents(alone, GOOD)
        write_documents(mixed, GOOD)
        broken = set(_write_broken(mixed, root))
        print(f"{len(broken)} broken documents in {len(broken) // COPIES} ways")
        seconds, rows = {}, []
        for name, inbox in (("alone", alone), ("mixed", mixed)):
            seconds[name], rows = _import(inbox, root / f"{name}.sqlite3", workers)
        failed = {row["path"] for row in rows if row["outcome"] == "failed" and row["error"]}
        created = sum(row["outcome"] == "created" for row in rows)
        print("| documents | seconds | created | failed, by name and reason |")
        print("| --- | ---: | ---: | ---: |")
        print(f"| 800 alone | {seconds['alone']:.1f} | 800 | |")
        print(f"| with 200 broken | {seconds['mixed']:.1f} | {created} | {len(failed)} |")
        print(f"ratio {seconds['mixed'] / seconds['alone']:.2f}")
        if created != GOOD or failed != broken:
            missed = sorted(broken - failed) + sorted(failed - broken)
            sys.exit(f"not as it should be: {missed[:20]}")


def _write_broken(mixed, root):
    """Write the broken documents among the others; yield their paths."""
    outside = root / "outside.txt"
    outside.write_text("secret")
    for copy in range(COPIES):
        for number, (_name, content) in enumerate(WAYS):
            file = mixed / f"{copy * 190 + number * 4:06}-broken.txt"
            # No two the same, for identical bytes are kept once.
            file.write_bytes(content + b" " * copy)
            yield str(file)
        for name in FILES:
            file = mixed / f"{copy * 180:06}-{name}.txt"
            if name == "link out":
                file.symlink_to(outside)
            elif name == "link to nothing":
                file.symlink_to(root / "nowhere")
            elif name == "link to itself":
                file.symlink_to(file)
            elif name == "fifo":
                os.mkfifo(file)
            elif name == "socket":
                with socket.socket(socket.AF_UNIX) as server:
                    # The name of a socket is short: bound here, and moved.
                    server.bind(str(root / "s"))
                    (root / "s").rename(file)
            else:
                file = mixed.joinpath(*["很长的目录名" * 13] * 8, f"{copy}.txt")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(matter("title: 一"))
            yield str(file)


def _import(inbox, database, workers):
    """Import `inbox` into a new database; return (seconds, the report's objects)."""
    report = database.with_suffix(".jsonl")
    environment = os.environ | {
        "SECRET_KEY": "benchmark",
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(database.parent),
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
    command = [*manage, "import_posts", str(inbox), f"--workers={workers}", f"--report={report}"]
    started = time.monotonic()
    subprocess.run(command, env=environment, cwd=ROOT, capture_output=True)
    seconds = time.monotonic() - started
    return seconds, [json.loads(line) for line in report.read_text().splitlines()]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
