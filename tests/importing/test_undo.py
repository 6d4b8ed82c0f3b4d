import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import search, workflow
from articles.importing.undoing import UndoError, Undoing
from articles.models import (
    Author,
    Category,
    Conflict,
    DuplicateLink,
    Image,
    ImportRecord,
    ImportRun,
    PolledFeed,
    Post,
    Source,
    Tag,
)

DOCUMENT = """---
title: {title}
categories: [国际, 欧洲]
author: 陈晓
source: 海湾日报
date: 2023-11-04 10:00:00 +0800
tags: [港口]
headimg: https://pictures.example/{name}.jpg
{more}---
{body}
"""


@pytest.fixture
def bring(write, run_import):
    """A function that writes a document, imports its folder, and returns the run."""

    def bring(
        name="a", title="港区新码头今日启用", body="正文第一段，讲港口的事。", more="", **options
    ):
        inbox = write(f"{name}.md", DOCUMENT.format(title=title, body=body, name=name, more=more))
        run_import(inbox, **options)
        return ImportRun.objects.first()

    return bring


@pytest.fixture
def undo(capsys):
    """A function that undoes a run and returns (exit status, what was said)."""

    def undo(run, **options):
        try:
            call_command("undo_import", str(getattr(run, "pk", run)), **options)
        except CommandError as error:
            return error.returncode, capsys.readouterr().out + str(error)
        return 0, capsys.readouterr().out

    return undo


def test_a_run_that_is_undone_leaves_nothing_behind(bring, undo):
    run = bring()

    status, said = undo(run)

    assert status == 0
    assert "1 post: 1 deleted" in said
    assert "1 author, 2 category, 1 image, 1 source, 1 tag" in said
    for model in (Post, Category, Author, Tag, Source, Image, Conflict):
        assert not model.objects.exists()
    run.refresh_from_db()
    assert run.undone_at is not None


def test_the_documents_can_be_imported_again(bring, undo):
    undo(bring())

    bring()

    assert Post.objects.get().title == "港区新码头今日启用"
    assert ImportRecord.objects.first().outcome == "created"


def test_a_dry_run_writes_nothing(bring, undo):
    run = bring()

    status, said = undo(run, dry_run=True)

    assert (status, Post.objects.count()) == (0, 1)
    assert "dry run" in said
    run.refresh_from_db()
    assert run.undone_at is None


def test_what_a_run_changed_is_again_what_it_was(bring, undo):
    bring()
    second = bring(title="新标题", body="<p>灯光下的集装箱</p>", more="description: 摘要\n")
    assert Post.objects.get().title == "新标题"

    status, said = undo(second)

    post = Post.objects.get()
    assert (status, post.title, post.summary) == (0, "港区新码头今日启用", "")
    assert "讲港口的事" in post.body
    assert "1 given back what they held" in said
    assert post.revisions.first().note == f"Import run {second.pk} undone"


def test_what_was_given_back_is_found_by_search(bring, undo):
    bring()
    undo(bring(body="<p>灯光下的集装箱</p>"))

    assert search.match(Post.objects.all(), "讲港口")
    assert not search.match(Post.objects.all(), "集装箱")


def test_what_was_given_back_is_compared_with_the_others_again(bring, undo):
    story = "".join(f"第{number}艘船在早晨靠泊，装了{number * 7}箱货物。" for number in range(20))
    bring(body=story)
    bring("b", title="又一篇", body=story + "以上由本报编译。")
    signature = bytes(Post.objects.get(identifier="a.md").signature.signature)
    assert DuplicateLink.objects.count() == 1

    run = bring(body="".join(f"另有{number}人到场，各说各的看法。" for number in range(100, 140)))
    assert DuplicateLink.objects.count() == 0
    undo(run)

    assert bytes(Post.objects.get(identifier="a.md").signature.signature) == signature
    assert DuplicateLink.objects.count() == 1


