"""What the list of posts can be asked for, and that it answers alike however many posts there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search, workflow
from articles.admin import paging
from articles.filtering import PostFilter
from articles.images.library import add_picture
from articles.images.renditions import make_renditions
from articles.models import Author, Image, Post, Source, Tag
from articles.models.rights import RightsState
from tests.images.drawing import drawn, encoded

POSTS = "/admin/articles/post/"
ALL_QUERIES = 15


@pytest.fixture
def listed(english_desk):
    """A function that asks the list and returns the titles it shows."""

    def ask(**query):
        response = english_desk.get(POSTS, query)
        assert response.status_code == 200
        return [post.title for post in response.context["cl"].result_list]

    return ask


@pytest.fixture
def small_pages(monkeypatch):
    """Pages of two rows, two of them numbered."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    monkeypatch.setattr(paging, "NUMBERED_PAGES", 2)
    monkeypatch.setattr(paging, "REACH", 4)


@pytest.fixture
def desk_of_two(make_post, make_category):
    """Two posts that differ in everything that can be asked for."""
    image = Image.objects.create(original_url="https://pictures.example/1.jpg")
    one = make_post(
        title="渡轮开航",
        source=Source.objects.create(name="海湾日报"),
        categories=[make_category("国际", "欧洲")],
        authors=["林知遥"],
        tags=["港口"],
        rights="独家稿件，未经授权不得转载。",
        language="en",
        lead_image=image,
    )
    two = make_post(
        title="茶园采春",
        source=Source.objects.create(name="山地晚报"),
        categories=[make_category("财经")],
        authors=["周砚秋"],
        tags=["茶"],
        published_at=one.published_at - timedelta(days=400),
        status="draft",
    )
    search.index([one, two])
    return one, two


def test_each_question_finds_what_is_asked_for(listed, desk_of_two):
    one, _two = desk_of_two
    section = one.filings.get().category

    asked = [
        {"q": "渡轮"}, {"state": "published"}, {"section": section.pk},
        {"section": section.parent_id}, {"source": "海湾日报"}, {"source": "海湾"},
        {"source": one.source_id}, {"author": "林知遥"}, {"tag": "港口"}, {"rights": "restricted"},
        {"language": "en"}, {"picture": "1"}, {"since": "2022-03-11"},
        {"since": "2022-03-11", "until": "2022-03-11"}, {"source": "海湾", "q": "渡轮"},
    ]  # fmt: skip

    for query in asked:
        assert listed(**query) == ["渡轮开航"], query
    assert listed(rights="none") == listed(picture="0") == listed(state="draft") == ["茶园采春"]
    assert listed(source="不存在") == listed(q="，。") == []


def test_names_that_many_share_are_all_found(listed, make_post):
    for number in range(2):
        make_post(title=f"第{number}篇", authors=[f"记者{number}"])

    assert sorted(listed(author="记者")) == ["第0篇", "第1篇"]


@pytest.mark.parametrize("rare", [0, 1000])
def test_what_many_posts_have_is_found_as_what_few_have(listed, desk_of_two, monkeypatch, rare):
    monkeypatch.setattr("articles.filtering.RARE", rare)
    one, _two = desk_of_two

    assert listed(section=one.filings.get().category_id) == ["渡轮开航"]
    assert listed(author="林知遥") == listed(tag="港口") == listed(q="渡轮") == ["渡轮开航"]


def test_a_date_that_is_none_and_a_name_of_nul_ask_nothing(listed, desk_of_two):
    for query in ({"since": "2022-02-30"}, {"until": "x"}, {"author": "\0"}, {"rights": "x"}):
        assert len(listed(**query)) == 2


def test_what_was_sent_back_to_me_is_asked_for(listed, make_post, editor):
    post = make_post(title="退回的", status="draft", created_by=editor)
    make_post(title="没交过的", status="draft", created_by=editor)
    workflow.submit(post, by=editor)
    workflow.return_to_draft(post, by=editor)

    assert listed(state="sent_back", mine="1") == ["退回的"]
    assert len(listed(state="draft", mine="1")) == 2


def test_live_posts_with_changes_that_wait_are_asked_for_and_marked(
    english_desk, listed, make_post, editor
):
    post = make_post(title="渡轮")
    make_post(title="茶园")
    workflow.save_draft(post, workflow.content_of(post) | {"title": "新渡轮"}, by=editor)

    assert listed(state="changed") == ["渡轮"]
    assert english_desk.get(POSTS).text.count("mark-changed") == 1
    assert "Unpublished changes" in english_desk.get("/admin/").text


