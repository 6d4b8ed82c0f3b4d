import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.tokens import (
    MAX_QUERY,
    MAX_TERMS,
    MAX_TEXT,
    MAX_WORD,
    fold,
    phrase_of,
    terms_of,
    tokens_of,
)

ANYTHING = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("臺灣後裏發", "台湾后里发"),
        ("Straße", "strasse"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("㍿", "株式会社"),
        ("ﬁ", "fi"),
        ("乾坤", "干坤"),
        ("e\u0301", "é"),
    ],
)
def test_widths_case_and_traditional_characters_are_made_one(text, folded):
    assert fold(text) == folded


def test_each_traditional_character_folds_alike_whatever_stands_beside_it():
    assert fold("著作發展") == fold("著") + fold("作") + fold("發") + fold("展")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("会谈结束", "会谈 谈结 结束 束"),
        ("题", "题"),
        ("2022年G20峰会", "2022 年 g20 峰会 会"),
        ("会谈，结束", "会谈 谈 结束 束"),
        ("Don't panic", "don t panic"),
        ("コーヒー", "コー ーヒ ヒー ー"),
        ("서울에서", "서울 울에 에서 서"),
        ("", ""),
        ("，。!?*\"'%_\\ \x00😀", ""),
    ],
)
def test_a_text_becomes_bigrams_and_words(text, tokens):
    assert tokens_of(text) == tokens


def test_a_word_is_cut_where_the_index_would_refuse_it():
    assert tokens_of("x" * 1000) == "x" * MAX_WORD
    assert phrase_of("x" * 100) == ["x" * MAX_WORD]


def test_a_text_is_indexed_as_far_as_the_databases_hold():
    assert tokens_of("停" * (MAX_TEXT + 9)).count(" ") == MAX_TEXT - 1
    # One character that folds to eighteen.
    assert len(tokens_of("\ufdfa" * MAX_TEXT)) <= MAX_TEXT


def test_a_query_is_cut_to_what_a_reader_types():
    assert terms_of("停" * 10_000) == ["停" * MAX_QUERY]
    assert len(terms_of(" ".join(map(str, range(100))))) == MAX_TERMS


def test_a_term_is_asked_for_once():
    assert terms_of("臺灣 台湾 台灣") == ["台湾"]


@pytest.mark.parametrize(
    ("term", "phrase"),
    [
        ("俄罗斯", ["俄罗", "罗斯"]),
        ("斯", ["斯"]),
        ("g20", ["g20"]),
        ("g20峰会", ["g20", "峰会"]),
        ("峰会g20", ["峰会", "会", "g20"]),
        ("3月11日", ["3", "月", "11", "日"]),
    ],
)
def test_a_term_is_a_phrase_of_tokens(term, phrase):
    assert terms_of(term) == [term]
    assert phrase_of(term) == phrase


@settings(deadline=None)
@given(ANYTHING)
def test_tokens_hold_nothing_that_a_query_language_could_read(text):
    tokens = tokens_of(text)

    assert not set(tokens) & set("\"'\\%_*:&|!()-+^~\x00\n\t")
    assert all(tokens.split(" ")) or tokens == ""


@settings(deadline=None)
@given(ANYTHING, ANYTHING)
def test_every_term_of_a_text_stands_in_its_tokens(before, after):
    tokens = f" {tokens_of(f'{before} {after}')} "

    for term in terms_of(after):
        assert f" {' '.join(phrase_of(term))}" in tokens
