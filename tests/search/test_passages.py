import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search import marked, passages

ANYTHING = st.text(st.characters(), max_size=40)


def marks(pairs):
    return [piece for piece, is_match in pairs if is_match]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("俄乌外长举行会谈", "外长 会谈", ["外长", "会谈"]),
        ("臺灣地區", "台湾", ["臺灣"]),
        ("台湾地区", "臺灣", ["台湾"]),
        ("订购ＡＢＣ１２３", "abc123", ["ＡＢＣ１２３"]),
        ("丰田㍿总裁", "会社", ["㍿"]),
        ("丰田㍿总裁", "丰田", ["丰田"]),
        ("总裁㍿", "总裁", ["总裁"]),
        ("ﬁlm节", "film", ["ﬁlm"]),
        ("ﬁ 节日", "节日", ["节日"]),
        ("cafe\u0301 里", "café", ["cafe\u0301"]),
        ("ｶﾞｲﾄﾞ", "ガイド", ["ｶﾞｲﾄﾞ"]),
        ("举行会谈判断", "会谈 谈判", ["会谈判"]),
        ("2022 年 G20 峰会", "2022年g20", ["2022 年 G20"]),
        ("3月11日与13月", "3月", ["3月"]),
        ("停停停", "停", ["停停停"]),
        ("smart art", "art", ["art"]),
        ("G20峰会与G201", "G20", ["G20"]),
        ("<b>会谈</b>", "会谈", ["会谈"]),
        ("会谈", "", []),
        ("会谈", "*\"' AND", []),
        ("", "会谈", []),
    ],
)
def test_the_original_characters_of_a_match_are_marked(text, query, expected):
    assert marks(marked(text, query)) == expected


@settings(deadline=None)
@given(ANYTHING, ANYTHING)
def test_the_pieces_of_a_marked_text_are_the_text(text, query):
    assert "".join(piece for piece, _is_match in marked(text, query)) == text


def test_a_passage_stands_around_the_first_match():
    text = "开头。" * 100 + "双方同意停火，会谈继续。" + "结尾。" * 100

    pairs = passages(text, "停火")

    assert marks(pairs) == ["停火"]
    assert pairs[0] == pairs[-1] == ("…", False)
    assert 100 <= sum(len(piece) for piece, _is_match in pairs) <= 125


def test_a_passage_at_the_end_is_filled_up_from_before():
    pairs = passages("开头。" * 100 + "停火", "停火")

    assert pairs[-1] == ("停火", True)
    assert sum(len(piece) for piece, _is_match in pairs) >= 40


def test_a_passage_without_a_match_is_the_beginning():
    pairs = passages("开头。" * 100, "停火")

    assert pairs[0][0].startswith("开头。开头。")
    assert pairs[-1] == ("…", False)
    assert marks(pairs) == []


def test_a_short_text_is_shown_whole_on_one_line():
    pairs = passages("第一段\n停火 \n 第三段", "停火")

    assert "".join(piece for piece, _is_match in pairs) == "第一段 停火 第三段"


def test_no_text_gives_no_passage():
    assert passages("", "停火") == []


def test_a_passage_finds_its_match_behind_characters_that_fold_longer():
    pairs = passages("㍿" * 300 + "停火" + "㍿" * 300, "停火")

    assert marks(pairs) == ["停火"]


def test_a_passage_cuts_no_word_of_other_scripts():
    text = "international negotiations " * 20 + "停火 " + "international negotiations " * 20

    whole = "".join(piece for piece, _is_match in passages(text, "停火")).strip("…")

    assert set(whole.split()) <= {"international", "negotiations", "停火"}


@settings(deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_a_passage_is_part_of_the_text_whatever_it_holds(before, query, after):
    line = " ".join(f"{before}{query}{after}".split())

    pieces = [piece for piece, _is_match in passages(line, query) if piece != "…"]

    assert "".join(pieces).strip() in line


@pytest.mark.parametrize("before", [0, 10, 30, 80, 300])
@pytest.mark.parametrize("after", [0, 10, 30, 300])
def test_a_match_stands_among_the_first_characters_of_its_passage(before, after):
    pairs = passages("前" * before + "停火" + "后" * after, "停火")
    text = "".join(piece for piece, _is_match in pairs)

    assert text.index("停火") <= 40
    assert len(text) >= min(40, before + 2 + after)
