"""The reports, and the tables that are taken along."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.exporting.tables import cell, csv_lines
from articles.models import Image, LinkCheck, Post, ReadCount, Source
from articles.models.fetches import Problem

REPORTS = "/admin/articles/post/reports/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def told():
    """A function that opens a report and returns the titles it tells of."""

    def open_report(client, name, **query):
        response = client.get(f"{REPORTS}{name}/", query)
        assert response.status_code == 200
        return [post.title for post in response.context["posts"]]

    return open_report


@pytest.fixture
def now():
    return timezone.now() - timedelta(minutes=1)


def test_pictures_without_a_description_are_found_above_and_in_the_text(desk, make_post, told, now):
    nameless = Image.objects.create(original_url="https://p.example/1.jpg")
    named = Image.objects.create(original_url="https://p.example/2.jpg", alt="渡轮")
    shown = f'<figure><img data-image="{nameless.pk}" alt=""></figure>'
    make_post(title="题图", lead_image=nameless, published_at=now)
    make_post(title="文中", body=shown, published_at=now - timedelta(days=1))
    make_post(title="都有", lead_image=named, published_at=now)
    make_post(title="草稿", lead_image=nameless, status="draft")

    assert told(desk, "alt") == ["题图", "文中"]


def test_posts_without_a_summary_are_found_within_the_days_asked_for(desk, make_post, told, now):
    make_post(title="没有", published_at=now)
    make_post(title="有", summary="一句话。", published_at=now)
    make_post(title="早的", published_at=now - timedelta(days=200))

    assert told(desk, "summary") == ["没有"]
    assert told(desk, "summary", days="365") == told(desk, "summary", days="0") == ["没有", "早的"]
    assert told(desk, "summary", days="x") == ["没有"]


def test_what_was_left_lying_is_found_the_oldest_first(desk, make_post, told, now):
    for days, status in ((20, "draft"), (30, "in_review"), (3, "draft"), (40, "withdrawn")):
        post = make_post(title=f"{status} {days}", status=status)
        Post.objects.filter(pk=post.pk).update(updated_at=now - timedelta(days=days))

    assert told(desk, "stale") == ["in_review 30", "draft 20"]


def test_what_is_old_and_still_read_is_found(desk, make_post, told, now):
    for title, age, reads in (("旧而读", 500, 30), ("旧不读", 500, 1), ("新而读", 5, 30)):
        post = make_post(title=title, published_at=now - timedelta(days=age))
        Post.objects.filter(pk=post.pk).update(updated_at=now - timedelta(days=age))
        ReadCount.objects.create(post=post, day=timezone.localdate(), count=reads)

    assert told(desk, "aged") == ["旧而读"]


def test_broken_links_are_listed_with_their_posts(desk, make_post, told, now):
    post = make_post(title="断了的", published_at=now)
    LinkCheck.objects.create(
        post=post, address="https://gone.example/", problem=Problem.MISSING, checked_at=now, tries=2
    )
    LinkCheck.objects.create(post=make_post(), address="https://here.example/", checked_at=now)

    assert told(desk, "links") == ["断了的"]
    assert "https://gone.example/" in desk.get(f"{REPORTS}links/").text


def test_reports_are_filtered_by_section_and_source(desk, make_post, make_category, told, now):
    section, source = make_category("国际"), Source.objects.create(name="海湾日报")
    make_post(title="这篇", categories=[section], source=source, published_at=now)
    make_post(title="那篇", published_at=now)

    assert told(desk, "summary", section=section.pk) == ["这篇"]
    assert told(desk, "summary", source="海湾") == ["这篇"]


def test_the_page_of_reports_counts_each(desk, make_post, now):
    make_post(published_at=now)

    counts = {report.name: count for report, count in desk.get(REPORTS).context["reports"]}
    assert counts == {"alt": "0", "summary": "1", "stale": "0", "aged": "0", "links": "0"}


def test_a_table_holds_all_rows_and_no_formula(desk, make_post, now):
    make_post(title='=HYPERLINK("http://evil.example")', published_at=now)
    for number in range(60):
        make_post(title=f"第{number}篇", published_at=now)

    response = desk.get(f"{REPORTS}summary/", {"format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert len(rows) == 62
    assert rows[0][0] == "Title"
    assert {row[0] for row in rows} >= {'\'=HYPERLINK("http://evil.example")', "第59篇"}
    assert response.headers["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx", "＝1"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_a_text(text):
    assert cell(text) == f"'{text}"
    assert next(csv_lines([[text]])).startswith(("\ufeff'", "\ufeff\"'"))


def test_a_reporter_is_told_only_of_their_own(reporters_desk, reporter, make_post, told, now):
    make_post(title="别人的", published_at=now)
    make_post(title="自己的", published_at=now, created_by=reporter)

    assert told(reporters_desk, "summary") == ["自己的"]
    table = reporters_desk.get(f"{REPORTS}summary/", {"format": "csv"})
    assert "别人的" not in b"".join(table.streaming_content).decode()


def test_an_unknown_report_is_no_page(desk):
    assert desk.get(f"{REPORTS}nothing/").status_code == 404


@pytest.mark.parametrize("name", ["alt", "summary", "stale", "aged", "links"])
def test_reports_ask_as_often_for_many_as_for_few(
    desk, make_post, name, now, django_assert_max_num_queries
):
    for _number in range(30):
        make_post(published_at=now)
    with django_assert_max_num_queries(11):
        desk.get(f"{REPORTS}{name}/")
