import json
import re
from datetime import UTC, datetime

import pytest

from articles.models import Author, Correction, Image, Source

ORIGIN = "https://origin.example/a?b=1&c=2"


@pytest.fixture
def full_post(make_post, make_category):
    """A post that has all that a head can tell."""
    post = make_post(
        title="俄乌外长会谈",
        summary="双方首次接触。",
        body="<p>正文共有 ROG枪神6 个词。</p>",
        lead_image=Image.objects.create(
            original_url="http://pictures.example/lead.jpg", width=970, height=374, credit="新华社"
        ),
        lead_caption="握手",
        source=Source.objects.create(name="观察者网", homepage="https://www.guancha.cn/"),
        rights="未经授权，不得转载。",
        categories=[make_category("新媒体", "头条")],
        authors=["记者甲", "记者乙"],
        tags=["外交"],
        extra={"link": ORIGIN},
        expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    )
    Author.objects.filter(name="记者乙").update(kind="organisation")
    Correction.objects.create(post=post, text="人名有误。", made_at=post.published_at)
    return post


@pytest.fixture
def structured(client):
    """A function that returns the JSON-LD at an address by type."""

    def read(address):
        text = client.get(address, headers={"host": "127.0.0.1"}).text
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
        return {entry["@type"]: entry for entry in map(json.loads, found)}

    return read


@pytest.fixture
def metas(client):
    """A function that returns the meta elements at an address: {name: content}."""

    def read(address):
        text = client.get(address).text
        return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', text))

    return read


@pytest.fixture
def links(client):
    """A function that returns the (rel, hreflang, href) of the links at an address."""

    def read(address):
        pattern = r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="([^"]+)">'
        return re.findall(pattern, client.get(address).text)

    return read