def test_the_scheduled_stand_as_they_will_come(listed, make_post):
    now = timezone.now()
    for days in (3, 1, 2):
        make_post(title=f"{days}天后", published_at=now + timedelta(days=days))

    assert listed(state="scheduled") == ["1天后", "2天后", "3天后"]
    assert listed(state="scheduled", o="published") == ["3天后", "2天后", "1天后"]


def test_numbered_pages_go_on_from_the_last_row(listed, english_desk, make_post, small_pages):
    titles = [make_post(title=f"第{number}篇").title for number in range(7)][::-1]

    assert listed() == titles[:2]
    assert listed(p="2") == titles[2:4]
    page = english_desk.get(POSTS, {"p": "2"}).context["cl"].page
    assert page.counted == "4+"
    seen = []
    while page.next:
        response = english_desk.get(POSTS + page.next)
        page = response.context["cl"].page
        seen += [post.title for post in response.context["cl"].result_list]
    assert seen == titles[4:]


@pytest.mark.parametrize("order", ["published", "-published"])
def test_pages_by_publication_leave_none_out(english_desk, make_post, small_pages, order):
    now = timezone.now()
    moments = [now - timedelta(days=number // 2) for number in range(7)]
    titles = [make_post(title=f"第{n}篇", published_at=at).title for n, at in enumerate(moments)]

    seen, query = [], f"?o={order}"
    while query:
        response = english_desk.get(POSTS + query)
        query = response.context["cl"].page.next
        seen += [post.title for post in response.context["cl"].result_list]

    assert sorted(seen) == sorted(titles)
    assert len(seen) == 7


@pytest.mark.parametrize("query", ["?p=0", "?p=99", "?p=x", "?before=x", "?before=%00", "?o=body"])
def test_an_odd_page_is_the_first(english_desk, make_post, query):
    make_post(title="渡轮")

    assert "渡轮" in english_desk.get(POSTS + query).text


def test_every_question_together_stays_within_the_bounds(
    english_desk, desk_of_two, django_assert_max_num_queries
):
    one, _two = desk_of_two
    query = {
        "q": "渡轮", "state": "published", "section": one.filings.get().category_id,
        "source": "海湾日报", "author": "林知遥", "tag": "港口", "rights": "restricted",
        "since": "2022-03-11",
    }  # fmt: skip
    with django_assert_max_num_queries(ALL_QUERIES + 4):
        assert "渡轮" in english_desk.get(POSTS, query).text
    with django_assert_max_num_queries(ALL_QUERIES):
        english_desk.get(POSTS, {"q": "渡轮", "author": one.authors.get().pk})


def test_a_row_shows_the_lead_image_small(english_desk, make_post):
    picture = add_picture(encoded(drawn((900, 600))))
    make_renditions(picture)
    picture.refresh_from_db()
    make_post(lead_image=picture)

    page = english_desk.get(POSTS).text

    assert f'<img class="thumb" src="{picture.thumb}"' in page
    assert picture.thumb.endswith(".webp")


def test_a_reporter_finds_only_what_is_their_own(reporters_desk, desk_of_two, reporter):
    one, _two = desk_of_two
    assert "渡轮开航" not in reporters_desk.get(POSTS, {"source": "海湾"}).text
    Post.objects.filter(pk=one.pk).update(created_by=reporter)

    assert "渡轮开航" in reporters_desk.get(POSTS, {"source": "海湾"}).text


def test_chips_take_one_question_back(english_desk, desk_of_two):
    page = english_desk.get(POSTS, {"source": "海湾日报", "language": "en"}).text

    assert 'href="?source=%E6%B5%B7%E6%B9%BE%E6%97%A5%E6%8A%A5"' in page
    assert 'href="?language=en"' in page


def test_the_filter_keeps_keys_of_rows_that_are_renamed(desk_of_two, editor):
    one, _two = desk_of_two
    values = PostFilter({"source": "海湾日报", "author": "林知遥", "tag": "不存在"}).settled()
    Source.objects.filter(name="海湾日报").update(name="海湾新报")
    Author.objects.filter(name="林知遥").update(name="林远")

    assert values["tag"] == "不存在"
    kept = PostFilter({name: values[name] for name in ("source", "author")})
    assert list(kept.posts(editor)) == [one]
    assert Tag.objects.count() == 2


def test_the_database_knows_what_a_notice_restricts(make_post):
    texts = {
        "": "",
        "转载请注明来源": "notice",
        "独家": "restricted",
        "未经授权不得转载": "restricted",
    }
    for text, state in texts.items():
        post = make_post(rights=text)
        assert Post.objects.get(pk=post.pk).rights_state == RightsState(state)
