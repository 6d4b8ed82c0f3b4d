from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as Picture

from articles.models import Category, Image, ImportRecord, ImportRun, Original, Post, Source
from articles.search import match


def document(title="标题", body="<p>正文。</p>", **keys):
    keys = {"date": "2022-03-10 08:00:00", "author": "海湾日报"} | keys
    lines = "\n".join(f"{key}: {value}" for key, value in keys.items())
    return f"---\ntitle: {title}\n{lines}\n---\n{body}\n"


def counts():
    return [model.objects.count() for model in (Post, Category, Image, ImportRun, Original, Source)]


def test_a_dry_run_writes_nothing_and_says_what_it_would_do(write, run_import):
    inbox = write("a.txt", document(categories="[甲, 乙]"))
    write("b.txt", "---\ntitle: [\n---\n")

    result = run_import(inbox, dry_run=True)

    assert [row["outcome"] for row in result.rows] == ["created", "failed"]
    assert result.rows[0]["post_id"] is None
    assert result.status == 1
    assert counts() == [0] * 6


def test_a_second_run_passes_over_what_is_unchanged(write, run_import):
    inbox = write("a.txt", document())
    run_import(inbox)

    rows = run_import(inbox).rows

    assert [row["outcome"] for row in rows] == ["unchanged"]
    assert rows[0]["post_id"] == Post.objects.get().pk
    assert ImportRecord.objects.count() == 2
    assert Original.objects.count() == 1


def test_a_changed_document_changes_its_post_and_keeps_its_address(write, run_import):
    run_import(write("a.txt", document(title="旧题")))
    address = Post.objects.get().get_absolute_url()

    rows = run_import(write("a.txt", document(title="新题", body="<p>新文。</p>"))).rows

    post = Post.objects.get()
    assert [row["outcome"] for row in rows] == ["updated"]
    assert (post.title, post.body, post.get_absolute_url()) == ("新题", "<p>新文。</p>", address)


def test_an_editors_work_wins_and_the_clash_is_reported(write, run_import):
    run_import(write("a.txt", document(title="旧题", description="旧摘要")))
    Post.objects.update(title="编辑的题")

    result = run_import(write("a.txt", document(title="新题", description="新摘要")))

    post = Post.objects.get()
    assert result.rows[0]["outcome"] == "conflict"
    assert "title" in result.rows[0]["warnings"][-1]["message"]
    assert (post.title, post.summary) == ("编辑的题", "新摘要")
    assert (
        run_import(write("a.txt", document(title="新题", description="新摘要"))).rows[0]["outcome"]
        == "unchanged"
    )


def test_what_an_editor_changed_alone_stays(write, run_import):
    run_import(write("a.txt", document(title="题")))
    Post.objects.update(title="编辑的题")

    rows = run_import(write("a.txt", document(title="题", body="<p>新文。</p>"))).rows

    assert rows[0]["outcome"] == "updated"
    assert Post.objects.get().title == "编辑的题"


def test_broken_documents_are_reported_by_name_and_the_rest_goes_in(write, run_import):
    write("bad-yaml.txt", "---\ntitle: a: b\n---\nx")
    write("empty.txt", "")
    write("bytes.txt", b"---\ntitle: a\n---\n\xff\xff\xff")
    write("deep.txt", document(body="<div>" * 400))
    inbox = write("good.txt", document())

    result = run_import(inbox)

    errors = {row["identifier"]: row["error"] for row in result.rows if row["error"]}
    assert result.status == 1
    assert Post.objects.count() == 1
    assert sorted(errors) == ["bad-yaml.txt", "bytes.txt", "deep.txt", "empty.txt"]
    assert errors["bad-yaml.txt"]["line"] == 2
    assert errors["bad-yaml.txt"]["column"] == 9
    assert "nested" in errors["deep.txt"]["message"]
    assert ImportRecord.objects.filter(outcome="failed").count() == 4


