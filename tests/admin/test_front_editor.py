"""The front page arranged as a whole: by buttons without a script, and never over somebody's work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search
from articles.models import AuditEntry, FrontPageSlot, Post, Purge

ARRANGE = "/admin/articles/frontpageslot/arrange/"


@pytest.fixture
def page(english_desk):
    """A function that opens the page and returns it."""
    return lambda: english_desk.get(ARRANGE)


@pytest.fixture
def press(english_desk):
    """A function that sends the form of a page with a button, and with what else is given."""

    def send(page, **button):
        sent = {"seen": page.context["seen"]}
        for place in page.context["places"]:
            sent[f"post-{place.number}"] = place.post.pk if place.post else ""
            until = place.until and timezone.localtime(place.until).strftime("%Y-%m-%dT%H:%M")
            sent[f"until-{place.number}"] = until or ""
        return english_desk.post(ARRANGE, sent | button, follow=True)

    return send


@pytest.fixture
def stories(make_post):
    now = timezone.now()
    return [
        make_post(title=f"第{number}条", published_at=now - timedelta(minutes=number))
        for number in range(1, 8)
    ]


def chosen():
    return dict(FrontPageSlot.objects.values_list("position", "post__title"))


def test_stories_are_chosen_moved_and_removed_by_buttons_and_saved_at_once(page, press, stories):
    shown = press(page(), press=f"add-{stories[3].pk}")
    shown = press(shown, press=f"add-{stories[4].pk}")
    shown = press(shown, press=f"add-{stories[5].pk}")
    shown = press(shown, press="up-2")
    shown = press(shown, press="down-3")
    assert chosen() == {}
    assert "Not saved yet" in shown.text

    shown = press(shown, save="1")

    assert chosen() == {1: "第5条", 2: "第4条", 4: "第6条"}
    assert "The front page stands as you arranged it." in shown.text
    press(press(shown, press="remove-1"), save="1")
    assert chosen() == {2: "第4条", 4: "第6条"}
    assert Purge.objects.exists()
    assert AuditEntry.objects.filter(subject_type="frontpageslot").count() == 2


def test_the_page_shows_what_readers_will_see_where_nothing_is_chosen(page, press, stories):
    shown = press(page(), press=f"add-{stories[6].pk}")

    titles = [place.shown.title for place in shown.context["places"]]
    assert titles == ["第7条", "第1条", "第2条", "第3条", "第4条"]


def test_whoever_saves_second_is_told_and_loses_nothing(page, press, stories):
    mine, theirs = page(), page()
    press(press(theirs, press=f"add-{stories[0].pk}"), save="1")
    shown = press(press(mine, press=f"add-{stories[1].pk}"), save="1")

    assert chosen() == {1: "第1条"}
    assert "Somebody else arranged the front page" in shown.text
    assert shown.context["places"][0].post == stories[1]
    press(shown, save="1")
    assert chosen() == {1: "第2条"}


def test_stories_are_found_by_the_search(page, press, stories):
    search.index(Post.objects.all())

    found = press(page(), press="search", q="第6条").context["found"]

    assert [post.title for post in found] == ["第6条"]


def test_a_story_is_chosen_once_and_places_are_five(page, press, stories):
    shown = page()
    for story in stories[:5]:
        shown = press(shown, press=f"add-{story.pk}")
    shown = press(shown, press=f"add-{stories[0].pk}")
    shown = press(shown, press=f"add-{stories[6].pk}")
    assert "All places are chosen." in shown.text

    press(shown, save="1", **{"post-2": stories[0].pk})
    assert chosen() == {1: "第1条", 3: "第3条", 4: "第4条", 5: "第5条"}


def test_a_draft_and_a_moment_past_are_refused(page, press, stories, make_post):
    draft = make_post(title="草稿", status="draft")
    assert "Readers cannot see this post." in press(page(), save="1", **{"post-1": draft.pk}).text
    late = {"post-1": stories[0].pk, "until-1": "2020-01-01T00:00"}
    assert "This moment is past." in press(page(), save="1", **late).text
    assert press(page(), save="1", **late | {"until-1": "x"}).context["is_unsound"]
    assert chosen() == {}

    coming = make_post(title="明天的", published_at=timezone.now() + timedelta(days=1))
    shown = press(page(), save="1", **{"post-1": coming.pk, "until-1": "2100-01-01T00:00"})
    assert chosen() == {1: "明天的"}
    assert "here for now." in shown.text
    # What stands there already may stay.
    coming.status = "withdrawn"
    coming.save()
    press(page(), save="1", **{"post-2": stories[0].pk})
    assert chosen() == {1: "明天的", 2: "第1条"}


@pytest.mark.parametrize("value", ["x", "\0", "-1", "9" * 30, "²"])
def test_odd_values_are_none(page, press, stories, value):
    assert press(page(), save="1", **{"post-1": value}).status_code == 200
    assert press(page(), press=f"up-{value}").status_code == 200
    assert press(page(), press=f"add-{value}").status_code == 200
    assert chosen() == {}


def test_only_who_may_arrange_sees_the_page(reporters_desk):
    assert reporters_desk.get(ARRANGE).status_code == 403
    assert reporters_desk.post(ARRANGE, {"save": "1"}).status_code == 403
    assert ARRANGE not in reporters_desk.get("/admin/").text


def test_the_page_asks_little(english_desk, stories, django_assert_max_num_queries):
    english_desk.get(ARRANGE)
    with django_assert_max_num_queries(24):
        english_desk.get(ARRANGE)
