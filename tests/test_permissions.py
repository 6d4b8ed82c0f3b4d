"""Who may do what at the desk: role × action × whose post."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import permissions, search
from articles.models import Post
from tests.admin.conftest import fields_of, form_of
from tests.conftest import make_user

LIST = "/admin/articles/post/"
BY_ADDRESS = ["change", "history", "delete"]
OTHER_NOUNS = ["revision", "transition", "importrun", "importrecord", "redirect"]
STEPS = ["approve", "publish", "withdraw", "return_to_draft"]
ACTIONS = ["submit", "approve", "publish", "withdraw", "delete_selected"]


@pytest.fixture
def desks(editor, reporter, django_user_model):
    """For each role a browser in which one is logged in."""
    nobody = django_user_model.objects.create_user("nobody", password="x", is_staff=True)
    clients = {}
    for name, user in {"editor": editor, "reporter": reporter, "nobody": nobody}.items():
        clients[name] = Client(headers={"accept-language": "en"})
        clients[name].force_login(user)
    return clients


@pytest.fixture
def own(make_post, reporter):
    """The reporter's own draft."""
    return make_post(title="自己的稿", status="draft", published_at=None, created_by=reporter)


@pytest.fixture
def others(make_post, editor):
    """A draft of somebody else, with a word that stands nowhere else."""
    return make_post(
        title="别人的稿",
        body="<p>机密词</p>",
        status="draft",
        published_at=None,
        created_by=editor,
    )


def refused(response):
    """Whether a page was denied: forbidden, or sent back to the start of the desk."""
    at_the_start = response.status_code == 302 and response.url == reverse("admin:index")
    return response.status_code in (403, 404) or at_the_start


@pytest.mark.parametrize("page", BY_ADDRESS)
def test_a_reporter_does_not_reach_a_post_of_others_by_its_address(desks, others, page):
    response = desks["reporter"].get(reverse(f"admin:articles_post_{page}", args=[others.pk]))

    assert refused(response)
    assert "别人的稿" not in response.text


@pytest.mark.parametrize("page", ["change", "history"])
def test_a_reporter_reaches_the_own_post(desks, own, page):
    response = desks["reporter"].get(reverse(f"admin:articles_post_{page}", args=[own.pk]))

    assert response.status_code == 200


@pytest.mark.parametrize("page", BY_ADDRESS)
def test_an_editor_reaches_every_draft(desks, own, page):
    response = desks["editor"].get(reverse(f"admin:articles_post_{page}", args=[own.pk]))

    assert response.status_code == 200


def test_a_reporters_list_and_search_show_only_the_own_posts(desks, own, others):
    search.index(Post.objects.all())
    for query in ("", "?q=机密词", "?q=别人", "?state=draft"):
        page = desks["reporter"].get(LIST + query).text
        assert "别人的稿" not in page
    assert "自己的稿" in desks["reporter"].get(LIST).text
    assert "别人的稿" in desks["editor"].get(LIST + "?q=别人").text


def test_a_reporter_does_not_change_what_others_wrote(desks, own, others):
    client = desks["reporter"]
    sent = fields_of(client.get(form_of(own)), title="改了") | {"_continue": "1"}

    response = client.post(form_of(others), sent)

    assert refused(response)
    others.refresh_from_db()
    assert others.title == "别人的稿"


@pytest.mark.parametrize("action", ACTIONS)
def test_a_reporters_actions_do_not_touch_posts_of_others(desks, own, others, action):
    sent = {"action": action, "_selected_action": [others.pk], "post": "yes"}

    desks["reporter"].post(LIST, sent)

    others.refresh_from_db()
    assert others.status == "draft"
    assert not others.transitions.exists()


@pytest.mark.parametrize("action", ["approve", "publish", "withdraw"])
def test_a_reporter_has_no_action_that_editors_decide(desks, own, action):
    page = desks["reporter"].get(LIST).text
    desks["reporter"].post(LIST, {"action": action, "_selected_action": [own.pk]})

    assert f'value="{action}"' not in page
    own.refresh_from_db()
    assert own.status == "draft"