def test_a_document_that_breaks_leaves_its_post_as_it_was(write, run_import):
    run_import(write("a.txt", document(title="好")))

    assert run_import(write("a.txt", "---\ntitle: a: b\n---\n")).status == 1
    assert Post.objects.get().title == "好"


@pytest.mark.parametrize("date", ["Invalid Date", "", "2022-02-30"])
def test_without_a_readable_date_the_post_is_a_draft(write, run_import, date):
    rows = run_import(write("a.txt", document(date=date))).rows

    assert rows[0]["warnings"][0]["kind"] == "date"
    assert Post.objects.get().status == "draft"


def test_a_date_that_cannot_be_read_is_told_with_its_line_and_what_to_do(write, run_import):
    text = "---\ntitle: 一\ndate: 昨天\n---\n<p>正文。</p>"

    [row] = run_import(write("a.txt", text)).rows

    assert row["warnings"][0]["message"] == (
        "line 3: “昨天” is no date: the post becomes a draft; write it as 2022-03-10 18:06:38 +0800"
    )


@pytest.mark.parametrize("date", ["Invalid Date", "0000-00-00"])
def test_the_files_name_proposes_the_date_of_a_draft(write, run_import, date):
    inbox = write("2024-05-01-a.txt", document(date=date))

    (row,) = run_import(inbox).rows

    post = Post.objects.get()
    assert (post.status, f"{post.published_at:%Y-%m-%d %H:%M}") == ("draft", "2024-04-30 16:00")
    assert "becomes a draft, dated 2024-05-01 as its file is named" in row["warnings"][0]["message"]

    run_import(write("2024-05-01-a.txt", document(date=date, body="<p>新文。</p>")))
    post.refresh_from_db()
    assert (post.status, post.body) == ("draft", "<p>新文。</p>")

    run_import(write("2024-05-01-a.txt", document(date="2024-05-01 09:30")))
    post.refresh_from_db()
    assert (post.status, f"{post.published_at:%H:%M}") == ("published", "01:30")


def test_a_date_that_breaks_later_moves_no_post_to_its_files_name(write, run_import):
    run_import(write("2024-05-01-a.txt", document(date="2024-05-03 09:30")))
    before = Post.objects.get()

    inbox = write("2024-05-01-a.txt", document(date="Invalid Date", body="<p>新文。</p>"))
    (row,) = run_import(inbox).rows

    after = Post.objects.get()
    assert (row["outcome"], after.body) == ("updated", "<p>新文。</p>")
    assert (after.status, after.published_at) == ("published", before.published_at)


def test_a_name_that_is_no_date_either_proposes_nothing(write, run_import):
    run_import(write("2024-13-01-a.txt", document(date="Invalid Date")))

    assert Post.objects.get().published_at is None


def test_a_date_to_come_schedules(write, run_import):
    run_import(write("a.txt", document(date="2999-01-01 00:00:00")))

    assert Post.objects.scheduled().count() == 1
    assert Post.objects.published().count() == 0


@pytest.mark.parametrize("keys", [{"published": "no"}, {"published": "false"}, {"draft": "true"}])
def test_a_document_may_say_that_it_is_a_draft(write, run_import, keys):
    run_import(write("a.txt", document(**keys)))

    assert Post.objects.get().status == "draft"


def test_the_folder_of_drafts_makes_drafts(write, run_import):
    run_import(write("_drafts/a.md", document()))

    assert Post.objects.get().status == "draft"


def test_the_status_can_be_asked_for(write, run_import):
    run_import(write("a.txt", document()), status="draft")

    assert Post.objects.get().status == "draft"


def test_a_source_that_waits_for_an_editor_gives_drafts(write, run_import):
    Source.objects.create(name="海湾日报", trust="review", rights_default="版权声明")

    run_import(write("a.txt", document()))

    assert (Post.objects.get().status, Post.objects.get().rights) == ("draft", "版权声明")


