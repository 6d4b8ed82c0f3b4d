import pytest

from articles import workflow
from articles.models import Author, ImportRecord, ImportRun, Post, Revision, Source
from tests.admin.conftest import form_of

REPAIR = "/admin/articles/importrun/repair/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def source(db):
    return Source.objects.create(name="海湾日报")


@pytest.fixture
def make_piece(make_post, source):
    """A function that makes a post of the source."""
    return lambda title="港口", **fields: make_post(title=title, source=source, **fields)


@pytest.fixture
def repair(source):
    """A function that chooses a repair of the source's posts and confirms it."""

    def repair(client, confirm="1", **chosen):
        sent = {name: getattr(value, "pk", value) for name, value in chosen.items()}
        sent |= {"confirm": confirm} if confirm else {}
        return client.post(f"{REPAIR}?source={source.pk}", sent)

    return repair


def test_the_page_of_a_source_leads_to_its_repair(desk, source):
    assert f'href="{REPAIR}?source={source.pk}"' in desk.get(form_of(source)).text


def test_what_would_change_is_shown_before_anything_does(desk, make_piece, repair, make_category):
    for number in range(12):
        make_piece(f"第{number:02}篇")
    section = make_category("国际")
    make_piece("早就在那里", categories=[section])

    page = repair(desk, confirm="", section=section).text

    assert "12 posts would change" in page
    assert "第09篇" in page
    assert "第10篇" not in page
    assert "… and 2 more" in page
    assert "早就在那里" not in page
    assert not Revision.objects.exists()


def test_a_section_is_added_or_put_in_place_of_others(desk, make_piece, repair, make_category):
    post = make_piece(categories=[make_category("旧的")])

    repair(desk, section=make_category("国际"))
    assert [str(f.category) for f in post.filings.all()] == ["旧的", "国际"]

    repair(desk, section=make_category("国际"), replaces_sections="on")
    assert [str(f.category) for f in post.filings.all()] == ["国际"]


def test_an_author_takes_the_place_of_the_byline(desk, make_piece, repair, editor):
    post = make_piece(authors=["甲", "乙"])
    author = Author.objects.create(name="陈晓")

    page = repair(desk, author=author).text

    assert post.bylines.get().author == author
    assert post.revisions.get().by == editor
    assert "1 post is changed." in page
    assert "Nothing would change" in repair(desk, confirm="", author=author).text


def test_posts_go_to_another_source_unless_it_has_their_document(
    desk, make_piece, make_post, repair
):
    other = Source.objects.create(name="晚报")
    moved = make_piece("搬走的", identifier="a.md")
    stays = make_piece("留下的", identifier="b.md")
    make_post(source=other, identifier="b.md")

    page = repair(desk, source=other).text

    moved.refresh_from_db()
    stays.refresh_from_db()
    assert (moved.source.name, stays.source.name) == ("晚报", "海湾日报")
    assert "“留下的” stays as it is: the source 晚报 has a document of this name already" in page


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        ("draft", "publish", "published"),
        ("approved", "publish", "published"),
        ("published", "withdraw", "withdrawn"),
        ("published", "draft", "draft"),
        ("in_review", "draft", "draft"),
        ("withdrawn", "publish", "withdrawn"),
    ],
)
def test_the_status_is_moved_where_a_step_leads_there(
    desk, make_piece, repair, before, step, after
):
    post = make_piece(status=before)

    repair(desk, step=step)

    post.refresh_from_db()
    assert post.status == after


def test_a_post_that_was_public_and_moved_back_has_its_history(desk, make_piece, repair):
    post = workflow.publish(make_piece(status="draft"), by=None)

    repair(desk, step="draft")

    steps = [t.to_status for t in post.transitions.order_by("pk")]
    assert steps == ["published", "withdrawn", "draft"]


def test_nothing_chosen_is_told(desk, make_piece, repair):
    make_piece()

    assert "Choose what is to be changed." in repair(desk).text


