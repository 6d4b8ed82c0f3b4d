"""Three other documents of the seed's shape: nothing may know the seed."""

from datetime import UTC, datetime

import pytest

from articles.models import Author, Post

HARBOUR = """
---
title: 港区新码头今日启用
categories:
 - 要闻
 - 海湾日报
 - 本地
headimg: 'http://img.bay.example/a/20231104091500.jpg'
author: 海湾日报
date: Sat, 04 Nov 2023 02:00:00 GMT
mood: 平静
---

<div>
<img src="https://img.bay.example/a/20231104091500.jpg" width="640px" height="360px">
<p>
新码头今日启用。
</p>
<p align="center"><img src="https://img.bay.example/a/2.jpg" width="500" height="300"></p>
<p align="center"><font color="#888888">启用仪式（图自：港务局）</font></p>
<p>首批三艘船靠岸。</p>
<p>本文由海湾日报原创发布，未经许可，禁止转载</p>
</div>
"""
LOOSE = """---
title: "It's windy"
categories: [天气, 预报]
headimg: https://picsum.photos/400/300?random=9
thumbnail: https://picsum.photos/400/300?random=9
author: 王小风
date: 2023-11-05 08:00:00
---
<div class="content"><div>今天有风。<br><br>明天也有风。<br>
<img src="/blank.gif" data-src="//img.wind.example/m.png"><br><em>风向图</em><br>后天晴。</div></div>
"""
MARKDOWN = """---
title: 读书
tags: [书, 夏天]
date: 2023/11/6 20:46:25
author: 读书会
---
第一段。<!-- more -->

![封面](https://img.book.example/c.jpg)

*封面 图源：出版社*

| 书 | 页 |
| -- | -- |
| 甲 | 10 |
"""


@pytest.fixture
def inbox(write):
    """A folder with the three documents."""
    write("harbour.txt", HARBOUR)
    write("wind/loose.html", LOOSE)
    return write("book.md", MARKDOWN)


@pytest.fixture
def posts(inbox, run_import):
    """The posts they become, by identifier."""
    assert run_import(inbox).status == 0
    return {post.identifier: post for post in Post.objects.all()}


def test_each_becomes_a_public_post(posts):
    assert sorted(posts) == ["book.md", "harbour.txt", "wind/loose.html"]
    assert all(post.is_public for post in posts.values())


def test_lead_caption_credit_and_notice_are_found(posts):
    post = posts["harbour.txt"]
    shown = post.post_images.get()

    assert (post.lead_image.width, post.lead_image.height) == (640, 360)
    assert (shown.caption, shown.credit) == ("启用仪式", "港务局")
    assert post.rights == "本文由海湾日报原创发布，未经许可，禁止转载"
    assert post.body.count("<p>") == 2
    assert post.extra == {"mood": "平静"}
    assert post.byline[0].kind == Author.Kind.ORGANISATION


def test_loose_text_lazy_pictures_and_stand_ins_are_understood(posts):
    post = posts["wind/loose.html"]

    assert post.lead_image is None
    assert post.title == "It's windy"
    assert post.post_images.get().image.original_url == "https://img.wind.example/m.png"
    assert post.post_images.get().caption == "风向图"
    assert post.body.count("<p>") == 3
    assert post.byline[0].kind == Author.Kind.PERSON
    assert post.published_at == datetime(2023, 11, 5, 0, 0, tzinfo=UTC)


def test_markdown_becomes_a_body_and_its_beginning_the_summary(posts):
    post = posts["book.md"]

    assert "<td>甲</td>" in post.body
    assert post.summary == "第一段。"
    assert post.post_images.get().credit == "出版社"
    assert sorted(tag.name for tag in post.tags.all()) == ["书", "夏天"]


def test_workers_make_the_same_posts(inbox, run_import, posts):
    columns = ("identifier", "title", "slug", "body", "published_at", "rights", "excerpt")
    alone = list(Post.objects.order_by("identifier").values(*columns))
    Post.objects.all().delete()

    run_import(inbox, workers=2)

    assert list(Post.objects.order_by("identifier").values(*columns)) == alone