@pytest.mark.parametrize(
    ("options", "keys", "name"),
    [
        ({"source": "甲社"}, {"source": "乙社"}, "甲社"),
        ({}, {"source": "乙社"}, "乙社"),
        ({}, {}, "海湾日报"),
        ({}, {"author": ""}, "inbox"),
    ],
)
def test_the_source_is_named_by_option_key_author_or_folder(write, run_import, options, keys, name):
    run_import(write("a.txt", document(**keys)), **options)

    assert Post.objects.get().source.name == name


def test_naive_times_are_in_the_zone_of_option_source_or_site(write, run_import):
    Source.objects.create(name="纽约社", timezone="America/New_York")
    inbox = write("a.txt", document())
    write("b.txt", document(source="纽约社"))

    run_import(inbox)
    run_import(inbox, source="伦敦社", timezone="Europe/London")

    times = {post.source.name: post.published_at for post in Post.objects.all()}
    assert times["海湾日报"] == datetime(2022, 3, 10, 0, 0, tzinfo=UTC)
    assert times["纽约社"] == datetime(2022, 3, 10, 13, 0, tzinfo=UTC)
    assert times["伦敦社"] == datetime(2022, 3, 10, 8, 0, tzinfo=UTC)


def test_a_relative_address_belongs_to_the_sources_home_page(write, run_import):
    Source.objects.create(name="海湾日报", homepage="https://bay.example/")

    run_import(write("a.txt", document(body='<p>文<img src="/p/1.jpg"></p>')))

    assert Image.objects.get().original_url == "https://bay.example/p/1.jpg"


def test_a_picture_beside_the_document_comes_into_the_library(write, run_import, settings):
    inbox = write("a.txt", document(body='<p>文</p><img src="p/one.png" alt="一">'))
    (inbox / "p").mkdir()
    Picture.new("RGB", (40, 30), "teal").save(inbox / "p" / "one.png")

    run_import(inbox)

    image = Image.objects.get()
    assert (image.width, image.height, image.alt) == (40, 30, "一")
    assert (settings.MEDIA_ROOT / image.file.name).is_file()


@pytest.mark.parametrize("address", ["../secret.png", "/etc/x.png", "p/one.png?../../x"])
def test_a_picture_outside_the_folder_is_not_touched(write, run_import, tmp_path, address):
    Picture.new("RGB", (4, 3)).save(tmp_path / "secret.png")

    rows = run_import(write("a.txt", document(body=f'<p>文</p><img src="{address}">'))).rows

    assert Image.objects.count() == 0
    assert rows[0]["removed"][0]["kind"] == "picture"


def test_a_dry_run_leaves_no_picture_behind(write, run_import, settings):
    inbox = write("a.txt", document(body='<p>文</p><img src="one.png">'))
    Picture.new("RGB", (4, 3)).save(inbox / "one.png")

    run_import(inbox, dry_run=True)

    assert not settings.MEDIA_ROOT.exists()


def test_a_damaged_picture_is_reported_and_the_document_goes_in(write, run_import):
    inbox = write("a.txt", document(body='<p>文</p><img src="one.png">', headimg="two.jpg"))
    (inbox / "one.png").write_bytes(b"<svg/>")
    (inbox / "two.jpg").write_bytes(b"GIF89a")

    rows = run_import(inbox).rows

    assert rows[0]["outcome"] == "created"
    assert [warning["kind"] for warning in rows[0]["warnings"]] == ["picture", "picture"]
    assert Post.objects.get().lead_image is None


