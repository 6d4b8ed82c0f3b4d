"""The article page, its preview, and what stands at the address of a post that is not public."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.management import call_command

from articles.models import Image, Post, Source

CANARY = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>{{7*7}}'


@pytest.fixture
def full_post(make_post, make_category):
    """A post that has all that an article can show."""
    lead = Image.objects.create(
        original_url="http://pictures.example/lead.jpg", width=970, height=374, credit="新华社"
    )
    return make_post(
        title="俄乌外长会谈",
        summary="双方首次接触。",
        body=(
            '<p>正文。</p><figure><img src="https://pictures.example/a.jpg" alt="会场">'
            '<figcaption>会谈现场 <cite class="credit">央视</cite></figcaption></figure>'
        ),
        lead_image=lead,
        lead_caption="握手",
        source=Source.objects.create(name="观察者网"),
        rights="未经授权，不得转载。",
        categories=[make_category("新媒体", "观察者网", "头条")],
        authors=["记者甲", "记者乙"],
        tags=["外交"],
    )


def structured(response):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.S)
    return {entry["@type"]: entry for entry in map(json.loads, found)}


def test_an_article_shows_all_there_is_to_know(client, full_post):
    text = client.get(full_post.get_absolute_url()).text

    for shown in (
        "俄乌外长会谈",
        "双方首次接触。",
        "记者甲",
        "记者乙",
        "未经授权，不得转载。",
        "握手",
        "外交",
    ):
        assert shown in text
    assert '<time datetime="2022-03-11T02:06:38+08:00">2022年3月11日 02:06</time>' in text
    assert re.findall(r'href="/sections/([a-z/-]+)/">', text.partition("<h1>")[0])[-3:] == [
        "xin-mei-ti",
        "xin-mei-ti/guan-cha-zhe-wang",
        "xin-mei-ti/guan-cha-zhe-wang/tou-tiao",
    ]
    assert '<cite class="credit">图片来源：新华社</cite>' in text
    assert '<cite class="credit">图片来源：央视</cite>' in text
    assert '<html lang="zh-Hans">' in text


def test_a_lead_image_that_stands_in_the_text_is_not_shown_above_it_too(client, full_post):
    full_post.body += f'<figure><img data-image="{full_post.lead_image_id}" alt=""></figure>'
    full_post.save()

    text = client.get(full_post.get_absolute_url()).text

    assert "lead-figure" not in text
    assert text.count('src="https://pictures.example/lead.jpg"') == 1
    assert '<meta property="og:image" content="https://pictures.example/lead.jpg">' in text


def test_pictures_reserve_their_place_and_tell_other_hosts_nothing(client, full_post):
    lead, inner = re.findall(r"<img [^>]+>", client.get(full_post.get_absolute_url()).text)

    assert 'src="https://pictures.example/lead.jpg"' in lead
    assert 'width="970" height="374" fetchpriority="high"' in lead
    assert 'loading="lazy"' in inner
    assert 'alt="会场"' in inner
    for image in (lead, inner):
        assert 'referrerpolicy="no-referrer"' in image


def test_other_sites_are_told_what_the_page_is(client, full_post):
    response = client.get(full_post.get_absolute_url(), headers={"host": "127.0.0.1"})
    url = f"http://testserver{full_post.get_absolute_url()}"

    assert f'<link rel="canonical" href="{url}">' in response.text
    assert f'<meta property="og:url" content="{url}">' in response.text
    assert '<meta property="og:image" content="https://pictures.example/lead.jpg">' in response.text
    article, trail = structured(response)["NewsArticle"], structured(response)["BreadcrumbList"]
    assert article["headline"] == "俄乌外长会谈"
    assert article["datePublished"] == "2022-03-10T18:06:38+00:00"
    assert [author["name"] for author in article["author"]] == ["记者甲", "记者乙"]
    assert [place["name"] for place in trail["itemListElement"]][:3] == [
        "新媒体",
        "观察者网",
        "头条",
    ]
    assert "127.0.0.1" not in response.text


def test_an_article_with_everything_costs_eight_queries_at_most(
    client, full_post, make_post, django_assert_max_num_queries
):
    for _number in range(6):
        make_post(categories=[full_post.section], tags=["外交"])

    with django_assert_max_num_queries(8):
        response = client.get(full_post.get_absolute_url())

    assert response.text.count('<article class="card') == 4


def test_an_english_post_is_framed_in_english(client, make_post):
    post = make_post(title="The town clock", language="en", body="<p>Ten to six.</p>")

    text = client.get(post.get_absolute_url()).text

    assert '<html lang="en">' in text
    assert ">11 March 2022, 02:06</time>" in text
    assert "Skip to the content" in text


def test_markup_in_texts_is_shown_as_text(client, make_post, make_category):
    post = make_post(
        title=CANARY,
        summary=CANARY,
        rights=CANARY,
        lead_caption=CANARY,
        lead_image=Image.objects.create(
            original_url="https://pictures.example/a.jpg", alt=CANARY, credit=CANARY
        ),
        source=Source.objects.create(name=CANARY[:80]),
        categories=[make_category(CANARY)],
        authors=[CANARY],
        tags=[CANARY],
    )

    for address in (
        post.get_absolute_url(),
        "/",
        "/search/?q=alert",
        post.section.get_absolute_url(),
    ):
        response = client.get(address)
        assert "<img src=x" not in response.text
        assert "<script>alert" not in response.text
        assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", response.text, re.S)[0]
    assert structured(client.get(post.get_absolute_url()))["NewsArticle"]["headline"] == CANARY


@pytest.mark.parametrize("status", ["draft", "in_review", "approved"])
def test_a_post_that_is_not_published_does_not_exist(client, make_post, status):
    assert client.get(make_post(status=status).get_absolute_url()).status_code == 404


def test_a_scheduled_post_appears_at_its_instant(client, make_post):
    due = datetime(2030, 1, 1, tzinfo=UTC)
    post = make_post(published_at=due)

    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        assert client.get(post.get_absolute_url()).status_code == 404
    with time_machine.travel(due, tick=False):
        assert client.get(post.get_absolute_url()).status_code == 200


def test_a_withdrawn_or_expired_post_is_gone_with_its_notice(client, make_post):
    notice = "应作者要求撤下。"
    withdrawn = make_post(status="withdrawn", withdrawal_notice=notice)
    expired = make_post(expires_at=datetime(2022, 4, 1, tzinfo=UTC), withdrawal_notice=notice)

    for post in (withdrawn, expired):
        response = client.get(post.get_absolute_url())
        assert response.status_code == 410
        assert notice in response.text
        assert post.title not in response.text
        assert "noindex" in response.text


def test_an_expired_post_that_was_not_published_is_not_found(client, make_post):
    post = make_post(status="draft", expires_at=datetime(2022, 4, 1, tzinfo=UTC))

    assert client.get(post.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("day", ["2022/02/30", "0000/01/01", "2022/13/01", "9999/99/99"])
def test_a_day_that_never_was_is_not_found(client, db, day):
    assert client.get(f"/{day}/slug/").status_code == 404


def test_a_public_page_sets_no_cookie_and_asks_for_no_variants(client, full_post):
    for address in ("/", full_post.get_absolute_url(), "/search/?q=会谈", "/nothing/"):
        response = client.get(address, headers={"accept-language": "en"})
        assert not response.cookies
        assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert '<html lang="zh-Hans">' in response.text


def test_only_reading_is_allowed(client, full_post):
    assert client.post(full_post.get_absolute_url()).status_code == 405


def test_an_article_of_usual_length_is_light(client, db, seed):
    call_command("import_posts", str(seed), verbosity=0)

    page = client.get(Post.objects.get().get_absolute_url()).content
    sheet = Path(finders.find("articles/site.css")).read_bytes()

    assert len(page) + len(sheet) <= 60_000
