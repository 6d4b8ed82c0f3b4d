"""What is taken from the readers is a second later on no address, however well that was kept."""

from datetime import UTC, datetime, timedelta

import brotli
import pytest
import time_machine
from django.utils import timezone

from articles import workflow
from articles.models import Correction, FrontPageSlot, Image, ReadCount, Redirect, Source
from articles.renewal import renew
from tests.crawling import crawl, everything_in
from tests.test_nothing_leaks import KINDS, kind_of

# In the texts of what is taken away; the name of all that has no other post, and its address.
WORD, NAME, PLACE = "qzxvkw", "孤岛", "/gu-dao/"
LONG_AGO = datetime(2022, 3, 10, 18, 6, 38, tzinfo=UTC)
DATA = [f"/api/v1/{name}/" for name in ("posts", "tags", "authors", "sources")]
KEPT_KINDS = {
    *(KINDS - {"search", "healthz", "readyz", "robots", "sitemap_index"}),
    *("sitemap_posts", "api_posts", "api_post", "api_tags", "api_authors", "api_sources"),
}


def withdraw(post, clock, editor):
    workflow.withdraw(post, by=editor)


def give_back(post, clock, editor):
    workflow.return_to_draft(workflow.withdraw(post, by=editor), by=editor)


def put_off(post, clock, editor):
    post.published_at = timezone.now() + timedelta(minutes=1)
    post.save()
    workflow.save_edit(post, by=editor)


def end(post, clock, editor):
    post.expires_at = timezone.now()
    post.save()
    workflow.save_edit(post, by=editor)


def expire(post, clock, editor):
    clock.move_to(post.expires_at - timedelta(seconds=1))


def delete(post, clock, editor):
    post.delete()


@pytest.fixture
def taken(make_post, make_category):
    """A public post that is on every kind of page; others are in its section, or in another."""
    section, source = make_category("国际"), Source.objects.create(name=NAME, is_own=True)
    for number in range(1, 7):
        place, tag = (section, "海港") if number % 2 else (make_category("体育"), "足球")
        renew([make_post(categories=[place], tags=[tag], published_at=_before(number))])
    post = make_post(
        title=f"暗潮 {WORD}",
        slug="an-chao",
        summary=f"摘要里的{WORD}",
        body=f"<p>潮水汹涌，{WORD}。</p>",
        lead_image=Image.objects.create(original_url="https://pictures.example/1.jpg", alt=WORD),
        lead_caption=WORD,
        rights=WORD,
        categories=[section],
        tags=["海港", NAME],
        authors=[NAME],
        source=source,
        published_at=_before(0),
        expires_at=timezone.now() + timedelta(minutes=5),
    )
    post.transitions.create(from_status="draft", to_status="published")
    FrontPageSlot.objects.create(post=post, position=2)
    ReadCount.objects.create(post=post, day=timezone.localdate(), count=999)
    Correction.objects.create(post=post, text=WORD)
    Redirect.objects.leave("/old/", post=post)
    renew([post])
    return post


def _before(hours):
    return timezone.now() - timedelta(hours=hours, minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-11T12:00:00+08:00", tick=False) as clock:
        yield clock


@pytest.mark.parametrize("take", [withdraw, give_back, put_off, end, expire, delete])
def test_what_was_kept_tells_nothing_of_what_was_taken(clock, kept, client, taken, editor, take):
    own = taken.get_absolute_url()
    # What has just been changed is as new as the pages of this very moment.
    client.get("/")
    clock.shift(1)
    before = crawl(client, own, "/old/", f"/api/v1/posts/{taken.pk}/", *DATA)
    read_in_small(client, before)
    assert kinds_of(told_of(before, WORD, NAME, PLACE, own)) >= KEPT_KINDS
    assert kinds_of(hits_of(read_in_small(client, before))) >= KEPT_KINDS

    take(taken, clock, editor)
    clock.shift(1)

    after = crawl(client, *before)
    small = read_in_small(client, before)
    for answers in (after, small):
        assert not told_of(answers, WORD, NAME)
        assert not [at for at in told_of(answers, own, PLACE) if own not in at and PLACE not in at]
    # What has nothing to do with it is as it was kept.
    assert {"post", "section", "section_feed"} <= kinds_of(hits_of(after))


def read_in_small(client, addresses):
    """Return the answers of `addresses` as a browser asks for them."""
    return {at: client.get(at, headers={"accept-encoding": "br"}) for at in addresses}


def told_of(answers, *words):
    """Return the addresses whose answer has any of the words."""
    return [
        address
        for address, response in answers.items()
        if any(word in text_of(response) for word in words)
    ]


def text_of(response):
    if response.headers.get("Content-Encoding") != "br":
        return everything_in(response)
    return f"{response.headers}\n{brotli.decompress(response.content).decode()}"


def hits_of(answers):
    """Return the addresses whose answer was kept."""
    return [
        address
        for address, response in answers.items()
        if response.headers.get("Cache-Status") == "newsroom; hit"
    ]


def kinds_of(addresses):
    return {kind_of(address) for address in addresses}
