import pytest

from articles.importing.documents import read_document
from articles.importing.errors import DocumentError


def read(matter, *, name="a.md", body="正文\n"):
    return read_document(f"---\n{matter}\n---\n{body}".encode(), name=name)


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("date", ["date", "publishDate", "publish_date", "pubDate", "created", "Date"]),
        ("updated", ["updated", "lastmod", "modified", "last_modified_at", "dateModified"]),
        ("expires", ["expires", "expires_at", "expiresAt"]),
        ("summary", ["summary", "description", "excerpt", "deck", "abstract", "subtitle", "desc"]),
        ("lead_caption", ["headimg_caption", "image_caption", "cover_caption", "featured_image_caption"]),
        ("language", ["language", "lang", "locale"]),
        ("link", ["link", "original_url", "source_url"]),
        ("abbrlink", ["abbrlink"]),
    ],
)  # fmt: skip
def test_each_generators_name_of_a_key_is_read(field, names):
    for name in names:
        assert getattr(read(f"{name}: 一二"), field) == "一二"
        assert read(f"{name}: 一二").extra == {}


def test_what_is_absent_is_empty():
    document = read("title: a")

    assert document.updated == document.expires == document.abbrlink == document.lead_caption == ""
    assert document.old_addresses == []
    assert document.body_line == 4


def test_of_two_names_the_first_counts_and_the_other_is_kept():
    document = read("description: 二\nsummary: 一\ndeck: 一")

    assert document.summary == "一"
    assert document.extra == {"description": "二"}


@pytest.mark.parametrize("written", ["1e10", "0123", "0x1f", "12_3", "true"])
def test_an_abbrlink_stays_as_written(written):
    assert read(f"abbrlink: {written}").abbrlink == written


@pytest.mark.parametrize(
    ("matter", "address", "caption"),
    [
        ("cover: /img/a.jpg", "/img/a.jpg", ""),
        ("images:\n- b.jpg\n- c.jpg", "b.jpg", ""),
        ("image:\n  path: /a.jpg\n  alt: x\n  caption: 说明", "/a.jpg", "说明"),
        ("cover:\n  image: a.png\n  caption: 说明", "a.png", "说明"),
        ("image: {url: https://a/b}", "https://a/b", ""),
        ("cover: false\nthumbnail: /t.jpg", "/t.jpg", ""),
        ("top_img: 'linear-gradient(to right, #111, #222/2)'", "", ""),
        ("cover: '#fff'", "", ""),
        ("featured_image:\n  uid: known-to-the-site", "", ""),
        ("index_img: /i.jpg", "/i.jpg", ""),
        ("header-img: img/h.jpg", "img/h.jpg", ""),
        ("img: medias/1.jpg\ncoverImg:", "medias/1.jpg", ""),
        ("header:\n  overlay_color: '#000'\n  teaser: /t.jpg", "/t.jpg", ""),
    ],
)
def test_the_lead_picture_is_found_in_all_its_shapes(matter, address, caption):
    document = read(matter)

    assert (document.lead, document.lead_caption) == (address, caption)


def test_authors_may_be_names_or_have_them():
    assert read("authors: [甲, {name: 乙, email: x}]").authors == ["甲", "乙"]
    assert read("author:\n  name: 丙").authors == ["丙"]


def test_taxonomies_of_their_own_key_are_read():
    document = read("taxonomies:\n  tags: [a, b]\n  categories: [c]\n  series: [d]")

    assert document.tags == ["a", "b"]
    assert document.categories == [["c"]]
    assert document.extra == {"taxonomies": {"series": ["d"]}}


@pytest.mark.parametrize(
    ("matter", "paths"),
    [
        ("categories: [新媒体, 观察者网, 头条]", [["新媒体", "观察者网", "头条"]]),
        ("categories: [[a, b], c, [a, b]]", [["a", "b"], ["c"]]),
        ("categories: 体育, 棒球", [["体育, 棒球"]]),
        ("categories: [a, null, '']", [["a"]]),
        ("categories: [[], a]", [["a"]]),
        ("category: 2022", [["2022"]]),
        ("categories: a b", [["a b"]]),
    ],
)
def test_categories_are_hexos(matter, paths):
    assert read(matter).categories == paths


def test_a_category_with_keys_is_reported_with_its_line():
    document = read("title: a\ncategories: {a: b}")

    assert document.categories == []
    assert "line 3: “categories”" in document.warnings[0]["message"]


