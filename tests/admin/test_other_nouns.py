import hashlib

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import (
    Author,
    Category,
    ImportRecord,
    ImportRun,
    Original,
    Post,
    Redirect,
    Source,
    Tag,
)
from tests.admin.conftest import fields_of, form_of


@pytest.fixture(autouse=True)
def _in_english(desk):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.mark.parametrize(
    ("noun", "model", "slug"),
    [
        ("author", Author, "chen-xiao"),
        ("source", Source, "chen-xiao"),
        ("category", Category, "chen-xiao"),
        ("tag", Tag, "chen-xiao"),
    ],
)
def test_an_address_is_made_of_the_name(desk, noun, model, slug):
    add = f"/admin/articles/{noun}/add/"

    desk.post(add, fields_of(desk.get(add), name=" 陈\u200b晓 "))

    row = model.objects.get()
    assert (row.name, row.slug) == ("陈晓", slug)


@pytest.mark.parametrize("noun", ["author", "source", "tag"])
def test_a_name_that_is_taken_is_told(desk, noun):
    add = f"/admin/articles/{noun}/add/"
    for _time in range(2):
        response = desk.post(add, fields_of(desk.get(add), name="陈晓"))

    assert "already exists" in response.text


def test_a_section_that_moves_tells_that_the_old_addresses_lead_on(desk, make_category):
    section = make_category("国际")

    sent = fields_of(desk.get(form_of(section)), slug="world")
    page = desk.post(form_of(section), sent, follow=True).text

    assert "the old addresses lead to the new ones" in page
    assert Redirect.objects.get().category == section


def test_a_section_does_not_stand_below_itself(desk, make_category):
    below = make_category("国际", "欧洲")
    top = below.parent

    response = desk.post(form_of(top), fields_of(desk.get(form_of(top)), parent=below.pk))

    assert "cannot stand below itself" in response.text


def test_a_section_that_is_in_use_is_not_deleted(desk, make_post, make_category):
    section = make_category("国际")
    make_post(categories=[section])

    desk.post(reverse("admin:articles_category_delete", args=[section.pk]), {"post": "yes"})

    assert Category.objects.exists()


@pytest.mark.parametrize(
    "targets", [{}, {"new_path": "/new/", "is_gone": "on"}], ids=["none", "two"]
)
def test_a_redirect_has_exactly_one_target(desk, targets):
    add = "/admin/articles/redirect/add/"

    response = desk.post(add, fields_of(desk.get(add), old_path="/old/", **targets))

    assert "Choose exactly one target" in response.text


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_a_redirect_does_not_lead_off_the_site(desk, path):
    add = "/admin/articles/redirect/add/"

    desk.post(add, fields_of(desk.get(add), old_path="/old/", new_path=path))

    assert not Redirect.objects.exists()


def test_a_zone_that_is_none_is_told(desk):
    add = "/admin/articles/source/add/"

    response = desk.post(add, fields_of(desk.get(add), name="来源", timezone="Asia/Beijing"))

    assert "is not a time zone" in response.text


def test_a_revision_shows_then_and_now_and_is_restored_by_a_button(desk, make_post, editor):
    post = make_post(title="从前", authors=["陈晓"], status="draft")
    revision = workflow.save_edit(post, by=editor)
    post.title = "现在"
    post.save()

    page = desk.get(form_of(revision)).text
    assert "从前" in page
    assert "现在" in page
    assert "陈晓" in page

    address = reverse("admin:articles_revision_restore", args=[revision.pk])
    assert desk.get(address).status_code == 405
    assert desk.post(address).url == form_of(post)
    assert Post.objects.get().title == "从前"


def test_a_revision_cannot_be_edited(desk, make_post, editor):
    revision = workflow.save_edit(make_post(), by=editor)

    assert desk.post(form_of(revision), {"note": "x"}).status_code == 403


@pytest.fixture
def record(make_post):
    """A document that failed, with its original."""
    raw = "---\ntitle: <script>alert(1)</script>\n---\n正文".encode() + b"\xff"
    original = Original.objects.create(sha256=hashlib.sha256(raw).hexdigest(), content=raw)
    run = ImportRun.objects.create(paths=["/documents"], counts={"failed": 1})
    return ImportRecord.objects.create(
        run=run,
        path="a/b.md",
        identifier="b.md",
        outcome="failed",
        original=original,
        error={"message": "no mapping", "line": 3, "column": 9},
        warnings=["时间可疑"],
        removed=[{"kind": "rights notice", "text": "未经授权"}],
    )


def test_a_record_tells_what_happened_and_shows_the_document_as_text(desk, record):
    page = desk.get(form_of(record)).text

    for told in ("no mapping", "line 3", "时间可疑", "未经授权", "&lt;script&gt;alert(1)"):
        assert told in page
    assert "<script>alert(1)" not in page


def test_the_document_can_be_kept_as_the_file_it_was(desk, record):
    response = desk.get(reverse("admin:articles_importrecord_original", args=[record.pk]))

    assert response.content == bytes(record.original.content)
    assert response["Content-Disposition"].startswith("attachment")


def test_a_run_counts_its_outcomes_and_names_what_failed(desk, record):
    page = desk.get(form_of(record.run)).text

    assert "Failed 1" in page
    assert "a/b.md" in page


def test_the_list_of_documents_is_filtered_by_run_and_outcome(desk, record):
    address = reverse("admin:articles_importrecord_changelist")

    for query, is_there in (("failed", True), ("created", False)):
        page = desk.get(f"{address}?run__id__exact={record.run_id}&outcome__exact={query}")
        assert ("b.md" in page.text) == is_there
