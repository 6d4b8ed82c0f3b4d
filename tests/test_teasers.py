"""Teasers are rendered once for each look: whatever changes the look changes the teaser."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from articles.models import Post
from articles.templatetags import teasers

CARD = '{% load teasers %}{% teaser post "card" with_excerpt=True with_section=True %}'


@pytest.fixture(autouse=True)
def _nothing_rendered():
    teasers._rendered.cache_clear()
    # A request that another test made leaves its language behind.
    with translation.override("zh-hans"):
        yield


def shown(post, template=CARD):
    post = Post.objects.for_teasers().get(pk=post.pk)
    return Template(template).render(Context({"post": post}))


@pytest.fixture
def post(make_post, make_category):
    return make_post(title="港口", body="<p>新码头启用。</p>", categories=[make_category("国际")])


def test_a_teaser_is_rendered_once(post):
    assert shown(post) == shown(post)
    assert teasers._rendered.cache_info().misses == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": "大桥"}, "大桥"),
        ({"body": "<p>桥已通车。</p>"}, "桥已通车"),
        ({"slug": "another"}, "/another/"),
        ({"language": "en"}, 'lang="en"'),
    ],
)
def test_a_changed_post_has_another_teaser(post, change, words):
    assert words not in shown(post)
    for name, value in change.items():
        setattr(post, name, value)
    post.save()
    assert words in shown(post)


def test_a_renamed_section_is_shown_by_its_new_name(post):
    assert "国际" in shown(post)
    section = post.section
    section.name = "寰球"
    section.save()
    assert "寰球" in shown(post)
    assert "国际" not in shown(post)


def test_the_section_is_shown_only_where_it_is_asked_for(post):
    shown(post)
    assert "国际" not in shown(post, CARD.replace(" with_section=True", ""))


def test_the_frame_has_the_words_of_its_language(post):
    briefs = '{% load teasers %}{% teaser post "brief" %}'
    assert "zh-Hans" in shown(post, briefs)
    with translation.override("en"):
        assert 'lang="en"' in shown(post, briefs)


def test_the_hour_of_today_is_a_date_tomorrow(make_post, monkeypatch):
    noon = timezone.localtime().replace(hour=12, minute=34)
    post = make_post(title="今天", published_at=noon.astimezone(UTC))
    assert ">12:34<" in shown(post)
    tomorrow = noon.date() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda value=None: tomorrow)
    assert ">12:34<" not in shown(post)


def test_what_a_title_brings_of_markup_is_text(make_post):
    post = make_post(title="<b>港口</b>", published_at=datetime(2022, 3, 11, tzinfo=UTC))
    assert "<b>" not in shown(post)
