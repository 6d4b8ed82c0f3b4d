import random
import time

import pytest

from articles.differences import aligned_rows, marked_difference


def sides(pieces):
    before = "".join(text for kind, text in pieces if kind != "added")
    after = "".join(text for kind, text in pieces if kind != "removed")
    return before, after


def test_of_a_chinese_sentence_the_characters_that_changed_are_marked():
    assert marked_difference("港口昨天启用新码头。", "港口今天启用新码头。") == [
        ("same", "港口"),
        ("removed", "昨"),
        ("added", "今"),
        ("same", "天启用新码头。"),
    ]


def test_a_latin_word_is_marked_whole():
    assert marked_difference("the cat sat", "the cut sat") == [
        ("same", "the "),
        ("removed", "cat"),
        ("added", "cut"),
        ("same", " sat"),
    ]


def test_equal_texts_are_one_piece_and_no_text_is_none():
    assert marked_difference("渡轮", "渡轮") == [("same", "渡轮")]
    assert marked_difference("", "") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "新"),
        ("3.14 元", "3.15 元\n第二段"),
        ("a\U000f0000b \U000f0000", "\U000f0001 ab cd"),
        ("😀 emoji _x_", "😁 emoji _y_"),
        ("été naïve", "ete naive"),
    ],
)
def test_the_pieces_make_up_both_texts(before, after):
    assert sides(marked_difference(before, after)) == (before, after)


def test_a_long_text_with_nothing_in_common_takes_less_than_a_second():
    numbers = random.Random(1)
    texts = [
        "\n".join(
            "".join(chr(0x4E00 + numbers.randrange(3000)) for _ in range(100)) for _ in range(560)
        )
        for _ in range(2)
    ]
    started = time.process_time()

    pieces = marked_difference(*texts)

    assert time.process_time() - started < 1
    assert sides(pieces) == tuple(texts)


def test_one_changed_word_in_a_long_text_is_found():
    numbers = random.Random(2)
    text = "\n".join(
        "".join(chr(0x4E00 + numbers.randrange(3000)) for _ in range(100)) for _ in range(560)
    )
    changed = text[:28_000] + "甲乙" + text[28_002:]

    marked = [text for kind, text in marked_difference(text, changed) if kind == "added"]

    assert marked == ["甲乙"]


def test_more_words_than_can_be_told_apart_are_shown_as_replaced(monkeypatch):
    monkeypatch.setattr("articles.differences.LAST_CODE", 0xF0001)

    assert marked_difference("aa bb cc", "aa bb dd") == [
        ("removed", "aa bb cc"),
        ("added", "aa bb dd"),
    ]


def test_lines_stand_side_by_side():
    rows = aligned_rows(
        "渡轮今天开航。\n码头昨天启用。\n乘客不多。",
        "渡轮今天开航。\n码头今天启用。\n票价两元。\n乘客不多。",
    )

    shown = [("".join(t for _m, t in r.before), "".join(t for _m, t in r.after)) for r in rows]
    assert shown == [
        ("渡轮今天开航。", "渡轮今天开航。"),
        ("码头昨天启用。", "码头今天启用。"),
        ("", "票价两元。"),
        ("乘客不多。", "乘客不多。"),
    ]
    assert [row.is_same for row in rows] == [True, False, False, True]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_that_one_text_has_alone_is_a_row_of_its_own(place):
    lines = ["甲说了一句话。", "乙没有回答他。"]
    longer = [*lines[:place], "丙在远处听见。", *lines[place:]]

    rows = aligned_rows("\n".join(lines), "\n".join(longer))

    assert len(rows) == 3
    assert not rows[place].before
    assert rows[place].after == [(True, "丙在远处听见。")]


def test_a_line_that_was_replaced_stands_beside_its_successor():
    rows = aligned_rows("甲。\n旧的一段文字\n丁。", "甲。\nQuite another line\n丁。")

    assert len(rows) == 3
    assert rows[1].before == [(True, "旧的一段文字")]
    assert rows[1].after == [(True, "Quite another line")]
