"""One edition of a small paper: a page of every type, with all that may stand on it."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from articles import search
from articles.models import Author, Image, Post, ReadCount, Revision, Source
from articles.previews import preview_path

UNREACHABLE = "https://127.0.0.1:9/"
LONG_LINE = "0123456789 " * 30
BODY = f"""
<p>今晨八点，<em>新码头</em>正式开放，<strong>首班渡轮</strong>准时离港，<a href="https://example.org/">记者</a>随船出海。</p>
<h2>一览</h2>
<figure>{{one}}<figcaption>码头清晨 <cite class="credit">海湾日报</cite></figcaption></figure>
<figure>{{two}}{{three}}{{four}}<figcaption>三处泊位</figcaption></figure>
<figure>{{tall}}</figure>
<figure>{{unknown}}</figure>
<blockquote><p>“我等这一天等了三十年。”</p></blockquote>
<ul><li>一号泊位<ul><li>客运</li></ul></li><li>二号泊位</li></ul><ol><li>买票</li><li>上船</li></ol>
<h3>数字</h3>
<table><caption>历年吞吐量</caption><thead><tr>{"<th>很长的年份一栏</th>" * 12}</tr></thead>
<tbody><tr>{"<td>1,234,567</td>" * 12}</tr></tbody></table>
<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>
<table><tbody><tr><td>泊位</td><td>{{wide}}</td><td>{{unsized}}</td><td>{{sign}}有</td></tr></tbody></table>
<p>航速按 <code>knots * 1.852</code> 换算<sup>1</sup>，<ruby>埠<rt>bù</rt></ruby>头即码头，<mark>重点</mark>如下。</p>
<pre><code>print("{LONG_LINE}")</code></pre><pre>short</pre>
<dl><dt>泊位</dt><dd>船停靠的地方</dd></dl><hr><p class="align-center">（完）</p>
<p>dependencyManagementOfAVeryLongWordIndeedThatNeverEndsBecauseItIsOneWordOnly 是一个词。</p>
"""
ENGLISH = "<p>The harbour opened at dawn, and the first ferry left on time.</p>" * 6


def print_edition(make_post, make_category):
    """Make the posts and return the path of each type of page, by the type's name."""
    news, europe = make_category("国际"), make_category("国际", "欧洲")
    culture = make_category("文化")
    source = Source.objects.create(name="海湾日报", slug="bay", homepage="https://example.org/")
    post = _long_story(make_post, europe, source)
    english = make_post(
        title="The harbour opens to a long line of small boats",
        language="en",
        summary="A first day.",
        body=ENGLISH,
        categories=[europe],
        authors=["Ann Lee"],
        published_at=post.published_at - timedelta(days=1),
    )
    others = [
        make_post(
            title=f"岸线更新第{number}期：从旧仓库到新书店，一座城怎样把路还给行人",
            summary="走过三公里，看见一百年。",
            categories=[(news, culture, europe)[number % 3]],
            tags=["港口"],
            lead_image=_picture(f"list{number}", 1200, 800) if number % 2 else None,
            published_at=post.published_at - timedelta(days=2 + 9 * number),
        )
        for number in range(36)
    ]
    for count, other in enumerate(others[:8]):
        ReadCount.objects.create(post=other, day=timezone.localdate(), count=9 - count)
    search.index(Post.objects.all())
    gone = make_post(title="撤下的稿子", status=Post.Status.WITHDRAWN)
    draft = make_post(title="预览中的稿子", status=Post.Status.DRAFT, body="<p>草稿。</p>")
    return {
        "front page": "/",
        "section": news.get_absolute_url(),
        "section, page two": f"{news.get_absolute_url()}?page=2",
        "section below": europe.get_absolute_url(),
        "article": post.get_absolute_url(),
        "article in English": english.get_absolute_url(),
        "year": f"/archive/{post.published_at.year}/",
        "month": f"/archive/{post.published_at:%Y/%m}/",
        "author": Author.objects.get(name="林知遥").get_absolute_url(),
        "source": source.get_absolute_url(),
        "tag": post.tags.get(name="港口").get_absolute_url(),
        "search": "/search/",
        "search, found": "/search/?q=码头",
        "search, nothing": "/search/?q=不存在的词",
        "not found": "/nothing/here/",
        "removed": gone.get_absolute_url(),
        "preview": preview_path(Revision.objects.keep(draft)),
    }


def _long_story(make_post, section, source):
    sizes = {"one": (1200, 800), "two": (1200, 800), "three": (900, 600), "four": (800, 800)}
    sizes |= {"tall": (600, 1200), "unknown": (None, None)}
    sizes |= {"wide": (1600, 900), "unsized": (None, None), "sign": (24, 24)}
    shown = {
        name: f'<img data-image="{_picture(name, *size).pk}" alt="{name}的样子">'
        for name, size in sizes.items()
    }
    post = make_post(
        title="新码头今日启用：三十年等来一班渡轮",
        summary="首班渡轮今晨八点离港，旧港区更新的第一期至此完成。",
        body=BODY.format(**shown),
        categories=[section],
        authors=["林知遥", "周砚秋"],
        tags=["港口", "交通"],
        source=source,
        rights="本文未经许可，不得转载。",
        lead_image=_picture("lead", 970, 374),
        lead_caption="首班渡轮",
        published_at=datetime(2022, 3, 10, 18, 6, 38, tzinfo=UTC),
    )
    post.corrections.create(text="首班渡轮是八点离港，早前误作九点。")
    return post


def _picture(name, width, height):
    address = f"{UNREACHABLE}{name}.jpg"
    return Image.objects.create(
        original_url=address, width=width, height=height, credit="海湾日报" if width else ""
    )
