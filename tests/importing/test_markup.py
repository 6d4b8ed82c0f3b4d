import re

import pytest

from articles.importing.documents import read_document
from articles.importing.markup import expand


def expanded(body, *, name="a.md", matter="title: 标题"):
    return expand(read_document(f"---\n{matter}\n---\n{body}".encode(), name=name))


def html(body, **options):
    return re.sub(r"\s+", " ", expanded(body, **options).html).strip()


def messages(body, **options):
    return [warning["message"] for warning in expanded(body, **options).warnings]


def test_html_without_signs_stays_as_it_is():
    body = "<p>一</p>\n<div>[x] &#123;% note %&#125;</div>"

    result = expanded(body, name="a.html")

    assert (result.html, result.excerpt, result.warnings) == (body, "", [])


@pytest.mark.parametrize(
    "body",
    [
        "```\n{% note %} {{ x }} {# c #}\n```\n",
        "~~~js\n{{< youtube a >}}\n~~~\n",
        "文\n\n    {% note %} {{ x }}\n",
        "文 `{% note %} {{ x }}` 字",
        "文 ``{% note %} ` {{ x }}`` 字",
        "<pre>{% note %} {{ x }}</pre>",
        "<code>{% note %}</code>",
        "- 项\n\n  ```\n  {% note %}\n  ```\n",
    ],
)
def test_braces_in_code_stay_and_nothing_is_reported(body):
    result = expanded(body)

    assert "{% note %}" in result.html or "{{&lt; youtube" in result.html
    assert result.warnings == []


def test_tags_in_comments_are_none():
    assert messages("<!-- {% foo %} -->文") == []


def test_an_open_fence_hides_nothing():
    assert "<mark>字</mark>" not in html("文\n\n```\n{% label @字 %}\n```")
    assert messages("{% note %}\n```\nx\n{% endnote %}\n") == []


def test_a_comment_of_the_template_is_dropped():
    assert html("甲{# 不见\n{% foo %} #}乙") == "<p>甲乙</p>"


def test_raw_passes_through():
    assert (
        html("{% raw %}<b>{{ x }} {% y %} *z*</b>{% endraw %}")
        == "<p><b>{{ x }} {% y %} *z*</b></p>"
    )
    assert messages("{% raw %}{{ x }}{% endraw %}") == []


def test_fenced_code_in_raw_is_code():
    assert "<pre><code>{{ x }} </code></pre>" in html("{% raw %}\n```\n{{ x }}\n```\n{% endraw %}")


def test_an_output_stays_as_text_with_one_warning():
    assert html("a {{ 1+1 }} b {{ x }}") == "<p>a {{ 1+1 }} b {{ x }}</p>"
    assert messages("a {{ 1+1 }}\n\nb {{ x }}") == [
        "lines 4, 6: {{ … }} is left as text, for nothing is evaluated"
    ]


def test_tags_can_be_disabled():
    result = expanded("{% note %} {{ x }}", matter="disableNunjucks: true")

    assert result.html == "<p>{% note %} {{ x }}</p>\n"
    assert result.warnings == []


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_html_has_tags_too_but_not_by_references(name):
    assert html("<p>{% label @字 %}</p>", name=name) == "<p><mark>字</mark></p>"
    assert (
        html("<p>&#123;% label @字 %&#125; {# #}</p>", name=name)
        == "<p>&#123;% label @字 %&#125; </p>"
    )


def test_an_unknown_tag_leaves_a_note_and_a_warning_with_its_line():
    assert (
        html("文\n\n{% youtube2 abc <x> %}")
        == "<p>文</p> <p>［此处原有内容无法显示：youtube2 abc &lt;x&gt;］</p>"
    )
    assert messages("文\n\n{% youtube2 abc %}") == ["line 6: {% youtube2 %} is not known here"]
    assert "[Content not shown here: foo a]" in html("Words {% foo a %}", matter="lang: en")
    assert "[Content not shown here: foo a]" in html("Words {% foo a %}", matter="title: Words")


def test_an_unknown_block_keeps_what_it_encloses():
    assert html("{% what a %}\n里 **面**\n{% endwhat %}") == "<p>里 <strong>面</strong></p>"
    assert "what it encloses is kept" in messages("{% what %}里{% endwhat %}")[0]


def test_a_block_that_is_not_closed_and_an_end_alone_are_reported():
    assert html("{% note %}\n里面") == "<p>里面</p>"
    assert "not closed" in messages("{% note %}\n里面")[0]
    assert html("里面\n{% endnote %}") == "<p>里面</p>"
    assert "ends what nothing began" in messages("里面\n{% endnote %}")[0]


def test_blocks_stand_in_lists_and_quotations():
    assert html("- 一\n\n  {% note %}\n  里\n  {% endnote %}\n- 二").startswith(
        "<ul> <li> <p>一</p> <blockquote>"
    )
    assert (
        html("> {{< note >}}里{{< /note >}}")
        == "<blockquote> <blockquote><p>里</p> </blockquote> </blockquote>"
    )


def test_deep_nesting_ends_somewhere():
    result = expanded("{% note %}" * 3000 + "底" + "{% endnote %}" * 3000, name="a.html")

    assert "底" in result.html


def test_lines_are_those_of_the_file():
    assert messages("一\n二\n{% foo %}", matter="title: a\ntags: [b]") == [
        "line 7: {% foo %} is not known here"
    ]


@pytest.mark.parametrize("sign", ["<!-- more -->", "<!--more-->", "<!-- MORE-->"])
def test_the_excerpt_is_what_stands_before_more_balanced(sign):
    result = expanded(f"**甲**{sign}乙")

    assert result.excerpt == "<p><strong>甲</strong></p>"
    assert result.html == "<p><strong>甲</strong>乙</p>\n"