def test_relations_go_back_too(bring, undo, write, run_import):
    bring()
    inbox = write(
        "a.md",
        DOCUMENT.format(
            title="港区新码头今日启用", body="正文第一段，讲港口的事。", name="a", more=""
        )
        .replace("陈晓", "李明")
        .replace("欧洲", "亚洲")
        .replace("[港口]", "[海]"),
    )
    run_import(inbox)
    assert Post.objects.get().byline[0].name == "李明"

    undo(ImportRun.objects.first())

    post = Post.objects.get()
    assert [author.name for author in post.byline] == ["陈晓"]
    assert str(post.section) == "国际 › 欧洲"
    assert list(post.tags.names()) == ["港口"]


def test_an_editors_later_work_stays_and_is_named(bring, undo, editor):
    bring()
    second = bring(title="新标题", more="description: 摘要\n")
    post = Post.objects.get()
    post.title = "编辑的标题"
    post.save()
    workflow.save_edit(post, by=editor)

    status, said = undo(second)

    post.refresh_from_db()
    assert (status, post.title, post.summary) == (1, "编辑的标题", "")
    assert "is kept: title: edited since" in said


def test_a_post_that_an_editor_worked_on_is_kept_and_named(bring, undo, editor):
    run = bring()
    bring(name="b", title="另一篇")
    workflow.save_edit(Post.objects.get(title="港区新码头今日启用"), by=editor)

    status, said = undo(run)

    assert status == 1
    assert "“港区新码头今日启用” is kept: an editor has worked on it since" in said
    assert Post.objects.count() == 2
    run.refresh_from_db()
    assert run.undone_at is not None


def test_the_work_of_an_editor_who_left_counts_too(bring, undo, editor):
    run = bring()
    workflow.save_edit(Post.objects.get(), by=editor)
    editor.delete()

    assert undo(run)[0] == 1
    assert Post.objects.exists()


def test_a_post_whose_status_somebody_moved_is_kept(bring, undo, editor):
    run = bring()
    post = workflow.withdraw(Post.objects.get(), by=editor)
    post.revisions.all().delete()

    assert undo(run)[0] == 1


def test_what_a_later_run_changed_is_left_to_it(bring, undo):
    first = bring()
    second = bring(title="第二次的标题", more="description: 第二次的摘要\n")
    third = bring(title="第三次的标题", more="description: 第二次的摘要\n")

    status, said = undo(second)

    post = Post.objects.get()
    assert (status, post.title, post.summary) == (1, "第三次的标题", "")
    assert f"title: changed by the later import #{third.pk}" in said
    status, said = undo(first)
    assert status == 1
    assert f"changed by a later import, #{third.pk}: undo that first" in said


def test_runs_undone_in_turn_leave_nothing(bring, undo):
    runs = [bring(), bring(title="第二次"), bring(title="第三次")]

    statuses = [undo(run)[0] for run in reversed(runs)]

    assert statuses == [0, 0, 0]
    assert not Post.objects.exists()


def test_undoing_twice_says_so(bring, undo):
    run = bring()
    undo(run)

    status, said = undo(run)

    assert status == 2
    assert "undone already" in said


def test_a_run_that_does_not_exist_is_wrong_usage(db, undo):
    assert undo(99)[0] == 2


def test_a_run_at_work_is_not_undone(db):
    with pytest.raises(UndoError):
        Undoing(ImportRun.objects.create())


def test_clashes_the_run_raised_go(bring, undo, editor):
    bring()
    post = Post.objects.get()
    post.title = "编辑的标题"
    post.save()
    workflow.save_edit(post, by=editor)
    second = bring(title="文稿的新标题")
    assert Conflict.objects.unsettled().count() == 1

    undo(second)

    assert not Conflict.objects.exists()
    assert Post.objects.get().title == "编辑的标题"


def test_a_draft_that_the_run_published_is_a_draft_again(bring, undo):
    bring(more="draft: true\n")
    second = bring()
    assert Post.objects.get().status == "published"

    status, _said = undo(second)

    assert (status, Post.objects.get().status) == (0, "draft")


