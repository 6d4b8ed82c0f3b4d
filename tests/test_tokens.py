import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.tokens import (
    MAX_TEXT,
    MAX_TOKENS,
    MAX_WORD,
    PART,
    fold,
    tokens_of,
    words_in,
    words_of,
    words_of_names,
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
    assert " ".join(tokens_of(text)) == tokens


def test_a_word_is_cut_where_the_index_would_refuse_it():
    assert tokens_of("x" * 1000) == ["x" * MAX_WORD]


def test_a_text_is_indexed_as_far_as_the_databases_hold():
    assert len(tokens_of("停" * (MAX_TOKENS + 9))) == MAX_TOKENS
    assert len(tokens_of("停 " * (MAX_TOKENS + 9))) == MAX_TOKENS
    # The longest words, of four bytes a letter, stay far below a megabyte.
    assert len(words_in(f"{chr(0x10400) * MAX_WORD} " * MAX_TOKENS).encode()) < 500_000
    # One character that folds to eighteen.
    assert len(words_in("\ufdfa" * MAX_TEXT)) <= 2 * MAX_TEXT


def test_each_character_that_is_a_word_by_itself_stands_once_before_the_rest():
    assert words_in("会谈会G20") == "¶ ¶会 ¶谈 ¶ 会谈 谈会 会 g20 ¶"
    assert words_in("Hello world") == "¶ ¶ hello world ¶"


def test_parts_are_kept_apart():
    assert words_in("停火", "3", "月") == "¶ ¶停 ¶月 ¶火 ¶ 停火 火 ¶ 3 ¶ 月 ¶"


@pytest.mark.parametrize("parts", [(), ("",), ("，。", "😀"), (PART, PART)], ids=repr)
def test_parts_without_a_word_have_none(parts):
    assert words_in(*parts) == ""


def test_the_words_of_a_text_are_those_of_every_part():
    words = words_of("甲", "乙", "丙", "丁")

    assert words.title == "¶ ¶甲 ¶ 甲 ¶"
    assert words.summary == "¶ ¶乙 ¶ 乙 ¶"
    assert words.text.endswith("¶ 甲 ¶ 乙 ¶ 丙 ¶ 丁 ¶")


def test_names_have_one_order_and_are_told_once():
    assert words_of_names(["新华社", "港口", "港口"]) == words_of_names({"港口", "新华社"})
    assert words_of_names([]) == ""


@settings(deadline=None)
@given(ANYTHING)
def test_words_hold_nothing_that_a_query_language_could_read(text):
    words = words_in(text)

    assert not set(words) & set("\"'\\%_*:&|!()-+^~\x00\n\t")
    assert all(words.split(" ")) or words == ""
