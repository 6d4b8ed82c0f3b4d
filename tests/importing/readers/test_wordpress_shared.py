"""Reusable blocks of WordPress: what many posts show stands in each of them."""

import json

import pytest

from tests.importing.readers.wxr import attachment, documents, item


def reference(number, **attributes):
    return f"<!-- wp:block {json.dumps({'ref': number} | attributes)} /-->"


def paragraph(text):
    return f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"


def shared(number, body, **options):
    return item(number, kind="wp_block", body=body, **options)


def body_and_notes(path):
    document = documents(path)[0]
    lines = [line for line in document.body.split("\n") if line and not line.startswith("<!--")]
    return lines, [warning["message"] for warning in document.warnings]


def test_a_reusable_block_stands_where_a_post_names_it(export):
    body = f"{paragraph('一')}\n\n{reference(9)}\n\n{paragraph('二')}"

    found = body_and_notes(export(shared(9, paragraph("共用")), item(5, body=body)))
    behind = body_and_notes(export(item(5, body=body), shared(9, paragraph("共用"))))

    assert found == behind == (["<p>一</p>", "<p>共用</p>", "<p>二</p>"], [])


def test_its_pictures_are_those_of_the_library(export):
    small = '<img class="wp-image-7" src="https://bay.example/a-300x200.jpg">'
    file = attachment(7, "https://bay.example/a.jpg")
    found = documents(export(item(body=reference(9)), shared(9, small), file))[0]

    assert 'src="https://bay.example/a.jpg"' in found.body


def test_a_block_in_a_block_is_shown_and_one_in_itself_is_not(export):
    outer, inner = (
        shared(9, reference(8) + paragraph("外")),
        shared(8, paragraph("内") + reference(9)),
    )

    lines, notes = body_and_notes(export(item(5, body=reference(9)), outer, inner))

    assert "".join(lines).replace("\n", "").count("<p>") == 2
    assert notes == []


@pytest.mark.parametrize(
    "others",
    [
        (),
        (shared(9, paragraph("旧"), status="trash"),),
        (shared(9, paragraph("密"), more="<wp:post_password>x</wp:post_password>"),),
        (item(9, kind="page", body=paragraph("页")),),
    ],
)
def test_one_that_the_export_lacks_or_readers_do_not_see_is_told(export, others):
    lines, notes = body_and_notes(export(item(5, body=paragraph("一") + reference(9)), *others))

    assert lines == ["<p>一</p>"]
    assert notes == ["the reusable block 9 is not in the export: it is left out"]


def test_words_that_a_post_changes_in_a_block_are_told(export):
    body = reference(9, content={"题": {"content": "另一个"}})

    lines, notes = body_and_notes(export(item(5, body=body), shared(9, paragraph("共用"))))

    assert lines == ["<p>共用</p>"]
    assert notes == ["it changes words of the reusable block 9, which stand as there"]


def test_a_reference_that_names_nothing_is_told_once(export):
    body = paragraph("一") + '<!-- wp:block {"ref":"x"} /--><!-- wp:block {broken} /-->'

    assert body_and_notes(export(item(5, body=body)))[1] == [
        "the reusable block ? is not in the export: it is left out"
    ]


def test_blocks_that_multiply_end(export):
    blocks = [shared(n, reference(n + 1) * 200 + "文" * 500) for n in range(10, 14)]

    document = documents(export(item(5, body=reference(10)), *blocks))[0]

    assert len(document.body) < 2_500_000
    assert "some are left out" in document.warnings[-1]["message"]
