"""Bodies to try the writing desk on: all that the tests of this repository make of markup."""

import ast
from pathlib import Path

from articles.html import MarkupRefused, clean_html, make_body
from articles.html.typed import typed_body
from articles.importing.markup.markdown import render

TESTS = Path(__file__).parent.parent
KEY = "95905b49-a2f4-520e-8523-124cd08dbd82"
IMAGE = f'<img data-image="{KEY}" alt="渡轮">'

# A body for each thing that a body may hold.
FEATURES = (
    "",
    "<p>一段。</p><p>二段。</p>",
    "<p>甲<br>乙<br><br>丙</p>",
    "<h2>一</h2><h3>二</h3><h4>三</h4>",
    "<p><strong>粗</strong><em>着重</em><u>线</u><s>删</s><mark>亮</mark><small>小</small></p>",
    "<p><strong><em>粗斜</em></strong><em><strong>斜粗</strong></em></p>",
    "<p><strong>一</strong><strong>二</strong><strong></strong></p>",
    "<p><sup>上<sup>上</sup></sup>H<sub>2</sub>O</p>",
    "<p><code>x</code><kbd>Ctrl</kbd><samp>y</samp><q>引</q><cite>书</cite></p>",
    '<p><abbr title="世界卫生组织">世卫</abbr><time datetime="2022-03-10">三月十日</time></p>',
    '<p><del datetime="2022-03-10">旧</del><ins>新</ins></p>',
    "<p><ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby><ruby>语<rt>yǔ</rt></ruby></p>",
    '<p><a href="https://a.example/?x=1&amp;y=2">链<strong>接</strong></a><a href="/x">二</a></p>',
    '<p class="align-center">中</p><p class="align-right" lang="en">right</p>',
    '<p lang="en">one\ntwo  three &lt;b&gt; "x" \' &amp;amp;</p>',
    "<p> 前后 </p><p>\u3000\u3000缩进\u00a0空</p>",
    '<ul>\n<li>甲</li>\n<li>乙\n<ol start="3"><li><p>丙</p></li></ol>\n</li>\n</ul>',
    '<ol start="1"><li>甲</li><li></li></ol>',
    "<dl><dt>词</dt><dd>义</dd><dd><p>又</p><p>义</p></dd></dl>",
    "<blockquote><p>甲</p><p>乙</p></blockquote><blockquote>散行</blockquote>",
    "<blockquote>\n<h3>题</h3>\n<ul><li>甲</li></ul></blockquote>",
    "<pre><code>if a &lt; b:\n\n    x = 1\n</code></pre><pre>甲\n  <strong>乙</strong></pre>",
    '<pre><code class="language-c++">a();\n</code></pre><pre><code class="language-py">\n\nx</code></pre>',
    "<p>甲</p><hr><p>乙</p>",
    f'<figure>{IMAGE}<figcaption>图说 <cite class="credit">新华社</cite></figcaption></figure>',
    f"<figure>{IMAGE}\n{IMAGE}{IMAGE}\n<figcaption><em>图</em>说</figcaption>\n</figure>",
    f'<figure>{IMAGE}</figure><figure class="align-right">{IMAGE}<figcaption></figcaption></figure>',
    f'<figure><img data-image="{KEY}"></figure><figure><img alt="" data-image="{KEY}"></figure>',
    f'<p>图<img data-image="{KEY}" alt="">在行里<a href="/x">{IMAGE}</a></p>',
    '<figure><img src="/media/a.jpg" alt="a" width="3" height="2"><figcaption>x</figcaption></figure>',
    f'<figure><a href="/x">{IMAGE}</a></figure><figure><figcaption>上</figcaption>{IMAGE}</figure>',
    "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    "<table>\n<caption>表</caption>\n<thead>\n<tr>\n<th>甲</th>\n<th>乙</th>\n</tr>\n</thead>\n<tbody>\n"
    "<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n<tfoot><tr><td>和</td><td>3</td></tr></tfoot></table>",
    '<table><tbody><tr><td colspan="2" rowspan="1">1</td></tr><tr><td>2</td><td><p>3</p></td></tr></tbody>'
    '<tbody><tr><th rowspan="2" colspan="2">4</th></tr><tr></tr></tbody></table>',
    f"<table><tbody><tr><td>{IMAGE}<br>旗</td><td>{IMAGE} 有</td><td>{IMAGE}{IMAGE}</td></tr></tbody></table>",
    "<table><tbody><tr><td>不</td></tr><tr><td>齐</td><td><ul><li>甲</li></ul></td></tr></tbody></table>",
    "<p>文<sup>[1]</sup>又<sup>[2]</sup></p><hr><ol><li><p>注一</p></li><li><p>注二</p></li></ol>",
    '<p><a href="https://www.bilibili.com/video/BV1">https://www.bilibili.com/video/BV1</a></p>',
    "散行 <strong>一</strong>\n<p>段</p>\n\n<p></p>尾",
    f"{IMAGE}<p>前图</p>",
    "<ul><li>甲<figure></figure></li></ul>",
    '<p><a href="/a"></a>空的链接<strong> </strong></p>',
    "<p>𠮷😀é\u200b零宽</p>",
)


def bodies_of_tests() -> list[str]:
    """Return what importing, typing and cleaning make of each piece of markup in the tests."""
    found = {clean_html(markup) for markup in FEATURES}
    for path in sorted([*TESTS.glob("html/*.py"), *TESTS.glob("importing/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(_bodies(node.value))
    return sorted(found)


def _bodies(markup: str) -> list[str]:
    if "<" not in markup and "\n" not in markup:
        return []
    ways = (clean_html, typed_body, lambda text: make_body(text).html, _from_markdown)
    bodies = []
    for way in ways:
        try:
            bodies.append(str(way(markup)))
        except MarkupRefused:
            continue
    return bodies


def _from_markdown(text: str) -> str:
    return make_body(render(text)).html
