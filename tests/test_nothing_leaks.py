"""What is not public is on no public address: a word of it is looked for everywhere."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles import workflow
from articles.models import (
    Author,
    Category,
    Correction,
    FrontPageSlot,
    Image,
    Post,
    ReadCount,
    Redirect,
    Source,
    Tag,
)
from articles.renewal import renew
from tests.crawling import crawl, everything_in

# In everything that is hidden, addresses included, and in nothing else.
WORD = "qzxvkw"
# In everything that is public.
OPEN = "mingyue"
LONG_AGO = datetime(2022, 3, 10, 18, 6, 38, tzinfo=UTC)
STATES = {
    "draft": {"status": "draft"},
    "in_review": {"status": "in_review"},
    "approved": {"status": "approved"},
    "scheduled": {"published_at": datetime(2999, 1, 1, tzinfo=UTC)},
    "expired": {"expires_at": LONG_AGO + timedelta(days=9), "withdrawal_notice": "本文已到期。"},
    "withdrawn": {"withdrawal_notice": "应来源要求撤下。"},
}
GONE = {"expired", "withdrawn"}
KINDS = {
    *("home", "post", "section", "tag", "author", "source", "archive", "archive_year"),
    *("archive_month", "search", "site_feed", "section_feed", "tag_feed", "author_feed"),
    *("sitemap_index", "sitemap_news", "robots", "healthz", "readyz"),
}


@pytest.fixture
def hidden(make_post, make_category, editor):
    """Posts of every state that readers may not see, by state, among some that they may.

    Each shares section, tag, author and source with public ones, and has a section, a tag, an
    author and a source of its own; each is in demand, and was chosen for the front page.
    """
    shared = make_category("国际")
    source = Source.objects.create(name="通讯社", is_own=True)
    for number in range(3):
        post = make_post(
            title=f"明月{number} {OPEN}",
            body="<p>潮水汹涌。</p>",
            categories=[shared],
            tags=["海港"],
            authors=["记者甲"],
            source=source,
            published_at=LONG_AGO + timedelta(minutes=number) if number else timezone.now(),
        )
        renew([post])
    return {
        state: _hide(make_post, shared, editor, state, place)
        for place, state in enumerate(STATES, 1)
    }


def _hide(make_post, shared, editor, state, place):
    name = f"{WORD}{state.replace('_', '')}"
    picture = Image.objects.create(
        original_url=f"https://pictures.example/{name}.jpg", alt=name, credit=name
    )
    post = make_post(
        title=f"暗潮{place} {name}",
        summary=f"摘要里的{name}",
        body=f'<p>潮水汹涌，{name}。</p><figure><img data-image="{picture.pk}" alt="{name}">'
        f"<figcaption>{name}</figcaption></figure>",
        lead_image=picture,
        lead_caption=name,
        rights=name,
        categories=[shared, Category.objects.at_path([name])],
        tags=["海港", name],
        authors=["记者甲", name],
        source=Source.objects.create(name=name, is_own=True),
        **{"published_at": LONG_AGO + timedelta(minutes=place)} | STATES[state],
    )
    FrontPageSlot.objects.filter(position=place % 5 + 1).delete()
    FrontPageSlot.objects.create(post=post, position=place % 5 + 1)
    ReadCount.objects.create(post=post, day=timezone.localdate(), count=999)
    Correction.objects.create(post=post, text=name)
    Redirect.objects.leave(f"/old/{place}/", post=post)
    if state == "withdrawn":
        workflow.withdraw(post, by=editor)
    renew([post])
    return post


def addresses_of(hidden):
    """Return the public addresses at which somebody may guess for what is hidden."""
    subjects = [*hidden.values()]
    for model in (Category, Tag, Author, Source):
        subjects += model.objects.filter(slug__startswith=WORD)
    pages = [subject.get_absolute_url() for subject in subjects]
    feeds = [f"{page}feed.{form}" for page in pages for form in ("xml", "json")]
    old = [f"/old/{place}/" for place in range(1, len(hidden) + 1)]
    words = ["暗潮", "汹涌", "暗潮 -海港", '"暗潮"', "海港 暗潮", "记者甲", "潮"]
    searches = [f"/search/?q={quote(word)}" for word in words]
    keys = [f"/api/v1/posts/{post.pk}/" for post in hidden.values()]
    lists = [f"/api/v1/{name}/" for name in ("posts", "sections", "tags", "authors", "sources")]
    misspelt = [page.upper().rstrip("/") for page in pages]
    return [*pages, *feeds, *old, *searches, *keys, *lists, *misspelt, "/api/v1/openapi.json"]


def leaks_in(answers):
    """Return the addresses whose answer holds the word; an answer may repeat what was asked."""
    return [
        address
        for address, response in answers.items()
        if WORD in everything_in(response).casefold() and WORD not in address.casefold()
    ]


def test_a_word_of_what_is_hidden_is_found_nowhere(client, hidden):
    answers = crawl(client, *addresses_of(hidden))

    assert sorted(leaks_in(answers)) == []
    assert {kind_of(address) for address in answers} >= KINDS
    shown = [address for address, answer in answers.items() if OPEN in everything_in(answer)]
    assert {kind_of(address) for address in shown} >= KINDS - {
        *("robots", "healthz", "readyz", "archive", "sitemap_index"),
    }


def test_who_asks_for_what_is_hidden_is_told_no_more_than_its_notice(client, hidden):
    for state, post in hidden.items():
        for address in (post.get_absolute_url(), f"/old/{post.redirect_set.get().old_path[5:]}"):
            response = client.get(address)
            text = everything_in(response).casefold().replace(address.casefold(), "")
            assert response.status_code == (410 if state in GONE else 404), state
            assert WORD not in text.replace(f'value="{WORD}', ""), state
            assert (post.withdrawal_notice in text) is (state in GONE) or not post.withdrawal_notice


@pytest.mark.parametrize("model", [Tag, Author, Source])
def test_a_list_of_nothing_but_what_is_hidden_does_not_exist(client, hidden, model):
    found = model.objects.filter(slug__startswith=WORD)
    assert len(found) == len(STATES)

    for subject in found:
        for name in ("", "feed.xml", "feed.json"):
            assert client.get(f"{subject.get_absolute_url()}{name}").status_code == 404


def test_no_menu_leads_to_a_section_whose_last_post_expired(client, make_post, make_category):
    expires_at = timezone.now() + timedelta(hours=1)
    make_post(categories=[make_category("国际")], expires_at=expires_at)
    assert "/sections/guo-ji/" in client.get("/").text

    Post.objects.update(expires_at=timezone.now())

    assert "/sections/guo-ji/" not in crawl(client)


def test_what_comes_to_its_hour_is_then_on_every_kind_of_page(client, hidden):
    """So nothing but its state hides a post."""
    post = hidden["scheduled"]
    post.published_at = LONG_AGO
    post.save()
    renew([post])

    found = {kind_of(address) for address in leaks_in(crawl(client, "/search/?q=%E6%9A%97"))}

    assert found >= {"home", "section", "tag", "author", "archive_year", "search", "site_feed"}


def kind_of(address):
    try:
        return resolve(urlsplit(address).path).url_name
    except Resolver404:
        return None
