"""A quote that nobody closed takes no text along."""

import pytest

from articles.html import make_body
from articles.html.open_quotes import with_closed_quotes
from articles.importing.limits import cpu_limit

REST = '<p>第二段。</p><p class="a">第三段 <a href="https://a.example/y">链</a>。</p>'
KEPT = '<p>第二段。</p><p>第三段 <a href="https://a.example/y">链</a>。</p>'


@pytest.mark.parametrize("rest", [(REST, KEPT), ("<p>末段。</p>", "<p>末段。</p>")])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_the_text_behind_an_address_without_its_quote_stays(rest, quote):
    body = make_body(f"<p>见<a href={quote}https://a.example/x>此处</a>。</p>{rest[0]}")

    assert body.html == f'<p>见<a href="https://a.example/x">此处</a>。</p>{rest[1]}'
    assert body.removed == []


@pytest.mark.parametrize("end", [">", "/>", " />"])
def test_a_picture_without_its_quote_is_shown_with_what_follows(end):
    body = make_body(f'<p>前</p><img src="https://a.example/a.jpg{end}{REST}')

    assert [image.address for image in body.images] == ["https://a.example/a.jpg"]
    assert body.html.endswith(KEPT)


def test_a_class_and_an_alternative_text_are_closed_too():
    assert make_body(f'<p class="a b>第一段。</p>{REST}').html == f"<p>第一段。</p>{KEPT}"
    shown = make_body(f'<p>前</p><img src="https://a.example/a.jpg" alt="渡轮>{REST}').html
    assert 'alt="渡轮"' in shown
    assert shown.endswith(KEPT)


def test_an_apostrophe_paragraphs_later_does_not_close_it():
    body = make_body("<p><a href='https://a.example/x>one</a></p><p>It's two.</p>")

    assert body.html == '<p><a href="https://a.example/x">one</a></p><p>It\'s two.</p>'


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="x?a>b&c<d">文</a>',
        '<a title="5 > 3 <br> 真" href="x">文</a>',
        '<a title="<p>段</p>" data-x=\'{"a":"<p>b</p>"}\'>文</a>',
        "<a onclick=\"if(a>b){c.innerHTML='<p>d</p>'}\">文</a>",
        '<script>var a = "<a href=\\"x>" + b + "</a><p>";</script>文',
        '<!-- <a href="x>旧</a> --><p class="y">文</p>',
        '写 href="x> 就错了，<p class="y">文</p>',
        '<unknown href="x>文</p><p class="y">文</p>',
        '<p>文</p><a href="https://a.exam',
    ],
)
def test_what_may_be_meant_so_is_left_as_it_is(markup):
    assert with_closed_quotes(markup) == markup


@pytest.mark.parametrize(
    "piece", ["<a href='x>", "<p title='x>", '<a href="x>', "<img alt=\"'>", "<a b='c>d"]
)
def test_behind_very_many_open_quotes_the_text_stays_within_the_time_of_a_document(piece):
    with cpu_limit():
        body = make_body(f"{piece * 17_000}<p>末段。</p>")

    assert "末段。" in body.html


def test_capitals_of_other_languages_move_nothing():
    body = make_body('<p>İİİİ<a href="https://a.example/x>此处</a>。</p><p>末段。</p>')

    assert body.html == '<p>İİİİ<a href="https://a.example/x">此处</a>。</p><p>末段。</p>'


@pytest.mark.parametrize("piece", ["<!--", "<style>", "<script>"])
def test_very_many_unclosed_comments_stay_within_the_time_of_a_document(piece):
    written = piece * (5_000_000 // len(piece)) + "<a href='>"

    with cpu_limit():
        assert with_closed_quotes(written) == f"{written[:-1]}'>"
