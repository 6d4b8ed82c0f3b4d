import pytest
from django.core.exceptions import ValidationError

from articles.models import Category, Post, Redirect, SectionListing
from articles.models.categories import MAX_DEPTH


def listed(*names):
    """The posts on the page of the section of that name."""
    category = Category.objects.get(name=names[-1])
    return list(Post.objects.published().in_category(category))


def test_a_path_of_names_makes_each_section_once(make_category):
    leaf = make_category("新媒体", "观察者网", "头条")

    assert make_category("新媒体", "观察者网", "头条") == leaf
    assert Category.objects.count() == 3
    assert leaf.path == "xin-mei-ti/guan-cha-zhe-wang/tou-tiao"
    assert leaf.ancestor_paths == ["xin-mei-ti", "xin-mei-ti/guan-cha-zhe-wang", leaf.path]


def test_a_name_under_two_parents_is_two_sections(make_category):
    assert make_category("国内", "经济") != make_category("国际", "经济")


def test_names_that_sound_alike_get_different_addresses(make_category):
    assert make_category("事实").slug == "shi-shi"
    assert make_category("时事").slug == "shi-shi-2"


def test_an_address_is_lower_case_whatever_the_editor_wrote(db):
    category = Category.objects.create(name="World", slug="World_News")

    assert category.get_absolute_url() == "/sections/world-news/"


def test_renaming_a_section_keeps_its_address(make_category):
    category = make_category("新闻")

    category.name = "要闻"
    category.save()

    assert category.path == "xin-wen"
    assert not Redirect.objects.exists()


def test_a_new_slug_takes_the_branch_along_and_leaves_redirects(make_category):
    make_category("新闻", "国际", "欧洲")
    make_category("新闻学")
    news = Category.objects.get(name="新闻")

    news.slug = "news"
    news.save()

    paths = dict(Category.objects.values_list("name", "path"))
    assert paths == {
        "新闻": "news",
        "国际": "news/guo-ji",
        "欧洲": "news/guo-ji/ou-zhou",
        "新闻学": "xin-wen-xue",
    }
    targets = {redirect.old_path: redirect.target for redirect in Redirect.objects.all()}
    assert targets == {
        "/sections/xin-wen/": "/sections/news/",
        "/sections/xin-wen/guo-ji/": "/sections/news/guo-ji/",
        "/sections/xin-wen/guo-ji/ou-zhou/": "/sections/news/guo-ji/ou-zhou/",
    }


def test_a_moved_section_takes_its_posts_to_the_pages_above_it(make_category, make_post):
    post = make_post(categories=[make_category("新闻", "国际", "欧洲")])
    abroad = make_category("海外")
    world = Category.objects.get(name="国际")

    world.parent = abroad
    world.save()

    assert Category.objects.get(name="欧洲").path == "hai-wai/guo-ji/ou-zhou"
    assert listed("新闻") == []
    assert listed("海外") == listed("国际") == listed("欧洲") == [post]


def test_redirects_follow_a_section_that_moves_twice(make_category):
    category = make_category("新闻")
    for slug in ("news", "latest"):
        category.slug = slug
        category.save()

    targets = {redirect.old_path: redirect.target for redirect in Redirect.objects.all()}

    assert targets == {
        "/sections/xin-wen/": "/sections/latest/",
        "/sections/news/": "/sections/latest/",
    }


def test_a_section_cannot_stand_below_itself(make_category):
    leaf = make_category("新闻", "国际", "欧洲")
    news = Category.objects.get(name="新闻")

    news.parent = leaf

    with pytest.raises(ValidationError) as refusal:
        news.full_clean()

    assert "parent" in refusal.value.message_dict


def test_a_section_may_stand_beside_one_whose_address_begins_alike(make_category):
    news = make_category("新闻")
    news.parent = make_category("新闻学")

    news.full_clean()


def test_sections_go_no_deeper_than_their_addresses(make_category):
    deepest = make_category(*(f"s{level}" for level in range(MAX_DEPTH)))

    with pytest.raises(ValidationError):
        Category(name="one more", parent=deepest).full_clean()


def test_a_branch_that_would_end_too_deep_is_not_moved(make_category):
    deep = make_category(*(f"s{level}" for level in range(MAX_DEPTH - 1)))
    make_category("新闻", "国际")
    news = Category.objects.get(name="新闻")

    news.parent = deep

    with pytest.raises(ValidationError):
        news.full_clean()


def test_an_address_that_is_taken_is_refused_with_a_message(make_category):
    make_category("新闻")

    with pytest.raises(ValidationError) as refusal:
        Category(name="News", slug="Xin_Wen").full_clean()

    assert "slug" in refusal.value.message_dict


def test_more_posts_than_a_query_takes_are_listed_anew(make_category, make_post, monkeypatch):
    monkeypatch.setattr("articles.models.filings.REBUILD_BATCH", 2)
    news = make_category("新闻", "国际")
    posts = [make_post(categories=[news]) for _number in range(5)]

    SectionListing.objects.all().delete()
    SectionListing.objects.rebuild([post.pk for post in posts])

    assert set(listed("新闻")) == set(posts)


def test_filing_and_unfiling_a_post_follows_on_every_page(make_category, make_post):
    post = make_post(categories=[make_category("新闻", "国际")])
    post.filings.create(category=make_category("文化"))
    assert listed("文化") == [post]

    post.filings.get(category__name="国际").delete()

    assert listed("新闻") == listed("国际") == []
    assert listed("文化") == [post]


def test_only_sections_with_something_to_read_are_public(make_category, make_post):
    make_post(categories=[make_category("新闻", "国际")])
    make_post(categories=[make_category("草稿")], status="draft")
    make_category("空")

    names = Category.objects.with_public_posts().values_list("name", flat=True)

    assert set(names) == {"新闻", "国际"}