def test_links_out_of_the_folder_and_hidden_files_stay_out(write, run_import, tmp_path):
    (tmp_path / "secret.txt").write_text(document(), encoding="utf-8")
    inbox = write("a.txt", document())
    write(".hidden.txt", document())
    write("_partial/x.txt", document())
    write("old.txt~", document())
    (inbox / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (inbox / "loop.txt").symlink_to(inbox / "loop.txt")

    rows = run_import(inbox).rows

    failed = {row["identifier"] for row in rows if row["outcome"] == "failed"}
    assert failed == {"link.txt", "dangling.txt", "loop.txt"}
    assert [post.identifier for post in Post.objects.all()] == ["a.txt"]


def test_a_title_that_is_missing_or_too_long_is_made_up_for(write, run_import):
    write("a.txt", document(title="", body="<p>第一句话。第二句话接着说了很多别的事情。</p>"))
    inbox = write("b.txt", document(title="长" * 500))

    rows = run_import(inbox).rows

    assert [row["warnings"][0]["kind"] for row in rows] == ["title", "title"]
    assert [len(post.title) for post in Post.objects.order_by("identifier")][1] == 300


@pytest.mark.parametrize("opening", ["<!-- 待查", "<style>p{}"])
def test_what_an_unclosed_comment_hides_is_told(write, run_import, opening):
    body = f"<p>第一段。</p>{opening}<p>第二段 <b>在后</b>。</p>"
    (row,) = run_import(write("a.txt", document(body=body))).rows

    assert "第二段 在后 。" in row["removed"][0]["text"]
    assert row["warnings"][0]["kind"] == "markup"


@pytest.mark.parametrize(
    ("opening", "rest"),
    [
        ('<a href="https://a.example/x 此处</a>', ""),
        ('<a href="https://a.example/x 此处</a>', '<p class="a">第三段。</p>'),
        ('<img alt="图" src="a.jpg', '<p class="a">第三段。</p>'),
        ('<p title="题', ""),
    ],
)
def test_what_a_quote_hides_that_cannot_be_closed_is_told(write, run_import, opening, rest):
    body = f"<p>第一段。</p>{opening}<p>第二段 <b>在后</b>。</p>{rest}"
    (row,) = run_import(write("a.txt", document(body=body))).rows

    assert "第二段 在后 。" in row["removed"][0]["text"]
    assert row["warnings"][0]["kind"] == "markup"


def test_a_comment_in_a_script_hides_nothing(write, run_import):
    body = "<script><!-- x</script><p>第一段。</p><!-- y --><p>第二段。</p>"
    (row,) = run_import(write("a.txt", document(body=body))).rows

    assert row["warnings"] == []
    assert "第二段。" in Post.objects.get().body


def test_a_title_of_invisible_characters_is_none(write, run_import):
    run_import(write("a.txt", document(title="\u200c\u200d", body="<p>第一句。第二句。</p>")))

    assert Post.objects.get().title.startswith("第一句。")


def test_two_posts_of_one_title_and_day_have_two_addresses(write, run_import):
    write("a.txt", document())
    run_import(write("b.txt", document()))

    assert sorted(Post.objects.values_list("slug", flat=True)) == ["biao-ti", "biao-ti-2"]


def test_hostile_front_matter_is_only_text(write, run_import):
    canary = "'\"><img src=x onerror=alert(1)>'"
    inbox = write("a.txt", document(title=canary, author=canary, categories=f"[{canary}]"))

    assert run_import(inbox).status == 0
    assert Post.objects.get().title == '"><img src=x onerror=alert(1)>'


@pytest.mark.parametrize(
    "arguments",
    [["nowhere"], ["{here}", "--timezone=Mars/Base"], ["{here}", "--workers=0"],
     ["{here}", "--report={here}"]],
)  # fmt: skip
def test_wrong_usage_is_told_and_nothing_done(db, tmp_path, arguments):
    with pytest.raises(CommandError) as raised:
        call_command("import_posts", *[word.format(here=tmp_path) for word in arguments])

    assert raised.value.returncode == 2


def test_the_run_keeps_its_counts(write, run_import):
    write("a.txt", document())
    run_import(write("b.txt", ""))

    run = ImportRun.objects.get()
    assert run.counts == {"created": 1, "failed": 1}
    assert run.finished_at is not None


@pytest.mark.parametrize(
    "content",
    [
        document(body="<p>a&#12;b&#1;c&#xFFFF;</p>"),
        document(date="0022-03-10"),
        document(date="9999-12-31T23:00:00Z"),
        document(body='<p>文</p><img src="http://a.example/' + "x" * 2100 + '.jpg">'),
        document(body="<ul>" * 200 + "x"),
        document(lang="abc-abcdefgh-abcdefgh"),
        ";;;\n" + '"x": ' + "[" * 700 + "]" * 700 + "\n;;;\n文",
        ';;;\n"title": "a", "\\u0000x": NaN\n;;;\n文',
        document(tags="[é, é, '\u200b']"),
        "---\ntitle: a\ndate: '" + "x" + " " * 60_000 + "x'\n---\n文",
    ],
)
def test_whatever_one_document_holds_the_other_goes_in(write, run_import, client, content):
    write("a.txt", content)

    rows = run_import(write("b.txt", document(title="好的"))).rows

    assert rows[1]["outcome"] == "created"
    assert rows[0]["outcome"] in ("created", "failed")
    assert client.get("/").status_code == 200


def test_a_date_that_is_lost_later_leaves_the_one_that_was_read(write, run_import):
    run_import(write("a.txt", document()))
    published_at = Post.objects.get().published_at

    rows = run_import(write("a.txt", document(date="Invalid Date", body="<p>新文。</p>"))).rows

    assert rows[0]["outcome"] == "updated"
    assert (Post.objects.get().published_at, Post.objects.get().body) == (
        published_at,
        "<p>新文。</p>",
    )


def test_one_identifier_twice_in_a_run_is_found_by_its_last_text(write, run_import, tmp_path):
    first = write("a.txt", document(body="<p>苹果。</p>"))
    second = tmp_path / "second"
    second.mkdir()
    (second / "a.txt").write_text(document(body="<p>香蕉。</p>"), encoding="utf-8")

    run_import(first, second)

    published = Post.objects.published()
    assert match(published, "香蕉").count() == 1
    assert match(published, "苹果").count() == 0


def test_the_text_before_more_is_the_summary_without_code(write, run_import):
    body = "<style>p{color:red}</style><script>var a=1;</script><p>导语。</p><!-- more --><p>正文。</p>"

    run_import(write("a.txt", document(body=body)))

    assert Post.objects.get().summary == "导语。"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("---\ntitle: a\ndate: 2022-03-10\n正文", "front matter"),
        (document(body=""), "body"),
        (document(body="<p>{% nosuchtag abc %}</p>"), "template tag"),
    ],
    ids=["front matter without an end", "no text", "a tag of a template"],
)
def test_what_a_writer_hardly_meant_is_reported(write, run_import, content, kind):
    rows = run_import(write("a.txt", content)).rows

    assert kind in [warning["kind"] for warning in rows[0]["warnings"]]


def test_a_lead_picture_that_is_known_already_gets_the_credit_and_size_it_lacks(write, run_import):
    address = "https://a.example/1.jpg"
    lead = f'<img src="{address}" width="500" height="300"><p align=center>图说 图源：新华社</p><p>文</p>'
    run_import(write("a.txt", document(headimg=address)))

    run_import(write("b.txt", document(headimg=address, body=lead)))

    image = Image.objects.get()
    assert (image.credit, image.width, image.height) == ("新华社", 500, 300)


def test_what_an_editor_said_of_a_picture_stays(write, run_import):
    address = "https://a.example/1.jpg"
    lead = f'<img src="{address}"><p align=center>图说 图源：新华社</p><p>文</p>'
    run_import(write("a.txt", document(headimg=address)))
    Image.objects.update(credit="编辑写的")

    run_import(write("b.txt", document(headimg=address, body=lead)))

    assert Image.objects.get().credit == "编辑写的"
