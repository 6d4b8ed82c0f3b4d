"""What an import stores of warnings and errors, so that each reader has it in his language."""

import zipfile

import pytest

from articles.models import ImportRecord, Source
from tests.benchmarks.broken import WAYS
from tests.importing.readers.wxr import HEAD, TAIL, item

LONG = "海湾新码头今日启用，首批三艘船靠岸，市民可以免费参观。" * 5
WARNED = {
    "no date": "---\ntitle: 题\n---\n<p>文。</p>\n",
    "odd date": "---\ntitle: 题\ndate: 某日\nexpires: 某日\nupdated: 某日\n---\n<p>文。</p>\n",
    "past": "---\ntitle: 题\ndate: 2022-03-10\nexpires: 2021-01-01\n---\n<p>文。</p>\n",
    "1970": "---\ntitle: 题\ndate: 1970-01-19 01:00:00\n---\n<p>文。</p>\n",
    "zone": "---\ntitle: 题\ndate: 2022-03-10T18:06:38Z\n---\n"
    + '<p>文。</p><img src="https://p.example/20220310180000.jpg">'
    + '<img src="https://p.example/20220310183000.jpg">\n',
    "nothing": "---\ndate: 2022-03-10\n---\n",
    "titles": f"---\ntitle: {'长' * 400}\nlang: 中文话\npassword: x\ntitle: {'长' * 400}\n---\n",
    "keys": "---\ntitle: {a: b}\ntags: [{c: d}]\ncategories: {e: f}\nalias: '?'\n---\n文\n",
    "deep": "---\ntitle: 题\ncategories: [a, b, c, d, e, f, g, h, i, j]\n---\n文\n",
    "quotes": '---\ntitle: "他说"好""\n---\n文\n',
    "unclosed": "---\ntitle: 题\n\n文。<!-- 后文\n",
    "glued": "---\ntitle:题\n---\n文\n",
    "hidden": "---\ntitle: 题\n---\n<p>文。</p><!-- 后文\n",
    "controls": "---\ntitle: 题\n---\n文\x01\x02\n",
    "big5": "---\ntitle: 題\n---\n<p>港口今天啟用新的碼頭。</p>\n".encode("big5"),
    "torn": ("---\ntitle: 题\n---\n" + LONG).encode() + b"\xe6\x96\n",
    "pictures.md": "---\ntitle: 题\n---\n![](a.png) ![](/b.png)" + "![](c{}.png)" * 1,
    "many.md": "---\ntitle: 题\n---\n" + "".join(f"![]({n}.png)\n" for n in range(9)),
    "two.md": "---\ntitle: 题\n---\n![](1.png)\n![](2.png)\n",
    "tags.md": "---\ntitle: 题\n---\n{% 新 %}\n" + "{% odd %}\n" * 9 + "{% endraw %}\n{{ a }}\n"
    "{% post_link x %}\n{% img %}\n{% include a.html %}\n{% if a %}\n{% asset_img a.png %}\n"
    '{{< fig src="x" >}}\n{{< figure "a" >}}\n{{< figure "b" >}}\n{{< figure "c" >}}\n'
    '{{< figure "d" >}}\n{% youtube %}\n{% note %}\n{% assign a = 1 %}\n{% include_code a %}\n',
    "json": ';;;\n"title": "a", "title": "b"\n;;;\n文\n',
    "bad json": ';;;\n"title": "a",,\n;;;\n文\n',
    "alike 1": f"---\ntitle: 甲\nslug: a\nalias: /old/\n---\n<p>{LONG}</p>\n",
    "alike 2": f"---\ntitle: 乙\nslug: b\nalias: /old/\n---\n<p>{LONG}</p>\n",
}


def parts_of(row):
    """Yield `row` and what stands in it, as far as sentences go."""
    yield row
    for value in row.get("values", {}).values():
        if isinstance(value, dict):
            yield from parts_of(value)


def told():
    """Return all warnings and errors that are stored."""
    records = list(ImportRecord.objects.all())
    warnings = [warning for record in records for warning in record.warnings]
    return warnings + [record.error for record in records if record.error]


def check_all_told():
    """Check that all that is stored can be shown in any language; return the templates."""
    rows = told()
    assert [row for row in rows if "template" not in row] == []
    parts = [part for row in rows for part in parts_of(row)]
    # The list of warnings by kind looks for this word.
    assert not any("kind" in part.get("values", {}) for part in parts)
    return {part["template"] for part in parts}


def test_whatever_is_stored_has_what_it_was_made_from(write, run_import):
    for number, (name, content) in enumerate([*WAYS, *WARNED.items()]):
        inbox = write(name if "." in name else f"{number:02} {name}.txt", content)
    (inbox / "nowhere.txt").symlink_to("nothing")
    Source.objects.create(name="inbox", rules="remove: div[")

    report = run_import(inbox).rows

    assert len(check_all_told()) > 80
    told_of = [row for line in report for row in line["warnings"]]
    assert all(row.keys() == {"kind", "message"} for row in told_of)
    errors = [line["error"] for line in report if line["error"]]
    assert all(row.keys() == {"message", "line", "column"} for row in errors)
    stored = [(row.get("kind"), row["message"]) for row in told()]
    assert sorted(map(str, stored)) == sorted(
        str((row.get("kind"), row["message"])) for row in told_of + errors
    )


def test_what_comes_from_a_worker_has_it_too(write, run_import):
    for number, (_name, content) in enumerate(WAYS):
        inbox = write(f"{number}.txt", content)
    write("tags.md", WARNED["tags.md"])

    run_import(inbox, workers=2)

    assert len(check_all_told()) > 5


def feed(**texts):
    entries = "".join(f"<item><guid>{id_}</guid>{text}</item>" for id_, text in texts.items())
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>报</title>{entries}'


COLLECTIONS = {
    "export.xml": HEAD
    + item(1)
    + item(2, body="[odd a=1] [box]文[/box] [video src=x]")
    + "<item><wp:post_type>post<b></item>"
    + item(4, body="&nope; \x07 <![CDATA[")
    + item(5).replace("<wp:post_id>", "<oops>")
    + "<item><title>",
    "same.xml": HEAD + item(1) + item(1) + TAIL,
    "feed.rss": feed(
        a="<title>甲</title><description>&amp;lt;p&amp;gt;文&amp;lt;/p&amp;gt;</description>",
        b="",
        c="<title>丙</title>",
    ),
    "odd.json": '{"version": "https://jsonfeed.org/version/1.1", "items": [1, {}, {"id": "a"}]}',
}


@pytest.mark.parametrize("name", COLLECTIONS)
def test_what_feeds_and_exports_have_to_tell_has_it_too(write, run_import, name):
    run_import(write(name, COLLECTIONS[name]) / name)

    assert check_all_told()


def test_what_archives_have_to_tell_has_it_too(tmp_path, run_import):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../up.txt", "/etc/x.txt", "a\\b.txt", "good.txt", "same.txt"):
            archive.writestr(name, "文")
        archive.writestr("bomb.txt", b" " * 4_000_000)
        archive.writestr("large.txt", "文" * 2_000_000, zipfile.ZIP_STORED)
        archive.writestr("rare.txt", "文", zipfile.ZIP_LZMA)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("same.txt", "后")

    run_import(tmp_path / "a.zip")

    assert len(check_all_told()) > 1
