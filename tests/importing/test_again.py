"""Documents that come again: what follows, what clashes, what is only flagged."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import workflow
from articles.models import Conflict, ImportRecord, ImportRun, Original, Post, Redirect, Source

LONG = "<p>" + "港口的早晨从第一班渡轮开始，码头上的人已经等了很久。" * 12 + "</p>"


def document(title="标题", body=LONG, **keys):
    keys = {"date": "2022-03-10 08:00:00", "author": "海湾日报"} | keys
    lines = "\n".join(f"{key}: {value}" for key, value in keys.items() if value is not None)
    return f"---\ntitle: {title}\n{lines}\n---\n{body}\n"


def edit(**fields):
    """Change the one post as an editor does, whatever else it says."""
    post = Post.objects.get()
    for name, value in fields.items():
        setattr(post, name, value)
    post.save()
    workflow.save_edit(post, by=None, note="desk")


def test_a_clash_is_one_row_however_often_the_source_changes(write, run_import):
    run_import(write("a.txt", document("旧题")))
    edit(title="编辑的题")

    run_import(write("a.txt", document("新题")))
    run_import(write("a.txt", document("更新的题")))

    conflict = Conflict.objects.get()
    assert (conflict.field, conflict.reason) == ("title", "both_changed")
    assert (conflict.base, conflict.theirs) == ("新题", "更新的题")
    assert conflict.record.run == ImportRun.objects.first()


def test_a_clash_goes_when_both_sides_agree_again(write, run_import):
    run_import(write("a.txt", document("旧题")))
    edit(title="编辑的题")
    run_import(write("a.txt", document("新题")))

    run_import(write("a.txt", document("编辑的题")))

    assert not Conflict.objects.exists()


def test_a_clash_stays_while_the_source_changes_something_else(write, run_import):
    run_import(write("a.txt", document("旧题")))
    edit(title="编辑的题")
    run_import(write("a.txt", document("新题")))

    run_import(write("a.txt", document("新题", description="新摘要")))

    assert Conflict.objects.get().theirs == "新题"
    assert Post.objects.get().summary == "新摘要"


def test_a_text_that_shrinks_to_a_stub_is_flagged_and_nothing_of_it_followed(write, run_import):
    run_import(write("a.txt", document("题")))
    stub = document("已删除", "<p>该文章已被删除。</p>")

    rows = run_import(write("a.txt", stub)).rows

    post, conflict = Post.objects.get(), Conflict.objects.get()
    assert rows[0]["outcome"] == "conflict"
    assert (post.title, post.body) == ("题", LONG)
    assert (conflict.reason, conflict.theirs) == ("shrunk", "<p>该文章已被删除。</p>")


def test_after_a_stub_the_whole_text_is_followed_again(write, run_import):
    run_import(write("a.txt", document("题")))
    run_import(write("a.txt", document("已删除", "<p>该文章已被删除。</p>")))

    longer = LONG.replace("</p>", "渡轮照常开。</p>")
    rows = run_import(write("a.txt", document("题", longer))).rows

    assert rows[0]["outcome"] == "updated"
    assert Post.objects.get().body == longer
    assert not Conflict.objects.exists()


def test_a_source_that_withdraws_its_piece_is_flagged_and_not_followed(write, run_import):
    run_import(write("a.txt", document("题")))

    rows = run_import(write("a.txt", document("题", published="false"))).rows

    assert rows[0]["outcome"] == "conflict"
    assert Post.objects.get().status == "published"
    assert Conflict.objects.get().reason == "withdrawn"


def test_what_an_editor_has_refused_is_not_asked_again(write, run_import, editor):
    run_import(write("a.txt", document("题")))
    run_import(write("a.txt", document("题", "<p>该文章已被删除。</p>")))
    Conflict.objects.unsettled().settle(choice="ours", by=editor)

    rows = run_import(write("a.txt", document("题", "<p>该文章已被删除。</p>", mood="a"))).rows

    assert rows[0]["outcome"] == "unchanged"
    assert not Conflict.objects.unsettled().exists()


def test_a_draft_for_want_of_a_date_is_published_when_a_date_comes(write, run_import):
    run_import(write("a.txt", document("题", date=None)))
    assert Post.objects.get().status == "draft"

    rows = run_import(write("a.txt", document("题"))).rows

    assert rows[0]["outcome"] == "updated"
    assert Post.objects.get().status == "published"


def test_a_draft_that_an_editor_has_worked_on_waits_for_the_editor(write, run_import, editor):
    run_import(write("a.txt", document("题", date=None)))
    workflow.save_edit(Post.objects.get(), by=editor)

    run_import(write("a.txt", document("题")))

    assert Post.objects.get().status == "draft"


def test_a_renamed_file_is_the_same_post(write, run_import):
    inbox = write("a.txt", document("题"))
    run_import(inbox)
    (inbox / "a.txt").rename(inbox / "b.txt")

    rows = run_import(inbox).rows

    post = Post.objects.get()
    assert (post.identifier, rows[0]["post_id"]) == ("b.txt", post.pk)
    assert [warning["kind"] for warning in rows[0]["warnings"]] == ["renamed"]


def test_a_renamed_file_is_followed_when_it_changes_later(write, run_import):
    inbox = write("a.txt", document("题"))
    run_import(inbox)
    (inbox / "a.txt").rename(inbox / "b.txt")
    run_import(inbox)

    run_import(write("b.txt", document("新题")))

    assert Post.objects.get().title == "新题"


def test_a_new_file_under_a_name_that_was_left_is_a_new_post(write, run_import):
    inbox = write("a.txt", document("题"))
    run_import(inbox)
    (inbox / "a.txt").rename(inbox / "b.txt")
    run_import(inbox)

    run_import(write("a.txt", document("另一篇", "<p>别的正文。</p>")))

    assert set(Post.objects.values_list("identifier", "title")) == {
        ("b.txt", "题"),
        ("a.txt", "另一篇"),
    }


def test_a_copy_beside_its_original_is_another_post(write, run_import):
    inbox = write("a.txt", document("题"))
    run_import(inbox)
    write("b.txt", document("题"))

    run_import(inbox)

    assert Post.objects.count() == 2


def test_old_addresses_lead_to_the_post(write, run_import, client):
    text = document("题", permalink="posts/old-story/", alias="[/2020/first.html, 二号]")

    run_import(write("a.txt", text))

    address = Post.objects.get().get_absolute_url()
    for old in ("/posts/old-story/", "/posts/old-story", "/2020/first.html", "/二号/"):
        assert client.get(old)["Location"] == address, old


def test_an_old_address_that_leads_elsewhere_stays_and_is_told(write, run_import):
    write("a.txt", document("甲", alias="/same/"))
    inbox = write("b.txt", document("乙", alias="/same/"))

    run_import(inbox)
    rows = run_import(write("b.txt", document("乙二", alias="/same/"))).rows

    assert Redirect.objects.get().post.title == "甲"
    assert "address" in [warning["kind"] for warning in rows[1]["warnings"]]


def test_an_abbrlink_is_kept_as_written_and_leads_to_the_post(write, run_import):
    run_import(write("a.txt", document("题", abbrlink="1e10")))

    assert Redirect.objects.filter(old_path="/posts/1e10.html").exists()


def test_a_sources_pattern_of_addresses_leads_old_readers_on(write, run_import):
    Source.objects.create(name="海湾日报", permalink=":year/:month/:day/:title/")

    run_import(write("要闻/harbour.md", document("题")))

    assert Redirect.objects.get().old_path == "/2022/03/10/要闻/harbour/"


def test_when_a_document_was_revised_is_what_readers_are_told(write, run_import):
    run_import(write("a.txt", document("题", updated="2022-03-12 08:00:00")))

    assert Post.objects.get().modified_at == datetime(2022, 3, 12, tzinfo=UTC)


def test_after_an_editors_save_readers_are_told_of_that(write, run_import, editor):
    run_import(write("a.txt", document("题", updated="2022-03-12 08:00:00")))

    workflow.save_edit(Post.objects.get(), by=editor)

    assert Post.objects.get().revised_at is None


def test_a_document_may_say_when_it_expires(write, run_import):
    run_import(write("a.txt", document("题", expires="2022-04-01 08:00:00")))

    assert Post.objects.get().expires_at == datetime(2022, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "left"), [(None, 3), (0, 2), (30, 3)], ids=["all", "none", "some days"]
)
def test_originals_are_kept_as_the_setting_says(write, run_import, settings, days, left):
    settings.ORIGINALS_KEPT_DAYS = days
    inbox = write("a.txt", document("题"))
    write("b.txt", document("别的"))
    run_import(inbox)

    run_import(write("a.txt", document("新题")))

    assert Original.objects.count() == left


def test_a_document_whose_older_original_was_let_go_is_still_unchanged(write, run_import, settings):
    settings.ORIGINALS_KEPT_DAYS = 0
    run_import(write("a.txt", document("题")))
    inbox = write("a.txt", document("新题"))
    run_import(inbox)

    assert run_import(inbox).rows[0]["outcome"] == "unchanged"


def test_reprocess_passes_over_what_todays_rules_have_made(write, run_import, capsys):
    run_import(write("a.txt", document("题")))

    call_command("reprocess")

    assert "1 unchanged" in capsys.readouterr().out


def test_reprocess_runs_a_sources_new_terms_over_the_originals(write, run_import):
    run_import(write("a.txt", document("题", date="Thu, 10 Mar 2022 18:06:38 GMT")))
    Source.objects.update(clock=Source.Clock.LOCAL_LABELLED_GMT)

    call_command("reprocess")

    assert Post.objects.get().published_at == datetime(2022, 3, 10, 10, 6, 38, tzinfo=UTC)


def test_a_dry_reprocess_shows_each_change_and_makes_none(write, run_import, capsys):
    run_import(write("a.txt", document("题", date="Thu, 10 Mar 2022 18:06:38 GMT")))
    Source.objects.update(clock=Source.Clock.LOCAL_LABELLED_GMT)
    capsys.readouterr()

    call_command("reprocess", dry_run=True)

    told = capsys.readouterr()
    assert "a.txt: would change published_at: “2022-03-10T18:06:38+00:00” →" in told.err
    assert "1 updated" in told.out
    assert Post.objects.get().published_at == datetime(2022, 3, 10, 18, 6, 38, tzinfo=UTC)
    assert ImportRun.objects.count() == 1


def test_reprocess_keeps_what_editors_changed(write, run_import):
    run_import(write("a.txt", document("题")))
    edit(rights="编辑部的声明")
    Source.objects.update(rights_default="来源的声明")

    call_command("reprocess")

    assert Post.objects.get().rights == "编辑部的声明"
    assert Conflict.objects.get().field == "rights"


def test_reprocess_knows_the_zone_and_the_source_of_the_first_import(write, run_import):
    run_import(write("a.txt", document("题")), source="通讯社", timezone="America/New_York")
    Source.objects.update(homepage="https://origin.example/")

    call_command("reprocess")

    post = Post.objects.get()
    assert (post.source.name, post.published_at.hour) == ("通讯社", 13)


def test_pictures_that_lay_beside_a_document_outlive_it(write, run_import):
    from PIL import Image as Picture

    inbox = write("a.md", document("题", "![港](harbour.png)\n\n正文。"))
    Picture.new("RGB", (40, 30), "teal").save(inbox / "harbour.png")
    run_import(inbox)
    body = Post.objects.get().body
    (inbox / "harbour.png").unlink()
    Source.objects.update(homepage="https://origin.example/")

    call_command("reprocess")

    assert ImportRecord.objects.filter(run__options__reprocess=True).get().outcome == "unchanged"
    assert Post.objects.get().body == body


def test_a_date_to_come_makes_a_scheduled_post(write, run_import):
    later = timezone.now() + timedelta(days=3)

    run_import(write("a.txt", document("题", date=later.isoformat())))

    assert Post.objects.scheduled().count() == 1


def test_lists_begin_with_the_text_and_not_with_its_headings(write, run_import):
    run_import(write("a.txt", document("题", "<h2>简介</h2><p>正文的第一句。</p>")))

    assert Post.objects.get().excerpt == "正文的第一句。"


def test_a_summary_before_the_fold_does_not_repeat_the_title(write, run_import):
    run_import(write("a.md", document("题目", "# 题目\n\n引子。\n\n<!-- more -->\n\n正文。")))

    assert Post.objects.get().summary == "引子。"
