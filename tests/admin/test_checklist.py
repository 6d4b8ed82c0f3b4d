"""The checks before publication at the desk: in the form, while it is written, and their page."""

import json
import re

import pytest
from django.urls import reverse

from articles import permissions, workflow
from articles.exporting.rows import exported_posts
from articles.models import AuditEntry, Autosave, ChecklistRule, Image, LinkCheck, Post, Source
from articles.models.content import content_of
from tests.admin.conftest import fields_of, form_of
from tests.conftest import make_user

ADD = "/admin/articles/post/add/"
RULES = "/admin/articles/checklistrule/"
EXCLUSIVE = "独家稿件，未经授权不得转载。"
NASTY = "<script>alert(1)</script><b>合同</b>"


@pytest.fixture
def agency(db):
    return Source.objects.create(name="海湾日报", licence_policy="every")


def keep(client, post, sent):
    return client.post(reverse("admin:articles_post_keep", args=[post.pk]), sent).json()


def checks(response):
    return {item.name: item.level for item in response.context["checks"]["items"]}


def test_the_form_says_before_the_button_is_pressed_what_blocks(english_desk, make_post, agency):
    page = english_desk.get(form_of(make_post(status="draft", source=agency)))

    assert checks(page)["licence"] == "block"
    assert "1 check blocks publication." in page.text
    assert "海湾日报 asks for it" in page.text
    assert 'name="_step_publish" class="step-publish" aria-describedby="verdict"' in page.text


def test_a_new_post_is_told_too(english_desk):
    page = english_desk.get(ADD)

    assert checks(page)["title"] == "advise"
    assert "things could be better" in page.text


def test_what_is_refused_is_kept_as_a_draft(english_desk, edit, make_post, agency):
    post = make_post(status="draft", source=agency)

    page = english_desk.get(edit(english_desk, post, "_step_publish", title="打好的题").url)

    post.refresh_from_db()
    assert (post.title, post.status) == ("打好的题", "draft")
    assert "asks for it" in "".join(map(str, page.context["messages"]))


def test_a_new_post_that_is_refused_is_kept_as_a_draft(english_desk):
    ChecklistRule.objects.filter(name="section").update(level="block")
    sent = fields_of(english_desk.get(ADD), title="新题", _step_publish="1")

    english_desk.post(ADD, sent)

    assert (Post.objects.get().title, Post.objects.get().status) == ("新题", "draft")


def test_a_note_lets_it_out_and_readers_see_neither_it_nor_the_licence(
    english_desk, edit, make_post, agency, client
):
    Source.objects.update(licence="合同乙巳号")
    post = make_post(status="draft", source=agency)

    edit(english_desk, post, "_step_publish", licence_note="合同甲辰号")

    post = Post.objects.get()
    assert (post.is_public, post.licence_note) == (True, "合同甲辰号")
    pages = ("/", "/feed.xml", "/feed.json", f"/api/v1/posts/{post.pk}/", "/api/v1/sources/")
    for address in (post.get_absolute_url(), agency.get_absolute_url(), *pages):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not re.search("甲辰|乙巳", answer.text), address


def test_an_exported_site_does_not_tell_the_note(make_post, agency):
    make_post(source=agency, licence_note="合同甲辰号")

    rows = list(exported_posts(Post.objects.all()))

    assert len(rows) == 1
    assert "甲辰" not in json.dumps(rows, default=str, ensure_ascii=False)


def test_what_is_typed_is_checked_as_it_is_kept(english_desk, make_post, make_category, agency):
    picture = Image.objects.create(original_url="https://p.example/1.jpg")
    post = make_post(status="draft", source=agency)
    sent = fields_of(
        english_desk.get(form_of(post)), licence_note="来函", tags="港口，交通",
        sections=[make_category("要闻").pk], lead_image=str(picture.pk),
    )  # fmt: skip

    told = keep(english_desk, post, sent)

    assert (told["blocks"], Autosave.objects.count()) == (False, 1)
    assert "2 things could be better" not in told["verdict"]
    assert "1 picture has none" in told["checks"]
    assert "asks for it" not in told["checks"]


@pytest.mark.parametrize("kind", ["html", ""])
def test_the_text_is_checked_however_it_is_written(english_desk, make_post, kind):
    post = make_post(status="draft")
    LinkCheck.objects.create(post=make_post(), address="https://dead.example/", tries=1)
    body = '<p><a href="https://dead.example/">一</a></p><img src="https://p.example/1.jpg">'
    sent = fields_of(english_desk.get(form_of(post)), body=body, body_kind=kind)

    told = keep(english_desk, post, sent)["checks"]

    assert "1 leads nowhere: https://dead.example/" in told
    assert "1 picture has none" in told


@pytest.mark.parametrize(
    "odd",
    [
        {"source": "²", "lead_image": "x"},
        {"source": "9" * 30, "lead_image": "\0"},
        {"body": "<div>" * 5000, "body_kind": "html"},
        {"title": "\0" * 9, "tags": "，，\0", "sections": ["x"]},
    ],
)
def test_odd_values_are_kept_and_checked_without_harm(english_desk, make_post, odd):
    post = make_post(status="draft")
    sent = fields_of(english_desk.get(form_of(post)), **odd)

    assert "<li" in keep(english_desk, post, sent)["checks"]


