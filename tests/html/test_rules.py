"""The rules of a source as an operator writes them."""

import pickle
import time

import pytest

from articles.html import RuleError, make_body, read_rules
from articles.html.marks import fits, marks_of
from articles.html.rules import HOUSE


def test_no_rules_are_the_houses():
    assert read_rules("\n# only a remark\n") is HOUSE


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("remove: div[", "no CSS selector"),
        ("delete: div", "is no rule"),
        ("just words", "is no rule"),
        ("remove:", "nothing follows"),
        ("remove text: **", "add words"),
        ("credit: 资料图", "needs one *"),
        ("link: somewhere", "does not say where"),
        ("link: http://[bad/?u=", "is no address"),
        (f"remove: {'a' * 400}", "characters at most"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_with_its_line(rule, told):
    with pytest.raises(RuleError, match=r"^line 2: ") as error:
        read_rules(f"# first\n{rule}")

    assert told in str(error.value)


def test_a_colon_of_either_width_parts_a_rule():
    assert read_rules("remove text：海湾*").removed_texts == ("海湾*",)


def test_rules_travel_to_a_worker():
    rules = read_rules("remove: div.box")

    assert pickle.loads(pickle.dumps(rules)) == rules


@pytest.mark.parametrize(
    ("wildcard", "text", "is_fit"),
    [
        ("海湾*", "海湾", True),
        ("*日报*", "海湾日报社", True),
        ("海*报", "海湾日报", True),
        ("海*报", "海湾日报社", False),
        ("海*湾*湾", "海湾", False),
        ("海湾", "海湾日报", False),
    ],
)
def test_a_star_stands_for_any_text(wildcard, text, is_fit):
    assert fits(wildcard, text) == is_fit


HOSTILE = [
    "a",
    "（",
    "图",
    "图片来源：",
    "点击",
    " ",
    "#x ",
    "1",
    "http://",
    "编",
    "；",
    "A",
    "本文",
    "—",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_pattern_takes_long_over_a_hostile_line(piece):
    marks = marks_of(HOUSE)
    text = piece * (100_000 // len(piece)) + "!"
    asked = [
        marks.is_notice,
        marks.is_furniture,
        marks.is_closing,
        marks.is_staff,
        marks.is_related_heading,
        marks.is_no_alt,
        marks.is_ownerless,
        marks.caption.match,
        marks.summary.match,
        marks.placeholder.search,
        marks.code_picture.search,
        *(credit.search for credit in marks.credits),
    ]
    for ask in asked:
        start = time.process_time()
        ask(text[:2000] if getattr(ask, "__name__", "") == "search" else text)
        assert time.process_time() - start < 0.5, ask


def test_a_hostile_body_takes_no_longer_than_another():
    start = time.process_time()
    make_body("".join(f"<p>{piece * 3000}</p>" for piece in HOSTILE) + "<a<b" * 5000)

    assert time.process_time() - start < 5
