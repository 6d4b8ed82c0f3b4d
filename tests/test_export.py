import json

import pytest
from django.core.management import CommandError, call_command

KEYS = {
    *("source_path", "title", "slug", "url", "status", "published_at", "updated_at", "authors"),
    *("source", "categories", "tags", "lead_image", "images", "rights_notice", "summary"),
    *("body_html", "body_text"),
}


@pytest.fixture
def export(db, tmp_path):
    """A function that exports all posts and returns them as dictionaries."""

    def run():
        out = tmp_path / "posts.jsonl"
        call_command("export_posts", str(out), format="jsonl")
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    return run


@pytest.fixture
def exported_seed(seed, export):
    """The seed, imported and exported."""
    call_command("import_posts", str(seed))
    return export()[0]


def test_a_line_has_the_promised_keys(exported_seed):
    assert set(exported_seed) == KEYS


def test_the_seed_comes_out_as_it_was_read(exported_seed, seed):
    assert exported_seed["source_path"] == seed.name
    assert exported_seed["published_at"] == "2022-03-10T18:06:38Z"
    assert exported_seed["url"] == f"/2022/03/11/{exported_seed['slug']}/"
    assert exported_seed["categories"] == [["新媒体", "观察者网", "头条"]]
    assert exported_seed["authors"] == ["观察者网"]
    assert exported_seed["lead_image"].endswith("20220310175813224.jpg")
    assert exported_seed["rights_notice"] == "本文系观察者网独家稿件，未经授权，不得转载。"


def test_images_stand_in_reading_order_with_caption_and_credit(exported_seed):
    images = exported_seed["images"]

    assert len(images) == 7
    assert images[2] == {
        "src": "https://i.guancha.cn/news/mainland/2022/03/10/20220310172641338.jpg",
        "original_url": "https://i.guancha.cn/news/mainland/2022/03/10/20220310172641338.jpg",
        "caption": "俄乌外长会谈现场",
        "credit": "央视新闻客户端",
        "alt": "",
        "width": 500,
        "height": 227,
    }


def test_the_body_is_that_of_the_page(exported_seed):
    assert "图片来源：央视新闻客户端" in exported_seed["body_html"]
    assert "data-image" not in exported_seed["body_html"]
    assert exported_seed["body_text"].startswith("当地时间3月10日")


def test_drafts_are_exported_too(make_post, export):
    make_post(status="draft", published_at=None, source=None)

    assert [(row["status"], row["published_at"], row["source"]) for row in export()] == [
        ("draft", None, None)
    ]


def test_a_file_that_cannot_be_written_is_told(db, tmp_path):
    with pytest.raises(CommandError) as raised:
        call_command("export_posts", str(tmp_path / "no" / "posts.jsonl"))

    assert raised.value.returncode == 2


def test_the_number_of_queries_does_not_grow_with_authors_and_sections(
    make_post, make_category, export, django_assert_max_num_queries
):
    for number in range(5):
        make_post(authors=[f"作者{number}"], categories=[make_category("甲", str(number))])

    with django_assert_max_num_queries(8):
        export()
