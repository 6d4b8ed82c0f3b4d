"""Near duplicates at the desk: who sees a pair, what is said of it, and where it is told."""

import pytest
from django.urls import reverse

from articles.models import DuplicateLink, Source

LIST = "/admin/articles/duplicatelink/"
BODY = "<p>昨天夜里渡轮停了三个小时。</p><p>早上雾散了。</p>"
EDITED = "<p>昨天夜里渡轮停了四个小时。</p><p>早上雾散了。</p>"


@pytest.fixture
def make_pair(make_post):
    """A function that links two new posts, of which it takes the fields they share."""

    def make(similarity=0.879, **fields):
        post = make_post(title="渡轮停航", body=BODY, **fields)
        other = make_post(title="快讯：渡轮停航", body=EDITED, **fields)
        return DuplicateLink.objects.create(post=post, other=other, similarity=similarity)

    return make


@pytest.fixture
def pair(make_pair):
    """Two posts of one source, linked."""
    return make_pair(source=Source.objects.create(name="海湾日报"))


def page_of(row):
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def decide(client, pair, state):
    return client.post(reverse("admin:articles_duplicatelink_decide", args=[pair.pk, state]))


def test_the_list_names_both_posts_their_source_and_the_likeness(desk, pair):
    page = desk.get(LIST).text

    for text in ("渡轮停航", "快讯：渡轮停航", "海湾日报", "2022-03-11", "87 %"):
        assert text in page


def test_the_list_shows_those_nobody_has_looked_at_unless_others_are_asked_for(
    desk, make_pair, editor
):
    for state, similarity in (("open", 0.61), ("confirmed", 0.72), ("dismissed", 0.83)):
        link = make_pair(similarity)
        if state != "open":
            DuplicateLink.objects.filter(pk=link.pk).decide(state, by=editor)

    def shown(query=""):
        page = desk.get(LIST + query).text
        return [share for share in ("61 %", "72 %", "83 %") if share in page]

    assert shown() == shown("?state=open") == shown("?state=nonsense") == ["61 %"]
    assert shown("?state=confirmed") == ["72 %"]
    assert shown("?state=dismissed") == ["83 %"]
    assert shown("?state=all") == ["61 %", "72 %", "83 %"]


def test_the_list_asks_as_often_for_thirty_pairs_as_for_one(
    desk, make_pair, django_assert_max_num_queries
):
    for number in range(30):
        make_pair(source=Source.objects.create(name=f"来源{number}"))

    with django_assert_max_num_queries(8):
        assert desk.get(LIST).text.count("快讯") == 30


def test_the_page_shows_both_texts_and_marks_what_differs(desk, pair):
    page = desk.get(page_of(pair)).text

    assert "昨天夜里渡轮停了<mark>三</mark>个小时。" in page
    assert "昨天夜里渡轮停了<mark>四</mark>个小时。" in page
    assert page.count("早上雾散了。") == 2
    for post in (pair.post, pair.other):
        assert page_of(post) in page


def test_markup_in_a_text_is_shown_as_text(desk, make_post):
    post = make_post(title="<b>甲</b>", body="<p>&lt;script&gt;一</p><p>同</p>")
    other = make_post(body="<p>另外的一段</p><p>同</p>")
    link = DuplicateLink.objects.create(post=post, other=other, similarity=0.9)

    page = desk.get(page_of(link)).text

    assert "<mark>&lt;script&gt;一" in page
    assert "<script>一" not in page
    assert "<b>甲" not in page + desk.get(LIST).text + desk.get(page_of(other)).text


@pytest.mark.parametrize("state", ["dismissed", "confirmed"])
def test_an_editor_says_what_a_pair_is_and_may_think_again(desk, editor, pair, state):
    other_state = {"dismissed": "confirmed", "confirmed": "dismissed"}[state]
    decide(desk, pair, other_state)

    assert decide(desk, pair, state).url == LIST

    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == (state, editor)
    assert pair.decided_at is not None
    page = desk.get(page_of(pair)).text
    assert f"/decide/{other_state}/" in page
    assert f"/decide/{state}/" not in page


def test_a_decision_is_sent_by_a_button_and_known(desk, pair):
    address = reverse("admin:articles_duplicatelink_decide", args=[pair.pk, "dismissed"])

    assert desk.get(address).status_code == 405
    assert decide(desk, pair, "open").status_code == 404
    assert decide(desk, DuplicateLink(pk=99), "dismissed").status_code == 404
    assert DuplicateLink.objects.get().is_open


def test_the_form_of_either_post_tells_of_the_other(desk, pair):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    for post, other in ((pair.post, pair.other), (pair.other, pair.post)):
        page = desk.get(page_of(post)).text
        assert "Nearly the same text (87 %)" in page
        assert f'<a href="{page_of(other)}">{other.title}</a>' in page
        assert page_of(pair) in page


def test_the_form_tells_of_a_confirmed_pair_and_not_of_a_dismissed_one(desk, pair):
    decide(desk, pair, "confirmed")
    assert page_of(pair) in desk.get(page_of(pair.post)).text

    decide(desk, pair, "dismissed")
    assert page_of(pair) not in desk.get(page_of(pair.post)).text


def test_the_form_of_a_new_post_tells_of_nothing(desk, pair):
    assert desk.get("/admin/articles/post/add/").status_code == 200


def test_a_reporter_sees_pairs_of_which_both_posts_are_theirs(
    reporters_desk, reporter, make_pair, make_post
):
    own = make_pair(0.66, created_by=reporter, status="draft")
    foreign = make_pair(0.77)
    mixed = DuplicateLink.objects.create(post=own.post, other=foreign.post, similarity=0.88)

    page = reporters_desk.get(LIST).text

    assert "66 %" in page
    assert "77 %" not in page
    assert "88 %" not in page
    assert reporters_desk.get(page_of(own)).status_code == 200
    form = reporters_desk.get(page_of(own.post)).text
    assert page_of(own) in form
    assert page_of(mixed) not in form
    for link in (foreign, mixed):
        assert reporters_desk.get(page_of(link)).status_code in (302, 403)
        assert decide(reporters_desk, link, "dismissed").status_code == 404


def test_a_reporter_decides_only_on_what_they_may_still_edit(reporters_desk, reporter, make_pair):
    drafts = make_pair(created_by=reporter, status="draft")
    published = make_pair(created_by=reporter)

    assert decide(reporters_desk, drafts, "dismissed").status_code == 302
    assert decide(reporters_desk, published, "dismissed").status_code == 403
    assert "/decide/" not in reporters_desk.get(page_of(published)).text


def test_a_pair_is_neither_added_nor_changed_nor_deleted_by_hand(desk, pair):
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(page_of(pair), {"similarity": "0.1"}).status_code == 403
    assert desk.post(f"{LIST}{pair.pk}/delete/", {"post": "yes"}).status_code == 403
    assert DuplicateLink.objects.get().similarity == pair.similarity
