"""What a piece lacks before its publication, and what keeps it from readers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import bulk, workflow
from articles.checklist import Level, Name, checklist, length_of
from articles.models import BulkJob, ChecklistRule, Image, LinkCheck, Post, Source
from articles.models.content import content_of
from articles.models.rights import demands_note, is_marked

EXCLUSIVE = "独家稿件，未经授权不得转载。"
NOTE = "合同 2022-17，三年。"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def agency(db):
    """A source without licence that asks for a note of each of its pieces."""
    return Source.objects.create(name="海湾日报", licence_policy="every")


def rule(which, **fields):
    ChecklistRule.objects.filter(name=which).update(**fields)


def levels(post):
    return {item.name: item.level for item in checklist(content_of(post), post=post)}


def words(post, name):
    return {item.name: item.words for item in checklist(content_of(post), post=post)}[name]


@pytest.mark.parametrize(
    ("policy", "licence", "is_own", "restricts", "marked", "demanded"),
    [
        ("never", "", False, False, True, False),
        ("never", "合同", False, False, False, False),
        ("never", "合同", False, True, True, False),
        ("restricted", "合同", False, False, False, False),
        ("restricted", "合同", False, True, True, True),
        ("restricted", "", False, False, True, True),
        ("every", "合同", False, False, False, True),
        ("every", "", True, True, False, False),
    ],
)
def test_whether_a_note_is_demanded(policy, licence, is_own, restricts, marked, demanded):
    source = Source(name="海湾日报", licence=licence, licence_policy=policy, is_own=is_own)

    assert is_marked(restricts, source) is marked
    assert demands_note(restricts, source) is demanded


def test_a_piece_without_source_is_marked_by_its_notice_alone():
    assert is_marked(True, None)
    assert not is_marked(False, None)
    assert not demands_note(True, None)


def test_the_list_of_what_is_to_be_cleared_is_that_of_the_rule(make_post):
    for number, (policy, licence, own) in enumerate(
        [("never", "", False), ("every", "合同", False), ("every", "", True)]
    ):
        source = Source.objects.create(
            name=f"来源{number}", licence_policy=policy, licence=licence, is_own=own
        )
        for rights in ("", "转载请注明", EXCLUSIVE):
            make_post(source=source, rights=rights)
            make_post(source=source, rights=rights, licence_note=NOTE)
    make_post(rights=EXCLUSIVE)
    make_post()

    marked = {
        post.pk
        for post in Post.objects.all()
        if is_marked(post.rights_state == "restricted", post.source) and not post.licence_note
    }

    assert set(Post.objects.uncleared().values_list("pk", flat=True)) == marked
    assert len(marked) == 5
    assert {post.source.name for post in Post.objects.unlicensed()} == {"来源0"}


def test_a_bare_post_is_told_all_that_it_lacks(make_post):
    post = make_post(title="短", summary="", body="<p>文</p>")

    assert levels(post) == {
        "title": "advise", "summary": "advise", "lead_image": "advise", "section": "advise",
        "tags": "advise", "alt_texts": "fine", "credits": "fine", "links": "fine",
        "licence": "fine",
    }  # fmt: skip


def test_a_whole_post_lacks_nothing(make_post, make_category):
    lead = Image.objects.create(original_url="https://p.example/1.jpg", alt="渡轮", credit="新华社")
    other = Image.objects.create(original_url="https://p.example/2.jpg")
    figure = (
        f'<figure><img data-image="{other.pk}" alt="码头"><figcaption>码头'
        '<cite class="credit">本报</cite></figcaption></figure>'
    )
    post = make_post(
        title="港区新码头今日启用", summary="新码头今日启用。", body=figure, lead_image=lead,
        categories=[make_category("要闻")], tags=["港口"],
    )  # fmt: skip

    assert set(levels(post).values()) == {"fine"}


def test_pictures_without_words_are_counted_in_text_and_above_it(make_post):
    lead = Image.objects.create(original_url="https://p.example/1.jpg", alt=" ")
    other = Image.objects.create(original_url="https://p.example/2.jpg", credit="新华社")
    body = f'<figure><img data-image="{other.pk}" alt=""></figure>'
    post = make_post(lead_image=lead, body=body)

    assert words(post, "alt_texts").startswith("2 pictures")
    assert words(post, "credits").startswith("1 picture ")


def test_a_link_that_is_known_to_be_dead_is_named_whichever_post_it_was_followed_in(make_post):
    dead, alive = "https://dead.example/a", "https://alive.example/"
    other = make_post()
    LinkCheck.objects.create(post=other, address=dead, tries=1)
    LinkCheck.objects.create(post=other, address=alive)
    LinkCheck.objects.create(post=other, address="https://else.example/", tries=1)
    links = f'<p><a href="{dead}#part">一</a><a href="{alive}">二</a></p>'

    assert dead in words(make_post(body=links, status="draft"), "links")
    assert "1 leads" in words(make_post(body=links, status="draft"), "links")


def test_a_latin_letter_is_half_as_long_as_a_hanzi():
    assert (length_of("港口今天开"), length_of("Harbour open"), length_of("")) == (5, 6, 0)


@pytest.mark.parametrize(
    ("least", "most", "level"), [(8, 8, "fine"), (9, None, "advise"), (None, 7, "advise")]
)
def test_bounds_include_their_ends(make_post, least, most, level):
    rule("title", least=least, most=most)

    assert levels(make_post(title="港区码头今日启用"))["title"] == level


def test_a_check_that_is_off_is_not_made(make_post):
    ChecklistRule.objects.update(level=Level.OFF)

    assert levels(make_post(title="短", rights=EXCLUSIVE)) == {}


@pytest.mark.parametrize(
    "fields", [{"level": "perhaps"}, {"least": 9, "most": 8}, {"name": "luck"}]
)
def test_the_database_refuses_rules_that_make_no_sense(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        rule("title", **fields)


def test_the_database_refuses_bounds_of_what_does_not_count(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        rule("lead_image", least=1)


def test_little_is_asked_of_the_database(make_post, agency, django_assert_max_num_queries):
    picture = Image.objects.create(original_url="https://p.example/1.jpg")
    body = f'<p><a href="https://a.example/">一</a></p><figure><img data-image="{picture.pk}"></figure>'
    post = make_post(source=agency, body=body * 9, lead_image=picture)
    content = content_of(post)

    with django_assert_max_num_queries(3):
        assert checklist(content, post=post)


def test_what_blocks_keeps_a_draft_from_readers_and_is_named(make_post, editor):
    rule("tags", level=Level.BLOCK)
    rule("section", level=Level.BLOCK)
    post = make_post(status="draft")

    with pytest.raises(workflow.TransitionError, match=r"Section: .*Tags: "):
        workflow.publish(post, by=editor)

    assert Post.objects.get().status == "draft"


def test_advice_is_passed_over(make_post, editor):
    post = workflow.publish(make_post(status="draft", rights=EXCLUSIVE), by=editor)

    assert post.is_public


def test_the_note_that_a_source_asks_for_blocks_whatever_the_rule_says(make_post, editor, agency):
    rule(Name.LICENCE, level=Level.OFF)
    post = make_post(status="in_review", source=agency)

    with pytest.raises(workflow.TransitionError, match="海湾日报 asks for it"):
        workflow.publish(post, by=editor)
    workflow.publish(post, by=editor, content=content_of(post) | {"licence_note": NOTE})

    assert Post.objects.get().is_public


def test_a_post_for_a_date_to_come_is_held_to_the_same(make_post, editor, agency):
    post = make_post(status="draft", source=agency)

    with pytest.raises(workflow.TransitionError):
        workflow.publish(post, by=editor, at=timezone.now() + timedelta(days=1))


def test_a_live_post_stays_while_its_changes_wait_for_the_note(make_post, editor, agency):
    post = make_post(title="旧题", source=agency)
    workflow.save_draft(post, content_of(post) | {"title": "新题"}, by=editor)

    with pytest.raises(workflow.TransitionError):
        workflow.publish(post, by=editor)

    post = Post.objects.select_related("draft").get()
    assert (post.is_public, post.title, post.draft.fields["title"]) == (True, "旧题", "新题")


def test_what_a_scheduled_post_may_not_show_waits_beside_it(make_post, editor, agency):
    tomorrow = timezone.now() + timedelta(days=1)
    post = make_post(title="旧题", source=agency, licence_note=NOTE, published_at=tomorrow)
    content = content_of(post)

    workflow.save_draft(post, content | {"title": "新题", "licence_note": ""}, by=editor)
    held = Post.objects.select_related("draft").get()
    assert (held.title, held.draft.fields["title"]) == ("旧题", "新题")
    workflow.save_draft(held, content | {"title": "新题"}, by=editor)

    post = Post.objects.get()
    assert (post.title, post.draft, post.status) == ("新题", None, "published")


def test_what_an_old_revision_does_not_say_of_the_note_is_none(make_post, editor):
    post = make_post(status="draft", licence_note=NOTE)
    revision = workflow.save_draft(post, content_of(post), by=editor)
    old = {name: value for name, value in revision.fields.items() if name != "licence_note"}
    type(revision).objects.filter(pk=revision.pk).update(fields=old)
    revision.refresh_from_db()

    workflow.restore(post, revision, by=editor)

    assert Post.objects.get().licence_note == ""


def test_a_bulk_publication_leaves_what_is_blocked_and_says_why(make_post, editor, agency):
    held, free = make_post(status="draft", source=agency), make_post(status="draft")

    job = bulk.start(BulkJob.Kind.PUBLISH, {"posts": [held.pk, free.pk]}, {}, by=editor)

    assert (job.changed, job.left_count) == (1, 1)
    assert job.left[0][0] == held.pk
    assert "asks for it" in job.left[0][2]
    assert not Post.objects.get(pk=held.pk).is_public


def test_the_system_itself_is_asked_for_nothing(make_post, agency):
    assert workflow.publish(make_post(status="draft", source=agency), by=None).is_public
