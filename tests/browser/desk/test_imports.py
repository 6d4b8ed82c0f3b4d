"""What an operator and an editor do after an import, in a browser."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from articles import workflow
from articles.models import Conflict, ImportRecord, ImportRun, Post, Source
from tests.admin.conftest import form_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOCUMENT = """---
title: {title}
source: 海湾日报
date: 2023-11-04 10:00:00
---
<p>{text}</p><div class="box">海湾小贴士：乘船请早。</div><p>第二班渡轮在{hour}点开出。</p>
<p><img src="missing-{title}.jpg"></p>
"""


@pytest.fixture
def inbox(tmp_path):
    """A function that writes documents, {title: (text, hour)}, into a folder and imports them."""

    def bring(documents):
        for number, (title, (text, hour)) in enumerate(documents.items()):
            document = DOCUMENT.format(title=title, text=text, hour=hour)
            (tmp_path / f"{number}.html").write_text(document)
        call_command("import_posts", str(tmp_path))

    return bring


@pytest.fixture
def clashes(inbox, editor):
    """Two posts of which both the text and an editor's have changed."""
    inbox({"雾中的渡轮": ("港区早上起雾。", 8), "桥上的灯": ("灯在七点亮起。", 9)})
    for post in Post.objects.all():
        post.body = post.body.replace("第二班渡轮", "第二班快船")
        post.save()
        workflow.save_edit(post, by=editor, changed=["body"])
    inbox({"雾中的渡轮": ("港区早上起雾。", 10), "桥上的灯": ("灯在七点亮起。", 11)})
    return list(Conflict.objects.order_by("-updated_at", "-pk"))


def test_clashes_are_worked_through_by_keyboard(desk_page, clashes):
    page = desk_page(form_of(clashes[0]))

    expect(page.locator("del").first).to_contain_text("快船")
    page.locator("button[value=ours]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("ours was kept")
    expect(page.locator("#content h1")).to_contain_text(clashes[1].post.title)
    page.locator("button[value=ours]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("the source's version was taken")
    expect(page).to_have_url(re.compile("/admin/articles/conflict/$"))

    choices = {each.post.title: each.choice for each in Conflict.objects.all()}
    assert choices == {clashes[0].post.title: "ours", clashes[1].post.title: "theirs"}
    assert "快船" in Post.objects.get(title=clashes[0].post.title).body


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_imports_fit_a_telephone(desk_page, clashes, scheme):
    run, record = ImportRun.objects.latest("pk"), ImportRecord.objects.latest("pk")
    rows = [run, record, clashes[0], Source.objects.get()]
    lists = [f"/admin/articles/{noun}/" for noun in ("importrun", "importrecord", "conflict")]
    page = desk_page(form_of(run), width=360, height=740, color_scheme=scheme)

    for path in [*map(form_of, rows), *lists, f"/admin/articles/importrun/{run.pk}/undo/"]:
        page.goto(page.url.split("/admin/")[0] + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path


def test_rules_are_tried_on_the_newest_document_before_they_are_saved(desk_page, clashes):
    page = desk_page(form_of(Source.objects.get()))

    page.fill("#id_rules", "remove: div[")
    with page.context.expect_page() as opened:
        page.click(".trial-row input")
    expect(opened.value.locator(".errornote")).to_contain_text("line 1: “div[” is no CSS selector")
    page.fill("#id_rules", "remove: div.box")
    with page.context.expect_page() as opened:
        page.click(".trial-row input")

    trial = opened.value
    expect(trial.locator(".decision-note")).to_contain_text("what differs is marked")
    expect(trial.locator("del").first).to_contain_text("海湾小贴士")
    expect(trial.locator(".trial-body")).not_to_contain_text("海湾小贴士")
    assert Source.objects.get().rules == ""