def test_tags_are_exact_and_not_split():
    assert read("tags: [a, A, null, '', 12, 'b, c']").tags == ["a", "A", "12", "b, c"]
    assert read("tags: a, b").tags == ["a, b"]


def test_tags_in_lists_of_their_own_are_tags():
    assert read("tags:\n - [甲]\n - [乙, 丙]\n - 丁").tags == ["甲", "乙", "丙", "丁"]
    assert read("author: [[甲], [乙]]").authors == ["甲", "乙"]


def test_what_is_left_out_of_a_list_is_reported_with_what_to_do():
    document = read("title: a\ntags:\n - 甲: 乙\n - 丙")

    assert document.tags == ["丙"]
    assert document.warnings[0]["message"].startswith("line 3: “tags” holds something")
    assert "in quotes" in document.warnings[0]["message"]


def test_what_a_picture_says_beyond_its_address_is_kept():
    assert read("header:\n  teaser: /t.jpg\n  overlay_filter: 0.5").extra == {
        "header": {"teaser": "/t.jpg", "overlay_filter": 0.5}
    }
    assert read("cover:\n  image: /t.jpg\n  alt: 港口").extra == {}


@pytest.mark.parametrize(
    ("matter", "paths"),
    [
        ("permalink: old/a.html", ["/old/a.html"]),
        ("permalink: /:year/:title/", []),
        ("aliases: [/a/, b, ./c/../d]", ["/a/", "/b", "/d"]),
        ("alias: a", ["/a"]),
        ("redirect_from:\n- https://old.example/a/b?x=1#y", ["/a/b"]),
        ("redirects: /%E6%96%B0%E9%97%BB/", ["/新闻/"]),
        ("url: /a/", ["/a/"]),
        ("url: https://elsewhere.example/a/", []),
        ("aliases: [/a, /a, /]", ["/a"]),
        ("aliases: ['javascript:1', 'a\\b', '//evil.example/x']", ["/x"]),
        ("aliases: [../../etc]", ["/etc"]),
    ],
)
def test_old_addresses_are_paths_of_a_site(matter, paths):
    assert read(matter).old_addresses == paths


def test_an_absolute_url_that_is_no_old_address_is_kept():
    assert read("url: https://elsewhere.example/a/").extra == {
        "url": "https://elsewhere.example/a/"
    }


def test_what_is_no_path_is_reported():
    assert "no path" in read("aliases: 'javascript:1'").warnings[0]["message"]


@pytest.mark.parametrize(
    "matter",
    ["published: no", "published: false", "published: 0", "draft: true", "draft: yes", "status: private", "status: draft"],
)  # fmt: skip
def test_a_document_may_be_a_draft(matter):
    assert read(matter).is_draft


@pytest.mark.parametrize(
    "matter", ["published: yes", "published: true", "draft: false", "status: publish"]
)
def test_a_document_may_say_that_it_is_none(matter):
    assert not read(matter).is_draft


def test_the_folder_of_drafts_forces_drafts_and_keeps_their_taxonomy():
    document = read("published: true\ntags: [a]", name="_drafts/a.md")

    assert document.is_draft
    assert document.tags == ["a"]


def test_what_a_password_protects_becomes_a_draft_and_is_reported():
    document = read("password: geheim")

    assert document.is_draft
    assert "password" in document.warnings[0]["message"]
    assert "geheim" not in document.warnings[0]["message"]


@pytest.mark.parametrize(
    ("matter", "name", "date"),
    [
        ("title: a", "2022-3-1-b.md", "2022-03-01"),
        ("title: a", "x/2022-03-10-b.md", "2022-03-10"),
        ("title: a", "2022/03/10/b.md", ""),
        ("title: a", "2022-03-b.md", ""),
        ("title: a", "2022-03-10.md", "2022-03-10"),
        ("title: a", "posts/2022-03-10-b/index.md", "2022-03-10"),
        ("date: Invalid Date", "2022-03-10-b.md", "Invalid Date"),
        ("date: {a: b}", "2022-03-10-b.md", ""),
        ("date:", "2022-03-10-b.md", "2022-03-10"),
    ],
)
def test_the_name_gives_the_date_only_where_there_is_none(matter, name, date):
    assert read(matter, name=name).date == date


def test_a_transcribed_document_is_html_and_takes_nothing_from_its_name():
    document = read("transcribed_from: atom", name="_drafts/2022-03-10-a.md")

    assert not document.is_markdown
    assert not document.is_draft
    assert document.date == ""
    assert document.transcribed_from == "atom"


