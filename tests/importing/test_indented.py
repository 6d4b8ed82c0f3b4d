import re
import time

import pytest

from articles.importing.documents import read_document
from articles.importing.markup import expand
from articles.importing.markup.indented import settle_indented


def html(body):
    document = read_document(f"---\ntitle: Title\n---\n{body}".encode(), name="a.md")
    return re.sub(r"\s+", " ", expand(document).html).strip()


def test_four_blanks_behind_an_indented_item_are_inside_it():
    shown = html(
        "  1. **Steady your phone.**\n  \n"
        "    The best [picture](/a_b/c) comes from one on a tripod.\n  2. Next\n"
    )

    assert "<pre>" not in shown
    assert "comes from one on a tripod." in shown
    assert shown.count("<ol>") == 1


def test_a_picture_behind_an_indented_item_is_one():
    shown = html('  1. Draw.\n  \n    {{< figure src="/a.jpg" alt="A" >}}\n  2. Next\n')

    assert '<img src="/a.jpg" alt="A">' in shown
    assert "{{" not in shown


def test_an_end_tag_behind_an_indented_item_is_not_shown():
    assert "&lt;/p" not in html("  1. One\n    \n    </p>\n  2. Two\n    \n    </p>\n")


def test_cells_behind_a_blank_line_are_cells():
    shown = html(
        "<table>\n  <tr>\n    <td>\n      Pro\n    </td>\n    \n    <td>\n      Con\n"
        "    </td>\n  </tr>\n</table>\n"
    )

    assert "<pre>" not in shown
    assert shown.count("<td>") == 2


@pytest.mark.parametrize(
    "body",
    [
        "Run:\n\n    <p>\n    npm install\n",
        "<p>Run:</p>\n\n    <td>one</td>\n",
        "  1. Run:\n  \n    a = b[c](d)\n",
        "  1. Run:\n  \n    npm install it\n",
        "<div>\n\n```\n    <p>\n```\n\n</div>\n",
    ],
)
def test_what_is_code_stays_code(body):
    assert settle_indented(body) == body


@pytest.mark.parametrize("unit", ["<", "<p", "<p ", "  1. a\n\n    ", "](", "&", "    <td>\n\n"])
def test_long_odd_texts_are_read_quickly(unit):
    text = "  1. a\n\n    <td>\n<table>\n" + unit * (20_000 // len(unit))
    started = time.process_time()

    settle_indented(text)

    assert time.process_time() - started < 1
