import pytest
from django.core.exceptions import ValidationError

from articles.html import CleanHTML, MarkupRefused, clean_html, image_id
from articles.html.sanitize import MAX_BYTES
from articles.models import Image, Post

HOSTILE = '<p onclick="steal()">正文<script>alert(1)</script></p>'
CLEAN = "<p>正文</p>"
FIRST = "https://img.example.org/1.jpg"
SECOND = "https://img.example.org/2.jpg"
FIGURES = (
    f'<figure><img src="{FIRST}" alt="会场"><figcaption>记者会现场'
    '<cite class="credit">新华社</cite></figcaption></figure>'
    f'<p>正文</p><p><img src="{SECOND}"></p>'
)


def stored_body(post):
    return Post.objects.values_list("body", flat=True).get(pk=post.pk)


def test_a_saved_body_is_clean(make_post):
    assert stored_body(make_post(body=HOSTILE)) == CLEAN


def test_an_updated_body_is_clean(make_post):
    post = make_post()

    Post.objects.filter(pk=post.pk).update(body=HOSTILE)

    assert stored_body(post) == CLEAN


def test_bodies_made_in_bulk_are_clean(db):
    (post,) = Post.objects.bulk_create([Post(title="标题", slug="a", body=HOSTILE)])

    assert stored_body(post) == post.body == CLEAN


def test_bodies_updated_in_bulk_are_clean(make_post):
    post = make_post()
    post.body = HOSTILE

    Post.objects.bulk_update([post], ["body"])

    assert stored_body(post) == CLEAN


def test_a_clean_body_is_stored_as_it_is(make_post):
    body = clean_html(HOSTILE)

    assert isinstance(body, CleanHTML)
    assert stored_body(make_post(body=body)) == CLEAN


def test_a_body_beyond_the_limits_is_refused_wherever_it_comes_from(make_post):
    post = make_post()
    post.body = "x" * (MAX_BYTES + 1)

    with pytest.raises(ValidationError):
        post.full_clean()
    with pytest.raises(MarkupRefused):
        post.save()
    with pytest.raises(MarkupRefused):
        Post.objects.filter(pk=post.pk).update(body=post.body)


def test_pictures_of_a_body_are_rows_in_reading_order(make_post):
    post = make_post(body=FIGURES)

    shown = [
        (row.image.original_url, row.position, row.caption, row.credit)
        for row in post.post_images.select_related("image")
    ]

    assert shown == [(FIRST, 0, "记者会现场", "新华社"), (SECOND, 1, "", "")]
    assert Image.objects.get(pk=image_id(FIRST)).alt == "会场"


def test_pictures_follow_the_body(make_post):
    post = make_post(body=FIGURES)

    post.body = f'<p><img src="{SECOND}"></p>'
    post.save()

    assert [row.image.original_url for row in post.post_images.all()] == [SECOND]
    assert Image.objects.count() == 2


def test_the_same_picture_in_two_posts_is_one_image(make_post):
    make_post(body=FIGURES)
    make_post(body=FIGURES)

    assert Image.objects.count() == 2


def test_an_image_that_an_editor_described_keeps_its_words(make_post):
    make_post(body=FIGURES)
    Image.objects.filter(pk=image_id(FIRST)).update(alt="俄乌外长")

    make_post(body=FIGURES)

    assert Image.objects.get(pk=image_id(FIRST)).alt == "俄乌外长"


def test_saving_a_post_again_changes_nothing_of_its_body(make_post):
    post = make_post(body=FIGURES)
    before = stored_body(post)

    Post.objects.get().save()

    assert stored_body(post) == before
    assert post.post_images.count() == 2


def test_the_excerpt_is_the_summary_or_else_the_first_sentences(make_post):
    post = make_post(body="<p>第一句。第二句。</p>")
    assert post.excerpt == "第一句。第二句。"

    post.summary = "摘要。"
    post.save()

    assert post.excerpt == "摘要。"
