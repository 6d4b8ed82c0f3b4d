from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import (
    Author,
    Category,
    Image,
    ImportRecord,
    ImportRun,
    Redirect,
    Source,
    Tag,
)

POSTS = "/admin/articles/post/"
NOUNS = {
    "post": 17,
    "category": 8,
    "author": 8,
    "source": 8,
    "tag": 8,
    "image": 12,
    "redirect": 12,
    "revision": 12,
    "transition": 12,
    "importrun": 12,
    "importrecord": 14,
    "bulkjob": 8,
}


@pytest.fixture
def fill(make_post, make_category, editor):
    """A function that makes so many rows of every noun."""

    def make(count):
        run = None
        for number in range(count):
            section = make_category("国际", f"栏目{number}", f"分栏{number}")
            source = Source.objects.create(name=f"来源{number}", section=section)
            image = Image.objects.create(original_url=f"https://pictures.example/{number}.jpg")
            post = make_post(
                title=f"第{number}篇",
                source=source,
                lead_image=image,
                body=f'<figure><img data-image="{image.pk}" alt=""></figure>',
                status="draft",
                categories=[section],
                authors=[f"作者{number}", "观察者网"],
                tags=[f"标签{number}"],
            )
            workflow.publish(post, by=editor)
            Redirect.objects.leave(f"/old/{number}/", post=post)
            run = ImportRun.objects.create(counts={"created": 1}, paths=["/a"])
            ImportRecord.objects.create(
                run=run, path=f"{number}.md", identifier=f"{number}", outcome="created", post=post,
                source=source, warnings=["w"],
            )  # fmt: skip

    return make


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_asks_as_often_for_thirty_rows_as_for_one(
    desk, fill, noun, django_assert_max_num_queries
):
    address = reverse(f"admin:articles_{noun}_changelist")
    fill(1)
    with django_assert_max_num_queries(NOUNS[noun]):
        assert desk.get(address).status_code == 200
    Redirect.objects.all().delete()
    Source.objects.update(name="先前")
    fill(30)

    with django_assert_max_num_queries(NOUNS[noun]):
        response = desk.get(address)

    assert response.status_code == 200


@pytest.mark.parametrize("noun", NOUNS)
def test_an_empty_list_is_a_page_too(desk, noun):
    assert desk.get(reverse(f"admin:articles_{noun}_changelist")).status_code == 200


@pytest.mark.parametrize("noun", ["post", "category", "author", "source", "tag", "image"])
@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=" + "长" * 3000, "?p=1e20", "?q=%ED%A0%80", "?p=-1"]
)
def test_odd_queries_have_an_answer(desk, noun, query):
    response = desk.get(reverse(f"admin:articles_{noun}_changelist") + query)

    assert response.status_code in (200, 302)


@pytest.mark.parametrize("query", ["?section=abc", "?section=%00", "?section=²", "?state=x"])
def test_a_filter_that_does_not_exist_filters_nothing(desk, make_post, query):
    make_post(title="渡轮")

    assert "渡轮" in desk.get(POSTS + query).text


@pytest.mark.parametrize("term", ["%00", "%ED%A0%80", "长" * 3000])
def test_an_autocomplete_answers_odd_terms(desk, term):
    query = f"?app_label=articles&model_name=post&field_name=source&term={term}"

    assert desk.get("/admin/autocomplete/" + query).json()["results"] == []


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("draft", {"status": "draft", "published_at": None}),
        ("published", {}),
        ("scheduled", {"published_at": timezone.now() + timedelta(days=9)}),
        ("expired", {"expires_at": timezone.now() - timedelta(days=1)}),
        ("withdrawn", {"status": "withdrawn"}),
    ],
)
def test_the_state_is_told_in_words_and_can_be_filtered_by(desk, make_post, state, fields):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    make_post(title="本篇", **fields)

    for other in ("draft", "published", "scheduled", "expired", "withdrawn"):
        page = desk.get(f"{POSTS}?state={other}").text
        assert ("本篇" in page) == (other == state)
    assert f">{state.capitalize()}</span>" in desk.get(POSTS).text


def test_a_section_filters_its_whole_branch(desk, make_post, make_category):
    make_post(title="国际下面的", categories=[make_category("国际", "欧洲")])
    make_post(title="财经的", categories=[make_category("财经")])

    page = desk.get(f"{POSTS}?section={Category.objects.get(name='国际').pk}").text

    assert "国际下面的" in page
    assert "财经的" not in page
    assert "国际 › 欧洲" in page


def test_the_search_finds_words_of_title_and_text(desk, make_post, editor):
    post = make_post(title="港口夜班", body="<p>灯光下的集装箱</p>", status="draft")
    workflow.save_edit(post, by=editor)
    make_post(title="茶园")

    for word in ("夜班", "集装箱", "港"):
        page = desk.get(POSTS, {"q": word}).text
        assert "港口夜班" in page
        assert "茶园" not in page


def test_counts_are_those_of_the_row(desk, make_post):
    make_post(authors=["甲"], tags=["海"])
    make_post(authors=["甲", "乙"])

    authors = {row.name: row.post_count for row in rows_of(desk, "author")}
    assert authors == {"甲": 2, "乙": 1}
    assert [row.post_count for row in rows_of(desk, "tag")] == [1]
    assert Author.objects.count() == 2
    assert Tag.objects.count() == 1


def rows_of(desk, noun):
    response = desk.get(reverse(f"admin:articles_{noun}_changelist"))
    return response.context["cl"].result_list
