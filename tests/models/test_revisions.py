from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import workflow
from articles.models import Author, Image, Post, Revision, Source


def test_a_revision_gives_back_all_that_an_editor_edits(make_post, make_category, editor):
    sections = [make_category("文化"), make_category("新闻", "国际")]
    image = Image.objects.create(original_url="https://img.example.org/1.jpg")
    post = make_post(
        title="旧标题",
        status="draft",
        body="<p>旧正文。</p>",
        summary="旧摘要",
        rights="旧声明",
        lead_image=image,
        lead_caption="旧图注",
        source=Source.objects.create(name="甲社"),
        expires_at=datetime(2030, 1, 1, tzinfo=UTC),
        categories=sections,
        authors=["王记者", "阿记者"],
        tags=["外交", "经济"],
    )
    old = Revision.objects.keep(post, by=editor)
    Post.objects.filter(pk=post.pk).update(
        title="新标题", summary="", rights="", lead_image=None, source=None, expires_at=None
    )
    post.refresh_from_db()
    post.body = "<p>新正文。</p>"
    post.save()
    post.file_under([])
    post.credit_to([])
    post.tags.clear()

    workflow.restore(post, Revision.objects.get(pk=old.pk), by=editor)

    post = Post.objects.get()
    assert (post.title, post.body, post.rights) == ("旧标题", "<p>旧正文。</p>", "旧声明")
    assert (post.summary, post.lead_caption) == ("旧摘要", "旧图注")
    assert (post.lead_image, post.source.name) == (image, "甲社")
    assert post.expires_at == datetime(2030, 1, 1, tzinfo=UTC)
    assert [filing.category for filing in post.filings.all()] == sections
    assert [author.name for author in post.byline] == ["王记者", "阿记者"]
    assert set(post.tags.names()) == {"外交", "经济"}


def test_restoring_keeps_the_status_and_is_a_revision_itself(make_post, editor):
    post = make_post()
    old = Revision.objects.keep(post, by=editor)

    new = workflow.restore(post, old, by=editor)

    assert post.status == Post.Status.PUBLISHED
    assert list(Revision.objects.all()) == [new, old]
    assert str(old.pk) in new.note


def test_what_is_gone_stays_out_of_a_restored_post(make_post, make_category, editor):
    category = make_category("新闻")
    image = Image.objects.create(original_url="https://img.example.org/1.jpg")
    source = Source.objects.create(name="甲社")
    post = make_post(
        categories=[category],
        authors=["王记者"],
        lead_image=image,
        source=source,
        title="旧",
        status="draft",
    )
    old = Revision.objects.keep(post, by=editor)
    post.title, post.lead_image, post.source = "新", None, None
    post.save()
    post.file_under([])
    post.credit_to([])
    for row in (category, image, source, Author.objects.get()):
        row.delete()

    workflow.restore(post, old, by=editor)

    post = Post.objects.get()
    assert post.title == "旧"
    assert (post.lead_image, post.source, post.section, post.byline) == (None, None, None, [])


def test_a_restored_post_is_found_by_its_old_words(make_post, editor):
    from articles import search

    post = make_post(body="<p>停火协议</p>", status="draft")
    old = workflow.save_edit(post, by=editor)
    post.body = "<p>另一件事</p>"
    post.save()
    workflow.save_edit(post, by=editor)
    assert not search.match(Post.objects.all(), "停火").exists()

    workflow.restore(post, old, by=editor)

    assert search.match(Post.objects.all(), "停火").exists()


def test_a_reporter_restores_what_is_being_written_alone(make_post, reporter):
    post = make_post(status="approved", created_by=reporter)
    old = Revision.objects.keep(post, by=reporter)

    with pytest.raises(PermissionDenied), transaction.atomic():
        workflow.restore(post, old, by=reporter)


def test_a_restored_address_leaves_a_redirect_from_the_present_one(make_post, editor):
    post = make_post(slug="old")
    old = Revision.objects.keep(post, by=editor)
    post.slug = "new"
    post.save()

    workflow.restore(post, old, by=editor)
    workflow.publish(post, by=editor)

    assert Post.objects.get().slug == "old"
    assert post.redirect_set.filter(old_path="/2022/03/11/new/").exists()


def test_restoring_what_was_a_draft_keeps_the_date_and_the_order_of_sections(
    make_post, make_category, editor
):
    places = [make_category("乙"), make_category("甲")]
    post = make_post(status="draft", published_at=None, categories=places)
    draft = workflow.save_edit(post, by=editor)
    workflow.publish(post, by=editor)

    workflow.restore(post, draft, by=editor)

    post.refresh_from_db()
    assert post.is_public
    assert [filing.category for filing in post.filings.all()] == places