def test_what_was_typed_before_is_what_the_panel_speaks_of(english_desk, make_post, agency):
    post = make_post(status="draft", source=agency)
    sent = fields_of(english_desk.get(form_of(post)), licence_note="来函")
    key = keep(english_desk, post, sent)["unsaved"]

    assert checks(english_desk.get(form_of(post), {"unsaved": key}))["licence"] == "fine"


def test_the_note_is_shown_as_text_and_is_bounded(english_desk, edit, make_post):
    post = make_post(status="draft")

    edit(english_desk, post, licence_note=NASTY)
    page = english_desk.get(form_of(post)).text
    long = edit(english_desk, post, licence_note="长" * 2001)
    nul = edit(english_desk, post, licence_note="合\0同")

    assert Post.objects.get().licence_note == NASTY
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    for answer in (long, nul):
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors.keys() == {"licence_note"}


def test_a_note_is_compared_and_put_together_like_the_rest(english_desk, make_post, editor):
    post = make_post(status="draft")
    first = workflow.save_draft(post, content_of(post), by=editor)
    second = workflow.save_draft(post, content_of(post) | {"licence_note": NASTY}, by=editor)
    compare = reverse("admin:articles_post_compare", args=[post.pk])

    page = english_desk.get(compare, {"from": first.pk, "to": second.pk}).text

    assert "Licence note" in page
    assert "<script>alert(1)" not in page


def test_rows_are_marked(english_desk, make_post):
    agency = Source.objects.create(name="海湾日报")
    own = Source.objects.create(name="本报", is_own=True)
    marks = {
        "要闻一": {"rights": EXCLUSIVE},
        "要闻二": {"source": agency},
        "要闻三": {"source": agency, "rights": EXCLUSIVE, "licence_note": "来函"},
        "要闻四": {"source": own, "rights": EXCLUSIVE},
        "要闻五": {},
    }
    for title, fields in marks.items():
        make_post(title=title, **fields)

    def asked(**query):
        rows = english_desk.get("/admin/articles/post/", query).context["cl"].result_list
        return {row.title: row.mark for row in rows}

    assert asked() == {
        "要闻一": "restricted", "要闻二": "unlicensed", "要闻三": "cleared", "要闻四": "",
        "要闻五": "",
    }  # fmt: skip
    assert asked(rights="unlicensed").keys() == {"要闻二", "要闻三"}
    assert asked(rights="uncleared").keys() == {"要闻一", "要闻二"}


def rules_sent(**changes):
    rows = list(ChecklistRule.objects.all())
    order = [row.pk for row in rows]
    sent = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "1"}
    for row in rows:
        place = f"form-{order.index(row.pk)}"
        given = {"level": row.level, "least": row.least, "most": row.most} | changes.get(row.pk, {})
        sent |= {f"{place}-{name}": "" if v is None else v for name, v in given.items()}
        sent[f"{place}-name"] = row.pk
    return sent


def test_chief_editors_set_the_rules_on_one_page_and_the_log_tells(english_desk, editor):
    page = english_desk.get(RULES)
    assert page.status_code == 200
    assert page.text.count("<select name=") == len(ChecklistRule.Name)

    sent = rules_sent(title={"most": 20, "level": "block"}, lead_image={"least": 3})
    answer = english_desk.post(RULES, sent)

    assert answer.status_code == 302
    title = ChecklistRule.objects.get(name="title")
    assert (title.level, title.most) == ("block", 20)
    assert ChecklistRule.objects.get(name="lead_image").least is None
    assert AuditEntry.objects.filter(by=editor, subject_type="checklistrule").exists()


def test_bounds_the_wrong_way_round_are_refused_in_words(english_desk):
    page = english_desk.post(RULES, rules_sent(title={"least": 9, "most": 3}))

    assert "This is less than “at least”." in page.text


def test_a_rule_is_neither_added_nor_deleted(desk):
    assert desk.get(f"{RULES}add/").status_code == 403
    assert desk.post(f"{RULES}title/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "group",
    [
        permissions.REPORTERS, permissions.EDITORS, permissions.PICTURE_EDITORS,
        permissions.OPERATORS, permissions.OBSERVERS,
    ],
)  # fmt: skip
def test_nobody_else_sets_them(client, django_user_model, group):
    client.force_login(make_user(django_user_model, "somebody", group))

    assert client.get(RULES).status_code == 403
    assert client.post(RULES, rules_sent(title={"level": "block"})).status_code == 403
    assert ChecklistRule.objects.get(name="title").level == "advise"
    assert RULES not in client.get("/admin/").text


def test_a_missing_rule_is_made_again(db):
    ChecklistRule.objects.filter(name="tags").delete()
    ChecklistRule.objects.filter(name="title").update(most=9)

    ChecklistRule.objects.make_missing()

    assert ChecklistRule.objects.get(name="tags").level == "advise"
    assert ChecklistRule.objects.get(name="title").most == 9


def test_a_bulk_publication_says_beforehand_that_the_checks_hold(english_desk, make_post):
    post = make_post(status="draft")
    page = reverse("admin:articles_bulkjob_new", args=["publish"])

    assert (
        "What the checks before publication block"
        in english_desk.get(f"{page}?posts={post.pk}").text
    )
