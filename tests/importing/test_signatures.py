"""Signatures of texts: what they agree on, and that they are the same everywhere."""

import json
import random
import subprocess
import sys

import opencc
import pytest

from articles.html import make_body, text_of
from articles.importing.signatures import (
    BANDS,
    MAX_CHARACTERS,
    MIN_CHARACTERS,
    bands_of,
    signature_of,
    similarity,
)

HEADER = "观察者网讯 综合报道\n（本报记者 张三 李四 北京3月11日电）点击上方蓝字关注我们，获取更多国际新闻资讯。\n"
FOOTER = "\n责任编辑：王五\n本文转载自网络，版权归原作者所有，不代表本站立场，如有侵权请联系删除。扫描二维码，下载客户端，随时随地看新闻。"
ENGLISH = (
    "The town clock has stopped again, and this time the council means to find out why. Three "
    "clockmakers have climbed the tower since the spring; each came down with another answer, and "
    "none of them with a bill that anybody was willing to pay."
)

CHINESE = (
    "昨天夜里，港口的最后一班渡轮在大雾中停了三个小时。船上有四十二名乘客，多数是下班回家的工人；"
    "有人唱起了歌，后来连船长也跟着唱。今天早上雾散了，渡轮照常开出，只是晚了十分钟，没有人说什么。"
    "码头上卖豆浆的老人说，这样的雾他一年总要见上两三回。"
)


@pytest.fixture(scope="module")
def story():
    from tests.conftest import FIXTURES

    document = (FIXTURES / "seed" / "000_5878dd63f6100635.txt").read_text(encoding="utf-8")
    return text_of(make_body(document.split("---", 2)[2]).html, figures=False)


def drawn_hanzi(number, count=1500):
    return "".join(random.Random(number).choices([chr(0x4E00 + n) for n in range(3000)], k=count))


def likeness(first, second):
    return similarity(signature_of(first), signature_of(second))


def is_found(first, second):
    return bool({*bands_of(signature_of(first))} & {*bands_of(signature_of(second))})


def with_edited_sentences(text):
    parts = text.split("，")
    return "，".join(
        "另据介绍与此前说法不同" if n % 20 == 3 else part for n, part in enumerate(parts)
    )


def without_a_paragraph(text):
    paragraphs = text.split("\n")
    return "\n".join(paragraphs[:4] + paragraphs[5:])


@pytest.mark.parametrize(
    ("change", "at_least"),
    [
        (lambda text: HEADER + text + FOOTER, 0.85),
        (without_a_paragraph, 0.85),
        (with_edited_sentences, 0.8),
        (lambda text: opencc.OpenCC("s2t").convert(text), 0.97),
        (lambda text: HEADER + with_edited_sentences(without_a_paragraph(text)) + FOOTER, 0.65),
    ],
    ids=["outlet's lines", "paragraph cut", "sentences edited", "traditional", "all but script"],
)
def test_another_outlets_version_of_a_story_is_found(story, change, at_least):
    other = change(story)

    assert other != story
    assert is_found(story, other)
    assert likeness(story, other) >= at_least


def test_width_case_punctuation_and_blanks_make_no_difference():
    text = ENGLISH.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "abcXYZ,."})

    assert signature_of("\u3000 " + text.upper().replace(" ", " — ")) == signature_of(ENGLISH)


def test_different_stories_of_one_outlet_are_neither_found_nor_alike():
    texts = [HEADER + drawn_hanzi(number) + FOOTER for number in range(30)]

    for number, text in enumerate(texts):
        for other in texts[:number]:
            assert not is_found(text, other)
            assert likeness(text, other) < 0.3


def test_different_english_texts_are_not_alike(story):
    other = (
        "The council has stopped the spring fair again, and this time the town means to find out "
        "who was willing to pay for it. Nobody came with an answer, and none of the three stands "
        "had a bill to show for the week that they spent below the tower."
    )

    assert likeness(ENGLISH, other) < 0.2
    assert likeness(ENGLISH, story) == 0


def test_the_estimate_is_near_the_share_of_common_text():
    for share in (0.3, 0.6, 0.9):
        errors = []
        for number in range(20):
            common, own = int(1500 * share), 1500 - int(1500 * share)
            text = drawn_hanzi(number, common)
            first, second = (text + drawn_hanzi(1000 + 2 * number + n, own) for n in (0, 1))
            errors.append(likeness(first, second) - common / (common + 2 * own))
        assert abs(sum(errors) / len(errors)) < 0.03
        assert max(map(abs, errors)) < 0.16


@pytest.mark.parametrize(
    "text", ["", "　\n…", "短讯。" * 2, "正" * (MIN_CHARACTERS - 1) + "。" * 99]
)
def test_a_short_text_has_no_signature_and_is_like_nothing(text, story):
    assert signature_of(text) == b""
    assert bands_of(b"") == []
    assert similarity(b"", b"") == similarity(b"", signature_of(story)) == 0


def test_a_text_of_one_repeated_character_has_a_signature():
    assert likeness("哈" * 200, "哈" * 900) == 1


def test_signatures_of_another_version_have_nothing_in_common(story):
    signature = signature_of(story)
    older = bytes([0]) + signature[1:]

    assert similarity(signature, older) == 0
    assert not {*bands_of(signature)} & {*bands_of(older)}


def test_bands_are_distinct_signed_numbers_of_64_bits(story):
    bands = bands_of(signature_of(story))

    assert len({*bands}) == BANDS
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert min(bands) < 0 < max(bands)


# Stored signatures are worth nothing once these change: raise VERSION, and reprocess.
@pytest.mark.parametrize(
    ("text", "beginning", "band"),
    [
        (ENGLISH, "0102b6a43ac5348c7bf98b1dda14421c6f06", -1944451548454770023),
        (CHINESE, "0102ea0024c1487c9443a021b98c890c6910", -5502203609667661467),
    ],
    ids=["English", "Chinese"],
)
def test_a_signature_is_what_it_was_in_earlier_releases(text, beginning, band):
    signature = signature_of(text)

    assert signature.hex().startswith(beginning)
    assert bands_of(signature)[-1] == band


def test_another_process_makes_the_same_signature(story):
    program = (
        "import sys, json; from articles.importing.signatures import signature_of; "
        "print(signature_of(json.loads(sys.stdin.read())).hex())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(story),
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == signature_of(story).hex()


@pytest.mark.parametrize(
    "text",
    [
        "\ud800" * 500 + "正文" * 100,
        "\x00" * 500 + "正文" * 100,
        "𠀀𠀁😀" * 200,
        "é" * 500,
        "\u0301" * 5000,
        "ﷺ" * 5000,
    ],
    ids=["surrogates", "NUL", "beyond 16 bits", "Latin-1", "marks", "long in normal form"],
)
def test_any_string_is_taken(text):
    assert len(signature_of(text)) in (0, len(signature_of(ENGLISH)))


def test_only_the_beginning_of_a_very_long_text_counts():
    text = drawn_hanzi(1, MAX_CHARACTERS)

    assert signature_of(text + drawn_hanzi(2)) == signature_of(text)
