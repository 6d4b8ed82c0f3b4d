"""What an operator and an editor do after an import: look, decide, and go on to the next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.base import CappedPaginator
from articles.models import Conflict, ImportRecord, ImportRun, Original, Source
from tests.admin.conftest import form_of

RECORDS = "/admin/articles/importrecord/"
CONFLICTS = "/admin/articles/conflict/"


@pytest.fixture(autouse=True)
def _in_english(desk, reporters_desk):
    for client in (desk, reporters_desk):
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def run(db):
    return ImportRun.objects.create(counts={"created": 2})


@pytest.fixture
def chinese(desk):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    return desk


def record_of(run, path, source=None, **fields):
    return ImportRecord.objects.create(
        run=run, path=path, identifier=path, outcome="created", source=source, **fields
    )


def clash(post, field="title", **fields):
    return Conflict.objects.create(post=post, field=field, theirs="新标题", **fields)


def test_a_list_of_documents_offers_few_of_many_sources(desk, run):
    for number in range(60):
        record_of(run, f"{number}.md", Source.objects.create(name=f"第{number}家报纸"))

    page = desk.get(f"{RECORDS}?run__id__exact={run.pk}").text

    # Each is named in its row, of which there are fifty on a page.
    assert page.count("?run__id__exact=") < 60
    assert page.count("source__id__exact=") == 30
    assert "source__id__exact" not in desk.get(f"{RECORDS}?run__id__exact=99").text


def test_a_source_that_is_not_offered_is_found_by_its_name(desk, run):
    for number in range(40):
        record_of(run, f"{number}.md", Source.objects.create(name=f"第{number}家报纸"))

    page = desk.get(f"{RECORDS}?q=第3家报纸").text

    assert "3.md" in page
    assert "14.md" not in page


def test_a_source_that_is_asked_for_is_offered(desk, run):
    old = Source.objects.create(name="旧报")
    record_of(run, "old.md", old)
    for number in range(40):
        record_of(run, f"{number}.md", Source.objects.create(name=f"第{number}家报纸"))

    page = desk.get(f"{RECORDS}?source__id__exact={old.pk}")

    assert page.text.count("旧报") == 2


def test_a_list_of_clashes_offers_few_of_many_sources(desk, make_post):
    for number in range(60):
        clash(make_post(source=Source.objects.create(name=f"第{number}家报纸")))

    assert desk.get(CONFLICTS).text.count("source__id__exact=") == 30


@pytest.mark.parametrize("odd", ["x", "²", "9" * 30, ""])
def test_odd_sources_have_an_answer(desk, run, odd):
    record_of(run, "a.md", Source.objects.create(name="海湾日报"))

    assert desk.get(f"{RECORDS}?source__id__exact={odd}").status_code in (200, 302)


def test_a_run_says_what_its_warnings_ask_for(desk, run):
    run.warning_counts = {"picture": 3, "of a plugin": 1}
    run.save()

    page = desk.get(form_of(run)).text

    assert ">Pictures</a>" in page
    assert "name the site&#x27;s folder with --assets" in page
    assert ">Of a plugin</a>" in page


def test_kinds_are_named_where_a_document_tells_them(desk, run):
    record = record_of(
        run,
        "a.md",
        warnings=[{"kind": "near duplicate", "message": "82 %"}],
        removed=[{"kind": "noscript", "text": "请打开脚本"}],
    )

    page = desk.get(form_of(record)).text

    assert "Nearly the same text</span> 82 %" in page
    assert "Text for browsers without scripts</span> 请打开脚本" in page


def test_a_run_over_the_kept_originals_says_so(desk, db):
    options = {"reprocess": True, "workers": 1, "status": "draft"}
    run = ImportRun.objects.create(options=options)

    page = desk.get(form_of(run)).text

    assert "the kept originals" in page
    assert "reprocess" not in page.split("fieldset", 1)[1]
    assert "status: draft" in page
    assert "processes" not in page


def test_after_a_decision_comes_the_next_clash_in_the_list(desk, make_post):
    lower, first, upper = (clash(make_post(title=title)) for title in ("甲", "乙", "丙"))

    response = desk.post(form_of(first), {"choice": "ours"}, follow=True)
    assert response.redirect_chain[-1][0] == form_of(lower)

    response = desk.post(form_of(lower), {"choice": "ours"}, follow=True)
    assert response.redirect_chain[-1][0] == form_of(upper)

    response = desk.post(form_of(upper), {"choice": "ours"}, follow=True)
    assert response.redirect_chain[-1][0] == CONFLICTS


def test_a_clash_can_be_left_for_later(desk, make_post):
    first, second = clash(make_post()), clash(make_post())

    assert f'href="{form_of(first)}">Later: go to the next' in desk.get(form_of(second)).text
    first.delete()
    assert "Later" not in desk.get(form_of(second)).text


def test_the_next_clash_is_one_that_is_for_the_user(reporters_desk, reporter, make_post):
    own = clash(make_post(status="draft", created_by=reporter))
    clash(make_post(title="别人的"))

    response = reporters_desk.post(form_of(own), {"choice": "ours"}, follow=True)

    assert response.redirect_chain[-1][0] == CONFLICTS


@pytest.mark.parametrize(
    ("reason", "offered"), [("both_changed", "theirs"), ("shrunk", "ours"), ("withdrawn", "ours")]
)
def test_what_a_source_took_away_is_kept_unless_somebody_says_so(desk, make_post, reason, offered):
    field = "status" if reason == "withdrawn" else "body"

    page = desk.get(form_of(clash(make_post(), field, reason=reason))).text

    assert f'value="{offered}" class="button default"' in page


def test_the_page_of_a_clash_asks_as_often_for_thirty_as_for_one(
    desk, make_post, django_assert_max_num_queries
):
    for _number in range(30):
        last = clash(make_post())

    with django_assert_max_num_queries(14):
        assert desk.get(form_of(last)).status_code == 200


def test_a_page_of_documents_asks_as_often_for_fifty_as_for_one(
    desk, run, make_post, django_assert_max_num_queries
):
    for number in range(50):
        source = Source.objects.create(name=f"来源{number}")
        record_of(run, f"{number}.md", source, post=make_post())

    with django_assert_max_num_queries(12):
        assert desk.get(f"{RECORDS}?run__id__exact={run.pk}").status_code == 200


def test_a_document_stands_beside_what_was_read_in_it(desk, run, picture):
    raw = "---\ntitle: 甲\n---\n<script>alert(1)</script><p>渡轮开了。</p>".encode()
    original = Original.objects.create(sha256="a" * 64, content=raw)
    body = f'<p>渡轮开了。</p><figure><img data-image="{picture.pk}" alt=""></figure>'
    record = record_of(run, "a.md", original=original, imported={"body": body})

    page = desk.get(form_of(record)).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;渡轮开了。" in page
    assert "渡轮开了。\n[picture: 渡轮]</div>" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("imported", [{}, {"body": ""}, {"title": "甲"}])
def test_a_document_without_a_text_has_its_page(desk, run, imported):
    page = desk.get(form_of(record_of(run, "a.md", imported=imported)))

    assert "The original is not kept." in page.text
    assert "What the import read in it" not in page.text


def test_an_original_is_only_ever_a_download(desk, run):
    original = Original.objects.create(sha256="b" * 64, content=b"<script>alert(1)</script>")
    record = record_of(run, "a.html", original=original)

    answer = desk.get(reverse("admin:articles_importrecord_original", args=[record.pk]))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_long_list_of_documents_is_counted_and_shown_up_to_a_bound(desk, run, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "MOST", 60)
    for number in range(70):
        record_of(run, f"{number}.md")

    page = desk.get(f"{RECORDS}?run__id__exact={run.pk}&p=2").context["cl"]

    assert page.result_count == 60
    assert [record.path for record in page.result_list] == [f"{n}.md" for n in range(19, 9, -1)]


def test_no_statement_of_the_list_of_documents_reads_all_of_them(desk, run):
    for number in range(51):
        record_of(run, f"{number}.md")

    with CaptureQueriesContext(connection) as asked:
        desk.get(RECORDS)

    about = [each["sql"] for each in asked if 'FROM "articles_importrecord"' in each["sql"]]
    assert len(about) == 3
    assert all("LIMIT" in statement for statement in about)
