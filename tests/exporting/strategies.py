"""Posts and keys as awkward as they may be."""

from datetime import UTC, datetime, timedelta

import yaml
from hypothesis import strategies as st

from articles.html import one_line
from articles.importing.front_matter import split_front_matter
from articles.models import Post, Source
from tests.html.bodies import FEATURES, KEY

scalars = st.one_of(
    st.sampled_from(
        [
            *(
                "no",
                "yes",
                "on",
                "null",
                "~",
                "true",
                "1e10",
                "0123",
                "089",
                "1:30",
                "0x1f",
                "=",
                "<<",
            ),
            *(
                "2022-03-10",
                "2022-03-10 18:06:38",
                "---",
                "...",
                ";;;",
                "- a",
                "a: b",
                "#x",
                "[x",
                "{x",
            ),
            *(
                "*x",
                "&x",
                "!x",
                "%x",
                "@x",
                "`x",
                "'",
                '"',
                "\\",
                "a #b",
                " a ",
                "",
                "{{ x }}",
                "{% x %}",
            ),
            *(
                "两\n行",
                "a\n\n b\n",
                "\ta",
                "a\u2028b",
                "😀",
                ".5",
                "+1",
                "-",
                "?",
                "|",
                ">",
                "1_000",
                ".inf",
            ),
        ]
    ),
    st.text(max_size=12),
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
)
names = st.sampled_from(
    [
        *(
            "mathjax",
            "toc",
            "no",
            "1",
            "~",
            "<<",
            "=",
            "a b",
            "a: b",
            "键",
            "-",
            "#",
            "--- x",
            "True",
        ),
        *(
            "permalink",
            "layout",
            "path",
            "engine",
            "raw",
            "save",
            "author",
            "Cover",
            "status",
            "title",
        ),
        *("newsroom_post", "source_path", "taxonomies", "slug", "disableNunjucks", "__proto__"),
    ]
) | st.text(min_size=1, max_size=8)


def _kept(text):
    """Whether a document may hold `text`: others never reach `extra`."""
    matter = split_front_matter(f"---\na: {yaml.safe_dump(text)}\n---\n")
    return matter.values["a"].text == text


unknown_keys = st.dictionaries(
    names.filter(_kept),
    st.recursive(
        scalars.filter(lambda value: not isinstance(value, str) or _kept(value)),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(names.filter(_kept), inner, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=5,
)

lines = st.text(max_size=15).map(one_line) | st.sampled_from(
    [
        "{{ 1+1 }}",
        "{% raw %}",
        "<b>&amp;</b>",
        "no",
        "“引号”",
        "a: b #c",
        "---",
        "2022-03-10",
        "😀",
        "甲, 乙",
        "甲、乙",
        '他说："好"',
        'it\'s "a": b',
        "- 甲",
        "# 甲",
        "[甲](b)",
        "a/b\\c",
        "'",
        '"',
    ]
)
title_lines = lines.filter(bool)
moments = st.integers(800_000_000, 29_000_000_000).flatmap(
    lambda seconds: st.sampled_from([0, 1, 999_999]).map(
        lambda micro: datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro)
    )
)
paragraphs = st.one_of(
    lines.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")).map("<p>{}</p>".format),
    st.sampled_from(
        [
            "<p>图片来源：新华社</p>",
            "<p>未经授权，不得转载。</p>",
            "<p>责任编辑：某某</p><p>阅读 100+ 点赞</p>",
            '<p class="align-center">居中的一行</p>',
            "<h2>相关阅读</h2><ul><li>另一篇</li></ul>",
            "<pre><code>{{ a }}\n```\n\nb</code></pre>",
            "<blockquote><p>引文</p></blockquote><hr>",
            "<table><tr><th>甲</th></tr><tr><td>乙</td></tr></table>",
            '<figure><img src="http://pictures.example/1.jpg" alt=""></figure>',
            '<figure><img src="https://pictures.example/2.jpg?a=1&amp;b" alt="二" height="20">'
            '<figcaption>说明 <cite class="credit">新华社</cite></figcaption></figure>',
            '<figure><img data-image="{local}" alt=""></figure>',
            '<figure><img data-image="{local}" alt="甲"><img data-image="{other}" alt="">'
            "<figcaption>▲ 两张</figcaption></figure>",
            "<pre><code>{% raw %}{{ x }}{% endraw %}\n---\n&lt;!-- more --&gt;</code></pre>",
            "<p>[caption]文[/caption] {{&lt; figure &gt;}} {: .a} ![[a.jpg]] <code>{# x #}</code></p>",
        ]
    ),
    st.sampled_from([body.replace(KEY, "{local}") for body in FEATURES if body]),
)
posts = st.fixed_dictionaries(
    {
        "title": title_lines,
        "summary": st.lists(title_lines, max_size=2).map("\n".join),
        "rights": st.lists(title_lines, max_size=2).map("\n".join),
        "body": st.lists(paragraphs, max_size=5).map("".join),
        "lead": st.sampled_from([None, "local", "other", "https://pictures.example/2.jpg?a=1&b"]),
        "lead_caption": lines,
        "language": st.sampled_from(["zh-Hans", "zh-CN", "en", "zh-Hant-HK"]),
        "extra": unknown_keys,
        "status": st.sampled_from(Post.Status.values),
        "published_at": moments,
        "revised_at": st.none() | moments,
        "expires_after": st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=90)),
        "identifier": st.sampled_from(["", "a/b.md", "https://x.example/?p=1#文", "../up.txt"]),
        "clock": st.sampled_from(Source.Clock.values),
        "zone": st.sampled_from(["", "Europe/Berlin", "Asia/Shanghai"]),
        "authors": st.lists(title_lines, max_size=2, unique=True),
        "tags": st.lists(title_lines, max_size=2, unique_by=str.lower),
        "categories": st.lists(st.lists(title_lines, min_size=1, max_size=3), max_size=2),
    }
)
