from articles.html import make_body


def blocks(markup):
    body = make_body(markup)
    return body.html, [image.address for image in body.images]


def test_a_heading_with_a_figure_stays_a_heading():
    plain, _ = blocks('<h2>一题<figure><img src="https://a.cn/a.jpg"></figure></h2><p>文。</p>')
    told, _ = blocks(
        '<h2>一题<figure><img src="https://a.cn/a.jpg"><figcaption>图注</figcaption></figure></h2>'
    )

    assert plain.startswith("<h2>一题</h2><figure>")
    assert told.startswith("<h2>一题</h2><figure>")
    assert "<figcaption>图注</figcaption>" in told


def test_a_word_behind_a_picture_in_its_emphasis_stays_in_its_sentence():
    html, images = blocks(
        '<p><strong><a href="https://a.cn/"><figure><img src="https://a.cn/a.jpg"></figure></a>'
        "Instagram</strong> is a tool.</p>"
    )

    assert html.endswith("<p><strong>Instagram</strong> is a tool.</p>")
    assert html.startswith("<figure>")
    assert images == ["https://a.cn/a.jpg"]


def test_a_picture_behind_the_words_of_a_link_stands_behind_it():
    html, _ = blocks('<p><a href="https://a.cn/">图<img src="https://a.cn/a.jpg"></a></p>')

    assert html.startswith('<p><a href="https://a.cn/">图</a></p><figure>')
