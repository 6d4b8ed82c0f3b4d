"""The calendar and the schedule."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.admin import planning

CALENDAR, SCHEDULE = "/admin/articles/post/calendar/", "/admin/articles/post/schedule/"
# Noon of 10 March 2022 in Beijing.
NOW = datetime(2022, 3, 10, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def day_of():
    """A function that opens a month and returns one of its days."""

    def open_month(client, day, **query):
        response = client.get(CALENDAR, {"month": "2022-03", **query})
        entries = [entry for week in response.context["weeks"] for entry in week]
        return next(entry for entry in entries if f"{entry.day:%m-%d}" == day)

    return open_month


@time_machine.travel(NOW, tick=False)
def test_a_month_shows_what_was_published_what_comes_and_what_ends(desk, make_post, day_of):
    # 18:06 of the tenth in London is the eleventh in Beijing.
    make_post(title="出了的", published_at=datetime(2022, 3, 9, 18, tzinfo=UTC))
    make_post(title="要来的", published_at=datetime(2022, 3, 11, 18, tzinfo=UTC))
    make_post(title="到期的", expires_at=datetime(2022, 3, 20, 4, tzinfo=UTC),
              published_at=datetime(2022, 2, 1, tzinfo=UTC))  # fmt: skip
    make_post(title="草稿", status="draft", published_at=datetime(2022, 3, 12, tzinfo=UTC))

    assert [p.title for p in day_of(desk, "03-10").posts] == ["出了的"]
    assert [p.title for p in day_of(desk, "03-12").posts] == ["要来的"]
    assert [p.title for p in day_of(desk, "03-20").expiring] == ["到期的"]
    page = desk.get(CALENDAR).text
    assert 'aria-current="date"' in page
    assert "草稿" not in page


def test_a_full_day_names_some_and_counts_the_others(desk, make_post, day_of):
    for number in range(planning.NAMED + 3):
        make_post(title=f"第{number}篇", published_at=datetime(2022, 3, 9, number, tzinfo=UTC))

    day = day_of(desk, "03-09")

    assert [post.title for post in day.posts] == [f"第{n}篇" for n in range(planning.NAMED)]
    assert day.more == 3
    page = desk.get(CALENDAR, {"month": "2022-03"}).text
    assert "?since=2022-03-09&amp;until=2022-03-09" in page
    assert "第6篇" in desk.get("/admin/articles/post/?since=2022-03-09&until=2022-03-09").text


def test_a_section_filters_the_calendar(desk, make_post, make_category, day_of):
    section = make_category("国际", "欧洲")
    make_post(title="欧洲的", categories=[section])
    make_post(title="财经的", categories=[make_category("财经")])

    assert [p.title for p in day_of(desk, "03-11", section=section.parent_id).posts] == ["欧洲的"]
    assert day_of(desk, "03-11", section="x").count == 2


def test_months_lead_to_their_neighbours(desk):
    page = desk.get(CALENDAR, {"month": "2022-12"}).text

    assert 'href="?month=2022-11"' in page
    assert 'href="?month=2023-01"' in page
    assert "Nothing is published" in page


@pytest.mark.parametrize("month", ["x", "2022-13", "0000-01", "\0", "9999-12", "2099-12"])
def test_an_odd_month_is_this_one(desk, month):
    assert desk.get(CALENDAR, {"month": month}).status_code == 200


def test_the_schedule_stands_in_order_with_the_time_left(desk, make_post):
    now = timezone.now()
    for days in (3, 1):
        make_post(title=f"{days}天后", published_at=now + timedelta(days=days, minutes=5))

    response = desk.get(SCHEDULE)

    assert [post.title for post in response.context["posts"]] == ["1天后", "3天后"]
    assert "3\xa0days" in response.text
    assert "Failed in the last day" in response.text


def test_a_reporter_sees_only_their_own_in_calendar_and_schedule(
    reporters_desk, reporter, make_post
):
    coming = timezone.now() + timedelta(hours=1)
    make_post(title="别人的", published_at=coming)
    make_post(title="自己的", published_at=coming, created_by=reporter)
    month = timezone.localtime(coming).strftime("%Y-%m")

    for page in (reporters_desk.get(CALENDAR, {"month": month}), reporters_desk.get(SCHEDULE)):
        assert "自己的" in page.text
        assert "别人的" not in page.text


def test_whoever_sees_no_posts_sees_no_calendar(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))

    for address in (CALENDAR, SCHEDULE, "/admin/articles/post/reports/"):
        assert client.get(address).status_code == 403


def test_the_calendar_asks_as_often_for_many_as_for_few(
    desk, make_post, make_category, django_assert_max_num_queries
):
    section = make_category("国际")
    for number in range(30):
        make_post(categories=[section], published_at=datetime(2022, 3, number % 28 + 1, tzinfo=UTC))
    with django_assert_max_num_queries(10):
        desk.get(CALENDAR, {"month": "2022-03", "section": section.pk})
    with django_assert_max_num_queries(12):
        desk.get(SCHEDULE)
