from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import search
from articles.models import Post, PostSearch
from articles.tokens import MAX_TOKENS

HANZI = st.text(st.sampled_from("俄乌外长会谈停火問題发展臺灣のカナ서울。，、 \nａB2"), max_size=60)


def found(query):
    return list(search.match(Post.objects.published().newest_first(), query))


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("乌外长说停火问题无进展。", "停火"),
        ("乌外长说停火问题无进展。", "题"),
        ("乌外长说停火问题", "题"),
        ("乌外长说停火问题", "外长 停火"),
        ("俄罗斯外长", "俄罗斯"),
        ("台湾地区", "臺灣"),
        ("臺灣地區", "台湾"),
        ("编号ＡＢＣ１２３。", "abc123"),
        ("编号ABC123。", "ＡＢＣ１２３"),
        ("2022年G20峰会开幕", "2022年G20峰会"),
        ("2022 年 G20 峰会开幕", "2022年g20峰会"),
        ("峰会<br>开幕", "峰会，开幕"),
        ("峰会G20开幕", "峰会g20"),
        ("大峰会G20开幕", "会G20开"),
        ("3月11日，双方", "3月11日"),
        ("3月11日，双方", "3月"),
        ("2022年底", "2022年"),
        ("Hello, World!", "world"),
        ("東京タワー", "タワー"),
        ("서울에서 회담", "서울"),
        ("ประเทศไทยและกรุงเทพ", "ไทย"),
        ("人名𪚥与鿏字", "名𪚥与鿏"),
        ("<strong>停</strong>火", "停火"),
        ("正文</p><figure><figcaption>视频截图</figcaption></figure><p>", "截图"),
    ],
)
def test_a_word_of_the_text_finds_the_post(publish, body, query):
    post = publish(body)

    assert found(query) == [post]


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("罗斯与俄罗", "俄罗斯"),
        ("俄罗和罗斯", "俄罗斯"),
        ("俄罗。罗斯", "俄罗斯"),
        ("停，火", "停火"),
        ("停</p><p>火", "停火"),
        ("乌外长说停火问题", "外长 进展"),
        ("smart", "art"),
        ("cafe society", "café"),
        ("G201", "G20"),
        ("11月3日", "3月"),
        ("3日，11月", "3月"),
        ("13月", "3月"),
        ("G20与峰会G201", "峰会G20"),
        ("峰会会大", "峰会大"),
    ],
)
def test_what_the_text_does_not_hold_finds_nothing(publish, body, query):
    publish(body)

    assert found(query) == []


def test_title_summary_and_caption_are_searched_too(publish):
    by_title = publish(title="停火协议")
    by_summary = publish(summary="走廊开通")
    by_caption = publish(lead_caption="安塔利亚会场")

    assert (found("停火"), found("走廊")) == ([by_title], [by_summary])
    assert found("会场") == [by_caption]


def test_the_terms_may_stand_in_different_fields(publish):
    post = publish("双方同意停火", title="外长会谈")

    assert found("会谈 停火") == [post]


def test_a_word_does_not_reach_from_the_title_into_the_text(publish):
    publish("月球火山", title="停 3")

    assert found("停火") == found("3月") == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "*",
        '"',
        "-",
        "()",
        "-停火",
        '-"停火"',
        "😀",
        "\x00",
        "，。",
        "\ud800",
        "%",
        "_",
        "'",
        "\\",
    ],
)
def test_a_query_without_a_term_finds_nothing(publish, query):
    publish("正文 AND 停火")

    assert search.read_query(query).wanted == ()
    assert found(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "停火 AND",
        "停火 OR NEAR(停火)",
        '"停火',
        "停火*",
        "title:停火",
        "^停火",
        "{停火}",
        "停火' & '",
        "停火:* | !",
        "停火\x00\x1b\u202e",
        "停火%_",
        "\\停火",
        "停火😀",
        "停火;DROP TABLE articles_post",
    ],
)
def test_operators_of_a_query_language_are_words_or_nothing(publish, query):
    post = publish("停火 and or near title drop table articles post")

    assert found(query) == [post]


@pytest.mark.parametrize("query", ["停" * 1_000_000, "停 " * 500_000, "x" * 1_000_000, '"' * 10**6])
def test_a_query_of_a_megabyte_is_answered(publish, query):
    publish("停火")

    assert len(found(query)) <= 1


def test_a_post_is_found_by_what_it_says_now(publish):
    post = publish("停火", title="旧")
    post.title, post.body = "新闻", "<p>走廊</p>"
    post.save()

    search.index([post])

    assert (found("停火"), found("走廊"), found("新闻")) == ([], [post], [post])
    assert PostSearch.objects.count() == 1


def test_a_deleted_post_leaves_nothing_behind(publish):
    publish("停火").delete()
    again = publish("走廊")

    assert (found("停火"), found("走廊")) == ([], [again])
    assert not PostSearch.objects.exclude(post=again).exists()


def test_many_posts_are_indexed_at_once(make_post, django_assert_max_num_queries):
    posts = [make_post(body=f"<p>停火第{number}轮</p>") for number in range(30)]

    with django_assert_max_num_queries(6):
        search.index([*posts, posts[0]])

    assert len(found("停火")) == 30
    assert found("第7轮") == [posts[7]]


def test_indexing_no_posts_is_no_error(db):
    search.index([])

    assert not PostSearch.objects.exists()


def test_only_posts_of_the_queryset_are_found(publish):
    publish("停火", status="draft")
    older = publish("停火", language="en")
    newer = publish("停火")

    assert found("停火") == [newer, older]
    english = Post.objects.published().filter(language="en")
    assert list(search.match(english, "停火")) == [older]
    assert search.match(Post.objects.published().newest_first(), "停火")[:1].count() == 1


def test_found_posts_go_on_by_key(publish):
    first, second = publish("停火"), publish("停火")
    posts = search.match(Post.objects.published().newest_first(), "停火").for_cards()

    assert list(posts.before(second.published_at, second.pk)) == [first]


def test_a_very_long_text_is_indexed(publish):
    text = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(80_000))

    post = publish(text)

    assert found(text[MAX_TOKENS - 30 : MAX_TOKENS - 10]) == [post]
    assert found(text[MAX_TOKENS + 10 : MAX_TOKENS + 30]) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HANZI)
def test_any_two_adjacent_characters_of_a_text_find_it(publish, text):
    post = publish(text)
    pairs = {
        pair
        for pair in map("".join, pairwise(text))
        if all("\u3041" <= character <= "\ud7a3" for character in pair)
    }

    for pair in pairs:
        assert post in found(pair)
