import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search import MAX_QUERY, MAX_TERMS, read_query, unquoted
from articles.tokens import words_in

ANYTHING = st.text(st.characters(), max_size=60)


def texts(terms):
    return [term.text for term in terms]


@pytest.mark.parametrize(
    ("query", "wanted", "unwanted"),
    [
        ("外长 会谈", ["外长", "会谈"], []),
        ("外长，会谈", ["外长", "会谈"], []),
        ("臺灣 台湾 台灣", ["台湾"], []),
        ("ROG枪神6", ["rog枪神6"], []),
        ("ＲＯＧ", ["rog"], []),
        ('"外长 会谈" 停火', ["外长 会谈", "停火"], []),
        ("“外长 会谈”", ["外长 会谈"], []),
        ("「外长」『会谈』", ["外长", "会谈"], []),
        ("＂外长＂", ["外长"], []),
        ('"外长', ["外长"], []),
        ('""', [], []),
        ("外长 -会谈", ["外长"], ["会谈"]),
        ("外长 －会谈", ["外长"], ["会谈"]),
        ("外长 −会谈", ["外长"], ["会谈"]),
        ('外长 -"会 谈"', ["外长"], ["会 谈"]),
        ("“外长”-会谈", ["外长"], ["会谈"]),
        ("-会谈", [], ["会谈"]),
        ("COVID-19", ["covid", "19"], []),
        ("停火-会谈", ["停火", "会谈"], []),
        ("外长 -COVID-19", ["外长"], ["covid-19"]),
        ("外长 - 会谈", ["外长", "会谈"], []),
        ("外长 --会谈", ["外长"], ["-会谈"]),
        ("*-:^()", [], []),
    ],
)
def test_a_query_says_what_is_wanted_and_what_is_not(query, wanted, unwanted):
    read = read_query(query)

    assert (texts(read.wanted), texts(read.unwanted)) == (wanted, unwanted)
    assert len(read) == len(wanted) + len(unwanted)


@pytest.mark.parametrize(
    ("query", "tokens", "is_open"),
    [
        ("俄罗斯", ["俄罗", "罗斯"], False),
        ("斯", ["¶斯"], False),
        ("g20", ["g20"], False),
        ("g20峰会", ["g20", "峰会"], False),
        ("峰会g20", ["峰会", "会", "g20"], False),
        ("3月11日", ["3", "月", "11", "日"], True),
        ('"外长 会谈"', ["外长", "长", "会谈"], False),
        ("x" * 100, ["x" * 64], False),
    ],
)
def test_a_term_is_a_phrase_of_tokens(query, tokens, is_open):
    (term,) = read_query(query).wanted

    assert (list(term.tokens), term.is_open) == (tokens, is_open)


def test_only_what_a_reader_types_is_read():
    assert texts(read_query("停" * 10_000).wanted) == ["停" * MAX_QUERY]


def test_a_query_tells_how_many_terms_it_has():
    numbers = " ".join(map(str, range(20)))

    assert len(read_query(numbers)) > MAX_TERMS


@pytest.mark.parametrize("query", ["停火", '"外长 会谈"', "ROG枪神6", '"a b"'])
def test_a_term_can_be_written_as_a_query_of_its_own(query):
    (term,) = read_query(query).wanted

    assert read_query(term.written).wanted == (term,)


def test_quotation_marks_can_be_left_out():
    assert unquoted('“外长 会谈” -"停火"') == '外长 会谈 -"停火"'


@settings(deadline=None)
@given(ANYTHING, ANYTHING)
def test_every_term_of_a_text_stands_in_its_words(before, after):
    words = words_in(f"{before} {after}")

    for term in read_query(after.replace("-", " ")).wanted:
        assert term.phrase in words
        assert all(f" {lexeme} " in words for lexeme in term.lexemes)
