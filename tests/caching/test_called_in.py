"""Whatever changes, every page that shows it is made anew, and no other is."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import workflow
from articles.models import Author, Category, FrontPageSlot, Image, Post, Source, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(make_post, make_category):
    """A public post with all that a post may have, beside others in its section."""
    section = make_category("国际", "亚洲")
    for _number in range(2):
        make_post(categories=[section])
    return make_post(
        title="旧港口",
        categories=[section],
        authors=["记者甲"],
        tags=["港口"],
        source=Source.objects.create(name="通讯社"),
        lead_image=Image.objects.create(original_url="https://a.test/1.jpg", alt="旧图"),
    )


@pytest.fixture
def other(make_post, make_category):
    """A public post that has nothing to do with it."""
    for _number in range(2):
        make_post(categories=[make_category("体育")])
    return make_post(title="球赛", categories=[make_category("体育")])


def pages_of(post):
    subjects = [post, post.source, *post.byline, *post.tags.all(), *post.section.lineage]
    lists = [subject.get_absolute_url() for subject in subjects]
    return ["/", *lists, "/archive/2022/03/", "/feed.xml", f"{lists[-1]}feed.json"]


def test_an_edit_calls_in_every_page_that_shows_the_post(read, harbour, editor):
    for path in pages_of(harbour):
        assert "旧港口" in read(path).content.decode(), path

    harbour.title = "新港口"
    harbour.save()
    workflow.save_edit(harbour, by=editor)

    for path in pages_of(harbour):
        text = read(path).content.decode()
        assert "新港口" in text, path
        assert "旧港口" not in text, path


def test_an_edit_leaves_other_pages_as_they_are(read, state, harbour, other, editor):
    kept = [other.get_absolute_url(), "/sections/ti-yu/", "/sections/ti-yu/feed.xml"]
    for path in kept:
        read(path)

    workflow.save_edit(harbour, by=editor)

    assert [state(path) for path in kept] == ["hit"] * 3


def test_a_draft_that_is_saved_calls_in_nothing(read, state, harbour, make_post, editor):
    read("/")
    draft = make_post(status=Post.Status.DRAFT, published_at=None)

    workflow.save_edit(draft, by=editor)

    assert state("/") == "hit"


def test_a_new_post_comes_on_all_its_lists(read, make_post, harbour, editor):
    for path in pages_of(harbour):
        read(path)
    draft = make_post(
        title="刚刚发布",
        status=Post.Status.DRAFT,
        published_at=harbour.published_at + timedelta(minutes=1),
        categories=[harbour.section],
        authors=["记者甲"],
        tags=["港口"],
        source=harbour.source,
    )

    workflow.publish(draft, by=editor)

    for path in pages_of(harbour):
        if path != harbour.get_absolute_url():
            assert "刚刚发布" in read(path).content.decode(), path


def test_a_withdrawn_post_is_gone_from_every_page(read, harbour, editor):
    for path in pages_of(harbour):
        read(path)

    workflow.withdraw(harbour, by=editor, notice="应来源要求撤下")

    for path in pages_of(harbour):
        assert "旧港口" not in read(path).content.decode(), path
    assert read(harbour.get_absolute_url()).status_code == 410


def test_a_deleted_post_is_gone_from_every_page(read, harbour):
    for path in pages_of(harbour):
        read(path)
    paths = pages_of(harbour)

    Post.objects.filter(pk=harbour.pk).delete()

    for path in paths:
        assert "旧港口" not in read(path).content.decode(), path


@pytest.mark.parametrize("model", [Category, Author, Source, Tag])
def test_a_renamed_subject_is_renamed_on_every_page(read, harbour, model):
    subject = model.objects.order_by("pk").last()
    paths = [harbour.get_absolute_url(), subject.get_absolute_url()]
    for path in paths:
        assert subject.name in read(path).content.decode()

    old, subject.name = subject.name, "更名之后"
    subject.save()

    for path in paths:
        text = read(path).content.decode()
        assert "更名之后" in text
        assert old not in text.replace("旧港口", "")


def test_a_retagged_post_comes_on_its_new_list_and_leaves_the_old(read, harbour, make_post, editor):
    make_post(tags=["港口", "航运"])
    assert "旧港口" not in read("/tags/hang-yun/").content.decode()
    assert "旧港口" in read("/tags/gang-kou/").content.decode()

    harbour.tags.set(["航运"])
    workflow.save_edit(harbour, by=editor)

    assert "旧港口" in read("/tags/hang-yun/").content.decode()
    assert "旧港口" not in read("/tags/gang-kou/").content.decode()


def test_a_replaced_picture_is_replaced_on_every_page(read, harbour):
    paths = [harbour.get_absolute_url(), "/"]
    for path in paths:
        assert "https://a.test/1.jpg" in read(path).content.decode()

    harbour.lead_image.original_url = "https://a.test/2.jpg"
    harbour.lead_image.save()

    for path in paths:
        assert "https://a.test/2.jpg" in read(path).content.decode()


def test_the_first_post_of_a_section_brings_it_into_every_menu(read, harbour, make_post, editor):
    assert "农业" not in read(harbour.get_absolute_url()).content.decode()
    draft = make_post(status=Post.Status.DRAFT, categories=[Category.objects.at_path(["农业"])])

    workflow.publish(draft, by=editor)

    assert "农业" in read(harbour.get_absolute_url()).content.decode()


def test_a_section_is_there_with_its_first_post_and_goes_with_its_last(read, make_post, editor):
    paths = ["/sections/nong-ye/", "/sections/nong-ye/feed.xml"]
    draft = make_post(status=Post.Status.DRAFT, categories=[Category.objects.at_path(["农业"])])
    assert [read(path).status_code for path in paths] == [404, 404]

    workflow.publish(draft, by=editor)
    assert [read(path).status_code for path in paths * 2] == [200, 200] * 2

    workflow.withdraw(draft, by=editor)
    assert [read(path).status_code for path in paths] == [404, 404]


def test_an_editors_choice_comes_on_the_front_page(read, harbour, other):
    read("/")
    slot = FrontPageSlot.objects.create(position=1, post=harbour)
    first = read("/").content.decode()
    slot.post = other
    slot.save()

    assert read("/").content.decode() != first


def test_a_scheduled_post_is_there_at_its_moment(kept, read, state, harbour, make_post, editor):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        draft = make_post(title="定时发布", status=Post.Status.DRAFT, categories=[harbour.section])
        workflow.publish(draft, by=editor, at=now + timedelta(seconds=30))
        clock.shift(0.5)
        # What happened before it is noticed counts as after what was made in that instant.
        read("/")
        clock.shift(0.5)
        paths = ["/", "/sections/guo-ji/", "/feed.xml"]
        for path in paths:
            assert "定时发布" not in read(path).content.decode()
        assert (
            read("/")
            .headers["Cache-Control"]
            .startswith("public, max-age=0, s-maxage=29, stale-while-revalidate=0,")
        )
        clock.shift(28.9)
        assert [state(path, look=False) for path in paths] == ["hit"] * 3
        clock.shift(0.6)
        for path in paths:
            assert "定时发布" in read(path, look=False).content.decode(), path


def test_a_post_expires_at_its_moment(kept, read, harbour, make_post, editor):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        post = make_post(
            title="限时",
            published_at=now - timedelta(days=1),
            expires_at=now + timedelta(seconds=30),
            categories=[harbour.section],
        )
        assert "限时" in read("/").content.decode()
        assert read(post.get_absolute_url()).status_code == 200
        clock.shift(30)
        assert "限时" not in read("/").content.decode()
        assert read(post.get_absolute_url()).status_code == 410


def test_a_page_lives_ten_minutes_at_most(kept, read, state, harbour):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        read("/")
        clock.shift(599)
        assert state("/") == "hit"
        clock.shift(2)
        assert state("/") == "fwd=miss"


def test_no_page_of_yesterday_is_kept(kept, read, state, harbour):
    with time_machine.travel("2022-04-01T23:59:30+08:00", tick=False) as clock:
        assert "2022年4月1日" in read("/").content.decode()
        clock.shift(29)
        assert state("/") == "hit"
        clock.shift(2)
        assert "2022年4月2日" in read("/").content.decode()
