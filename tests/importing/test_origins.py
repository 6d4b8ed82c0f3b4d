"""Where a piece first stood: what documents say of it, down to what search engines are told."""

import re

import pytest
from django.core.management import call_command

from articles.models import Post, Source

ORIGIN = "https://origin.example/a?b=1&c=2"
POLICY = Source.IndexPolicy


def document(**keys):
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return (
        f"---\ntitle: 港口\ndate: 2022-03-10 08:00:00\nauthor: 通讯社\n{lines}---\n<p>正文。</p>\n"
    )


@pytest.mark.parametrize("key", ["link", "original_url", "canonicalUrl"])
def test_search_engines_are_sent_to_the_address_that_a_document_names(
    client, write, run_import, key
):
    run_import(write("a.txt", document(**{key: ORIGIN})))
    Source.objects.update(index_policy=POLICY.CANONICAL)

    head = client.get(Post.objects.get().get_absolute_url()).text.partition("</head>")[0]

    assert re.findall('<link rel="canonical" href="([^"]+)">', head) == [
        ORIGIN.replace("&", "&amp;")
    ]
    assert "noindex" not in head


@pytest.mark.parametrize(
    "written", ["javascript:alert(1)", "/here/", "some text", "http://", "mailto:a@b.example"]
)
def test_what_is_no_web_address_is_no_origin(write, run_import, written):
    run_import(write("a.txt", document(link=f"'{written}'")))

    assert Post.objects.get().extra == {}


def test_an_address_that_another_key_names_is_taken_where_the_first_names_none(write, run_import):
    run_import(write("a.txt", document(link="/here/", canonical_url=ORIGIN, mood="平静")))

    assert Post.objects.get().extra == {"canonical_url": ORIGIN, "mood": "平静"}


def test_an_export_brings_the_origin_back_unchanged(write, run_import, tmp_path):
    run_import(write("a.txt", document(link=ORIGIN, mood="平静")))
    before = Post.objects.values().get()
    call_command("export_posts", str(tmp_path / "site"), format="hexo")

    rows = run_import(tmp_path / "site" / "source" / "_posts").rows

    assert [row["outcome"] for row in rows] == ["unchanged"]
    assert Post.objects.values().get() == before
    assert before["extra"] == {"link": ORIGIN, "mood": "平静"}


def test_an_address_of_this_site_is_no_origin(client, write, run_import):
    run_import(write("a.txt", document(link="http://testserver/2020/01/01/a/")))
    Source.objects.update(index_policy=POLICY.CANONICAL)

    head = client.get(Post.objects.get().get_absolute_url()).text.partition("</head>")[0]

    assert "/2020/01/01/a/" not in head
    assert "noindex" in head
