"""Listings keep every sign of their code, and nothing that was put around it."""

import time

import pytest

from articles.html import clean_html, make_body
from articles.html.written_code import escaped_code

SHOWN = {
    "a form": '<form action="">\n <input type="text"> <br>\n 姓名<br>\n</form>\n<p>完</p>',
    "a script": '<script src="a.js"></script>\n<script>\n  let a = 1 < 2;\n</script>',
    "a component": '<template>\n  <div :style="{a: b > c}">\n    <span :class="on">好</span>\n  </div>\n'
    "</template>\n<style>\n.a { color: red }\n</style>",
    "a comment": "<!DOCTYPE html>\n<!-- 说明 -->\n<ul>\n  <li>甲</li>\n</ul>",
    "another language": '<?php\necho "<b>x</b>";\n?>',
    "known names as types": "List<Object> a;\nMap<Button, Map<Text, a>> m;\n#include <map>",
    "a tree of XML": "<dependency>\n    <groupId>a.b</groupId>\n</dependency>",
    "a picture": '<div><img src="a.jpg"></div>\n<iframe src="b.html"></iframe>',
    "a table": "<table>\n  <tr>\n    <td>1</td>\n  </tr>\n</table>",
}


@pytest.mark.parametrize("code", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize(
    "opener", ["<pre><code>", '<pre><code class="language-x copyable">', "<pre>"]
)
def test_markup_that_code_shows_is_text(opener, code):
    ender = "</code></pre>" if "code" in opener else "</pre>"
    kept = ' class="language-x"' if "language" in opener else ""

    body = make_body(f"<div><p>前文。</p>{opener}{code}{ender}<p>后文。</p></div>")

    written = code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert body.html == f"<p>前文。</p><pre><code{kept}>{written}</code></pre><p>后文。</p>"
    assert body.removed == []


INLINE = (
    "<template>",
    "<script>",
    "<router-view></router-view>",
    "<br>",
    "</div>",
    "<a>",
    "<p></p>",
    "<img />",
)


@pytest.mark.parametrize("code", INLINE)
def test_a_tag_that_a_line_names_as_code_is_text(code):
    body = make_body(f"<p>用<code>{code}</code>和<code>x</code>写。</p><p>后文。</p>")

    written = code.replace("<", "&lt;").replace(">", "&gt;")
    assert body.html == f"<p>用<code>{written}</code>和<code>x</code>写。</p><p>后文。</p>"


def test_tags_that_a_sentence_names_take_nothing_along():
    body = make_body("<p>用<script>标签，再写<form></form>，用<table>布局。</p><p>后文。</p>")

    assert body.html == (
        "<p>用&lt;script&gt;标签，再写&lt;form&gt;&lt;/form&gt;，用&lt;table&gt;布局。</p><p>后文。</p>"
    )


COLOURED = {
    "decoded tags": (
        '<pre><code class="hljs"><span class="hljs-meta"><!DOCTYPE <span class="hljs-keyword">html'
        '</span>></span>\n<span class="hljs-tag"><<span class="hljs-name">ul</span> '
        '<span class="hljs-attr">id</span>=<span class="hljs-string">"a"</span>></span>甲'
        '<span class="hljs-tag"></<span class="hljs-name">ul</span>></span></code></pre>',
        '&lt;!DOCTYPE html&gt;\n&lt;ul id="a"&gt;甲&lt;/ul&gt;',
    ),
    "decoded and coloured in part": (
        '<pre><code class="hljs"><template>\n  <span class="xml"><span class="hljs-tag"><<span '
        'class="hljs-name">b</span>></span></span>\n</template></code></pre>',
        "&lt;template&gt;\n  &lt;b&gt;\n&lt;/template&gt;",
    ),
    "styles": (
        '<pre><span style="color:#00f">for</span> i <span style="color:red"><</span> 10</pre>',
        "for i &lt; 10",
    ),
    "emphasis": (
        "<pre><strong>Input:</strong> a\n<strong>Output:</strong> b</pre>",
        "Input: a\nOutput: b",
    ),
    "a list of lines": (
        '<pre class="prettyprint linenums"><ol class="linenums"><li class="L0"><span class="pln">a'
        '</span></li><li class="L1"><span class="pln">  b</span></li></ol></pre>',
        "a\n  b",
    ),
    "a code a line": (
        '<pre><code><span class="x">a</span></code><code><span class="x">  b</span></code></pre>',
        "a\n  b",
    ),
    "paragraphs": ("<pre><p>a = 1;</p><p>  b = 2;</p></pre>", "a = 1;\n  b = 2;"),
    "a line end twice": ("<pre>a<br>\n  b<br>\n</pre>", "a\n  b"),
    "page in lines with breaks": (
        "<pre>$ curl a<br>\n<html><br>\n<body>404</body><br>\n</html><br>\n</pre>",
        "$ curl a\n&lt;html&gt;\n&lt;body&gt;404&lt;/body&gt;\n&lt;/html&gt;",
    ),
    "blanks that do not break": ("<pre>a<br>\u00a0\u00a0b</pre>", "a\n  b"),
    "an address": (
        '<pre>见 <a href="https://a.example/" target="_blank">https://a.example/</a></pre>',
        "见 https://a.example/",
    ),
    "lines in a paragraph": ("<p><code>a()\n\n  b()</code></p>", "a()\n\n  b()"),
    "a table of tokens": (
        '<div class="syntaxhighlighter"><table><tbody><tr><td class="gutter"><div class="line">1</div>'
        '<div class="line">2</div></td><td class="code"><div class="container"><div class="line"><code '
        'class="k">int</code> <code>a;</code></div><div class="line"><code>b;</code></div></div></td>'
        "</tr></tbody></table></div>",
        "int a;\nb;",
    ),
}


@pytest.mark.parametrize(("markup", "code"), COLOURED.values(), ids=COLOURED)
def test_what_a_highlighter_wrote_is_no_part_of_the_code(markup, code):
    assert make_body(f"<p>前</p>{markup}").html == f"<p>前</p><pre><code>{code}</code></pre>"


LANGUAGES = {
    "HTML's own word": ('<pre><code class="language-python">{}</code></pre>', "python"),
    "highlight.js": ('<pre><code class="hljs JavaScript">{}</code></pre>', "javascript"),
    "Prism": ('<pre class="language-c++ line-numbers"><code>{}</code></pre>', "c++"),
    "Hexo's table": (
        '<figure class="highlight js"><table><tr><td class="gutter"><pre><span class="line">1</span>'
        '</pre></td><td class="code"><pre><span class="line">{}</span></pre></td></tr></table></figure>',
        "js",
    ),
    "Jekyll's": (
        '<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highlight">'
        "<code>{}</code></pre></div></div>",
        "ruby",
    ),
    "SyntaxHighlighter": ('<pre class="brush: php; toolbar: false">{}</pre>', "php"),
    "Google's": ('<pre class="prettyprint lang-go linenums">{}</pre>', "go"),
    "GitHub's": ('<div class="highlight highlight-source-shell"><pre>{}</pre></div>', "shell"),
    "Pandoc's": ('<pre class="sourceCode r"><code class="sourceCode r">{}</code></pre>', "r"),
    "Chroma": ('<div class="highlight"><pre><code data-lang="yaml">{}</code></pre></div>', "yaml"),
    "CSDN's": ('<pre name="code" class="java">{}</pre>', "java"),
    "an attribute": ('<p><code lang="rust">{}\n</code></p>', "rust"),
}


@pytest.mark.parametrize(("markup", "language"), LANGUAGES.values(), ids=LANGUAGES)
def test_the_language_of_code_stays(markup, language):
    body = make_body(f"<p>前</p>{markup.format('x = y' + chr(10) + 'z')}")

    listing = f'<pre><code class="language-{language}">x = y\nz</code></pre>'
    assert body.html == f"<p>前</p>{listing}"
    assert clean_html(str(body.html)) == body.html


@pytest.mark.parametrize(
    "markup",
    [
        '<pre><code class="language-plaintext">x</code></pre>',
        '<pre><code class="language-代码">x</code></pre>',
        '<pre class="wp-block-code"><code>x</code></pre>',
        '<div lang="en"><pre lang="zh-Hans">x</pre></div>',
        '<pre><code class="c-snippet wide">x</code></pre>',
        f'<pre><code class="language-{"x" * 21}">x</code></pre>',
    ],
)
def test_what_is_no_language_is_not_kept(markup):
    assert make_body(f"<p>前</p>{markup}").html == "<p>前</p><pre><code>x</code></pre>"


def test_only_code_in_a_listing_has_a_language():
    assert clean_html(
        '<p><code class="language-js">x</code></p><pre class="language-js">y</pre>'
    ) == ("<p><code>x</code></p><pre>y</pre>")
    assert clean_html('<pre><code class="language-js credit">y</code></pre>') == (
        '<pre><code class="language-js">y</code></pre>'
    )


ADDED = {
    "copy button": (
        '<pre><code>x = y\n<span class="copy-code-btn">复制代码</span></code></pre>',
        "复制代码",
    ),
    "button with a language": (
        '<div class="code-header"><span>Java</span><button>复制</button></div><pre><code>x = y</code></pre>',
        "Java复制",
    ),
    "coloured numbers": (
        '<pre><span style="color:#088"> 1</span> x = y\n<span style="color:#088"> 2</span>   b</pre>',
        "1 2",
    ),
    "a list with a button": (
        '<div class="blockcode"><div id="code_a"><ol><li>x = y<br><li>&nbsp;&nbsp;b</ol></div>'
        "<em onclick=\"copycode($('code_a'));\">复制代码</em></div>",
        "复制代码",
    ),
    "numbers in a list": (
        '<pre><code>x = y</code><ul class="pre-numbering"><li>1</li></ul></pre>',
        "1",
    ),
}


@pytest.mark.parametrize(("markup", "told"), ADDED.values(), ids=ADDED)
def test_buttons_and_numbers_go_and_are_told(markup, told):
    body = make_body(f"<p>前</p>{markup}")

    assert body.html.startswith("<p>前</p><pre><code>x = y")
    assert told not in body.html
    assert [record["text"] for record in body.removed] == [told]


def test_a_code_without_an_end_leaves_the_piece_as_it_is():
    body = make_body("<p>用 <code>a 写。</p><p>第二段。</p><p>再用 <code>b</code>。</p>")

    assert "第二段。" in body.html
    assert "&lt;" not in body.html


def test_a_piece_laid_out_in_a_listing_stays_a_piece():
    body = make_body("<pre><h2>题</h2><p>第一段是一句话。</p><p>第二段也是一句话。</p></pre>")

    assert "&lt;" not in body.html
    assert "第二段也是一句话。" in body.html


HOSTILE = (
    "<pre>",
    "<code>",
    "<pre><span>",
    "<b></b>",
    '<i class="copy">',
    "<a href='",
    "<br>\n",
    "<p>x",
    '"<b>',
    "<code></p>x",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_listing_takes_no_longer_than_another(piece):
    started = time.process_time()

    for opener in ("", "<pre>", "<pre><code>"):
        escaped_code(f"{opener}{piece * (70_000 // len(piece))}</code></pre>")

    assert time.process_time() - started < 1.5