def test_two_blanks_are_no_more_and_code_is_none():
    assert expanded("甲<!--  more  -->乙").excerpt == ""
    assert expanded("甲`<!-- more -->`乙").excerpt == ""


def test_an_excerpt_in_the_front_matter_disables_the_split():
    result = expanded("甲<!-- more -->乙", matter="excerpt: 丙")

    assert result.excerpt == ""
    assert "<!-- more -->" in result.html


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("他说**“词”**后", "<p>他说<strong>“词”</strong>后</p>"),
        ("**注意：**这里", "<p><strong>注意：</strong>这里</p>"),
        ("a**\"b\"**c", "<p>a**&quot;b&quot;**c</p>"),
        ("一\n二", "<p>一<br> 二</p>"),
        ("one\ntwo", "<p>one two</p>"),
        ("快捷键：\n\nMac: a\nLinux: b", "<p>快捷键：</p> <p>Mac: a<br> Linux: b</p>"),
        ("A talk with 王\n\nand others who\nspoke", "<p>A talk with 王</p> <p>and others who spoke"),
        ("##标题", "<h2>标题</h2>"),
        ("#话题", "<p>#话题</p>"),
        ("# 标题 #", "<h1>标题</h1>"),
        ("~~删~~", "<p><s>删</s></p>"),
        ("- [x] 办", "<ul class=\"contains-task-list\"> <li class=\"task-list-item\">☑ 办</li> </ul>"),
        ("见https://a.example/b的文。", '<p>见<a href="https://a.example/b">https://a.example/b</a>的文。</p>'),
        ("README.md a@b.example", "<p>README.md a@b.example</p>"),
        ("$x_1$ 与 $y_2$", "<p>"),
        ("::: tip 标题\n内容\n:::", "<blockquote> <p><strong>标题</strong></p> <p>内容</p> </blockquote>"),
        ("> [!NOTE]\n> 内容", "<blockquote> <p>内容</p> </blockquote>"),
        ("[TOC]\n\n文", "<p>文</p>"),
        ("## 标 {#name}", "<h2>标</h2>"),
        ("文{: .lead}", "<p>文</p>"),
        ("* 目录\n{:toc}\n\n文", "<p>文</p>"),
        ("![[图.png|替代]]", '<p><img src="图.png" alt="替代"></p>'),
        ("![[图.png|300x200]]", '<p><img src="图.png" alt="" width="300" height="200"></p>'),
        ("![[笔记|名]]", "<p>名</p>"),
        ("文[^1]\n\n[^1]: 注", "<p>文<sup>[1]</sup></p>"),
        ("```js a.js https://a.example 源\nx\n```", '<p><a href="https://a.example">a.js 源</a></p><pre><code class="language-js">x </code></pre>'),
        ("```JS{1,3}\nx\n```", '<pre><code class="language-js">x </code></pre>'),
        ("```{.python .numberLines}\nx\n```", '<pre><code class="language-python">x </code></pre>'),
        ("```{hl_lines=3}\nx\n```", "<pre><code>x </code></pre>"),
        ("```go {linenos=true}\nx\n```", '<pre><code class="language-go">x </code></pre>'),
    ],
)  # fmt: skip
def test_markdown_is_that_of_chinese_writers(body, shown):
    assert html(body).startswith(shown)


def test_formulas_are_kept_from_markdown():
    assert "<em>" not in html("$a_1*b_2*c$ 与 $$\nx_1 *y* z\n$$")
    assert "x_1 *y* z" in html("$$\nx_1 *y* z\n$$")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("- 时间为 $$O(n)$$。", "<li>时间为 $O(n)$。</li>"),
        ("公式：\n$$x<y$$\n其中", "<pre><code>x&lt;y </code></pre>"),
        ("> $$a \\approx b$$", "<pre><code>a \\approx b </code></pre>"),
    ],
)
def test_a_formula_in_a_sentence_does_not_end_its_line(body, shown):
    assert shown in html(body)


def test_kramdown_marks_in_code_stay():
    assert "{: .a}" in html("`{: .a}` 和 ![[b.jpg]]")
    assert html("`![[b.jpg]]` {: .x}") == "<p><code>![[b.jpg]]</code></p>"


def test_wordpress_shortcodes_are_read_in_its_transcripts_alone():
    body = '[caption id="a" width="3"]<img src="/a.jpg"> 说明[/caption][embed]https://a.example/v[/embed][gallery ids="1,2"][x]'
    matter = "title: 标题\ntranscribed_from: wordpress"

    shown = html(body, matter=matter)

    assert shown.startswith('<figure><img src="/a.jpg"><figcaption>说明</figcaption></figure>')
    assert '<a href="https://a.example/v">' in shown
    assert "［此处原有内容无法显示：gallery ids=&quot;1,2&quot;］" in shown
    assert shown.endswith("[x]")
    assert "[gallery" in messages(body, matter=matter)[0]
    assert html(body, name="a.html") == body


@pytest.mark.parametrize("code", ["<code>x[gallery]</code>", "<PRE>[gallery]</PRE>"])
def test_wordpress_shortcodes_in_code_stay_whatever_stands_before(code):
    body = f"<p>İİİİİİİİİİİİ</p>{code}<p>y</p>"

    assert html(body, matter="title: 标题\ntranscribed_from: wordpress") == body


def test_what_a_shortcode_encloses_ends_where_it_is_closed_whatever_stands_before():
    body = '<p>İİİİ</p>[caption]<img src="/a.jpg"> İ 说明[/caption]<p>后</p>'

    assert html(body, matter="title: 标题\ntranscribed_from: wordpress") == (
        '<p>İİİİ</p><figure><img src="/a.jpg"><figcaption>İ 说明</figcaption></figure><p>后</p>'
    )
