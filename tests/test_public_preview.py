"""The preview: what a revision would look like, for whoever has its address."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles.models import Image, Post, Revision, Source
from articles.previews import preview_path


@pytest.fixture
def draft(make_post, make_category):
    """A draft without a date that has all that an article can show."""
    return make_post(
        title="俄乌外长会谈",
        body=(
            '<figure><img src="https://pictures.example/a.jpg">'
            '<figcaption>会谈现场 <cite class="credit">央视</cite></figcaption></figure>'
        ),
        status=Post.Status.DRAFT,
        published_at=None,
        lead_image=Image.objects.create(
            original_url="https://pictures.example/lead.jpg", credit="新华社"
        ),
        source=Source.objects.create(name="观察者网"),
        categories=[make_category("新媒体", "头条")],
        authors=["记者甲"],
        tags=["外交"],
    )


def test_a_preview_shows_the_post_as_in_its_revision(client, draft):
    revision = Revision.objects.keep(draft)
    Post.objects.filter(pk=draft.pk).update(title="后来的题目")

    response = client.get(preview_path(revision))

    assert response.status_code == 200
    for shown in ("俄乌外长会谈", "记者甲", "观察者网", "外交", "图片来源：新华社", "会谈现场"):
        assert shown in response.text
    assert "后来的题目" not in response.text
    assert "preview-banner" in response.text
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_preview_cleans_the_text_of_its_revision(client, draft):
    revision = Revision.objects.keep(draft)
    revision.fields["body"] = "<p>好</p><script>alert(1)</script>"
    revision.save()

    assert "<script>alert" not in client.get(preview_path(revision)).text


def test_a_preview_ends_with_the_day_and_with_publication(client, draft):
    path = preview_path(Revision.objects.keep(draft))

    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25)):
        assert client.get(path).status_code == 404
    assert client.get(path).status_code == 200
    draft.status, draft.published_at = Post.Status.PUBLISHED, datetime(2022, 3, 1, tzinfo=UTC)
    draft.save()
    assert client.get(path).status_code == 404


def test_a_forged_preview_does_not_exist(client, draft):
    path = preview_path(Revision.objects.keep(draft))
    forged = path[:-3] + ("a" if path[-3] != "a" else "b") + path[-2:]

    for address in (forged, "/preview/abc/", "/preview/%00/", "/preview/MQ:1:x/"):
        assert client.get(address).status_code == 404
