from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from articles.models import Conflict, ImportRecord, ImportRun, Post, Revision, Source
from articles.settling import OURS, THEIRS, SettlingError, settle
from tests.admin.conftest import form_of

LIST = "/admin/articles/conflict/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def clash(make_post):
    """A function that makes an open clash over `field` of a post (a new one unless given)."""

    def make(field, theirs, base=None, *, post=None, **others):
        post = post or make_post(title="港口的新闻")
        return Conflict.objects.create(post=post, field=field, base=base, theirs=theirs, **others)

    return make


def page_of(client, conflict, query=""):
    return client.get(form_of(conflict) + query).text


def decide(client, conflict, choice, **others):
    return client.post(form_of(conflict), {"choice": choice, **others}, follow=True)


def test_the_page_marks_the_words_that_differ(desk, clash, make_post):
    post = make_post(body="<p>港口昨天启用新码头。</p><p>天晴。</p>")
    conflict = clash("body", "<p>港口今天启用新码头。</p><p>天晴。</p>", post=post)

    page = page_of(desk, conflict)

    assert "港口<del>昨</del>天启用新码头。" in page
    assert "港口<ins>今</ins>天启用新码头。" in page


def test_the_page_shows_what_either_side_changed_since(desk, clash, make_post):
    conflict = clash("title", "今日开航", "昨日开航", post=make_post(title="昨夜开航"))

    assert "昨日" not in page_of(desk, conflict)
    assert "<del>昨</del>日开航" in page_of(desk, conflict, "?compare=source")
    assert "<ins>夜</ins>" in page_of(desk, conflict, "?compare=desk")


def test_markup_that_differs_in_nothing_else_is_shown_as_markup(desk, clash, make_post):
    post = make_post(body="<p>见此处。</p>")
    conflict = clash("body", '<p>见<a href="https://a.example/">此处</a>。</p>', post=post)

    page = page_of(desk, conflict)

    assert "only the markup differs" in page
    assert "https://a.example/" in page


def test_pictures_are_named(desk, clash, make_post, picture):
    conflict = clash("body", f'<figure><img data-image="{picture.pk}" alt=""></figure>')

    assert "[picture: 渡轮]" in page_of(desk, conflict)


def test_a_lead_image_is_shown_as_a_picture(desk, clash, picture):
    page = page_of(desk, clash("lead_image_id", str(picture.pk)))

    assert picture.src in page
    assert "Without a picture" in page


def test_sections_and_dates_are_shown_as_people_read_them(desk, clash, make_post):
    post = make_post()
    sections = clash("categories", [["国际", "欧洲"], ["要闻"]], post=post)
    date = clash("published_at", "2022-03-11T00:00:00+00:00", post=post)

    assert "国际 › 欧洲" in page_of(desk, sections)
    assert "2022-03-11 08:00:00 (Asia/Shanghai)" in strip_tags(page_of(desk, date))
    assert "2022-03-11 02:06:38 (Asia/Shanghai)" in strip_tags(page_of(desk, date))


def test_keeping_ours_settles_the_clash_and_leaves_the_post(desk, clash, editor):
    conflict = clash("title", "新标题")

    response = decide(desk, conflict, "ours")

    conflict.refresh_from_db()
    assert (conflict.choice, conflict.settled_by) == ("ours", editor)
    assert Post.objects.get().title == "港口的新闻"
    assert response.redirect_chain[-1][0] == LIST
    assert "ours was kept (Title)" in response.text


def test_taking_theirs_changes_the_post_keeps_a_revision_and_is_found(desk, clash, editor):
    conflict = clash("body", "<p>灯光下的集装箱</p>")

    decide(desk, conflict, "theirs")

    post = Post.objects.get()
    assert post.body == "<p>灯光下的集装箱</p>"
    assert Revision.objects.get().by == editor
    assert "港口的新闻" in desk.get("/admin/articles/post/", {"q": "集装箱"}).text
    assert Conflict.objects.get().choice == "theirs"


