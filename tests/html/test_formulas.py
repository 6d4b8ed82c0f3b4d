"""Formulas are their TeX, in the sentence that they are part of."""

import pytest

from articles.html import make_body

PICTURE = '<p><img src="https://www.zhihu.com/equation?tex={}" alt></p>'
FORMULAS = {
    "in a picture's address": (PICTURE.format("q%3D1-p+%2B+k"), "q=1-p + k"),
    "drawn by a server": (
        '<p><img src="https://latex.codecogs.com/gif.latex?%5Cdpi%7B150%7D%20%5Cfrac%7B1%7D%7B2%7D"></p>',
        r"\frac{1}{2}",
    ),
    "between signs": (r"<p>$$\frac{1}{2}$$</p>", r"\frac{1}{2}"),
    "between brackets": (r"<p>\(O(n)\)</p>", "O(n)"),
    "in a span": (r'<p><span class="vditor-math">\sum_&#123;v&#125; x</span></p>', r"\sum_{v} x"),
}


@pytest.mark.parametrize(("markup", "tex"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_is_its_tex(markup, tex):
    body = make_body(f"<p>得到：</p>{markup}<p>其中一段。</p>")

    assert body.html == f"<p>得到：</p><p><code>{tex}</code></p><p>其中一段。</p>"
    assert body.images == []


def test_formulas_that_were_given_paragraphs_return_into_their_sentence():
    body = make_body(
        f"<p>概率是</p>{PICTURE.format('p')}<p>，输的概率是</p>{PICTURE.format('q')}<p>局。</p><p>又一段。</p>"
    )

    assert body.html == ("<p>概率是<code>p</code>，输的概率是<code>q</code>局。</p><p>又一段。</p>")


def test_signs_of_formulas_in_code_and_prices_are_left_alone():
    markup = "<p><code>echo $$a$$</code>，$$ 5 与 $$6，x。</p><pre><code>$$b$$</code></pre>"

    assert make_body(markup).html == markup


def test_several_formulas_in_a_line_keep_their_order_and_the_words_between():
    body = make_body("<p>设 $$a$$ 与 $$b$$，<strong>而</strong> $$c$$ 为 $$d$$。</p>")

    assert body.html == (
        "<p>设 <code>a</code> 与 <code>b</code>，<strong>而</strong> <code>c</code> 为 <code>d</code>。</p>"
    )
