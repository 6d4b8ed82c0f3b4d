"""The places at the top of the front page, as editors fill, move and free them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import search
from articles.models import FrontPageSlot, Post, Purge
from articles.permissions import can_arrange
from tests.admin.conftest import fields_of, form_of
from tests.conftest import make_user

LIST = "/admin/articles/frontpageslot/"
ADD = f"{LIST}add/"
COMING = datetime(2100, 1, 1, tzinfo=UTC)
HIDDEN = {
    "draft": {"status": "draft", "published_at": None},
    "in review": {"status": "in_review", "published_at": None},
    "approved": {"status": "approved"},
    "withdrawn": {"status": "withdrawn"},
    "expired": {"expires_at": datetime(2022, 4, 1, tzinfo=UTC)},
}


@pytest.fixture
def choose(english_desk):
    """A function that sends the form of a new place."""

    def send(place, post, /, **fields):
        sent = {"position": place, "post": post.pk, "until_0": "", "until_1": ""}
        return english_desk.post(ADD, sent | fields)

    return send


def places():
    """What stands where: {place: title}."""
    return dict(FrontPageSlot.objects.values_list("position", "post__title"))


def fill(posts):
    for place, post in posts.items():
        FrontPageSlot.objects.create(position=place, post=post)


def test_a_place_is_filled(choose, make_post):
    response = choose(1, make_post(title="头条"))

    assert response.url == LIST
    assert places() == {1: "头条"}


def test_a_choice_has_an_end(choose, make_post):
    moment = timezone.localtime() + timedelta(days=1)

    choose(1, make_post(), until_0=f"{moment:%Y-%m-%d}", until_1="18:30")

    until = timezone.localtime(FrontPageSlot.objects.get().until)
    assert (until.date(), f"{until:%H:%M}") == (moment.date(), "18:30")


def test_a_new_choice_takes_the_place_of_the_old(choose, make_post):
    choose(1, make_post(title="旧头条"))

    choose(1, make_post(title="新头条"))

    assert places() == {1: "新头条"}


def test_a_post_that_is_chosen_again_leaves_its_former_place(choose, make_post):
    first, second = make_post(title="甲"), make_post(title="乙")
    fill({1: first, 2: second})

    choose(2, first)

    assert places() == {2: "甲"}


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"position": 4}, {2: "乙", 4: "甲"}),
        ({"position": 2}, {1: "乙", 2: "甲"}),
        ({"post": "丙"}, {1: "丙", 2: "乙"}),
        ({"post": "乙"}, {1: "乙"}),
        ({"position": 2, "post": "丙"}, {1: "乙", 2: "丙"}),
        ({"position": 2, "post": "乙"}, {2: "乙"}),
        ({}, {1: "甲", 2: "乙"}),
    ],
)
def test_places_are_moved_and_exchanged(english_desk, edit, make_post, changes, after):
    posts = {title: make_post(title=title) for title in ("甲", "乙", "丙")}
    fill({1: posts["甲"], 2: posts["乙"]})
    if "post" in changes:
        changes = changes | {"post": posts[changes["post"]].pk}

    edit(english_desk, FrontPageSlot.objects.get(position=1), "_save", **changes)

    assert places() == after


def test_what_is_moved_keeps_its_end(english_desk, edit, make_post):
    until = timezone.now() + timedelta(days=1)
    FrontPageSlot.objects.create(position=1, post=make_post(title="甲"), until=until)
    FrontPageSlot.objects.create(position=2, post=make_post(title="乙"))

    edit(english_desk, FrontPageSlot.objects.get(position=2), position=1)

    assert list(FrontPageSlot.objects.values_list("post__title", "until")) == [
        ("乙", None),
        ("甲", until),
    ]


def test_a_place_is_freed_alone_or_with_others(english_desk, make_post):
    fill({place: make_post(title=f"第{place}条") for place in (1, 2, 3)})
    slots = list(FrontPageSlot.objects.all())

    english_desk.post(
        reverse("admin:articles_frontpageslot_delete", args=[slots[0].pk]), {"post": "yes"}
    )
    assert places() == {2: "第2条", 3: "第3条"}

    chosen = {"_selected_action": [slot.pk for slot in slots[1:]], "action": "delete_selected"}
    english_desk.post(LIST, chosen | {"post": "yes"})
    assert places() == {}


def test_every_change_calls_in_the_front_page(english_desk, choose, edit, make_post):
    post = make_post()

    def changed(change):
        Purge.objects.all().delete()
        change()
        return "front" in {label for row in Purge.objects.all() for label in row.labels}

    delete = {"_selected_action": [], "action": "delete_selected", "post": "yes"}
    assert changed(lambda: choose(1, post))
    slot = FrontPageSlot.objects.get()
    assert changed(lambda: edit(english_desk, slot, position=2))
    assert changed(lambda: english_desk.post(LIST, delete | {"_selected_action": [slot.pk]}))
    assert places() == {}
    # Whoever does it elsewhere too.
    slot = FrontPageSlot(position=1, post=post)
    assert changed(slot.save)
    assert changed(slot.delete)


@pytest.mark.parametrize("state", HIDDEN)
def test_a_post_that_readers_cannot_see_is_refused(choose, make_post, state):
    response = choose(1, make_post(**HIDDEN[state]))

    assert f"Readers cannot see this post: it is {state}." in response.text
    assert places() == {}


def test_a_post_that_is_coming_may_be_chosen_before(choose, make_post):
    choose(1, make_post(title="定时", published_at=COMING))

    assert places() == {1: "定时"}


def test_what_was_withdrawn_since_does_not_stop_its_place_from_being_moved(
    english_desk, edit, make_post
):
    post = make_post(title="撤下")
    fill({1: post})
    Post.objects.update(status="withdrawn")

    edit(english_desk, FrontPageSlot.objects.get(), position=5)

    assert places() == {5: "撤下"}


@pytest.mark.parametrize("day", ["2001-01-01", "0001-01-01"])
def test_an_end_in_the_past_is_refused(choose, make_post, day):
    response = choose(1, make_post(), until_0=day, until_1="00:00")

    assert "This moment is past." in response.text
    assert places() == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"position": "0"},
        {"position": "6"},
        {"position": ""},
        {"position": "x"},
        {"post": ""},
        {"post": "999999999"},
        {"until_0": "2100-02-30", "until_1": "00:00"},
        {"until_0": "9999-12-31", "until_1": ""},
    ],
)
def test_what_is_no_place_no_post_or_no_time_is_refused(choose, make_post, fields):
    response = choose(1, make_post(), **fields)

    assert response.status_code == 200
    assert response.context["errors"]
    assert places() == {}


def test_the_form_offers_the_first_free_place(english_desk, make_post):
    fill({place: make_post() for place in (1, 3)})

    assert fields_of(english_desk.get(ADD))["position"] == ["2"]


def test_the_list_tells_what_readers_see_at_the_top(english_desk, make_post):
    shown, hidden = make_post(title="选中"), make_post(title="撤下", status="withdrawn")
    over, _newest = make_post(title="过时"), make_post(title="最新")
    fill({1: shown, 2: hidden})
    until = timezone.now() - timedelta(minutes=1)
    FrontPageSlot.objects.create(position=3, post=over, until=until)

    response = english_desk.get(LIST)

    assert [(post.title, is_chosen) for post, is_chosen in response.context["top"]] == [
        ("选中", True),
        ("最新", False),
        ("过时", False),
    ]
    for told in (
        "Readers see it there.",
        "The post is withdrawn: the place fills itself.",
        "The time is over: the place fills itself.",
    ):
        assert response.text.count(told) == 1


def test_the_list_is_there_before_anything_is_published(english_desk):
    assert "Nothing has been published yet." in english_desk.get(LIST).text


def test_only_public_posts_are_offered(english_desk, make_post):
    for fields in HIDDEN.values():
        make_post(title="港口不公开", **fields)
    make_post(title="港口定时", published_at=COMING)
    make_post(title="港口公开")
    search.index(Post.objects.all())
    asked = {"app_label": "articles", "model_name": "frontpageslot", "field_name": "post"}

    found = english_desk.get("/admin/autocomplete/", asked | {"term": "港口"}).json()["results"]

    assert [row["text"] for row in found] == ["港口公开"]


@pytest.mark.parametrize("who", ["reporter", "arranger", "stranger", "left"])
def test_whoever_may_not_publish_arranges_nothing(make_post, django_user_model, who):
    group = "Chief editors" if who == "left" else "Reporters"
    user = make_user(django_user_model, who, group)
    if who == "arranger":
        # Django's own permissions for the table are not what counts.
        grant(user, "frontpageslot")
    elif who == "stranger":
        user.groups.clear()
    client = Client()
    client.force_login(user)
    if who == "left":
        django_user_model.objects.filter(pk=user.pk).update(is_active=False)
    first, second = make_post(title="甲", created_by=user), make_post(title="乙", created_by=user)
    fill({1: first})
    slot = FrontPageSlot.objects.get()
    delete = reverse("admin:articles_frontpageslot_delete", args=[slot.pk])
    change = {"position": 2, "post": second.pk, "until_0": "", "until_1": ""}
    action = {"_selected_action": [slot.pk], "action": "delete_selected", "post": "yes"}

    answers = [client.get(address) for address in (LIST, ADD, form_of(slot), delete)]
    answers += [client.post(ADD, change), client.post(form_of(slot), change)]
    answers += [client.post(delete, {"post": "yes"}), client.post(LIST, action)]

    assert {answer.status_code for answer in answers} == ({302} if who == "left" else {403})
    assert places() == {1: "甲"}
    assert not can_arrange(django_user_model.objects.get(pk=user.pk))


def test_the_desk_shows_the_places_to_editors_alone(
    english_desk, reporters_desk, make_post, reporter
):
    post = make_post(created_by=reporter)

    for client, is_shown in ((english_desk, True), (reporters_desk, False)):
        assert (LIST in client.get("/admin/").text) == is_shown
        assert (LIST in client.get(form_of(post)).text) == is_shown


def test_a_choice_needs_the_forms_token(editor, make_post):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    answer = client.post(ADD, {"position": 1, "post": make_post().pk})

    assert answer.status_code == 403
    assert places() == {}


def test_looking_changes_nothing(english_desk, make_post):
    fill({1: make_post(title="甲")})
    slot = FrontPageSlot.objects.get()

    for address in (LIST, ADD, form_of(slot), form_of(slot).replace("change", "delete")):
        english_desk.get(address + f"?position=2&post={make_post().pk}")

    assert places() == {1: "甲"}


def test_a_deleted_post_frees_its_place(choose, make_post):
    post = make_post()
    choose(1, post)

    post.delete()

    assert places() == {}


def grant(user, model):
    user.user_permissions.set(Permission.objects.filter(content_type__model=model))
