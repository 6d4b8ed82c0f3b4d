import uuid

from articles.html import PageImage, clean_text, excerpt_of, one_line, present, text_of

KEY = "95905b49-a2f4-520e-8523-124cd08dbd82"
IMAGE = f'<img data-image="{KEY}" alt="">'
CAPTION = '<figcaption>图说 <cite class="credit">新华社</cite></figcaption>'
FIGURE = f"<figure>{IMAGE}{CAPTION}</figure>"
REMOTE = PageImage("https://a.example/1.jpg", 500, 300, "替代", "", is_remote=True)


def shown(body, language="zh-Hans", **changes):
    picture = PageImage(**{**vars(REMOTE), **changes})
    return present(body, {uuid.UUID(KEY): picture}, language=language)


def test_a_picture_gets_its_address_size_and_lazy_loading():
    page = shown(FIGURE)

    assert 'src="https://a.example/1.jpg"' in page
    assert 'width="500" height="300"' in page
    assert 'loading="lazy"' in page
    assert 'alt="替代"' in page
    assert "data-image" not in page


def test_a_remote_picture_is_fetched_without_a_referrer_and_ours_needs_no_such_word():
    assert 'referrerpolicy="no-referrer"' in shown(FIGURE)
    assert "referrerpolicy" not in shown(FIGURE, src="/media/1.jpg", is_remote=False)


def test_the_credit_gets_the_label_of_the_language():
    assert "图片来源：新华社" in shown(FIGURE)
    assert "Credit: 新华社" in shown(FIGURE, "en")


def test_a_credit_known_only_to_the_library_is_shown():
    page = shown(f'<figure><img data-image="{KEY}" alt=""></figure>', credit="路透社")

    assert text_of(page) == "图片来源：路透社"


def test_a_picture_that_is_not_in_the_library_leaves_a_word():
    page = present(FIGURE, {}, language="zh-Hans")

    assert "图片不可用" in page
    assert "图说" in page


def test_a_picture_tells_how_much_room_it_wants():
    assert 'class="shape-7"' in shown(FIGURE)
    assert 'class="shape-2"' in shown(FIGURE, height=4000)
    assert 'class="shape-10"' in shown(FIGURE, height=20)
    assert 'class="shape-4 small"' in shown(FIGURE, width=120, height=120)
    assert "class" not in shown(f'<p><img data-image="{KEY}" alt=""></p>', width=None)


def test_a_picture_in_a_cell_asks_for_a_copy_as_wide_as_a_column():
    table = f"<table><tbody><tr><td>{IMAGE}</td><td>1</td></tr></tbody></table>"

    copies = (("image/webp", "/media/a.webp 320w"),)
    page = shown(f"{table}{FIGURE}", renditions=copies)

    assert page.count('sizes="auto, 10rem"') == 1
    assert page.count("36rem, 100vw") == 1


def test_a_table_and_code_get_a_box_that_the_keyboard_reaches():
    table = "<table><caption>吞吐量</caption><tbody><tr><td>1</td></tr></tbody></table>"

    page = shown(f"{table}{table.replace('<caption>吞吐量</caption>', '')}<pre>code</pre>")

    assert page.count('class="table-box" role="group"') == 2
    assert 'aria-label="吞吐量" tabindex="0"' in page
    assert 'aria-label="表格" tabindex="0"' in page
    assert '<pre role="group" aria-label="代码" tabindex="0">' in page
    assert 'aria-label="Code"' in shown("<pre>code</pre>", "en")


def test_a_chinese_paragraph_with_a_long_word_is_not_stretched():
    paragraph = "<p>依赖由 dependencyManagement 声明。</p><p>短词 jar 无妨。</p>"

    assert shown(paragraph).count('<p class="ragged">') == 1
    assert "ragged" not in shown(paragraph, "en")
    assert 'class="align-right"' in shown('<p class="align-right">dependencyManagement</p>')


def test_several_pictures_of_a_figure_are_marked():
    assert '<figure class="several">' in shown(
        FIGURE.replace("<figcaption>", f'<img data-image="{KEY}" alt=""><figcaption>')
    )


def test_text_has_a_line_a_block():
    markup = "<h2>题</h2><p>一<br>二</p><ul><li>三</li><li>四</li></ul><table><tr><td>5</td><td>6</td></tr></table>"

    assert text_of(markup) == "题\n一\n二\n三\n四\n5 6"


def test_text_can_leave_captions_out():
    assert text_of(f"<p>一</p>{FIGURE}<p>二</p>", figures=False) == "一\n二"


def test_an_excerpt_ends_with_a_sentence_or_says_that_it_is_cut():
    assert excerpt_of("短。") == "短。"
    assert excerpt_of("第一句话到此为止。" * 3, limit=20) == "第一句话到此为止。" * 2
    assert excerpt_of("没有句号" * 20, limit=10) == "没有句号没有句号没…"
    assert excerpt_of("words without any end here", limit=12) == "words…"


def test_a_line_has_no_characters_that_deceive():
    assert one_line(" a\u202eb\u200b  c\n d\x00 ") == "ab c d"


def test_line_ends_are_alike():
    assert clean_text("a\r\nb\rc\x0cd") == "a\nb\ncd"
