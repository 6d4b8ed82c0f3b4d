"""What an export writes of a body, and that reading it gives the body again."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.html import clean_html, image_id
from articles.html.export import ExportedImage, export_body, read_exported_body

REMOTE = ExportedImage(
    src="https://pictures.example/a.jpg", width=640, height=480, alt="码头", credit="新华社"
)
LOCAL = ExportedImage(src="harbour.jpg", width=10, height=20)
LOCALISED = ExportedImage(src="bridge.png", original="http://pictures.example/b.png?x=1&y=<2>")
FILES = {"harbour.jpg": "local:1", "bridge.png": "local:2"}
KEYS = {
    image_id(REMOTE.src): REMOTE,
    image_id("local:1"): LOCAL,
    image_id(LOCALISED.original): LOCALISED,
}
UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")


def back(markup, **options):
    return read_exported_body(markup, locate=lambda address: FILES.get(address, ""), **options)


texts = st.one_of(
    st.sampled_from(
        [
            *(
                "{{ 1+1 }}",
                "{% raw %}",
                "{# x #}",
                "<!-- more -->",
                "--- ",
                "```\n~~~",
                "&amp; &nbsp;",
            ),
            *(
                "<body>",
                "</div>",
                "\u00a0空\u3000格",
                "图片来源：新华社",
                "未经授权，不得转载。",
                "\n\n行",
            ),
        ]
    ),
    st.text(max_size=20),
).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
captions = st.one_of(
    st.just(""),
    texts.map("<figcaption>{}</figcaption>".format),
    st.tuples(texts, texts).map(
        lambda pair: f'<figcaption>{pair[0]} <cite class="credit">{pair[1]}</cite></figcaption>'
    ),
)
alts = texts.map(lambda text: ' alt="{}"'.format(text.replace('"', "&quot;"))) | st.just("")
sizes = st.sampled_from(["", ' width="30" height="40"', ' class="align-right"'])
pictures = st.tuples(st.sampled_from([*KEYS, UNKNOWN]), alts, sizes).map(
    lambda parts: '<img data-image="{}"{}{}>'.format(*parts)
)
figures = st.tuples(st.lists(pictures, min_size=1, max_size=3), captions).map(
    lambda parts: "<figure>{}{}</figure>".format("".join(parts[0]), parts[1])
)
inline = st.one_of(
    texts,
    pictures,
    texts.map("<em>{}</em>".format),
    texts.map('<a href="/x?a=1&amp;b=&quot;2">{}</a>'.format),
    texts.map('<code lang="en">{}</code><br>'.format),
)
blocks = st.one_of(
    figures,
    inline,
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "h2", "h4", "pre"]), inline),
    texts.map('<p class="align-center">{}</p>'.format),
    texts.map("<pre><code>{}</code></pre>".format),
    texts.map('<pre><code class="language-c++">{}</code></pre>'.format),
    texts.map("<blockquote><p>{}</p><p></p></blockquote>\n".format),
    texts.map("<ul><li>{}</li><li></li></ul><hr>".format),
    texts.map('<table><tr><th colspan="2">{}</th></tr><tr><td></td></tr></table>'.format),
    pictures.map("<table><tr><td>{}</td><td>有</td></tr></table>".format),
    st.just('<figure><img src="/media/own.jpg" alt="own"></figure>\n\n'),
)
bodies = st.lists(blocks, max_size=6).map(lambda parts: clean_html("".join(parts)))


@given(bodies)
def test_a_body_comes_back_as_it_was(body):
    # What the sanitiser itself would change once more says nothing about the export.
    body = clean_html(str(body))

    assert back(export_body(body, KEYS)).html == body


@given(bodies, st.sampled_from([*KEYS.values()]), st.text(alphabet="图<&>{}\n 片", max_size=9))
def test_a_lead_picture_comes_back_with_its_caption(body, lead, caption):
    body = clean_html(str(body))

    written = export_body(body, KEYS, lead=lead, lead_caption=caption)
    read = back(written, lead=lead.address)

    address = FILES.get(lead.address, lead.address)
    assert (read.html, read.lead_caption) == (body, caption)
    assert (read.lead.image_id, read.lead.address) == (image_id(address), address)
    assert (read.lead.alt, read.lead.credit) == (lead.alt, lead.credit)


def test_pictures_stand_by_address_with_what_the_library_knows_of_them():
    body = clean_html(f'<figure><img data-image="{image_id(REMOTE.src)}" alt=""></figure>')

    written = export_body(body, KEYS)

    assert 'src="https://pictures.example/a.jpg"' in written
    assert 'alt="码头"' in written
    assert 'width="640" height="480"' in written
    assert ">新华社</cite></figcaption></figure>" in written
    assert "data-image" not in written


def test_what_the_library_knew_is_found_with_the_pictures():
    body = clean_html(f'<figure><img data-image="{image_id(REMOTE.src)}" alt=""></figure>')

    picture = back(export_body(body, KEYS)).images[0]

    assert (picture.alt, picture.credit) == ("码头", "新华社")
    assert (picture.width, picture.height) == (640, 480)


def test_a_picture_with_a_file_and_an_address_is_known_by_the_address():
    body = clean_html(f'<figure><img data-image="{image_id(LOCALISED.original)}" alt=""></figure>')

    written = export_body(body, KEYS)

    assert 'src="bridge.png"' in written
    assert back(written).images[0].address == LOCALISED.original


def test_no_comment_or_template_can_arise_from_an_attribute():
    body = clean_html(f'<p>a</p><figure><img data-image="{UNKNOWN}" alt="<!-- more -->"></figure>')

    assert "<!--" not in export_body(body, KEYS)


def test_each_block_stands_on_a_line_of_its_own():
    assert export_body(clean_html("<p>甲</p><h2>乙</h2><p>丙</p>"), {}) == (
        "<p>甲</p>\n<h2>乙</h2>\n<p>丙</p>\n"
    )


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        ('<p onclick="x()">a<script>alert(1)</script></p>', "<p>a</p>"),
        ('<p>a</p><img src="javascript:alert(1)">', "<p>a</p>"),
        ('<p>a</p><img src="data:image/png;base64,AA">', "<p>a</p>"),
        ('<p>a</p><img src="//elsewhere.example/x.jpg">', "<p>a</p>"),
        ('<p data-added="">gone</p><p>a</p>', "<p>a</p>"),
    ],
)
def test_a_forged_export_is_cleaned_like_any_document(markup, body):
    assert back(markup).html == body


def test_a_picture_that_leads_nowhere_is_noted_as_removed():
    read = back('<p>a</p><figure><img src="lost.jpg" alt=""></figure>')

    assert read.removed == [{"kind": "picture", "text": "lost.jpg"}]


def test_a_lead_picture_whose_figure_was_deleted_is_still_the_lead():
    read = back("<p>a</p>", lead="harbour.jpg")

    assert (read.lead.address, read.lead_caption) == ("local:1", "")
