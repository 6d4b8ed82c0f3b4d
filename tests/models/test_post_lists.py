from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Author, Category, Post, Source, Tag

HOUR = timedelta(hours=1)


def lists_of(post):
    """The names of the public lists on which a reader finds `post` now."""
    posts = Post.objects.published()
    lists = {"home": posts.newest_first()}
    lists |= {f"section {c.name}": posts.in_category(c) for c in Category.objects.all()}
    lists |= {f"author {a.name}": posts.by_author(a) for a in Author.objects.all()}
    lists |= {f"tag {t.name}": posts.tagged_with(t) for t in Tag.objects.all()}
    lists |= {f"source {s.name}": posts.from_source(s) for s in Source.objects.all()}
    if post.published_at:
        day = timezone.localdate(post.published_at)
        lists["archive"] = posts.dated_within(day, day + timedelta(days=1))
    return {name for name, found in lists.items() if post in found}


EVERYWHERE = {
    "home",
    "archive",
    "section 新闻",
    "section 国际",
    "author 王记者",
    "tag 外交",
    "source 甲社",
}


@pytest.fixture
def make_placed_post(make_post, make_category):
    """A function that makes a post with a section, an author, a tag and a source."""

    def make(**fields):
        return make_post(
            categories=[make_category("新闻", "国际")],
            authors=["王记者"],
            tags=["外交"],
            source=Source.objects.create(name="甲社"),
            **fields,
        )

    return make


def test_a_published_post_stands_on_every_list(make_placed_post):
    assert lists_of(make_placed_post()) == EVERYWHERE


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "withdrawn"])
def test_a_post_that_is_not_published_stands_on_none(make_placed_post, status):
    assert lists_of(make_placed_post(status=status)) == set()


def test_a_scheduled_post_appears_when_its_date_comes(make_placed_post, time_machine):
    due = timezone.now().replace(microsecond=0) + HOUR
    post = make_placed_post(published_at=due)

    time_machine.move_to(due - timedelta(seconds=1), tick=False)
    assert lists_of(post) == set()
    assert list(Post.objects.scheduled()) == [post]

    time_machine.move_to(due, tick=False)
    assert lists_of(post) == EVERYWHERE
    assert not Post.objects.scheduled().exists()


def test_a_post_disappears_the_moment_it_expires(make_placed_post, time_machine):
    end = timezone.now().replace(microsecond=0) + HOUR
    post = make_placed_post(expires_at=end)

    time_machine.move_to(end - timedelta(seconds=1), tick=False)
    assert lists_of(post) == EVERYWHERE

    time_machine.move_to(end, tick=False)
    assert lists_of(post) == set()


@pytest.mark.parametrize("status", ["withdrawn", "draft"])
def test_lists_follow_a_post_that_changes_its_status(make_placed_post, status):
    post = make_placed_post()
    post.status = status
    post.save()
    assert lists_of(post) == set()

    post.status = "published"
    post.save()
    assert lists_of(post) == EVERYWHERE


def test_lists_follow_a_post_that_changes_its_date(make_placed_post, make_post):
    post = make_placed_post()
    section = Category.objects.get(name="国际")
    other = make_post(categories=[section], published_at=post.published_at - HOUR)
    assert list(Post.objects.in_category(section)) == [post, other]

    post.published_at -= 2 * HOUR
    post.save()

    assert list(Post.objects.in_category(section)) == [other, post]


def test_places_given_to_a_draft_count_once_it_is_published(make_placed_post):
    post = make_placed_post(status="draft", published_at=None)

    post.status, post.published_at = "published", timezone.now()
    post.save()

    assert lists_of(post) == EVERYWHERE


def test_the_archive_keeps_to_days_of_the_sites_zone(make_post):
    post = make_post()  # 2022-03-10 18:06 UTC is the 11th in Beijing.

    on_10th = Post.objects.dated_within(date(2022, 3, 10), date(2022, 3, 11))
    on_11th = Post.objects.dated_within(date(2022, 3, 11), date(2022, 3, 12))

    assert (list(on_10th), list(on_11th)) == ([], [post])


@pytest.mark.parametrize("name", ["home", "section", "author", "tag"])
def test_pages_by_key_hold_each_post_of_one_instant_once(make_post, make_category, name):
    section = make_category("新闻")
    now = timezone.now()
    for published_at in [now - 2 * HOUR, *[now - HOUR] * 7, now]:
        make_post(
            categories=[section], authors=["王记者"], tags=["外交"], published_at=published_at
        )
    rows = {
        "home": Post.objects.published().newest_first(),
        "section": Post.objects.published().in_category(section),
        "author": Post.objects.published().by_author(Author.objects.get()),
        "tag": Post.objects.published().tagged_with(Tag.objects.get()),
    }[name]

    found, page = [], list(rows[:2])
    while page:
        found += page
        page = list(rows.before(page[-1].published_at, page[-1].pk)[:2])

    assert found == list(rows)
    assert len(found) == len(set(found)) == 9
