"""The search page: what it finds, what it says, and what it refuses."""

import re

import pytest
from django.utils.html import escape

from articles import search
from articles.models import Post


@pytest.fixture
def make_findable(make_post):
    """A function that makes a post as `make_post` does, and indexes it."""

    def make(**fields):
        post = make_post(**fields)
        search.index([post])
        return post

    return make


def test_a_word_inside_a_sentence_is_found_and_marked(client, make_findable):
    make_findable(title="外长举行会谈", body="<p>双方就停火问题交换意见。</p>")
    make_findable(title="别的", body="<p>毫不相干。</p>")

    text = client.get("/search/", {"q": "停火"}).text

    assert "<mark>停火</mark>" in text
    assert "外长举行会谈" in text
    assert "毫不相干" not in text


def test_a_match_in_the_title_is_marked(client, make_findable):
    make_findable(title="外长举行会谈")

    assert "外长举行<mark>会谈</mark>" in client.get("/search/?q=会谈").text


def test_only_public_posts_are_found(client, make_findable):
    make_findable(title="暗号紫藤", status="draft")

    assert "暗号" not in client.get("/search/?q=紫藤").text.replace('value="紫藤"', "")


@pytest.mark.parametrize("query", ["长" * 201, "甲 乙 丙 丁 戊 己 庚 辛 壬"])
def test_too_much_is_refused_with_a_reason(client, make_findable, query):
    make_findable(title="字")

    response = client.get("/search/", {"q": query})

    assert response.status_code == 200
    assert 'role="alert"' in response.text


def test_without_a_query_the_page_helps(client, make_findable):
    make_findable(title="最近的新闻")

    response = client.get("/search/")

    assert response.status_code == 200
    assert "最近的新闻" in response.text


def test_without_a_hit_newer_posts_are_offered(client, make_findable):
    make_findable(title="最近的新闻")

    text = client.get("/search/?q=不存在的词").text

    assert "不存在的词" in text
    assert "最近的新闻" in text


def test_results_have_pages_that_keep_the_query(client, make_findable):
    for number in range(21):
        make_findable(title=f"会谈 {number}")

    response = client.get("/search/", {"q": "会谈"})
    following = re.search(r'rel="next" href="(/search/[^"]+)"', response.text)[1]

    assert client.get(following.replace("&amp;", "&")).text.count("<mark>会谈</mark>") == 1


def test_a_query_is_shown_as_text(client, make_findable):
    make_findable(title="<b>会谈</b>")
    canary = '"><script>alert(1)</script>'

    assert canary not in client.get("/search/", {"q": canary}).text
    assert escape("<b>") in client.get("/search/?q=会谈").text
    assert Post.objects.count() == 1
