import re

import pytest

from articles.importing.documents import read_document
from articles.importing.markup import expand

BLANKS = re.compile(r"\s+")


def expanded(body):
    return expand(read_document(f"---\ntitle: 标题\n---\n{body}".encode(), name="a.md"))


def html(body):
    return BLANKS.sub(" ", expanded(body).html).replace("> <", "><").strip()


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{% quote %}\n文\n{% endquote %}", "<blockquote><p>文</p></blockquote>"),
        ("{% blockquote 鲁迅, 呐喊 %}\n文\n{% endblockquote %}", "<blockquote><p>文</p><footer>— 鲁迅，<cite>呐喊</cite></footer></blockquote>"),
        ("{% blockquote 鲁迅 https://a.example/b 题 %}\n文\n{% endblockquote %}", '<blockquote><p>文</p><footer>— 鲁迅，<cite><a href="https://a.example/b">题</a></cite></footer></blockquote>'),
        ("{% pullquote right %}\n文\n{% endpullquote %}", "<blockquote><p>文</p></blockquote>"),
        ("{% codeblock 例 lang:js https://a.example 源 %}\na < b {{ c }}\n{% endcodeblock %}", '<p>例 <a href="https://a.example">源</a></p><pre><code class="language-js">a &lt; b {{ c }} </code></pre>'),
        ("{% code %}\n{% x %}\n{% endcode %}", "<pre><code>{% x %} </code></pre>"),
        ("{% img a b /c.jpg 3 4 \"题\" \"替\" %}", '<p><img src="/c.jpg" alt="替" title="题" width="3" height="4"></p>'),
        ("{% img /c.jpg '\"题\" \"替\"' %}", '<p><img src="/c.jpg" alt="替" title="题"></p>'),
        ("{% img /c.jpg \"题 '替'\" %}", '<p><img src="/c.jpg" alt="替" title="题"></p>'),
        ("{% image https://a.example/x %}", '<p><img src="https://a.example/x" alt=""></p>'),
        ("{% image /c.jpg, width=3px, alt=替 %}", '<figure><img src="/c.jpg" alt="替"><figcaption>替</figcaption></figure>'),
        ("{% asset_img left c.jpg 题 %}", '<p><img src="own/c.jpg" alt="题" title="题"></p>'),
        ("{% asset_image \"a b.jpg\" %}", '<p><img src="own/a b.jpg" alt=""></p>'),
        ("{% asset_link a.pdf 文件 %}", '<p><a href="own/a.pdf">文件</a></p>'),
        ("[文]({% asset_path a b.pdf %})", '<p><a href="own/a%20b.pdf">文</a></p>'),
        ("{% link 名 https://a.example/ true %}", '<p><a href="https://a.example/">名</a></p>'),
        ("{% link 名, https://a.example/, /i.png %}", '<p><a href="https://a.example/">名</a></p>'),
        ("{% iframe https://a.example/v 3 4 %}", '<iframe src="https://a.example/v"></iframe>'),
        ("{% post_link a-b 题 目 %}", "<p>题 目</p>"),
        ("{% post_link a-b %}", "<p>［文章：a-b］</p>"),
        ("{% youtube abc %}", '<p><a href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a></p>'),
        ("{% bilibili 12 %}", '<p><a href="https://www.bilibili.com/video/av12">https://www.bilibili.com/video/av12</a></p>'),
        ("{% video /a.mp4 %}", '<video src="/a.mp4"></video>'),
        ('{% dplayer "url=https://a.example/v.mp4" "pic=x" %}', '<video src="https://a.example/v.mp4"></video>'),
        ('{% meting "12" "netease" "song" %}', '<p><a href="https://music.163.com/#/song?id=12">https://music.163.com/#/song?id=12</a></p>'),
        ('{% aplayer "歌" "人" "https://a.example/b.mp3" %}', '<p><a href="https://a.example/b.mp3">歌 – 人</a></p>'),
        ("{% note info no-icon 题 %}\n**文**\n{% endnote %}", "<blockquote><p><strong>题</strong></p><p><strong>文</strong></p></blockquote>"),
        ("{% notel blue fa-check '题' %}\n文\n{% endnotel %}", "<blockquote><p><strong>题</strong></p><p>文</p></blockquote>"),
        ("{% tabs x, 1 %}\n<!-- tab 甲@fa-x -->\n一\n<!-- endtab -->\n<!-- tab 乙 -->\n二\n<!-- endtab -->\n{% endtabs %}", "<p><strong>甲</strong></p><p>一</p><p><strong>乙</strong></p><p>二</p>"),
        ("{% hideToggle 题,#fff %}\n文\n{% endhideToggle %}", "<p><strong>题</strong></p><p>文</p>"),
        ("{% details 题 %}\n文\n{% enddetails %}", "<p><strong>题</strong></p><p>文</p>"),
        ("文{% label primary @字 %}文", "<p>文<mark>字</mark>文</p>"),
        ("{% label 字 blue %}", "<p><mark>字</mark></p>"),
        ("{% btn https://a.example/,名,home fa-fw %}", '<p><a href="https://a.example/">名</a></p>'),
        ("{% btn 'https://a.example/',名,far fa-hand,outline %}", '<p><a href="https://a.example/">名</a></p>'),
        ("{% span red, 字 %}", "<p>字</p>"),
        ("{% checkbox green checked, 办 %}", "<p>☑ 办</p>"),
        ("{% timeline 题 %}\n<!-- timeline 一月 -->\n文\n<!-- endtimeline -->\n{% endtimeline %}", "<p><strong>题</strong></p><p><strong>一月</strong></p><p>文</p>"),
        ("{% cq %}\n文\n{% endcq %}", "<blockquote><p>文</p></blockquote>"),
        ("{% mermaid %}\na --> b\n{% endmermaid %}", "<pre><code>a --&gt; b </code></pre>"),
        ("{% gallery %}\n![](/a.jpg)\n{% endgallery %}", '<p><img src="/a.jpg" alt="" /></p>'),
        ("{% kbd Ctrl %}", "<p><kbd>Ctrl</kbd></p>"),
        ("[文]({{ site.baseurl }}/a)", '<p><a href="/a">文</a></p>'),
        ("[文]({{ '/a/' | relative_url }})", '<p><a href="/a/">文</a></p>'),
        ("[文]({% post_url 2020-1-2-name %})", '<p><a href="/2020/01/02/name.html">文</a></p>'),
        ('{% include figure.html src="/a.jpg" caption="说 *明*" %}', '<figure><img src="/a.jpg" alt="说 *明*"><figcaption>说 <em>明</em></figcaption></figure>'),
        ('{% include video id="abc" provider="youtube" %}', '<p><a href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a></p>'),
        ("{% comment %}不见{% endcomment %}文", "<p>文</p>"),
        ("{% if x %}甲{% else %}乙{% endif %}", "<p>甲乙</p>"),
    ],
)  # fmt: skip
def test_a_tag_becomes_what_it_means(body, shown):
    document = read_document(f"---\ntitle: 标题\n---\n{body}".encode(), name="a.md")

    result = expand(document, locate_asset=lambda name: f"own/{name}").html

    assert BLANKS.sub(" ", result).replace("> <", "><").strip() == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('{{< figure src="/a.jpg" alt="替" caption="说" attr="人" attrlink="https://a.example" width="3" >}}', '<figure><img src="/a.jpg" alt="替" width="3"><figcaption>说 <a href="https://a.example">人</a></figcaption></figure>'),
        ('{{< figure src="/a.jpg" title="题" >}}', '<figure><img src="/a.jpg" alt="题"><figcaption><strong>题</strong></figcaption></figure>'),
        ('{{< legacy-img src="2016/a.jpg" alt="x" >}}', '<figure><img src="2016/a.jpg" alt="x"></figure>'),
        ('{{< youtube id="abc" title="题" >}}', '<p><a href="https://www.youtube.com/watch?v=abc">题</a></p>'),
        ('{{< tweet user="CIA" id="12" >}}', '<p><a href="https://twitter.com/CIA/status/12">https://twitter.com/CIA/status/12</a></p>'),
        ("{{< gist a b >}}", '<p><a href="https://gist.github.com/a/b">https://gist.github.com/a/b</a></p>'),
        ('[文]({{< ref "news/a.md#b" >}} "题")', '<p><a href="/news/a/#b" title="题">文</a></p>'),
        ('<a href="{{< tmp "x/y.md" >}}">文</a>', '<p><a href="/x/y/">文</a></p>'),
        ('[文]({{< who "a.pdf" >}})', '<p><a href="a.pdf">文</a></p>'),
        ("{{< highlight go \"linenos=true\" >}}\na := 1\n{{< /highlight >}}", '<pre><code class="language-go">a := 1 </code></pre>'),
        ("甲{{< highlight >}}乙{{< /highlight >}}", "<p>甲<mark>乙</mark></p>"),
        ('{{< quote-block text="文" cite="人" >}}', "<blockquote><p>文</p><footer>— 人</footer></blockquote>"),
        ("{{% notice tip %}}\n**文**\n{{% /notice %}}", "<blockquote><p><strong>文</strong></p></blockquote>"),
        ('{{< card-prompt intro="问" button-text="答" button-url="https://a.example" >}}{{< /card-prompt >}}', '<blockquote><p>问</p><p><a href="https://a.example">答</a></p></blockquote>'),
        ('{{< accordion kicker="甲" title="乙" >}}文{{< /accordion >}}', "<p><strong>甲</strong></p><p><strong>乙</strong></p><p>文</p>"),
        ('{{< button href="https://a.example" text="名" >}}', '<p><a href="https://a.example">名</a></p>'),
        ("{{</* youtube a */>}}", "<p>{{&lt; youtube a &gt;}}</p>"),
        ("`{{</* youtube a */>}}`", "<p><code>{{&lt; youtube a &gt;}}</code></p>"),
        ("{{< what a >}}", "<p>［此处原有内容无法显示：what a］</p>"),
        ("{{< what a >}}文{{< /what >}}", "<p>文</p>"),
        ("{{< br />}}文", "<p>文</p>"),
    ],
)  # fmt: skip
def test_a_shortcode_becomes_what_it_means(body, shown):
    assert html(body) == shown


@pytest.mark.parametrize(
    "body",
    [
        '{% img "/a.jpg" 1 2 "\\"><script>x</script>" %}',
        '{% youtube "><script>x</script> %}',
        "{% foo <script>x</script> %}",
        "{% codeblock <script>x</script> %}<script>x</script>{% endcodeblock %}",
        '{{< figure src="/a.jpg" alt="<script>x</script>" >}}',
    ],
)
def test_arguments_never_become_markup(body):
    assert "<script" not in expanded(body).html


def test_a_picture_that_only_its_site_knows_is_told_of():
    result = expanded('{{< img src="a-name" >}}')

    assert "［此处原有图片 a-name］" in result.html
    assert "only its site knows" in result.warnings[0]["message"]


def test_pictures_that_only_their_site_knows_are_told_of_in_one_warning():
    result = expanded("\n\n".join(f'{{{{< img src="name-{n}" >}}}}' for n in range(4)))

    assert len(result.warnings) == 1
    assert "lines 4, 6, 8, 10" in result.warnings[0]["message"]
    assert "(“name-0”, “name-1”, “name-2” and 1 more)" in result.warnings[0]["message"]
