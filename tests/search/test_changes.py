"""Whatever changes a post, or a name that stands with it, changes what finds it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import workflow
from articles.importing.undoing import Undoing
from articles.models import Author, Category, Filing, ImportRun, Post, PostSearch, Source, Tag
from articles.repairing import Repair, repair_posts


@pytest.fixture
def post(publish, make_category):
    """A public post with a name of each kind."""
    return publish(
        "双方停火",
        title="外长会谈",
        categories=[make_category("国际", "亚洲")],
        authors=["记者甲"],
        tags=["外交"],
        source=Source.objects.create(name="通讯社"),
    )


@pytest.fixture
def is_found(found, post):
    """A function that tells whether a reader finds the post by a query."""
    return lambda query: found(query) == [post]


def test_an_edit_at_the_desk(post, is_found, editor):
    post.title, post.body = "峰会", "<p>走廊</p>"
    post.save()
    workflow.save_edit(post, by=editor)

    assert is_found("峰会 走廊")
    assert not is_found("外长")
    assert not is_found("停火")


def test_a_restored_revision(post, is_found, editor):
    first = workflow.save_edit(post, by=editor)
    post.title = "峰会"
    post.tags.set(["港口"])
    post.save()
    workflow.save_edit(post, by=editor)
    assert not is_found("外长 外交")

    workflow.restore(post, first, by=editor)
    assert not is_found("外长 外交")
    workflow.publish(post, by=editor)

    assert is_found("外长 外交")
    assert not is_found("峰会")


def test_a_withdrawal_and_the_way_back(post, is_found, editor):
    workflow.withdraw(post, by=editor)
    assert not is_found("停火")

    workflow.return_to_draft(post, by=editor)
    assert not is_found("停火")

    workflow.publish(post, by=editor)
    assert is_found("停火")


def test_a_post_that_was_never_indexed_is_when_it_is_published(make_post, found, editor):
    draft = make_post(title="紫藤", status="draft")

    workflow.publish(draft, by=editor)

    assert found("紫藤") == [draft]


def test_a_date_that_moves_into_the_future_and_comes(post, is_found, time_machine):
    moment = timezone.now() + timedelta(hours=1)
    post.published_at = moment
    post.save()
    assert not is_found("停火")

    time_machine.move_to(moment + timedelta(seconds=1))
    assert is_found("停火")


def test_an_expiry_that_is_set_passes_and_is_lifted(post, is_found, time_machine):
    moment = timezone.now() + timedelta(hours=1)
    post.expires_at = moment
    post.save()
    assert is_found("停火")

    time_machine.move_to(moment + timedelta(seconds=1))
    assert not is_found("停火")

    post.expires_at = None
    post.save()
    assert is_found("停火")


def test_other_tags_authors_sections_and_source(post, is_found, make_category, editor):
    post.tags.set(["港口"])
    post.credit_to([Author.objects.create(name="记者乙")])
    post.file_under([make_category("体育")])
    post.source = Source.objects.create(name="晚报")
    post.save()
    workflow.save_edit(post, by=editor)

    assert is_found("港口 记者乙 体育 晚报")
    for former in ("外交", "记者甲", "国际", "亚洲", "通讯社"):
        assert not is_found(former)


def test_a_repair_of_many(post, is_found, make_category, editor):
    repair = Repair(
        section=make_category("体育"),
        replaces_sections=True,
        author=Author.objects.create(name="记者乙"),
        source=Source.objects.create(name="晚报"),
    )

    repair_posts([post.pk], repair, by=editor)

    assert is_found("体育 记者乙 晚报")
    assert not is_found("国际")


@pytest.mark.parametrize(
    ("model", "former"), [(Author, "记者甲"), (Source, "通讯社"), (Tag, "外交"), (Category, "亚洲")]
)
def test_another_name(post, is_found, model, former):
    subject = model.objects.get(name=former)
    subject.name = "改名"
    subject.save()

    assert is_found("改名 停火")
    assert not is_found(former)


def test_a_name_that_stays_writes_no_row(post, django_assert_max_num_queries):
    author = Author.objects.get()
    author.bio = "驻外记者"

    with django_assert_max_num_queries(7) as queries:
        author.save()

    assert not any("articles_postsearch" in query["sql"] for query in queries)


@pytest.mark.parametrize("is_many", [False, True])
def test_a_deleted_tag(post, is_found, is_many):
    if is_many:
        Tag.objects.filter(name="外交").delete()
    else:
        Tag.objects.get(name="外交").delete()

    assert not is_found("外交")
    assert is_found("停火")


def test_a_section_above_that_is_renamed(post, is_found):
    top = Category.objects.get(name="国际")
    top.name = "环球"
    top.save()

    assert is_found("环球 亚洲")
    assert not is_found("国际")


def test_a_section_that_moves_with_its_branch(post, is_found, make_category):
    asia = Category.objects.get(name="亚洲")
    asia.parent = make_category("专题", "二〇二二")
    asia.save()

    assert is_found("专题 二〇二二 亚洲")
    assert not is_found("国际")


def test_a_section_that_moves_is_where_it_is_searched(post, found, make_category):
    former, asia = Category.objects.get(name="国际"), Category.objects.get(name="亚洲")
    asia.parent = top = make_category("专题")
    asia.save()

    assert found("停火", section=top.pk) == [post]
    assert found("停火", section=former.pk) == []


def test_a_deleted_post(post, found):
    post.delete()

    assert found("停火") == found("外交") == []
    assert not PostSearch.objects.exists()


def write(folder, *, title, tags, author="记者甲"):
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(
        f"---\ntitle: {title}\ntags: [{tags}]\nauthor: {author}\nsource: 通讯社\n"
        "categories: [国际, 亚洲]\ndate: 2022-03-10 10:00:00\n---\n\n双方停火。\n",
        encoding="utf-8",
    )
    call_command("import_posts", str(folder), stdout=StringIO())


def test_an_import_its_update_and_its_undoing(db, found, tmp_path):
    inbox = tmp_path / "inbox"
    write(inbox, title="外长会谈", tags="外交")
    post = Post.objects.get()
    assert found("外长 停火 外交 记者甲 通讯社 国际 亚洲") == [post]

    write(inbox, title="峰会", tags="港口", author="记者乙")
    assert found("峰会 停火 港口 记者乙") == [post]
    assert found("外长") == found("外交") == found("记者甲") == []

    list(Undoing(ImportRun.objects.latest("pk")))
    assert found("外长 外交 记者甲") == [post]
    assert found("峰会") == found("港口") == []

    list(Undoing(ImportRun.objects.earliest("pk")))
    assert found("停火") == []


def test_a_document_that_is_retagged_only(db, found, tmp_path):
    inbox = tmp_path / "inbox"
    write(inbox, title="外长会谈", tags="外交")

    write(inbox, title="外长会谈", tags="港口")

    assert found("港口") == [Post.objects.get()]
    assert found("外交") == []


def test_names_are_renewed_in_batches(publish, found, monkeypatch):
    monkeypatch.setattr("articles.models.search.RENEW_BATCH", 2)
    source = Source.objects.create(name="通讯社")
    posts = {publish("停火", source=source) for _number in range(5)}
    publish("停火")
    source.name = "新华社"

    source.save()

    assert set(found("新华社")) == posts
    assert found("通讯社") == []


def test_a_changed_name_leaves_the_long_row_alone(post, django_assert_max_num_queries):
    author = Author.objects.get()
    author.name = "记者乙"

    with django_assert_max_num_queries(20) as queries:
        author.save()

    assert not any("articles_posttext" in query["sql"] for query in queries)


def test_a_section_of_a_single_filing_that_is_saved_and_deleted(post, is_found, make_category):
    filing = Filing.objects.create(post=post, category=make_category("体育"))
    assert is_found("体育")

    filing.delete()
    assert not is_found("体育")
