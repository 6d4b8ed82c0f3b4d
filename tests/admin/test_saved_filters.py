"""Filters kept under a name."""

import pytest

from articles.models import SavedFilter, Source
from tests.conftest import make_user

POSTS, FILTERS = "/admin/articles/post/", "/admin/articles/post/filters/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def keep():
    """A function that keeps a filter and returns the page it leads to."""

    def send(client, name="欧洲稿", query="state=draft&source=海湾日报", **fields):
        sent = {"press": "keep", "name": name, "query": query, **fields}
        return client.post(FILTERS, sent, follow=True)

    return send


def test_a_filter_is_kept_and_stands_above_the_list(desk, keep, make_post, editor):
    source = Source.objects.create(name="海湾日报")
    make_post(title="海湾的草稿", status="draft", source=source)
    make_post(title="别的", status="draft")
    assert "Keep this filter" in desk.get(f"{POSTS}?state=draft").text

    page = keep(desk)

    assert "The filter is kept." in page.text
    saved = SavedFilter.objects.get()
    assert (saved.owner, saved.values) == (editor, {"state": "draft", "source": str(source.pk)})
    assert [post.title for post in page.context["cl"].result_list] == ["海湾的草稿"]
    assert ">欧洲稿</a>" in desk.get(POSTS).text
    # It is there now: there is nothing more to keep.
    assert "Keep this filter" not in page.text


def test_a_filter_is_renamed_and_removed(desk, keep):
    keep(desk)
    saved = SavedFilter.objects.get()

    desk.post(FILTERS, {"press": f"rename-{saved.pk}", "name": "草稿箱"})
    assert ">草稿箱</a>" in desk.get(POSTS).text
    assert "Rename or remove filters" in desk.get(POSTS).text
    desk.post(FILTERS, {"press": f"remove-{saved.pk}"})
    assert not SavedFilter.objects.exists()
    assert "You have kept no filters." in desk.get(FILTERS).text


def test_a_shared_filter_shows_everybody_only_what_they_may_see(
    desk, reporters_desk, keep, make_post, reporter
):
    make_post(title="别人的", status="draft")
    make_post(title="自己的", status="draft", created_by=reporter)
    keep(desk, name="大家的", query="state=draft", is_shared="1")
    keep(desk, name="只给我", query="state=approved")

    page = reporters_desk.get(POSTS).text
    assert "大家的 <small>shared</small>" in page
    assert "只给我" not in page
    listed = reporters_desk.get(f"{POSTS}?state=draft").text
    assert "自己的" in listed
    assert "别人的" not in listed


def test_a_reporter_shares_nothing_and_changes_only_their_own(
    desk, reporters_desk, keep, reporter, editor
):
    keep(reporters_desk, is_shared="1")
    assert not SavedFilter.objects.get(owner=reporter).is_shared
    keep(desk, name="编辑的", is_shared="1")
    foreign = SavedFilter.objects.get(owner=editor)
    for press in (f"rename-{foreign.pk}", f"remove-{foreign.pk}"):
        reporters_desk.post(FILTERS, {"press": press, "name": "改了"})

    assert SavedFilter.objects.get(owner=editor).name == "编辑的"


def test_a_name_is_given_once_and_something_must_be_asked(desk, keep):
    keep(desk)
    assert "You have a filter of this name already." in keep(desk, query="state=approved").text
    assert "This asks for nothing." in keep(desk, name="空", query="x=1").text
    keep(desk, name=" ", query="state=approved")
    assert SavedFilter.objects.count() == 1


def test_filters_go_with_their_owner(keep, client, django_user_model):
    other = make_user(django_user_model, "other", "Editors")
    client.force_login(other)
    keep(client, is_shared="1")
    other.delete()

    assert not SavedFilter.objects.exists()
