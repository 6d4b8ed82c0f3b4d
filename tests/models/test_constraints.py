"""The database itself refuses what must never be, whatever code asks for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import (
    Author,
    Byline,
    Category,
    Filing,
    Image,
    ImportRecord,
    ImportRun,
    Post,
    PostImage,
    Redirect,
    SectionListing,
    Source,
    Tag,
    TaggedPost,
)

MARCH = datetime(2022, 3, 10, 18, 6, 38, tzinfo=UTC)
OLD = "/2022/03/11/old/"

pytestmark = pytest.mark.django_db


def refuse(write):
    """Assert that the database refuses what `write` does."""
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012 - foreign keys wait
        write()
        connection.check_constraints()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "published"},
        {"status": "published", "published_at": None, "published_on": date(2022, 3, 11)},
        {"status": "scheduled"},
        {"status": ""},
        {"published_at": MARCH, "published_on": None},
        {"published_at": None, "published_on": date(2022, 3, 11)},
        {"published_at": MARCH, "published_on": MARCH.date(), "expires_at": MARCH},
        {
            "published_at": MARCH,
            "published_on": MARCH.date(),
            "expires_at": MARCH - timedelta(hours=1),
        },
        {"title": ""},
        {"slug": ""},
    ],
)
def test_a_post_that_contradicts_itself_is_refused(fields):
    # As bulk writes do, past the model's own save().
    post = Post(**{"title": "标题", "slug": "biao-ti", **fields})

    refuse(lambda: Post.objects.bulk_create([post]))


def test_two_posts_of_a_day_may_not_share_an_address(make_post):
    make_post(slug="news")
    other = make_post(slug="other")

    refuse(lambda: Post.objects.filter(pk=other.pk).update(slug="news"))


def test_posts_of_two_days_may_share_a_slug(make_post):
    make_post(slug="news")

    other = make_post(slug="news", published_at=MARCH + timedelta(days=1))

    assert other.slug == "news"


def test_a_document_of_a_source_is_one_post(make_post):
    source = Source.objects.create(name="观察者网")
    make_post(source=source, identifier="a/1.txt")

    refuse(lambda: make_post(source=source, identifier="a/1.txt"))


def test_posts_without_a_document_share_a_source(make_post):
    source = Source.objects.create(name="观察者网")

    make_post(source=source)
    make_post(source=source)

    assert source.posts.count() == 2


def test_a_section_has_one_child_of_a_name(make_category):
    make_category("新闻", "国际")
    parent = Category.objects.get(name="新闻")

    refuse(lambda: Category.objects.create(name="国际", parent=parent, slug="other"))


def test_the_top_has_one_section_of_a_name(make_category):
    make_category("新闻")

    refuse(lambda: Category.objects.create(name="新闻", slug="other"))


def test_a_section_address_is_taken_once(make_category):
    news = make_category("新闻")
    other = make_category("文化")

    refuse(lambda: Category.objects.filter(pk=other.pk).update(path=news.path))


def test_a_section_is_not_its_own_parent(make_category):
    news = make_category("新闻")

    refuse(lambda: Category.objects.filter(pk=news.pk).update(parent=news))


@pytest.mark.parametrize("column", ["name", "slug", "path"])
def test_a_section_has_a_name_and_an_address(make_category, column):
    news = make_category("新闻")

    refuse(lambda: Category.objects.filter(pk=news.pk).update(**{column: ""}))


def test_a_section_with_posts_cannot_be_deleted(make_post, make_category):
    news = make_category("新闻")
    make_post(categories=[news])

    refuse(news.delete)


@pytest.mark.parametrize(
    "target",
    [
        {},
        {"new_path": "/new/", "is_gone": True},
        {"new_path": "new"},
        {"post": True, "is_gone": True},
        {"post": True, "new_path": "/new/"},
        {"post": True, "category": True},
        {"category": True, "new_path": "/new/"},
    ],
)
def test_a_redirect_has_exactly_one_target(make_post, make_category, target):
    objects = {"post": make_post(), "category": make_category("新闻")}
    fields = {name: objects.get(name, value) for name, value in target.items()}

    refuse(lambda: Redirect.objects.create(old_path=OLD, **fields))


def test_a_redirect_begins_at_a_path():
    refuse(lambda: Redirect.objects.create(old_path="https://example.org/", is_gone=True))


def test_an_old_address_leads_one_way():
    Redirect.objects.create(old_path=OLD, is_gone=True)

    refuse(lambda: Redirect.objects.create(old_path=OLD, new_path="/new/"))


def test_an_image_has_a_file_or_an_address():
    refuse(lambda: Image.objects.create(alt="nothing"))


@pytest.mark.parametrize("point", [{"focal_x": 1.5}, {"focal_y": -0.1}])
def test_a_focal_point_lies_inside_the_picture(point):
    address = "https://img.example.org/1.jpg"

    refuse(lambda: Image.objects.create(original_url=address, **point))


def test_an_image_of_a_post_cannot_be_deleted(make_post):
    image = Image.objects.create(original_url="https://img.example.org/1.jpg")
    make_post(lead_image=image)

    refuse(image.delete)


def test_a_post_shows_one_image_at_a_position(make_post):
    image = Image.objects.create(original_url="https://img.example.org/1.jpg")
    post = make_post()
    PostImage.objects.create(post=post, image=image, position=0)

    refuse(lambda: PostImage.objects.create(post=post, image=image, position=0))


def test_an_author_stands_once_on_a_byline(make_post):
    post = make_post(authors=["王记者"])
    author = Author.objects.get()

    refuse(lambda: Byline.objects.create(post=post, author=author))


def test_a_post_is_filed_tagged_and_listed_once(make_post, make_category):
    news = make_category("新闻")
    post = make_post(categories=[news], tags=["外交"])

    refuse(lambda: Filing.objects.bulk_create([Filing(post=post, category=news)]))
    refuse(lambda: SectionListing.objects.create(post=post, category=news))
    refuse(lambda: TaggedPost.objects.create(content_object=post, tag=Tag.objects.get()))


@pytest.mark.parametrize("model", [Author, Source])
def test_authors_and_sources_have_names_and_addresses_of_their_own(model):
    model.objects.create(name="甲")
    other = model.objects.create(name="乙")

    for change in ({"name": "甲"}, {"slug": "jia"}, {"name": ""}, {"slug": ""}):
        refuse(lambda change=change: model.objects.filter(pk=other.pk).update(**change))


@pytest.mark.parametrize("terms", [{"clock": "late"}, {"trust": "never"}])
def test_the_contract_of_a_source_is_known(terms):
    refuse(lambda: Source.objects.create(name="甲", **terms))


def test_the_kind_of_an_author_is_known():
    refuse(lambda: Author.objects.create(name="甲", kind="robot"))


@pytest.mark.parametrize("fields", [{"outcome": "lost"}, {"outcome": "failed", "error": None}])
def test_an_import_record_says_how_it_went_and_why_it_failed(fields):
    run = ImportRun.objects.create()

    refuse(lambda: ImportRecord.objects.create(run=run, path="a", identifier="a", **fields))