def test_only_an_export_names_its_identifier_and_its_post():
    keys = "source_path: a/b.md\nnewsroom_post: 'x:y'\nnewsroom_extra: {status: 7}"
    export, other = read(f"newsroom_export: 1\n{keys}"), read(keys)

    assert (export.source_path, export.post_key, export.extra) == ("a/b.md", "x:y", {"status": 7})
    assert (other.source_path, other.post_key) == ("", "")


def test_utf_16_with_its_mark_and_gb18030_are_read_and_reported():
    utf_16 = read_document("---\ntitle: 标题\n---\n".encode("utf-16"), name="a.md")
    gb = read_document("---\ntitle: 标题\n---\n".encode("gb18030"), name="a.md")

    assert utf_16.title == gb.title == "标题"
    assert "UTF-16" in utf_16.warnings[0]["message"]
    assert "GB18030" in gb.warnings[0]["message"]


SIMPLIFIED = "---\ntitle: 港口启用新码头\n---\n<p>第一艘货船今天上午靠泊，一切顺利。</p>\n"
TRADITIONAL = "---\ntitle: 港口啟用新碼頭\n---\n<p>第一艘貨船今天上午靠泊，一切順利。</p>\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (SIMPLIFIED, "utf-16-le", "UTF-16"),
        (SIMPLIFIED, "utf-16-be", "UTF-16"),
        (SIMPLIFIED, "utf-32", "UTF-32"),
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "gb18030", "GB18030"),
        (TRADITIONAL, "cp950", "Big5"),
        ("---\ntitle: 標題\n---\n", "cp950", "Big5"),
    ],
)
def test_an_encoding_that_nobody_names_is_known_by_what_it_says(text, encoding, name):
    document = read_document(text.encode(encoding), name="a.md")

    assert f"title: {document.title}\n" in text
    assert document.body.strip() in text
    assert [warning["kind"] for warning in document.warnings] == ["encoding"]
    assert name in document.warnings[0]["message"]


def test_a_torn_character_does_not_cost_the_document():
    content = (SIMPLIFIED * 2).encode()
    cut = content.rindex("顺".encode())
    document = read_document(content[: cut + 1] + content[cut + 3 :], name="a.md")

    assert document.title == "港口启用新码头"
    assert document.body.endswith("一切\ufffd利。</p>\n")
    assert "line 8" in document.warnings[0]["message"]


def test_bytes_that_are_no_text_are_refused_with_their_place():
    with pytest.raises(DocumentError) as raised:
        read_document(b"---\ntitle: a\n---\nab\xff\xff", name="a.md")

    assert (raised.value.line, raised.value.column) == (4, 3)


def test_titles_are_texts_whatever_they_hold():
    assert read("title: [1, 2]").title == "1,2"
    assert read("title: 2022").title == "2022"
    assert read("title: no").title == "no"
    assert read("title: 1:30").title == "1:30"


def test_unknown_keys_are_kept():
    assert read("layout: false\ntoc: {depth: 2}").extra == {"layout": False, "toc": {"depth": 2}}


@pytest.mark.parametrize(
    ("written", "is_literal"), [("true", True), ("'true'", False), ("false", False)]
)
def test_only_a_real_true_disables_tags(written, is_literal):
    assert read(f"disableNunjucks: {written}").is_literal is is_literal


def test_braces_and_signs_that_a_generator_escaped_are_read():
    text = "---\ntitle: '&#123;一&#125; A&amp;B &copy=1'\nauthor: C&amp;D\ncategories: [E&amp;F]\n---\n正文"

    document = read_document(text.encode(), name="a.md")

    assert document.title == "{一} A&B &copy=1"
    assert (document.authors, document.categories) == (["C&D"], [["E&F"]])


def test_what_this_program_exported_keeps_its_entities():
    text = "---\nnewsroom_export: 1\ntitle: 'A&amp;B'\n---\n<p>正文</p>"

    assert read_document(text.encode(), name="a.md").title == "A&amp;B"


def test_hugos_expiry_is_kept_with_the_post_and_hides_nothing():
    text = "---\ntitle: 一\nexpirydate: 2025-01-01\n---\n正文"

    document = read_document(text.encode(), name="a.md")

    assert document.expires == ""
    assert document.extra == {"expirydate": "2025-01-01"}
