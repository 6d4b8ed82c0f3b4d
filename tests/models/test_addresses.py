from datetime import UTC, datetime, timedelta

import pytest

from articles import workflow
from articles.models import Author, Post, Redirect, Source, Tag
from articles.slugs import free_slug, slugify

DAY = timedelta(days=1)


def redirects():
    return {redirect.old_path: redirect.target for redirect in Redirect.objects.all()}


def test_the_slug_is_the_title_in_pinyin(make_post):
    post = make_post(title="俄乌外长举行会谈")

    assert post.get_absolute_url() == "/2022/03/11/e-wu-wai-zhang-ju-xing-hui-tan/"


def test_a_changed_title_never_moves_the_address(make_post):
    post = make_post(title="旧标题")

    post.title = "新标题"
    post.save()

    assert post.slug == "jiu-biao-ti"
    assert redirects() == {}


def test_a_slug_that_is_taken_on_the_day_gets_a_number(make_post):
    slugs = [make_post(title="新闻").slug for _number in range(3)]

    assert slugs == ["xin-wen", "xin-wen-2", "xin-wen-3"]


def test_a_slug_is_free_again_on_another_day(make_post):
    post = make_post(title="新闻")

    assert make_post(title="新闻", published_at=post.published_at + DAY).slug == "xin-wen"


def test_a_draft_takes_a_free_slug_when_it_gets_its_date(make_post, editor):
    make_post(title="新闻")
    draft = make_post(title="新闻", status="draft", published_at=None)
    assert (draft.slug, draft.get_absolute_url()) == ("xin-wen", "")

    workflow.publish(draft, by=editor, at=datetime(2022, 3, 11, 4, tzinfo=UTC))

    assert draft.get_absolute_url() == "/2022/03/11/xin-wen-2/"


@pytest.mark.parametrize(
    ("written", "slug"), [("My_Story", "my-story"), ("二十大", "er-shi-da"), ("a--b-", "a-b")]
)
def test_a_written_slug_becomes_one_that_addresses_can_have(make_post, written, slug):
    assert make_post(slug=written).get_absolute_url() == f"/2022/03/11/{slug}/"


def test_the_longest_slug_leaves_room_for_a_number(make_post):
    make_post(slug="x" * 80)

    post = make_post(slug="x" * 80)

    assert post.slug.endswith("x-2")
    assert len(post.slug) <= 80


def test_the_date_in_the_address_is_local_to_the_site(make_post):
    late = make_post(slug="late", published_at=datetime(2022, 3, 10, 15, 59, tzinfo=UTC))
    early = make_post(slug="early", published_at=datetime(2022, 3, 10, 16, 0, tzinfo=UTC))

    assert late.get_absolute_url() == "/2022/03/10/late/"
    assert early.get_absolute_url() == "/2022/03/11/early/"


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_a_post_that_was_public_leaves_a_redirect(make_post, editor, status):
    post = make_post(slug="old", status="draft")
    workflow.publish(post, by=editor)
    if status == "withdrawn":
        workflow.withdraw(post, by=editor)

    post.slug, post.published_at = "new", post.published_at + DAY
    post.save()

    assert redirects() == {"/2022/03/11/old/": "/2022/03/12/new/"}


def test_a_post_taken_back_to_draft_still_leaves_a_redirect(make_post, editor):
    post = make_post(slug="old", status="draft")
    workflow.publish(post, by=editor)
    workflow.withdraw(post, by=editor)
    workflow.return_to_draft(post, by=editor)

    post.slug = "new"
    post.save()

    assert redirects() == {"/2022/03/11/old/": "/2022/03/11/new/"}


def test_a_draft_leaves_no_redirect(make_post):
    post = make_post(slug="old", status="draft")

    post.slug, post.published_at = "new", post.published_at + DAY
    post.save()

    assert redirects() == {}


def test_every_old_address_leads_to_the_newest(make_post):
    post = make_post(slug="one")
    for slug in ("two", "three"):
        post.slug = slug
        post.save()

    assert redirects() == {
        "/2022/03/11/one/": "/2022/03/11/three/",
        "/2022/03/11/two/": "/2022/03/11/three/",
    }


def test_saving_some_fields_saves_what_follows_from_them(make_post):
    post = make_post(slug="news")

    post.published_at += DAY
    post.save(update_fields=["published_at"])

    assert Post.objects.get().get_absolute_url() == "/2022/03/12/news/"


@pytest.mark.parametrize("model", [Author, Source])
def test_names_that_sound_alike_have_addresses_of_their_own(db, model):
    slugs = [model.objects.create(name=name).slug for name in ("事实", "时事", "实施")]

    assert slugs == ["shi-shi", "shi-shi-2", "shi-shi-3"]


def test_a_tag_has_an_address_in_pinyin(make_post):
    make_post(tags=["时事", "事实"])

    assert set(Tag.objects.values_list("slug", flat=True)) == {"shi-shi", "shi-shi-1"}


@pytest.mark.parametrize("text", ["😀", "!!!", "", "ا", "\ud800"])
def test_text_without_a_word_in_ascii_still_gets_a_slug(text):
    assert slugify(text) == slugify(text) != ""


def test_a_long_title_is_cut_at_a_word():
    assert slugify("hello wonderful world", limit=16) == "hello-wonderful"


def test_the_first_free_number_is_taken():
    assert free_slug("a", {"a", "a-3"}) == "a-2"