def test_many_are_done_in_parts(desk, make_piece, repair, make_category, monkeypatch):
    monkeypatch.setattr("articles.admin.repair.AT_ONCE", 2)
    for number in range(3):
        make_piece(f"第{number}篇")
    section = make_category("国际")
    assert "Change the first 2" in repair(desk, confirm="", section=section).text

    first = repair(desk, section=section)
    assert "1 post would change" in first.text
    last = repair(desk, section=section, after=first.context["after"])

    assert "Back to 海湾日报" in last.text
    assert Post.objects.filter(categories=section).count() == 3


def test_what_is_left_is_not_tried_again(desk, make_piece, make_post, repair, monkeypatch):
    monkeypatch.setattr("articles.admin.repair.AT_ONCE", 1)
    other = Source.objects.create(name="晚报")
    for name in ("a.md", "b.md"):
        make_piece(identifier=name)
        make_post(source=other, identifier=name)

    first = repair(desk, source=other)
    last = repair(desk, source=other, after=first.context["after"])

    assert (first.context["count"], last.context["count"]) == (1, 0)


def test_a_runs_posts_are_those_it_made_or_changed(desk, make_post, make_category):
    run = ImportRun.objects.create()
    for outcome in ("created", "updated", "unchanged"):
        post = make_post(title=outcome)
        ImportRecord.objects.create(
            run=run, path=outcome, identifier=outcome, outcome=outcome, post=post
        )

    sent = {"section": make_category("国际").pk, "confirm": "1"}
    desk.post(f"{REPAIR}?run={run.pk}", sent)

    changed = Post.objects.filter(categories__name="国际").values_list("title", flat=True)
    assert set(changed) == {"created", "updated"}


def test_an_origin_without_posts_says_so(desk, source):
    assert "There are no posts of it." in desk.get(f"{REPAIR}?source={source.pk}").text


@pytest.mark.parametrize(
    "query", ["", "?run=x", "?run=99", "?source=²", "?source=9999999999999999999999"]
)
def test_an_origin_that_does_not_exist_is_not_found(desk, query):
    assert desk.get(REPAIR + query).status_code == 404


def test_a_reporter_repairs_only_the_own_and_moves_no_status(
    reporters_desk, make_piece, repair, reporter, make_category
):
    own = make_piece("自己的", status="draft", created_by=reporter)
    public = make_piece("自己的已发", created_by=reporter)
    others = make_piece("别人的", status="draft")

    page = repair(reporters_desk, section=make_category("国际"), step="publish").text

    assert "别人的" not in page
    assert "“自己的已发” stays as it is: You may not change this post." in page
    assert [post.filings.count() for post in (own, public, others)] == [1, 0, 0]
    own.refresh_from_db()
    assert own.status == "draft"


def test_a_reporter_does_not_reach_a_runs_posts(reporters_desk, db):
    run = ImportRun.objects.create()

    assert reporters_desk.get(f"{REPAIR}?run={run.pk}").status_code == 403


def test_what_would_stay_is_told_with_what_would_change(desk, make_piece, repair, make_category):
    section = make_category("要闻")
    make_piece().file_under([section])
    make_piece()

    page = repair(desk, confirm="", section=section).text

    assert "1 post would change" in page
    assert '<li>1 <span class="quiet">they are like that already</span>' in page


def test_the_posts_whose_status_allows_no_step_are_counted(desk, make_piece, repair):
    make_piece(status="draft")
    make_piece()

    page = repair(desk, confirm="", step="publish").text

    assert "they are: published" in page.lower()
    assert "What the checks before publication block stays" in page


def test_documents_that_the_other_source_has_are_counted(desk, make_piece, make_post, repair):
    make_piece(identifier="a.md")
    make_piece(identifier="b.md")
    other = Source.objects.create(name="北岸晚报")
    make_post(source=other, identifier="a.md")

    page = repair(desk, confirm="", source=other).text

    assert (
        '<li>1 <span class="quiet">of those above: the source has a document of their name already'
        in page
    )