def test_theirs_may_be_sections_authors_and_tags(desk, clash, make_post):
    post = make_post(authors=["旧人"], tags=["旧"])
    for field, theirs in (
        ("categories", [["国际", "欧洲"]]),
        ("authors", ["陈晓"]),
        ("tags", ["海", "港"]),
    ):
        decide(desk, clash(field, theirs, post=post), "theirs")

    post.refresh_from_db()
    assert str(post.section) == "国际 › 欧洲"
    assert [author.name for author in post.byline] == ["陈晓"]
    assert set(post.tags.names()) == {"海", "港"}


def test_taking_a_withdrawal_withdraws_the_post(desk, clash):
    conflict = clash("status", "draft", "published", reason="withdrawn")
    assert "The source has withdrawn this piece" in page_of(desk, conflict)

    decide(desk, conflict, "theirs")

    assert Post.objects.get().status == "withdrawn"


def test_after_a_decision_comes_the_next_clash_of_the_post(desk, clash, make_post):
    post = make_post()
    first, second = clash("title", "甲", post=post), clash("summary", "乙", post=post)

    response = decide(desk, first, "ours")

    assert response.redirect_chain[-1][0] == form_of(second)


def test_the_second_of_two_editors_is_told(desk, clash, editor, django_user_model):
    conflict = clash("title", "新标题")
    settle(conflict, OURS, by=editor)

    page = decide(desk, conflict, "theirs").text

    assert "It has been decided already" in page
    assert Post.objects.get().title == "港口的新闻"
    assert Conflict.objects.get().choice == "ours"


def test_a_decision_on_texts_that_have_changed_since_is_not_taken(desk, clash):
    conflict = clash("title", "新标题")
    seen = desk.get(form_of(conflict)).context["fingerprint"]
    Post.objects.update(title="刚刚改的")

    page = decide(desk, conflict, "theirs", seen=seen).text

    assert "compare them again" in page
    assert Post.objects.get().title == "刚刚改的"


def test_a_clash_on_which_both_sides_agree_by_now_says_so(desk, clash):
    conflict = clash("title", "港口的新闻")

    page = page_of(desk, conflict)

    assert "Both sides say the same by now" in page
    assert "Take theirs" not in page


def test_what_the_post_cannot_hold_is_told(desk, clash):
    gone = clash("lead_image_id", "00000000-0000-0000-0000-000000000001")
    early = clash("expires_at", "2020-01-01T00:00:00+00:00")

    assert "no longer in the library" in decide(desk, gone, "theirs").text
    assert "The post cannot hold it" in decide(desk, early, "theirs").text
    assert Conflict.objects.unsettled().count() == 2


def test_a_published_post_keeps_a_date(clash, editor):
    with translation.override("en"), pytest.raises(SettlingError, match="needs its date"):
        settle(clash("published_at", None), THEIRS, by=editor)


def test_the_list_shows_open_clashes_and_filters(desk, clash, editor, make_post):
    source = Source.objects.create(name="海湾日报")
    clash("title", "甲", post=make_post(title="开着的", source=source))
    clash("summary", "乙", post=make_post(title="缩短的"), reason="shrunk")
    settle(clash("title", "丙", post=make_post(title="定了的")), OURS, by=editor)

    def shown(query):
        page = desk.get(LIST + query).text
        return {title for title in ("开着的", "缩短的", "定了的") if title in page}

    assert shown("") == {"开着的", "缩短的"}
    assert shown("?state=settled") == {"定了的"}
    assert "Ours was kept" in desk.get(LIST + "?state=settled").text
    assert shown("?state=all") == {"开着的", "缩短的", "定了的"}
    assert shown("?reason__exact=shrunk") == {"缩短的"}
    assert shown("?field=title") == {"开着的"}
    assert shown(f"?post__source__id__exact={source.pk}") == {"开着的"}
    assert shown("?field=x&state=all&run=²") == {"开着的", "缩短的", "定了的"}


