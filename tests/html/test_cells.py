"""Pictures in tables: those of data keep their cell, those that only lay a page out do not."""

from articles.html import images_of, make_body

SIGN = '<img src="https://a.example/{}.png" width="16" height="16"{}>'


def cells(markup, **options):
    """The rows of the first table of the body, and what was found."""
    body = make_body(markup, **options)
    table = body.html.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [row.split("<td>")[1:] for row in table.split("<tr>")[1:]]
    assert [i.image_id for i in images_of(body.html)] == [i.image_id for i in body.images]
    return [[cell.partition("</td>")[0] for cell in row] for row in rows], body


def test_a_picture_stays_in_its_cell_without_a_link_that_enlarges_it():
    rows, body = cells(
        "<table><tr><th>型号</th><th>外观</th></tr><tr><td>甲型，续航四百公里</td><td>"
        '<a href="https://a.example/big.jpg"><img src="https://a.example/small.jpg"></a><br>白色</td>'
        '</tr><tr><td>乙型</td><td><a href="https://b.example/"><img src="https://a.example/b.jpg">'
        "</a></td></tr></table><p>后文。</p>"
    )

    first, second = body.images
    assert first.address == "https://a.example/big.jpg"
    assert rows[1][1] == f'<img data-image="{first.image_id}" alt=""><br>白色'
    assert rows[2][1] == (
        f'<a href="https://b.example/"><img data-image="{second.image_id}" alt=""></a>'
    )
    assert body.html.endswith("</table><p>后文。</p>")


def test_ticks_without_words_stay_where_they_tell_something():
    rows, body = cells(
        f"<table><tr><td>离线</td><td>{SIGN.format('yes', '')}</td><td>{SIGN.format('no', '')}</td>"
        f"</tr><tr><td>导出</td><td>{SIGN.format('yes', '')}</td><td></td></tr></table>"
    )

    yes, no = f'<img data-image="{body.images[0].image_id}" alt="">', "no.png"
    assert [row[1] for row in rows] == [yes, yes]
    assert body.images[1].address.endswith(no)
    assert body.removed == []


def test_a_flag_beside_a_name_stays_and_an_emoji_becomes_its_character():
    emoji = '<img class="emoji" src="https://a.example/1f600.png" alt="😀" height="20">'
    flag = SIGN.format("cn", ' alt="中国国旗"')
    rows, body = cells(
        f"<table><tr><td>{flag} 中国</td><td>1</td></tr>"
        f"<tr><td>{emoji}好</td><td>2</td></tr></table>"
    )

    assert rows[0][0] == f'<img data-image="{body.images[0].image_id}" alt="中国国旗"> 中国'
    assert rows[1][0] == "😀好"


def test_a_counter_of_visits_in_a_cell_goes():
    rows, body = cells(
        '<table><tr><td>1</td><td>2<img src="https://a.example/t" width="1" height="1"></td></tr>'
        "<tr><td>3</td><td>4</td></tr></table>"
    )

    assert rows[0] == ["1", "2"]
    assert [record["kind"] for record in body.removed] == ["picture"]


def test_a_picture_without_an_address_leaves_its_cell():
    _rows, body = cells(
        '<table><tr><th>甲</th></tr><tr><td>一<img src="data:image/png;base64,AA"></td><td>二</td>'
        "</tr></table>"
    )

    assert "<img" not in body.html
    assert [record["kind"] for record in body.removed] == ["picture"]


def test_a_table_that_holds_nothing_but_pictures_of_data_is_kept():
    rows, body = cells(
        "<table><tr><th></th><th></th></tr><tr>"
        '<td><img src="https://a.example/1.jpg"></td><td><img src="https://a.example/2.jpg"></td></tr></table>'
    )

    assert len(body.images) == 2
    assert rows[1][1].startswith("<img data-image")


def test_a_grid_of_pictures_still_becomes_figures():
    body = make_body(
        '<table><tr><td><img src="https://a.example/1.jpg"></td><td><img src="https://a.example/2.jpg">'
        "</td></tr><tr><td>甲</td><td>乙</td></tr></table>"
    )

    assert "<table>" not in body.html
    assert body.html.count("<figure>") == 2


def test_the_lead_is_not_taken_out_of_a_cell():
    _rows, body = cells(
        '<table><tr><td><img src="https://a.example/1.jpg"></td><td>甲</td><td>乙</td></tr></table>'
        '<table><tr><th><img src="https://a.example/1.jpg"></th><th>甲</th></tr></table>',
        lead="https://a.example/1.jpg",
    )

    assert "<th><img data-image" in body.html
    assert body.lead.address == "https://a.example/1.jpg"


def test_a_document_cannot_say_itself_that_a_picture_stands_in_a_cell():
    body = make_body('<p>甲<img data-in-cell height="9" src="" alt="乙">丙</p>')

    assert (body.html, body.images) == ("<p>甲乙丙</p>", [])
