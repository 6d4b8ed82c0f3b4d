import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from articles import workflow
from articles.importing import advice
from articles.models import ImportRun, Post

GOOD = "---\ntitle: {}\ndate: 2023-11-04 10:00:00\n---\n<p>{}</p>\n"


@pytest.fixture
def folder(db, tmp_path):
    """A function that writes documents, {name: content}, into a folder and returns its path."""
    place = tmp_path / "inbox"
    place.mkdir()

    def fill(documents):
        for name, content in documents.items():
            (place / name).write_text(content)
        return str(place)

    return fill


def test_the_end_tells_outcomes_warnings_and_how_to_go_back(folder, capsys):
    inbox = folder({"a.md": GOOD.format("渡口", "雾散了。"), "b.md": "---\ntitle: 无日期\n---\n文"})

    call_command("import_posts", inbox)

    said = capsys.readouterr().out
    run = ImportRun.objects.get()
    assert re.search(
        rf"import run {run.pk}: 2 documents in [\d.]+ s, \d+ a second: 2 created\n", said
    )
    assert "outcomes:\n        2  created\n" in said
    assert "warnings:\n        1  date  Write the date as" in said
    assert f"take it back: manage.py undo_import {run.pk}\n" in said


def test_what_changed_nothing_offers_nothing_to_take_back(folder, capsys):
    inbox = folder({"a.md": GOOD.format("渡口", "雾散了。")})
    call_command("import_posts", inbox)
    capsys.readouterr()

    call_command("import_posts", inbox)

    assert "undo_import" not in capsys.readouterr().out


def test_the_commands_speak_one_language(folder, capsys):
    inbox = folder({"b.md": "---\ntitle: 无日期\n---\n文"})

    with translation.override("zh-hans"):
        call_command("import_posts", inbox)

    assert "Write the date as" in capsys.readouterr().out


def test_a_rehearsal_names_the_new_posts_and_the_others_are_counted(folder, capsys):
    inbox = folder({f"{n}.md": GOOD.format(f"第{n}班渡轮", f"{n}点开。") for n in range(8)})

    call_command("import_posts", inbox, dry_run=True)

    said = capsys.readouterr()
    assert said.err.count("would become a new post") == 5
    assert "further new posts are counted below (--verbosity 2 shows them)" in said.err
    assert "outcomes:\n        8  created\n" in said.out
    assert "undo_import" not in said.out


def test_a_rehearsal_shows_what_in_a_text_would_change(folder, capsys):
    inbox = folder({"a.md": GOOD.format("渡口", "能见度到了一千米就放行。")})
    call_command("import_posts", inbox)
    folder({"a.md": GOOD.format("渡口", "能见度到了八百米就放行。")})
    capsys.readouterr()

    call_command("import_posts", inbox, dry_run=True)

    said = capsys.readouterr()
    shown = "“能见度到了一千米就放行。” → “能见度到了八百米就放行。”"
    assert f"would change body: 12 characters, 0 pictures: {shown}" in said.err
    assert "fields that would change:\n        1  body\n" in said.out


def test_a_rehearsal_names_clashes(folder, capsys, editor):
    inbox = folder({"a.md": GOOD.format("渡口", "雾散了。")})
    call_command("import_posts", inbox)
    post = Post.objects.get()
    post.title = "编辑的标题"
    post.save()
    workflow.save_edit(post, by=editor, changed=["title"])
    folder({"a.md": GOOD.format("新渡口", "雾散了。")})
    capsys.readouterr()

    call_command("import_posts", inbox, dry_run=True)

    assert "conflict: title: changed by an editor too" in capsys.readouterr().err


def test_where_no_document_is_found_it_says_what_one_is(folder, capsys):
    call_command("import_posts", folder({"a.docx": "x"}))

    assert "files that end in .htm, .html, .markdown, .md, .txt" in capsys.readouterr().out


def test_one_document_is_one_document(folder, capsys):
    with pytest.raises(CommandError, match="1 of 1 document failed"):
        call_command("import_posts", folder({"a.md": "---\ntitle: [\n---\n"}))

    assert ": 1 document in " in capsys.readouterr().out


def test_all_kinds_of_warnings_and_removals_have_names():
    places = [*Path("articles/importing").rglob("*.py"), Path("articles/duplicates.py")]
    code = "".join(file.read_text() for file in places)
    taken_out = "".join(file.read_text() for file in Path("articles/html").glob("*.py"))
    warned = re.findall(r'"kind": "([a-z ]+)",\s*"message"|warn\((?:\w+, )?"([a-z ]+)"', code)
    removed = re.findall(r'"kind": "([a-z ]+)", "text"|kind(?:: str)? ?= ?"([a-z ]+)"', taken_out)

    assert {name for pair in warned for name in pair if name} <= advice.WARNINGS.keys()
    assert {name for pair in removed for name in pair if name} <= advice.REMOVED.keys()
    assert advice.ADVICE.keys() <= advice.WARNINGS.keys()


@pytest.mark.parametrize(
    ("content", "advice_given"),
    [
        ("好" * 1_700_000, "5,000,000 at most are read; divide it"),
        ("---\ntitle: 深\n---\n" + "<div>" * 400 + "文", "deep; mend its markup, or divide it"),
    ],
    ids=["large", "deep"],
)
def test_a_document_that_cannot_be_read_says_what_to_do(folder, capsys, content, advice_given):
    with pytest.raises(CommandError):
        call_command("import_posts", folder({"a.html": content}))

    assert advice_given in capsys.readouterr().err
