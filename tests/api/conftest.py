import pytest

from articles.models import Correction, Image, Source


@pytest.fixture
def full_post(make_post, make_category):
    """A post that has all that the API tells."""
    post = make_post(
        title="俄乌外长会谈",
        summary="双方首次接触。",
        body=(
            '<p>见<a href="/2022/01/01/earlier/">此前报道</a>。</p><figure>'
            '<img src="https://pictures.example/a.jpg" alt="会场"><figcaption>会谈现场 '
            '<cite class="credit">央视</cite></figcaption></figure>'
        ),
        lead_image=Image.objects.create(
            original_url="http://pictures.example/lead.jpg", width=970, height=374, credit="新华社"
        ),
        lead_caption="握手",
        source=Source.objects.create(name="观察者网"),
        rights="未经授权，不得转载。",
        extra={"link": "https://origin.example/a"},
        categories=[make_category("新媒体", "头条")],
        authors=["记者甲", "记者乙"],
        tags=["外交"],
    )
    Correction.objects.create(post=post, text="人名有误。", made_at=post.published_at)
    return post


@pytest.fixture
def get(client):
    """A function that returns what an endpoint answers, parsed."""

    def ask(path, status=200):
        response = client.get(path if path.startswith("/") else f"/api/v1/{path}")
        assert response.status_code == status
        return response.json()

    return ask