@pytest.mark.parametrize(
    ("action", "title"), [("keep_ours", "港口的新闻"), ("take_theirs", "新标题")]
)
def test_many_are_decided_from_the_list(desk, clash, action, title):
    conflicts = [clash("title", "新标题") for _number in range(3)]
    sent = {"action": action, "_selected_action": [conflict.pk for conflict in conflicts]}

    page = desk.post(LIST, sent, follow=True).text

    assert "3 clashes are decided" in page
    assert {post.title for post in Post.objects.all()} == {title}


def test_the_desk_names_open_clashes_where_one_works(desk, clash):
    conflict = clash("title", "新标题")

    assert f'href="{form_of(conflict)}"' in desk.get("/admin/").text
    assert f'href="{form_of(conflict)}"' in desk.get(form_of(conflict.post)).text


def test_a_reporter_is_told_of_no_clashes_of_others(reporters_desk, clash):
    conflict = clash("title", "新标题")

    assert form_of(conflict) not in reporters_desk.get("/admin/").text


def test_nothing_is_said_where_nothing_is_open(desk, clash, editor):
    conflict = clash("title", "新标题")
    settle(conflict, OURS, by=editor)

    assert form_of(conflict) not in desk.get("/admin/").text
    assert "somebody has to decide" not in desk.get(form_of(conflict.post)).text


def test_a_reporter_sees_the_clashes_of_the_own_posts_alone(
    reporters_desk, clash, make_post, reporter
):
    own = clash("title", "甲", post=make_post(title="自己的", status="draft", created_by=reporter))
    others = clash("title", "乙", post=make_post(title="别人的"))

    page = reporters_desk.get(LIST).text

    assert "自己的" in page
    assert "别人的" not in page
    assert reporters_desk.get(form_of(others)).status_code == 302
    assert reporters_desk.post(form_of(others), {"choice": "theirs"}).status_code == 302
    assert decide(reporters_desk, own, "theirs").status_code == 200
    assert set(Post.objects.values_list("title", flat=True)) == {"甲", "别人的"}


@pytest.mark.parametrize(("field", "theirs"), [("title", "甲"), ("status", "draft")])
def test_a_reporter_decides_nothing_about_what_readers_see(
    reporters_desk, clash, make_post, reporter, field, theirs
):
    conflict = clash(field, theirs, post=make_post(created_by=reporter))

    response = reporters_desk.post(form_of(conflict), {"choice": "theirs"})

    assert response.status_code == 403
    assert "not decide it" in page_of(reporters_desk, conflict)
    assert Conflict.objects.unsettled().exists()


def test_a_reporter_does_not_set_the_date_of_the_own_draft(
    reporters_desk, clash, make_post, reporter
):
    post = make_post(status="draft", created_by=reporter)
    conflict = clash("published_at", datetime(2024, 1, 1, tzinfo=UTC).isoformat(), post=post)

    assert reporters_desk.post(form_of(conflict), {"choice": "theirs"}).status_code == 403


def test_a_decision_needs_the_forms_token(editor, clash):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(form_of(clash("title", "甲")), {"choice": "theirs"}).status_code == 403


def test_the_list_asks_as_often_for_thirty_clashes_as_for_one(
    desk, clash, make_post, django_assert_max_num_queries
):
    for number in range(30):
        source = Source.objects.create(name=f"来源{number}")
        clash("title", "甲", post=make_post(source=source))

    with django_assert_max_num_queries(11):
        assert desk.get(LIST).status_code == 200


def test_clashes_are_found_by_their_run(desk, clash, make_post):
    run = ImportRun.objects.create()
    record = ImportRecord.objects.create(run=run, path="a", identifier="a", outcome="conflict")
    clash("title", "甲", post=make_post(title="本次的"), record=record)
    clash("title", "甲", post=make_post(title="别次的"))

    page = desk.get(f"{LIST}?run={run.pk}").text

    assert "本次的" in page
    assert "别次的" not in page


def test_the_add_and_delete_pages_do_not_exist(desk, clash):
    conflict = clash("title", "甲")

    assert desk.get(LIST + "add/").status_code == 403
    assert (
        desk.get(reverse("admin:articles_conflict_delete", args=[conflict.pk])).status_code == 403
    )