@pytest.mark.parametrize("step", STEPS)
def test_a_reporter_takes_no_step_that_editors_decide(desks, own, step):
    client = desks["reporter"]
    page = client.get(form_of(own))

    client.post(form_of(own), fields_of(page) | {f"_step_{step}": "1"})

    assert f"_step_{step}" not in page.text
    own.refresh_from_db()
    assert own.status == "draft"


def test_a_reporter_submits_the_own_post_and_may_still_mend_it(desks, own):
    client = desks["reporter"]

    client.post(form_of(own), fields_of(client.get(form_of(own))) | {"_step_submit": "1"})
    client.post(form_of(own), fields_of(client.get(form_of(own)), title="改好") | {"_save": "1"})

    own.refresh_from_db()
    assert (own.status, own.title) == ("in_review", "改好")


@pytest.mark.parametrize("status", ["approved", "published", "withdrawn"])
def test_from_approval_on_a_reporter_only_reads_the_own_post(desks, own, status):
    client = desks["reporter"]
    sent = fields_of(client.get(form_of(own)), title="改了") | {"_continue": "1"}
    Post.objects.filter(pk=own.pk).update(
        status=status, published_at="2022-03-10T18:06:38Z", published_on="2022-03-11"
    )

    page = client.get(form_of(own))
    response = client.post(form_of(own), sent)

    assert page.status_code == 200
    assert "_continue" not in page.text
    assert response.status_code == 403
    own.refresh_from_db()
    assert own.title == "自己的稿"


def test_what_editors_decide_is_not_taken_from_a_reporters_form(desks, own):
    client = desks["reporter"]
    planted = {
        "slug": "mine",
        "published_at_0": "2020-01-01",
        "published_at_1": "00:00",
        "expires_at_0": "2030-01-01",
        "expires_at_1": "00:00",
        "withdrawal_notice": "x",
        "status": "published",
        "created_by": "1",
    }
    before = Post.objects.values().get(pk=own.pk)

    client.post(form_of(own), fields_of(client.get(form_of(own))) | planted | {"_save": "1"})

    after = Post.objects.values().get(pk=own.pk)
    assert {name for name in after if after[name] != before[name]} == {"updated_at", "edited_at"}


def test_a_reporters_preview_shows_the_own_post_only(desks, own, others):
    client = desks["reporter"]
    sent = fields_of(client.get(form_of(own))) | {"_preview": "1"}

    mine = client.post(form_of(own), sent)
    theirs = client.post(form_of(others), sent)

    assert mine.url.startswith("/preview/")
    assert refused(theirs)


@pytest.mark.parametrize("noun", OTHER_NOUNS)
def test_a_reporter_does_not_see_what_the_desk_keeps_for_editors(desks, noun):
    address = reverse(f"admin:articles_{noun}_changelist")

    assert desks["reporter"].get(address).status_code == 403
    assert desks["editor"].get(address).status_code == 200


def test_a_reporter_restores_no_revision(desks, others):
    from articles import workflow

    revision = workflow.save_edit(others, by=None)

    address = reverse("admin:articles_revision_restore", args=[revision.pk])

    assert desks["reporter"].post(address).status_code in (403, 404)


def test_autocomplete_names_no_post_of_others(desks, own, others):
    search.index(Post.objects.all())
    query = {
        "app_label": "articles",
        "model_name": "redirect",
        "field_name": "post",
        "term": "稿",
    }

    found = desks["reporter"].get("/admin/autocomplete/", query).json()["results"]
    everything = desks["editor"].get("/admin/autocomplete/", query).json()["results"]

    assert [row["text"] for row in found] == ["自己的稿"]
    assert len(everything) == 2


def test_a_colleague_without_a_role_sees_nothing(desks, own):
    assert desks["nobody"].get(LIST).status_code == 403
    assert desks["nobody"].get(form_of(own)).status_code == 403


def test_someone_who_left_may_do_nothing(editor, own):
    editor.is_active = False

    assert not permissions.can_edit(editor, own)
    assert not permissions.can_publish(editor, own)


def test_a_group_that_was_changed_stays_as_it_is(db, django_user_model):
    from django.contrib.auth.models import Group

    group = Group.objects.get(name=permissions.REPORTERS)
    group.permissions.clear()

    permissions.make_groups()

    assert not group.permissions.exists()
    assert not permissions.can_edit(make_user(django_user_model, "r", permissions.REPORTERS), None)
