"""What an import had to tell, as the desk reads it: each in his own language."""

from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.html import strip_tags

from articles.models import ImportRecord, ImportRun, Source
from tests.admin.conftest import fields_of, form_of

LONG = "海湾新码头今日启用，首批三艘船靠岸，市民可以免费参观。" * 5
CHINESE = {
    "line {line}: {problem}": "第 {line} 行：{problem}",
    "“{text}” is no date: {consequence}; write it as 2022-03-10 18:06:38 +0800": "“{text}”不是日期：{consequence}",
    "the post becomes a draft": "稿件成为草稿",
    "{path} was not found {where}": "{where}未找到 {path}",
    "beside the document; name the site's folder with --assets": "文档旁边",
    "{place}: {tag} {reason}": "{place}：{tag} {reason}",
    "lines {lines}": "第 {lines} 行",
    "is not known here": "无法识别",
    "{percent} % the same text as “{title}” ({source}, {place})": "与《{title}》（{source}，{place}）{percent}% 相同",
    "the front matter is not valid YAML: {reason} ({advice})": "不是有效的 YAML：{reason}（{advice}）",
    "did not find expected ',' or ']'": "缺少“,”或“]”",
    "a bracket is not closed, or put the value in quotes": "方括号没有成对",
    "the body cannot be kept: {reason}; mend its markup, or divide it": "正文无法保存：{reason}",
    "elements are nested more than {most} deep": "元素嵌套超过 {most} 层",
    "the source's rules are not read: {problem}": "规则未能读取：{problem}",
    "nothing follows “{word}:”; say what it is about": "“{word}:”后面没有内容",
}
MATTER = "---\ntitle: 题\ndate: 2022-03-10\n---\n"
# Of each document: its text, and what is told of it in Chinese and in English.
DOCUMENTS = {
    "date.txt": (
        "---\ntitle: 题\ndate: 某日\n---\n<p>文。</p>",
        "第 3 行：“某日”不是日期：稿件成为草稿",
        "line 3: “某日” is no date: the post becomes a draft; write it as 2022-03-10 18:06:38 +0800",
    ),
    "picture.md": (
        MATTER + "文。\n\n![](港口.png)",
        "文档旁边未找到 港口.png",
        "港口.png was not found beside the document; name the site's folder with --assets",
    ),
    "tags.md": (
        MATTER + "文。{% odd %}\n\n{% odd %}",
        "第 5, 7 行：{% odd %} 无法识别",
        "lines 5, 7: {% odd %} is not known here",
    ),
    "yaml.txt": (
        "---\ntitle: [一, 二\n---\n文",
        "不是有效的 YAML：缺少“,”或“]”（方括号没有成对）",
        "the front matter is not valid YAML: did not find expected ',' or ']' "
        "(a bracket is not closed, or put the value in quotes)",
    ),
    "deep.txt": (
        MATTER + "<div>" * 400 + "x",
        "正文无法保存：元素嵌套超过 256 层",
        "the body cannot be kept: elements are nested more than 256 deep; mend its markup, or divide it",
    ),
}


@pytest.fixture
def read(editor):
    """A function that gives the text of a row's page in a language."""

    def text_of(row, language):
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.force_login(editor)
        address = row if isinstance(row, str) else form_of(row)
        page = strip_tags(client.get(address).text)
        page = page.replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">")
        return " ".join(page.split())

    return text_of


@pytest.fixture
def imported(db, in_chinese, tmp_path):
    """A function that imports one document and gives its record."""
    in_chinese(CHINESE)

    def import_one(name, text):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        with suppress(CommandError):
            call_command("import_posts", str(file), source="海湾日报")
        return ImportRecord.objects.latest("pk")

    return import_one


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_reads_what_was_told_of_a_document_in_his_language(imported, read, name):
    text, chinese, english = DOCUMENTS[name]

    record = imported(name, text)

    for row in [record] if record.outcome != "failed" else [record, record.run]:
        assert chinese in read(row, "zh-hans")
        assert english not in read(row, "zh-hans")
        assert english in read(row, "en")


def test_a_post_that_says_nearly_the_same_is_named_in_each_language(imported, read):
    former = imported("a.txt", f"---\ntitle: 甲\ndate: 2022-03-10\n---\n<p>{LONG}</p>").post
    record = imported("b.txt", f"---\ntitle: 乙\ndate: 2022-03-10\n---\n<p>{LONG}</p>")

    place = former.get_absolute_url() or f"post {former.pk}"
    assert f"100 % the same text as “甲” (海湾日报, {place})" in read(record, "en")
    assert f"与《甲》（海湾日报，{place}）100% 相同" in read(record, "zh-hans")


def test_what_was_stored_before_is_shown_as_it_was_stored(db, in_chinese, read):
    in_chinese(CHINESE)
    record = ImportRecord.objects.create(
        run=ImportRun.objects.create(counts={"failed": 1}),
        path="a.md",
        outcome="failed",
        warnings=[{"kind": "date", "message": "line 3: “某日” is no date"}, "a text"],
        error={"message": "line {line}: {problem}", "line": 3, "column": None},
    )

    for language in ("zh-hans", "en"):
        assert "line 3: “某日” is no date" in read(record, language)
        assert "a text" in read(record, language)
        assert "line {line}: {problem}" in read(record, language)
        assert "line {line}: {problem}" in read(record.run, language)


def test_kinds_are_named_in_each_language(imported, read):
    record = imported("tags.md", DOCUMENTS["tags.md"][0] + "\n\n<noscript>请开脚本</noscript>")

    assert "模板标签 第 5, 7 行" in read(record, "zh-hans")
    assert "template tag" not in read(record, "zh-hans")
    assert "Template tags lines 5, 7" in read(record, "en")


def test_a_trial_tells_in_the_language_of_the_desk(db, in_chinese, desk, english_desk, editor):
    in_chinese(CHINESE)
    source = Source.objects.create(name="海湾日报", rules="# x")
    address = f"/admin/articles/source/{source.pk}/try/"
    sent = fields_of(english_desk.get(form_of(source)), trial_text=DOCUMENTS["date.txt"][0])

    english = english_desk.post(address, sent).context["trial"].rows
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    chinese = desk.post(address, sent).context["trial"].rows

    assert "The date: line 3: “某日” is no date" in "".join(text for _l, text, _c in english)
    assert "日期: 第 3 行：“某日”不是日期：稿件成为草稿" in "".join(
        text for _l, text, _c in chinese
    )


def test_a_mistake_in_a_sources_rules_is_told_of_its_documents(imported, read):
    Source.objects.create(name="海湾日报", rules="# x\nremove:")

    record = imported("a.txt", MATTER + "<p>文。</p>")

    assert "规则未能读取：第 2 行：“remove:”后面没有内容" in read(record, "zh-hans")
