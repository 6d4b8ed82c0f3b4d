"""Sentences that are made in English and shown in the language of whoever reads them."""

import ast
import json
import pickle
from pathlib import Path
from string import Formatter

import polib
import pytest
from django.utils import translation

from articles import telling
from articles.importing.documents.notes import ESCAPED_TWICE, NOT_UTF_8, known_note
from articles.telling import Told, as_kept, at_line, in_words, message_of, reason_of, tell

ROOMS = ("importing", "html", "images", "admin", "duplicates.py", "fields.py")
# What is raised with a sentence that an editor may read.
OURS = {"DocumentError", "RuleError", "MarkupRefused", "PictureRefused", "MemberError"}
OURS |= {"BrokenArchiveError"}


@pytest.fixture
def boat(in_chinese):
    in_chinese(
        {
            "{number:,} boats leave {place}": "{number:,} 艘船离开{place}",
            "the old pier": "旧码头",
            "it sinks: {reason}": "沉没：{cause}",
            "line {line}: {problem}": "第 {line} 行：{problem}",
        }
    )
    return tell("{number:,} boats leave {place}", number=1200, place=tell("the old pier"))


def code_of(*names):
    """Yield (file, tree) of the modules that make sentences."""
    for name in names:
        place = Path("articles", name)
        for file in [place] if place.suffix else sorted(place.rglob("*.py")):
            yield file, ast.parse(file.read_text())


def test_a_sentence_is_its_english_text(boat):
    assert boat == "1,200 boats leave the old pier"
    assert json.dumps({"message": boat}) == '{"message": "1,200 boats leave the old pier"}'


def test_a_sentence_is_shown_in_the_readers_language_with_what_stands_in_it(boat):
    with translation.override("zh-hans"):
        assert in_words(at_line(3, boat)) == "第 3 行：1,200 艘船离开旧码头"
    with translation.override("en"):
        assert in_words(at_line(3, boat)) == "line 3: 1,200 boats leave the old pier"
    assert at_line(0, boat) is boat
    assert in_words("a plain text with {braces}") == "a plain text with {braces}"


def test_a_sentence_comes_back_from_a_worker_as_it_went(boat):
    back = pickle.loads(pickle.dumps(boat))

    assert (type(back), back, back.template) == (Told, boat, boat.template)
    assert isinstance(back.values["place"], Told)


def test_what_was_kept_of_a_sentence_is_shown_in_the_readers_language(boat):
    row = json.loads(json.dumps(as_kept({"kind": "boat", "message": boat})))

    assert row["message"] == boat
    with translation.override("zh-hans"):
        assert message_of(row) == "1,200 艘船离开旧码头"


def test_a_message_that_was_kept_alone_is_shown_as_it_is():
    row = {"kind": "boat", "message": "12 boats {leave}"}

    assert as_kept(row) == row
    assert message_of(row) == "12 boats {leave}"


def test_a_translation_that_does_not_fit_gives_way_to_english(boat):
    with translation.override("zh-hans"):
        assert in_words(tell("it sinks: {reason}", reason="rain")) == "it sinks: rain"


@pytest.mark.parametrize(
    "odd",
    [
        {"template": "{"},
        {"template": "{number} boats"},
        {"template": "{number:,} boats", "values": {"number": "many"}},
        {"template": "{number} boats", "values": []},
        {"template": "{number} boats", "values": {"number": {"values": {}}}},
        {"template": None},
    ],
)
def test_parts_that_do_not_fit_give_way_to_the_message(odd):
    assert message_of({"message": "12 boats"} | odd) == "12 boats"


def test_the_reason_of_an_error_is_the_sentence_it_was_raised_with(boat):
    assert isinstance(reason_of(ValueError(boat)), Told)
    assert reason_of(ValueError("a", "b")) == "('a', 'b')"
    assert reason_of(MemoryError()) == ""


def test_notes_of_a_feed_are_known_by_their_form():
    assert known_note("read as GB18030, for it is not UTF-8").values == {"charset": "GB18030"}
    assert known_note(ESCAPED_TWICE).template == ESCAPED_TWICE
    assert known_note(tell(NOT_UTF_8, charset="UTF-16")).template == NOT_UTF_8


@pytest.mark.parametrize("note", ["{charset.__class__}", "{0:9999999999}", "别的话", ""])
def test_a_document_brings_no_template(note):
    assert not isinstance(known_note(note), Told)


def test_every_template_stands_where_it_is_marked_for_translation():
    # A name is one of the constants that gettext_noop marks.
    found = [
        f"{file}:{call.lineno}"
        for file, tree in code_of("")
        if not file.samefile(telling.__file__)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "tell"
        if not isinstance(call.args[0], ast.Constant) and not _constant(call.args[0])
    ]

    assert found == []


def test_translations_name_only_what_their_sentences_say():
    catalogue = polib.pofile("articles/locale/zh_Hans/LC_MESSAGES/django.po")
    told = [entry for entry in catalogue if "python-brace-format" in entry.flags and entry.msgstr]

    assert told
    assert [e.msgid for e in told if not _gaps_of(e.msgstr) <= _gaps_of(e.msgid)] == []


def test_nothing_that_an_editor_may_read_is_a_bare_text():
    found = [
        f"{file}:{text.lineno}"
        for file, tree in code_of(*ROOMS)
        for node in ast.walk(tree)
        for text in _texts_in(node)
        if isinstance(text, ast.JoinedStr) or (isinstance(text, ast.Constant) and text.value)
    ]

    assert found == []


def _gaps_of(template):
    return {name for _text, name, _form, _conversion in Formatter().parse(template)} - {None}


def _constant(node):
    name = getattr(node, "attr", "") or getattr(node, "id", "")
    return name.isupper() or node.id == "template"


def _texts_in(node):
    """Yield what `node` gives as a message: to an error of ours, as a problem, in a warning."""
    if isinstance(node, ast.Call):
        if getattr(node.func, "id", "") in OURS:
            yield from node.args[:1]
        yield from (key.value for key in node.keywords if key.arg == "problem")
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        yield from (value for key, value in pairs if getattr(key, "value", "") == "message")
