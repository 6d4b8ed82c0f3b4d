"""The seed's facts, through the command and in the database; the page has tests of its own."""

from datetime import UTC, datetime

import pytest

from articles.html import images_of, text_of
from articles.models import Author, Category, Image, Post, Redirect, Source

ADDRESS = "https://i.guancha.cn/news/"
FIGURES = [
    ("记者会现场 视频截图", "", ["external/2022/03/10/20220310185801490", "external/2022/03/10/20220310185812955"]),
    ("俄乌外长会谈现场", "央视新闻客户端", ["mainland/2022/03/10/20220310172641338", "mainland/2022/03/10/20220310172656215"]),
    ("会谈现场", "俄罗斯外交部推特", ["official/2022/03/10/20220310175844793"]),
    ("抵达土耳其的俄方代表团", "土耳其广播电视公司", ["external/2022/03/10/20220310172933574"]),
    ("乌克兰外长库列巴（左）和土耳其外长恰武什奥卢", "土耳其广播电视公司", ["external/2022/03/10/20220310172807159"]),
]  # fmt: skip


@pytest.fixture
def post(seed, run_import):
    """The post that the seed document becomes."""
    run_import(seed)
    return Post.objects.get()


def test_the_report_says_what_became_of_it(seed, run_import):
    result = run_import(seed)

    assert result.status == 0
    assert [row["outcome"] for row in result.rows] == ["created"]
    assert set(result.rows[0]) == {
        *("path", "identifier", "outcome", "post_id", "warnings", "removed", "error")
    }
    assert result.rows[0]["identifier"] == seed.name


def test_title_slug_and_status(post):
    assert post.title == "俄乌外长举行会谈 乌外长：停火问题无进展"
    assert post.slug.startswith("e-wu-wai-zhang-ju-xing-hui-tan")
    assert len(post.slug) <= 60
    assert post.is_public


def test_the_date_is_as_written_with_a_warning(seed, run_import):
    rows = run_import(seed).rows

    assert Post.objects.get().published_at == datetime(2022, 3, 10, 18, 6, 38, tzinfo=UTC)
    assert [warning["kind"] for warning in rows[0]["warnings"]] == ["zone"]
    assert "7 h 08 min" in rows[0]["warnings"][0]["message"]
    assert "17:26–18:58" in rows[0]["warnings"][0]["message"]


def test_with_the_clock_policy_an_import_moves_the_post_and_leaves_a_redirect(
    post, seed, run_import
):
    old_address = post.get_absolute_url()
    Source.objects.update(clock=Source.Clock.LOCAL_LABELLED_GMT)

    rows = run_import(seed).rows

    post.refresh_from_db()
    assert [row["outcome"] for row in rows] == ["updated"]
    assert rows[0]["warnings"] == []
    assert post.published_at == datetime(2022, 3, 10, 10, 6, 38, tzinfo=UTC)
    assert old_address.startswith("/2022/03/11/")
    assert Redirect.objects.get(old_path=old_address).target == post.get_absolute_url()
    assert post.get_absolute_url().startswith("/2022/03/10/")


def test_the_categories_are_one_path(post):
    leaf = Category.objects.get(name="头条")

    assert Category.objects.count() == 3
    assert [leaf.parent.parent.name, leaf.parent.name] == ["新媒体", "观察者网"]
    assert list(post.categories.all()) == [leaf]
    for category in Category.objects.all():
        assert list(Post.objects.published().in_category(category)) == [post]


def test_the_byline_is_an_organisation(post):
    assert [(a.name, a.kind) for a in post.byline] == [("观察者网", Author.Kind.ORGANISATION)]
    assert post.source.name == "观察者网"


def test_comments_are_kept_as_said(post):
    assert post.extra == {"comments": False}


def test_the_lead_image_is_not_repeated_in_the_body(post):
    assert post.lead_image.original_url.endswith("20220310175813224.jpg")
    assert (post.lead_image.width, post.lead_image.height) == (970, 374)
    assert post.lead_image_id not in [picture.image_id for picture in images_of(post.body)]


def test_seven_images_stand_in_five_figures(post):
    told = [
        (caption, credit, f"{ADDRESS}{name}.jpg")
        for caption, credit, names in FIGURES
        for name in names
    ]
    rows = post.post_images.select_related("image")

    assert post.body.count("<figure>") == 5
    assert [(row.caption, row.credit, row.image.original_url) for row in rows] == told
    assert Image.objects.count() == 8


def test_paragraphs_and_rights_notice(post):
    assert post.body.count("<p>") == 22
    assert post.rights == "本文系观察者网独家稿件，未经授权，不得转载。"
    assert post.rights not in post.body


def test_no_other_word_of_the_original_is_lost(post, seed):
    original = text_of(seed.read_text(encoding="utf-8").split("---\n", 2)[2])
    kept = text_of(post.body) + post.rights

    for label in ("图片来源：", "\n", " "):
        original, kept = original.replace(label, ""), kept.replace(label, "")
    assert sorted(kept) == sorted(original)


def test_importing_again_changes_nothing(post, seed, run_import):
    before = list(Post.objects.values()), list(Category.objects.values())

    rows = run_import(seed).rows

    assert [row["outcome"] for row in rows] == ["unchanged"]
    assert (list(Post.objects.values()), list(Category.objects.values())) == before
    assert post.revisions.count() == 1
