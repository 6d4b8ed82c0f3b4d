import importlib
import pkgutil
import re
import time

import pytest

from articles.importing import documents, front_matter, markup, readers
from articles.importing.documents import read_document
from articles.importing.limits import cpu_limit
from articles.importing.markup import expand

SIZE = 100_000
# Seconds. Time in step with the length takes a fiftieth of it, time in step with its square thrice.
LIMIT = 2
SAMPLES = [
    "a" * SIZE + "!",
    *(sign * SIZE for sign in "<&-`*_[]({:#|$+;\"'\n\t @=/.\\!，"),
    *(
        pair * (SIZE // len(pair))
        for pair in (
            *("{%", "{{", "{{<", "{#", "![[", "[[", "<!--", "-- ", "- ", "\n\n", "\n---", "a: ", "{:", "[a](", "](", "=\"", "=' "),
            *("<img ", "<code", "[caption ", "&lt;br ", "[a]", "<item>", "]]>", "**a", "$a", "$$", "::: a\n", "```\n", "~~~ ", "`a``", "> ", "1. ", "[^a]", "##a", "# a "),
            *("http://a", "//a.", "{% a", "{% a %}", "{{ a }}", "{{< a >}}", "<!-- tab", "&#", '""', "a=\"b\" ", "a=", "a, ", " | ", "|a"),
        )
    ),
]  # fmt: skip


def modules():
    for package in (markup, documents, front_matter, readers):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)
    for name in ("times", "local_pictures"):
        yield importlib.import_module(f"articles.importing.{name}")


PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in modules()
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_takes_long_whatever_it_reads(name):
    pattern = PATTERNS[name]
    slow = []
    for sample in SAMPLES:
        # Were its time to grow with the square of the length, the whole would take 64 times that.
        if 64 * _seconds(pattern, sample[-SIZE // 8 :]) < LIMIT:
            continue
        # A busy machine may be slow once, not each time.
        if all(_seconds(pattern, sample) > LIMIT for _ in range(2)):
            slow.append(sample[:10])

    assert slow == []


def _seconds(pattern, sample):
    if isinstance(pattern.pattern, bytes):
        sample = sample.encode()
    start = time.process_time()
    pattern.match(sample)
    pattern.subn(sample[:0], sample)
    return time.process_time() - start


@pytest.mark.parametrize("name", ["a.md", "a.html"])
@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_no_body_takes_long(name, number):
    document = read_document(b"---\ntitle: a\n---\n" + SAMPLES[number][:20_000].encode(), name=name)

    start = time.process_time()
    expand(document)

    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("start", "piece", "matter"),
    [
        ("<div>   \n", "<!--", "title: a"),
        ("[/video]", "[video]", "title: a\ntranscribed_from: wordpress"),
        ("", "<code>", "title: a\ntranscribed_from: wordpress"),
    ],
    ids=["comments", "shortcodes", "code"],
)
def test_the_largest_body_stays_within_the_time_of_a_document(start, piece, matter):
    written = f"{start}{piece * (4_900_000 // len(piece))}</div>"

    with cpu_limit():
        expand(read_document(f"---\n{matter}\n---\n{written}".encode(), name="a.md"))
