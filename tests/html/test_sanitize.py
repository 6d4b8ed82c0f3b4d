import pytest
from bleach.sanitizer import Cleaner
from hypothesis import given
from hypothesis import strategies as st

from articles.html import CleanHTML, MarkupRefused, clean_html, text_of
from articles.html.sanitize import TAGS, _is_kept

SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa\tScRiPt:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='javascript:123'>x</a>",
    "<a href='data:1'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<img src='javascript:123'><img src='cid:9'><img src='data:image/svg+xml,<svg/>'>",
    "<iframe src='https://evil.example'></iframe>",
    "<form action='https://evil.example'><button formaction='javascript:1'>go</button></form>",
    "<p style='background:url(javascript:1)' onclick='alert(1)'>text</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<base href='https://evil.example'><meta http-equiv=refresh content='0;url=javascript:1'>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<p id=forms name=submit>x</p>",
]
FORBIDDEN = (
    "<script",
    "onerror",
    "onload",
    "onclick",
    "javascript:",
    "vbscript:",
    "<svg",
    "<iframe",
)


@pytest.mark.parametrize("markup", SCRIPTS)
def test_nothing_that_runs_stays(markup):
    cleaned = clean_html(f"<p>before</p>{markup}<p>after</p>")

    assert not [word for word in FORBIDDEN if word in cleaned.lower().replace("&lt;", "")]
    assert "style=" not in cleaned
    assert "id=" not in cleaned
    assert "before" in cleaned


@pytest.mark.parametrize(
    "address", ["javascript:123", "data:1", "cid:9", " java\nscript:1", "x\x01:y"]
)
def test_an_address_with_another_scheme_is_left_out(address):
    assert "href" not in clean_html(f'<p><a href="{address}">here</a></p>')


@pytest.mark.parametrize(
    "address", ["https://a.example/?a=1&amp;b=2", "/on/this/site/", "mailto:a@b.c"]
)
def test_an_ordinary_address_stays(address):
    assert clean_html(f'<a href="{address}">x</a>') == f'<a href="{address}">x</a>'


def test_scripts_and_styles_do_not_become_prose():
    assert (
        clean_html("<style>p{color:red}</style><p>text</p><script>var a</script>") == "<p>text</p>"
    )


def test_text_around_unknown_elements_stays():
    assert (
        text_of(clean_html("<center><font color=red>红</font><blink>字</blink></center>")) == "红字"
    )


def test_bold_and_italic_become_strong_and_emphasis():
    assert clean_html("<p><b>a</b><i>b</i></p>") == "<p><strong>a</strong><em>b</em></p>"


def test_only_known_classes_stay():
    cleaned = clean_html('<p class="align-center evil">a</p><p class="evil">b</p>')

    assert cleaned == '<p class="align-center">a</p><p>b</p>'


def test_a_library_key_must_be_a_uuid():
    good = '<img data-image="95905b49-a2f4-520e-8523-124cd08dbd82" alt="">'

    assert clean_html(good) == good
    assert clean_html('<img data-image="../../x" alt="">') == '<img alt="">'


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "字" * 700_000 + "</p>",
        "<p " + " ".join(f"a{n}=1" for n in range(401)) + ">x</p>",
        "<p " + " ".join(f'a{n}="<"' for n in range(20_000)) + ">x</p>",
        "<div>" * 300 + "x",
        "<b>" * 16_000 + "x",
        "<b>x</b>" * 20_001,
    ],
    ids=["size", "attributes", "attributes with brackets", "depth", "great depth", "elements"],
)
def test_markup_beyond_the_limits_is_refused(markup):
    with pytest.raises(MarkupRefused):
        clean_html(markup)


def test_a_lone_surrogate_and_control_characters_are_dropped():
    assert clean_html("<p>a\ud800b\x0bc\x00d</p>") == "<p>abcd</p>"


def test_open_brackets_in_a_style_are_no_trouble():
    assert clean_html(f'<p style="a:{"(" * 500}">x</p>') == "<p>x</p>"


def test_unescaped_signs_in_prose_stay_text():
    assert text_of(clean_html("<p>1 < 2 & 3 > 2，a<b</p>")).startswith("1 < 2 & 3 > 2，a")


FRAGMENTS = st.sampled_from(
    [
        "<ruby>",
        "<rt>",
        "<pre>\n",
        "<tr><td>",
        "&nbsp;",
        "&amp;lt;",
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<table>",
            "<td>",
            "</table>",
        ),
        *(
            "<ul>",
            "<li>",
            "</ul>",
            "<a href='https://a.example/?x=1&y=2'>",
            "</a>",
            "<br>",
            "<pre>",
        ),
        *("</pre>", "<h1>", "</h1>", "<blockquote>", "<figure>", "<figcaption>", "</figure>"),
        *(
            "<img src='//a.example/b.jpg' alt='\"x'>",
            "&amp;",
            "&lt;",
            "&nbsp;",
            "&",
            "<",
            ">",
            "\n",
        ),
        *(
            "字",
            "text",
            "<svg>",
            "<style>",
            "</style>",
            "<!-- x -->",
            '<p style="a:\'b">',
            "'",
            '"',
        ),
        *(
            "<tr>",
            "</tr>",
            "<th>",
            "<tbody>",
            "<caption>",
            "</td>",
            "<dd>",
            "</dl>",
            "<small>",
            "<q>",
        ),
        *("<cite class='credit'>", "</cite>", "<sub>", "</small>", "<section>", "<ol>", "</li>"),
        *(
            "<code>",
            "</code>",
            "<hr>",
            "<dl><dt>",
            "<ruby>",
            "<rt>",
            "<s>",
            "</s>",
            "\u3000",
            "\x00",
        ),
    ]
)


@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_cleaning_twice_changes_nothing(markup):
    cleaned = clean_html(markup)

    assert clean_html(str(cleaned)) == cleaned


@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_bleach_with_its_own_parser_finds_nothing_left_to_change(markup):
    cleaned = clean_html(markup)
    whole = Cleaner(
        tags=TAGS, attributes=_is_kept, strip=True, protocols={"http", "https", "mailto", "tel"}
    )
    whole.serializer.use_best_quote_char = False

    assert whole.clean(str(cleaned)) == cleaned


def test_what_was_cleaned_is_known_to_be_clean():
    cleaned = clean_html("<p>x</p>")

    assert isinstance(cleaned, CleanHTML)
    assert clean_html(cleaned) is cleaned
