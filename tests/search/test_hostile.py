"""No text and no query takes long, whoever wrote it."""

import time

import pytest

from articles.search import MAX_QUERY, marked, passages, queries, read_query
from articles.tokens import IS_UNPARTED, RUN, RUN_OR_PART, words_in

LONG = 100_000
HOSTILE = [
    "a" * LONG + "!",
    "停" * LONG,
    "<" * LONG,
    "&" * LONG,
    "-" * LONG,
    '"' * LONG,
    "“" * LONG + "”",
    ' -"' * (LONG // 3),
    "a " * (LONG // 2),
    "a!" * (LONG // 2),
    "停a" * (LONG // 2),
    "¶" * LONG,
]
SECONDS = 0.5
hostile = pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4])


def seconds(function, *arguments):
    started = time.thread_time()
    function(*arguments)
    return time.thread_time() - started


@hostile
@pytest.mark.parametrize(
    "pattern", [queries.CHUNK, queries.TERM, RUN, RUN_OR_PART, IS_UNPARTED], ids=repr
)
def test_every_pattern_goes_through_a_text_once(pattern, text):
    assert seconds(lambda: sum(1 for _match in pattern.finditer(text))) < SECONDS


@hostile
def test_a_query_is_read_and_a_text_indexed_at_once(text):
    assert seconds(read_query.__wrapped__, text) < 0.05
    assert seconds(words_in, text) < SECONDS


@hostile
@pytest.mark.parametrize(
    "query",
    ["a!", "停", "a停a停a停", '"a a a a"', '"停 停 停"', "a" * 64, "停" * MAX_QUERY, "停a " * 50],
)
def test_a_text_is_marked_at_once(text, query):
    assert seconds(passages, text, query) < 1
    assert seconds(marked, text[:300], query) < SECONDS
