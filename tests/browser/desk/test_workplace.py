"""The desk in a real browser: keys, drag, many posts at once, and nothing in anybody's way."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import bulk, search, workflow
from articles.models import Conflict, FrontPageSlot, Image, LinkCheck, Post, SavedFilter
from articles.models.fetches import Problem
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

POSTS = "/admin/articles/post/"
ARRANGE = "/admin/articles/frontpageslot/arrange/"


@pytest.fixture
def stories(make_post, make_category):
    now = timezone.now()
    section = make_category("国际", "欧洲")
    made = [
        make_post(
            title=f"第{number}条：岸线更新的一天",
            summary="走过三公里，看见一百年。" if number % 2 else "",
            published_at=now - timedelta(hours=number),
            categories=[section],
            authors=["林知遥"],
            lead_image=Image.objects.create(original_url=f"https://127.0.0.1:9/{number}.jpg"),
        )
        for number in range(1, 8)
    ]
    search.index(made)
    return made


@pytest.fixture
def busy_desk(stories, make_post, editor):
    """The paths of the desk's pages, of a desk on which something of everything lies."""
    now = timezone.now()
    make_post(title="等审的", status="in_review", rights="独家")
    make_post(title="草稿", status="draft", created_by=editor)
    make_post(title="明天的", published_at=now + timedelta(hours=1))
    make_post(
        title="快到期", published_at=now - timedelta(days=1), expires_at=now + timedelta(hours=2)
    )
    Conflict.objects.create(post=stories[0], field="title")
    Image.objects.create(original_url="https://p.example/a.jpg", problem=Problem.MISSING, tries=1)
    LinkCheck.objects.create(
        post=stories[0], address="https://gone.example/", problem=Problem.MISSING, checked_at=now
    )
    FrontPageSlot.objects.create(position=2, post=stories[3])
    SavedFilter.objects.create(name="欧洲稿", owner=editor, values={"state": "draft"})
    workflow.save_edit(stories[0], by=editor)
    job = bulk.start(
        "tag", {"posts": [stories[0].pk]}, {"tags": ["海"], "without_tags": []}, by=editor
    )
    return [
        "/admin/", POSTS, f"{POSTS}?state=published&author=林知遥", f"{POSTS}?q=没有的词",
        f"{POSTS}filters/", f"{POSTS}calendar/", f"{POSTS}schedule/", f"{POSTS}reports/",
        f"{POSTS}reports/summary/?days=0", f"{POSTS}reports/links/", ARRANGE,
        f"/admin/articles/bulkjob/new/withdraw/?posts={stories[0].pk}",
        f"/admin/articles/bulkjob/new/refile/?posts={stories[0].pk}",
        f"/admin/articles/bulkjob/{job.pk}/change/", "/admin/articles/auditentry/",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    desk_page, busy_desk, live_server, width
):
    page = desk_page(width=width)
    found = {}
    for path in busy_desk:
        page.goto(f"{live_server.url}{path}")
        problems = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append("wider than the page")
        if problems:
            found[path] = problems

    assert found == {}


def test_keys_lead_through_the_list(desk_page, stories, live_server):
    page = desk_page(POSTS)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    current = page.locator("#result_list tr.is-current")
    expect(current).to_contain_text("第6条")
    expect(current.locator(".action-select")).to_be_checked()
    page.keyboard.press("k")
    expect(current).to_contain_text("第7条")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(rf"/post/{stories[6].pk}/change/"))
    page.wait_for_load_state("load")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/calendar/$"))
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page).to_have_url(f"{live_server.url}{POSTS}")


def test_keys_are_letters_while_somebody_writes(desk_page, stories):
    page = desk_page(POSTS)
    page.keyboard.press("/")
    page.keyboard.type("jnx?")
    expect(page.locator("#searchbar")).to_have_value("jnx?")
    expect(page.locator("#result_list tr.is-current")).to_have_count(0)
    expect(page.locator("#shortcuts")).to_be_hidden()

    # A key that an input method is composing with, wherever the focus is.
    page.evaluate(
        """() => { document.activeElement.blur(); document.body.dispatchEvent(
        new KeyboardEvent("keydown", {key: "j", bubbles: true, isComposing: true})) }"""
    )
    page.keyboard.press("Control+j")
    expect(page.locator("#result_list tr.is-current")).to_have_count(0)


def test_names_are_completed_and_the_filter_finds(desk_page, stories):
    page = desk_page(POSTS)
    page.click("summary:has-text('More questions')")
    page.fill("[name=author]", "林")
    page.wait_for_selector("#names-of-author option", state="attached")
    assert page.locator("#names-of-author option").evaluate("o => o.value") == "林知遥"
    page.fill("[name=author]", "林知遥")
    page.click(".asked-first button")

    expect(page).to_have_url(re.compile(r"\?author=%E6%9E%97%E7%9F%A5%E9%81%A5$"))
    expect(page.locator("#result_list tbody tr")).to_have_count(7)


def test_stories_are_dragged_to_their_places_and_saved(desk_page, stories):
    for position in (1, 2, 3):
        FrontPageSlot.objects.create(position=position, post=stories[position + 2])
    page = desk_page(ARRANGE)
    stories_in = page.locator(".place [data-handle]")
    start, end = stories_in.nth(2).bounding_box(), page.locator(".place").nth(0).bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 60, steps=8)
    page.mouse.up()
    expect(page.locator(".place").nth(0)).to_contain_text("第6条")
    page.locator(".place").nth(1).get_by_role("button", name="Move down").click()
    expect(page.locator("[data-said]")).to_contain_text("now at place 3")
    page.click("text=Save the front page")
    expect(page.locator(".messagelist")).to_contain_text("as you arranged it")

    titles = dict(FrontPageSlot.objects.values_list("position", "post__title"))
    assert [titles[place][:3] for place in (1, 2, 3)] == ["第6条", "第5条", "第4条"]
    assert [text for text in page.complaints if "Failed to load" not in text] == []


def test_many_posts_are_changed_while_the_page_shows_how_far_it_is(
    desk_page, make_post, monkeypatch
):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "BATCH", 2)
    for number in range(5):
        make_post(title=f"草稿{number}", status="draft")
    page = desk_page(f"{POSTS}?state=draft")
    page.check("#action-toggle")
    page.select_option("[name=action]", label="Publish")
    page.click("button[name=index]")
    expect(page.locator("#content")).to_contain_text("5 posts would change")
    page.click("button[name=confirm]")
    expect(page.locator(".job")).to_contain_text("0 of 5 looked at")

    job = bulk.go_on(bulk.BulkJob.objects.get().pk, seconds=0)
    assert job.done == 2
    expect(page.locator(".job")).to_contain_text("2 of 5 looked at")
    bulk.go_on(job.pk)
    expect(page.locator(".job")).to_contain_text("Finished")
    assert Post.objects.filter(status="published").count() == 5
    assert page.complaints == []