@pytest.mark.parametrize("use", ["post", "child", "default section", "words", "admin"])
def test_a_section_that_means_something_to_somebody_stays(bring, undo, make_post, editor, use):
    run = bring()
    section = Category.objects.get(name="欧洲")
    if use == "post":
        make_post(categories=[section])
    elif use == "child":
        Category.objects.create(name="法国", parent=section)
    elif use == "default section":
        Source.objects.create(name="别的来源", section=section)
    elif use == "words":
        Category.objects.filter(pk=section.pk).update(description="欧洲的消息")
    else:
        LogEntry.objects.log_actions(editor.pk, [section], CHANGE, "", single_object=True)

    undo(run)

    assert Category.objects.filter(pk=section.pk).exists()
    assert not Author.objects.exists()


def test_a_feed_is_read_anew_after_its_run_was_undone(db, undo):
    address = "https://news.example/feed.xml"
    run = ImportRun.objects.create(paths=[address], finished_at=timezone.now())
    PolledFeed.objects.create(address=address, etag="1")
    PolledFeed.objects.create(address="https://other.example/feed.xml", etag="1")

    undo(run)

    assert PolledFeed.objects.get().address == "https://other.example/feed.xml"


def test_a_source_with_settings_of_its_own_stays(bring, undo):
    run = bring()
    Source.objects.update(rights_default="版权所有")

    undo(run)

    assert Source.objects.exists()


def test_a_picture_that_was_there_before_stays(bring, undo):
    from articles.html import image_id

    address = "https://pictures.example/a.jpg"
    Image.objects.create(pk=image_id(address), original_url=address)

    undo(bring())

    assert Image.objects.exists()


def test_a_run_that_was_undone_halfway_is_undone_to_the_end(bring, undo):
    bring()
    second = bring(title="新标题")
    list(Undoing(second))
    ImportRun.objects.update(undone_at=None)

    assert undo(second)[0] == 0
    assert Post.objects.get().title == "港区新码头今日启用"


def test_a_change_whose_past_was_not_kept_is_named(bring, undo):
    bring()
    second = bring(title="新标题")
    second.records.update(replaced={})

    status, said = undo(second)

    assert status == 1
    assert "what it held before was not kept" in said


def test_a_document_that_came_twice_in_a_run_goes_back_to_what_it_was_before(
    bring, undo, write, run_import, tmp_path
):
    bring(title="原来的")
    other = tmp_path / "other"
    other.mkdir()
    text = DOCUMENT.format(title="第二个", body="正文第一段，讲港口的事。", name="a", more="")
    (other / "a.md").write_text(text.replace("第二个", "第三个"))
    inbox = write("a.md", text)
    run_import(inbox, other)
    assert Post.objects.get().title == "第三个"

    undo(ImportRun.objects.first())

    assert Post.objects.get().title == "原来的"


def test_statements_do_not_grow_with_the_posts_of_a_batch(
    write, run_import, django_assert_max_num_queries
):
    for number in range(30):
        inbox = write(
            f"{number}.md",
            DOCUMENT.format(title=f"第{number}篇", body=f"正文{number}", name=number, more=""),
        )
    run_import(inbox)

    with django_assert_max_num_queries(120):
        list(Undoing(ImportRun.objects.get()))

    assert not Post.objects.exists()


def test_a_dry_run_says_of_each_post_what_would_become_of_it(bring, undo):
    first = bring()
    second = bring(title="新标题")

    assert "“新标题”: would be given back title\n" in undo(second, dry_run=True)[1]
    assert "1 would be given back what they held" in undo(second, dry_run=True)[1]
    undo(second)
    said = undo(first, dry_run=True)[1]

    assert "“港区新码头今日启用”: would be deleted\n" in said
    assert said.endswith(f"import run {first.pk}: 1 post: 1 would be deleted\n")


def test_each_line_about_a_post_is_one_line(bring, undo, editor):
    run = bring()
    workflow.save_edit(Post.objects.get(), by=editor)

    said = undo(run)[1]

    assert "\n\n" not in said
