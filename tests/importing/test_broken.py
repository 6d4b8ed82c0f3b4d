"""Documents of a hostile or hapless contributor: one import, beside documents that are well."""

import os
import re
from xml.etree import ElementTree

from articles.models import Post

GOOD = "---\ntitle: 好的第{}篇\ndate: 2022-03-10\n---\n<p>正文写在这里。</p>\n"


def matter(text):
    return f"---\n{text}\ndate: 2022-03-10\n---\n<p>正文。</p>\n"


def body(text):
    return matter("title: 题").replace("<p>正文。</p>", "<p>前文。</p>" + text)


CREATED = {
    "fences alone": "---\n---\n---\n",
    "keys of all kinds": matter("1: a\n2022-01-01: b\ntrue: c\n~: d"),
    "comment": body("<!-- <p>后文</p>"),
    "script": body("<script>alert(1)<p>后文"),
    "style": body("<style>p{<p>后文</p>"),
    "attribute": body('<p title="没有关 <b>后文</b></p>'),
    "foreign": body("<svg><script>alert(1)</script></svg><math><mtext><script>x</script></math>"),
    "plaintext": body("<plaintext><script>alert(1)</script>"),
    "noscript": body('<noscript><p title="</noscript><img src=x onerror=alert(1)>">'),
    "template": body("<template><img src=x onerror=alert(1)></template>"),
    "schemes": body("<a href='java&#10;script:alert(1)'>a</a><img src='javascript:1'>"),
    "forms": body(
        "<form action=//e.test><button onclick=x()>买</button></form><base href=//e.test>"
    ),
    "canaries": matter(
        "title: '</title><script>alert(1)</script>{{7*7}}'\nslug: ../../admin\nauthor: '\"><b>'\n"
        "tags: ['\"onload=\"x', '\u202eabc']\ncategories: ['../../etc']\nlink: javascript:alert(1)\n"
        "headimg: ' java\\tscript:1'\nalias: ['//e.test', /admin/, 'a\\b']"
    ),
    "invisible title": matter("title: '\u200b\u200c'"),
    "number of 5,000 digits": matter("title: 1" + "0" * 5000),
    "categories in categories": matter("categories: [[[[a]]], {b: c}, null, 1.5]"),
    "long names": matter("categories: ['" + "长" * 3000 + "']\nsource: " + "源" * 3000),
    "many categories": matter("categories: [" + "c, " * 500 + "d]"),
    "forged export": matter("newsroom_export: 1\nnewsroom_post: 'a:b'\nsource_path: ../../x"),
    "forged transcript": matter("transcribed_from: wordpress\ntranscription_notes: ['\u202e']"),
    "picture in the text": body("<img src='data:image/png;base64," + "A" * 200_000 + "'>"),
    "files of the machine": body("<img src='file:///etc/passwd'><img src='../../../etc/x.png'>"),
    "brackets.md": body("\n\n" + "[" * 20_000 + "a"),
    "emphasis.md": body("\n\n" + "*a _b " * 20_000),
    "quotations.md": body("\n\n" + ">" * 5000 + "x"),
    "merge key": matter("base: &b {title: t}\n<<: *b"),
    "entities": matter("title: '&#0;&#xD800;&#x110000;'"),
    "style of brackets": body("<p style='" + "(" * 500 + "'>x</p>"),
    "mixed line ends": body("文").replace("\n", "\r\n", 2),
    "marks in the midst": body("\ufeff正\u2028文\u2029"),
}
FAILED = {
    "nothing but NUL": b"\0" * 5000,
    "no text": b"---\ntitle: a\n---\n\xc0\xff",
    "table of 9,000 cells.md": body(
        "\n\n|" + "a|" * 3000 + "\n|" + "-|" * 3000 + "\n" + "|x\n" * 9
    ),
    "sparse": None,
    "device": None,
}


def test_each_is_told_by_its_name_and_costs_no_other(write, run_import, client):
    for number, (name, content) in enumerate({**CREATED, **FAILED}.items()):
        file = name if name.endswith(".md") else f"{name}.txt"
        inbox = write(f"good{number}.txt", GOOD.format(number))
        if content is not None:
            write(file, content)
    os.truncate(write("sparse.txt", "") / "sparse.txt", 10**9)
    (inbox / "device.txt").symlink_to("/dev/zero")

    rows = {row["identifier"].removesuffix(".txt"): row for row in run_import(inbox).rows}

    failed = {name for name, row in rows.items() if row["outcome"] == "failed"}
    assert failed == set(FAILED)
    assert all(rows[name]["error"]["message"] for name in failed)
    assert Post.objects.count() == len(CREATED) * 2 + len(FAILED)
    shown = "".join(Post.objects.values_list("body", flat=True))
    assert not re.search(r"<(?:script|style|svg|form|base|template)|\son\w+=|javascript:", shown)
    assert client.get("/").status_code == 200
    assert ElementTree.fromstring(client.get("/feed.xml").content).tag.endswith("feed")
