"""What a reader finds, in which order, on whichever database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import search
from articles.models import Post, PostSearch, Source

DAY = datetime(2022, 3, 10, tzinfo=UTC)


def test_a_title_comes_before_a_summary_and_that_before_a_text(publish, found):
    by_text = publish("双方停火", published_at=DAY + timedelta(days=9))
    by_summary = publish(summary="停火了", published_at=DAY + timedelta(days=8))
    by_tag = publish(tags=["停火"], published_at=DAY + timedelta(days=7))
    by_title = publish(title="今日停火", published_at=DAY)

    assert found("停火") == [by_title, by_summary, by_tag, by_text]


def test_of_equals_the_newer_comes_first(publish, found):
    older = publish("停火", published_at=DAY)
    newest = publish("停火", published_at=DAY + timedelta(days=2))
    newer = publish("停火", published_at=DAY + timedelta(days=1))
    twin = publish("停火", published_at=DAY)

    assert found("停火") == [newest, newer, twin, older]


def test_a_title_must_hold_all_terms_to_come_first(publish, found):
    half = publish("会谈", title="停火", published_at=DAY + timedelta(days=1))
    whole = publish(title="停火会谈", published_at=DAY)

    assert found("停火 会谈") == [whole, half]


def test_a_phrase_counts_for_a_title_only_where_it_stands_whole(publish, found):
    parts = publish("停火协议", title="停火与火协、协议", published_at=DAY + timedelta(days=1))
    whole = publish(title="停火协议", published_at=DAY)

    assert found("停火协议") == [whole, parts]


@pytest.mark.parametrize("word", ["停火", "停", "火", "停火协议", "ROG枪神6", "枪神", "3月", "rog"])
def test_the_same_word_finds_title_summary_text_and_names(publish, found, word):
    sentence = f"本报讯，{word}的消息"
    posts = {
        publish(sentence),
        publish(title=sentence),
        publish(summary=sentence),
        publish(lead_caption=sentence),
        publish(tags=[word]),
        publish(authors=[f"记者{word}组"]),
        publish(source=Source.objects.create(name=f"通讯社·{word}")),
    }
    publish("战事，灾情；峰会，4 月，rogue")

    assert set(found(word)) == posts


def test_names_of_sections_above_find_too(publish, found, make_category):
    post = publish(categories=[make_category("国际", "亚洲", "中东")])

    assert found("国际") == found("亚洲 国际") == found("中东") == [post]


def test_one_term_may_stand_in_a_name_and_another_in_the_text(publish, found):
    source = Source.objects.create(name="观察者网")
    both = publish("俄乌停火", source=source)
    publish("俄乌停火")
    publish("别的事", source=source)

    assert found("观察者网 停火") == found("停火 观察者网") == [both]


def test_a_phrase_reaches_from_no_part_into_the_next(publish, found):
    publish("月球", title="停", summary="火 3", tags=["外", "长"], authors=["会"])

    for query in ('"停火"', '"停 火"', '"火 月球"', '"3 月"', "3月", '"外 长"', '"长 会"'):
        assert found(query) == []


@pytest.mark.parametrize(
    ("body", "query", "is_found"),
    [
        ("外长举行会谈", '"外长举行"', True),
        ("外长举行会谈", '"长举行会"', True),
        ("外长昨日举行会谈", '"外长举行"', False),
        ("the foreign minister spoke", '"foreign minister"', True),
        ("the minister of foreign trade", '"foreign minister"', False),
        ("the foreign, minister", '"Foreign Minister"', True),
        ("华硕ROG枪神6发布", '"rog 枪神 6"', True),
        ("外长，会谈", '"外长 会谈"', True),
        ("外长会谈", '"外长 会谈"', False),
        ("停火 外长", "“停火”“外长”", True),
    ],
)
def test_a_phrase_in_quotation_marks_is_found_as_it_stands(publish, found, body, query, is_found):
    post = publish(body)

    assert found(query) == [post] * is_found


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("停火 -会谈", False),
        ("停火 －会谈", False),
        ("停火 -谈", False),
        ('停火 -"外长举行"', False),
        ('停火 -"外长 举行"', True),
        ("停火 -峰会", True),
        ("停火 -港口", False),
        ("停火 -记者", False),
        ("停火 -会谈结束", True),
        ("-停火", False),
        ("-峰会", False),
    ],
)
def test_what_is_excluded_leaves_a_post_out(publish, found, query, is_found):
    post = publish("停火：外长举行会谈", tags=["港口"], authors=["记者甲"])

    assert found(query) == [post] * is_found


def test_an_exclusion_spares_the_others(publish, found):
    publish("停火 会谈")
    rest = publish("停火 峰会")

    assert found("停火 -会谈") == [rest]


def test_a_section_holds_what_is_filed_below_it(publish, found, make_category):
    asia, sport = make_category("国际", "亚洲"), make_category("体育")
    post = publish("停火", categories=[asia])
    other = publish("停火", categories=[sport])

    assert found("停火", section=asia.parent.pk) == found("停火", section=asia.pk) == [post]
    assert found("停火", section=sport.pk) == [other]
    assert found("会谈", section=sport.pk) == []


def test_dates_bound_what_is_found(publish, found):
    first, second, third = (publish("停火", published_at=DAY + timedelta(days=n)) for n in range(3))
    day = timedelta(days=1)

    assert found("停火", since=DAY + day) == [third, second]
    assert found("停火", before=DAY + day) == [first]
    assert found("停火", since=DAY + day, before=DAY + 2 * day) == [second]


def test_only_what_readers_may_see_is_found(publish, found):
    now = timezone.now()
    hour = timedelta(hours=1)
    shown = publish("停火", expires_at=now + hour)
    for status in ("draft", "in_review", "approved", "withdrawn"):
        publish("停火", title="停火", tags=["停火"], status=status)
    publish("停火", published_at=now + hour)
    publish("停火", expires_at=now - hour)

    assert found("停火") == [shown]


def test_no_more_is_returned_than_asked_for(publish):
    for number in range(4):
        publish("停火", published_at=DAY + timedelta(days=number))
    query = search.read_query("停火")

    assert search.find(query, limit=3) == search.find(query)[:3]
    assert len(search.find(query)) == 4


def test_every_field_of_the_gate_counts_as_a_filter():
    assert not search.Gate()
    assert search.Gate(section=1)
    assert search.Gate(since=DAY)
    assert search.Gate(before=DAY)


@pytest.mark.parametrize(
    "query",
    ["停火" * 100, "停 战 的 了 一 是 在 有", '"' + "a b " * 49 + '"', "的" * 200, "-" * 200],
)
def test_the_longest_queries_are_answered(publish, found, query):
    publish("停火")

    assert found(query) == []


def test_words_of_the_index_itself_find_nothing(publish, found):
    publish("停火")

    assert found("¶") == found('"¶"') == found("¶ ¶") == []
    assert PostSearch.objects.get().title.startswith("¶ ")


def test_a_post_whose_rows_say_it_is_public_passes_the_gate_of_pages_too(publish, client):
    post = publish("紫藤暗号")
    Post.objects.filter(pk=post.pk).update(status="draft")

    assert "暗号" not in client.get("/search/?q=紫藤").text
