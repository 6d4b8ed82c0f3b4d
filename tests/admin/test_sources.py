"""A source's form: its rules, and trying them before they are saved."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.html.rule_text import FIELDS
from articles.models import ImportRecord, ImportRun, Original, Post, Source
from tests.admin.conftest import fields_of, form_of

DOCUMENT = """---
title: 码头启用
date: 2023-11-05 08:00:00
---
<p>新码头今日启用，首批三艘船靠岸。</p><div class="box">海湾小贴士</div><p>第二段说的是明天的安排。</p>
"""


@pytest.fixture(autouse=True)
def _in_english(desk):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def source(db):
    return Source.objects.create(name="海湾日报")


@pytest.fixture
def record(source):
    """A document of the source as it came in."""
    raw = DOCUMENT.encode()
    original = Original.objects.create(sha256=hashlib.sha256(raw).hexdigest(), content=raw)
    return ImportRecord.objects.create(
        run=ImportRun.objects.create(),
        path="bay/harbour.html",
        identifier="harbour.html",
        source=source,
        outcome="created",
        original=original,
        imported={"title": "码头启用"},
    )


@pytest.fixture
def attempt(source):
    """A function that sends the source's form, with changes, to be tried."""

    def send(client, **changes):
        sent = fields_of(client.get(form_of(source)), **changes)
        return client.post(reverse("admin:articles_source_try", args=[source.pk]), sent)

    return send


def test_rules_are_kept(desk, source, edit):
    edit(desk, source, rules="remove: div.box", permalink=":year/:title/")

    source.refresh_from_db()
    assert (source.rules, source.permalink) == ("remove: div.box", ":year/:title/")


def test_a_rule_that_cannot_be_read_is_told_with_its_line(desk, source, edit):
    page = edit(desk, source, rules="# ours\nremove: div[").text

    assert "line 2" in page
    assert Source.objects.get().rules == ""


def test_the_form_shows_how_rules_are_written(desk, source):
    assert "remove text: 关注“海湾日报”公众号*" in desk.get(form_of(source)).text


def test_edited_settings_are_tried_beside_the_saved_ones(desk, attempt, record):
    page = attempt(desk, trial_record=record.pk, rules="remove: div.box")

    differing = [label for label, _text, comparison in page.context["trial"].rows if comparison]
    assert differing == ["Body", "Taken out"]
    assert "海湾小贴士" not in page.context["trial"].shown.body
    assert "新码头今日启用" in page.context["trial"].shown.body


def test_trying_saves_nothing(desk, attempt, record, source):
    attempt(desk, trial_record=record.pk, rules="remove: div.box", name="另一个名字")

    source.refresh_from_db()
    assert (source.rules, source.name) == ("", "海湾日报")
    assert not Post.objects.exists()
    assert ImportRecord.objects.count() == 1


@pytest.mark.parametrize("way", ["trial_text", "trial_upload"])
def test_a_document_that_is_pasted_or_sent_can_be_tried(desk, attempt, source, way):
    sent = DOCUMENT
    if way == "trial_upload":
        sent = SimpleUploadedFile("harbour.html", DOCUMENT.encode())

    page = attempt(desk, **{way: sent})

    assert ("Title", "码头启用", None) in page.context["trial"].rows


def test_a_trial_without_a_document_asks_for_one(desk, attempt, source):
    assert "Choose, paste or send a document" in attempt(desk).text


def test_a_trial_of_rules_that_cannot_be_read_tells_the_line(desk, attempt, record):
    assert "line 1" in attempt(desk, trial_record=record.pk, rules="nonsense").text


def test_a_document_that_cannot_be_read_is_told(desk, attempt, source):
    page = attempt(desk, trial_text="---\ntitle: [\n---\n")

    assert page.status_code == 200
    assert page.context["trial"].rows[0][0] == "Problem"


def test_the_text_of_a_document_is_no_markup_of_the_desk(desk, attempt, source):
    document = DOCUMENT.replace("码头启用", "<script>alert(1)</script>")

    page = attempt(desk, trial_text=document + "<script>alert(2)</script>")

    assert "<script>alert" not in page.text


def test_documents_of_another_source_cannot_be_tried(desk, attempt, record):
    record.source = Source.objects.create(name="另一家")
    record.save()

    assert attempt(desk, trial_record=record.pk).context["trial"] is None


def test_who_may_not_change_sources_may_not_try(reporters_desk, source):
    address = reverse("admin:articles_source_try", args=[source.pk])

    assert reporters_desk.post(address, {"name": source.name}).status_code == 403
    assert "trial_record" not in reporters_desk.get(form_of(source)).text


def test_a_trial_is_asked_for_by_a_form(desk, source):
    assert desk.get(reverse("admin:articles_source_try", args=[source.pk])).status_code == 405


def test_what_others_are_told_of_a_source_is_chosen(desk, source, edit):
    edit(desk, source, is_own="on", index_policy="canonical")

    source.refresh_from_db()
    assert (source.is_own, source.index_policy) == (True, "canonical")


def test_each_rule_is_explained_where_rules_are_written(desk, source):
    page = desk.get(form_of(source)).text

    for kind in FIELDS:
        assert f"<code>{kind}: " in page
    assert "A whole paragraph is a rights notice." in page


def test_what_is_wrong_with_a_rule_is_told_in_the_language_of_the_desk(desk, source, edit):
    assert "line 2: “div[” is no CSS selector" in edit(desk, source, rules="#\nremove: div[").text
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    assert "第 2 行：“div[” 不是 CSS 选择器" in edit(desk, source, rules="#\nremove: div[").text


def test_the_newest_document_is_there_to_be_tried(desk, source, record, attempt):
    assert f'<option value="{record.pk}" selected>' in desk.get(form_of(source)).text
    assert attempt(desk).context["trial"].rows[1][1] == "码头启用"


def test_a_document_that_was_passed_over_is_offered_by_its_posts_title(
    desk, source, record, make_post
):
    record.imported, record.post = {}, make_post(title="编辑过的标题")
    record.save()

    assert "编辑过的标题 · bay/harbour.html</option>" in desk.get(form_of(source)).text
