import re

import pytest

from articles.importing.documents import read_document
from articles.importing.markup import expand

BLANKS = re.compile(r"\s+")


def expanded(body):
    return expand(read_document(f"---\ntitle: 标题\n---\n{body}".encode(), name="a.md"))


def html(body):
    return BLANKS.sub(" ", expanded(body).html).replace("> <", "><").strip()


def messages(body):
    return [warning["message"] for warning in expanded(body).warnings]


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        ("blue, 点开 看", "点开 看"),
        ("green open, 点开", "点开"),
        ("open:true 点开", "点开"),
        ("点开 color:blue child:codeblock", "点开"),
        ("blue::点开 看", "点开 看"),
        ("点开,#303030,white", "点开"),
        ("点开, cyan, white", "点开"),
        ("blue 'fas fa-ruler' flat 点开", "点开"),
        ('title="点开"', "点开"),
        ("info Notes about green tea", "Notes about green tea"),
    ],
)
def test_a_title_is_what_arguments_say_beside_style(arguments, title):
    shown = html(f"{{% folding {arguments} %}}\n文\n{{% endfolding %}}")

    assert shown == f"<p><strong>{title}</strong></p><p>文</p>"


@pytest.mark.parametrize(
    "arguments", ["blue 'fas fa-ruler' flat", 'style="info"', "color:red", "#fff"]
)
def test_style_alone_is_no_title(arguments):
    shown = html(f"{{% note {arguments} %}}\n文\n{{% endnote %}}")

    assert shown == "<blockquote><p>文</p></blockquote>"


def test_a_note_on_a_line_of_its_own_keeps_its_words():
    body = "{% note quote up, 记得 **备份** %}\n\n后文"

    assert html(body) == "<blockquote><p>记得 <strong>备份</strong></p></blockquote><p>后文</p>"
    assert messages(body) == []


def test_a_box_whose_end_is_missing_keeps_its_title_and_is_reported():
    body = "{% folding 点开 %}\n后文"

    assert html(body) == "<blockquote><p>点开</p></blockquote><p>后文</p>"
    assert "not closed" in messages(body)[0]


def test_marks_of_tabs_in_code_are_code():
    body = (
        "{% tabs x %}\n<!-- tab 甲 -->\n```\n<!-- tab 乙 -->\n```\n<!-- endtab -->\n{% endtabs %}"
    )

    assert html(body) == (
        "<p><strong>甲</strong></p><pre><code>&lt;!-- tab 乙 --&gt; </code></pre>"
    )


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{% hint style=\"info\" %}\n文\n{% endhint %}", "<blockquote><p>文</p></blockquote>"),
        ("{% mermaid graph LR %}\na\n{% endmermaid %}", "<pre><code>graph LR a </code></pre>"),
        ("{% btn regular::名::https://a.example::fa-x %}", '<p><a href="https://a.example">名</a></p>'),
        ("{% btn 名:: / %}", "<p>名</p>"),
        ("{% button color:cyan 下载 https://a.example icon:solar %}", '<p><a href="https://a.example">下载</a></p>'),
        ("{% btn https://a.example, color:blue, 下载 %}", '<p><a href="https://a.example">下载</a></p>'),
        ("{% label 字 color:blue %}", "<p><mark>字</mark></p>"),
        ("{% span 字 color:blue %}", "<p>字</p>"),
        ("{% bubble 词 , \"解\" ,\"#ec5830\" %}后", "<p>词（解）后</p>"),
        ("{% nota 词, 解 %}", "<p>词（解）</p>"),
        ("{% progress 75 green 学 %}", "<p>学 75 %</p>"),
        ("{% mark 亮 color:yellow %}{% sub 下 %}{% sup 上 %}", "<p><mark>亮</mark><sub>下</sub><sup>上</sup></p>"),
        ("{% hashtag 名 https://a.example color:red %}", '<p><a href="https://a.example">#名</a></p>'),
        ("{% inlineImg /a.png 150px %}", '<p><img src="/a.png" alt="" height="150"></p>'),
        ("{% image /a.jpg bg:white width:300px 说明 %}", '<figure><img src="/a.jpg" alt="说明"><figcaption>说明</figcaption></figure>'),
        ("{% ghcard a/b, theme=dark %}", '<p><a href="https://github.com/a/b">https://github.com/a/b</a></p>'),
        ("{% codepen a b dark %}", '<p><a href="https://codepen.io/a/pen/b">https://codepen.io/a/pen/b</a></p>'),
        ("{% fa fa-home %}文", "<p>文</p>"),
        ("{% folders %}\n<!-- folder 甲 -->\n一\n{% endfolders %}", "<p><strong>甲</strong></p><p>一</p>"),
        ("{% timeline 题,blue %}\n<!-- node 甲 -->\n一\n{% endtimeline %}", "<p><strong>题</strong></p><p><strong>甲</strong></p><p>一</p>"),
        ("{% cq A&B %}\n文\n{% endcq %}", "<blockquote><p>文</p><p><strong>A&amp;B</strong></p></blockquote>"),
        ("{% highlight ruby linenos %}\nx\n{% endhighlight %}", '<pre><code class="language-ruby">x </code></pre>'),
        ("{% url_for 名 a/b.html %}", '<p><a href="a/b.html">名</a></p>'),
        ("[名]({% url_for a/b.html %})", '<p><a href="a/b.html">名</a></p>'),
        ("{% asset_img a.jpg 两 词 %}", '<p><img src="a.jpg" alt="两 词" title="两 词"></p>'),
        ("{% img /a.jpg 100% auto 题 %}", '<p><img src="/a.jpg" alt="题" title="题" width="100%"></p>'),
    ],
)  # fmt: skip
def test_a_theme_s_tag_becomes_what_it_means(body, shown):
    assert html(body) == shown


def test_a_gallery_that_only_its_site_knows_leaves_a_note():
    body = "{% gallery url,https://a.example/b.json %}{% endgallery %}"

    assert "［此处原有内容无法显示：gallery" in html(body)
    assert "only its site knows" in messages(body)[0]
