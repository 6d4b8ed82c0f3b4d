import pytest

from articles.importing.errors import DocumentError
from articles.importing.front_matter import Scalar, split_front_matter


def values(text):
    return split_front_matter(text).values


def texts(text):
    return {key: value.text for key, value in values(text).items()}


def test_keys_and_body_are_parted():
    matter = split_front_matter("---\ntitle: 标题\n---\n<p>正文</p>\n")

    assert matter.values == {"title": Scalar("标题", "标题")}
    assert matter.body == "<p>正文</p>\n"
    assert matter.body_line == 4


@pytest.mark.parametrize("start", ["\n", "\n\n", "\ufeff", "\ufeff\n", " \n"])
def test_a_mark_and_blank_lines_before_the_fence_are_passed_over(start):
    assert texts(f"{start}---\ntitle: a\n---\nb") == {"title": "a"}


def test_blanks_after_fences_and_a_tab_after_a_key_are_passed_over():
    assert texts("---  \ntitle:\ta\n--- \nb") == {"title": "a"}


def test_the_closing_fence_may_be_glued_to_the_body():
    assert split_front_matter("---\ntitle: a\n---body").body == "body"


def test_fences_must_be_the_same():
    assert values("----\ntitle: a\n---\nb") == {}


@pytest.mark.parametrize(
    "text", ["plain text", "---\n---\nb", "---\njust words\n---\nb", "---\nno end"]
)
def test_what_is_no_front_matter_is_body(text):
    matter = split_front_matter(text)

    assert matter.values == {}
    assert matter.body == text


def test_json_between_semicolons_is_read():
    assert values(';;;\n"title": "a", "n": 1\n;;;\nb') == {
        "title": Scalar("a", "a"),
        "n": Scalar("1", 1),
    }


def test_front_matter_without_its_first_fence_is_read_when_its_keys_are_telling():
    assert texts("title: a\ndate: 2022-03-10\n---\nb")["date"] == "2022-03-10"
    assert values("Note: a first paragraph\n---\nb") == {}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("no", "no"), ("yes", "yes"), ("on", "on"), ("1:30", "1:30"), ("true", True)),
        *(("0123", 123), ("12", 12), ("1.5", 1.5), ("1e10", "1e10"), ("1_000", "1_000")),
        *(("~", None), ("", None), ("2022-03-10", "2022-03-10"), ("'12'", "12")),
    ],
)
def test_scalars_are_those_of_yaml_1_2_and_dates_stay_text(written, value):
    assert values(f"---\nx: {written}\n---\n")["x"].value == value


def test_a_number_keeps_its_spelling():
    assert texts("---\nabbrlink: 0123\n---\n") == {"abbrlink": "0123"}


def test_a_repeated_key_is_reported_with_its_line():
    matter = split_front_matter("\n---\ntitle: a\nx: 1\ntitle: b\n---\n")

    assert matter.values["title"].text == "b"
    assert "line 5" in matter.warnings[0]["message"]


@pytest.mark.parametrize(
    ("matter", "line", "word"),
    [
        ("title: a\nt: 标题: x", 3, "quotes"),
        ("title: [a", 3, "YAML"),
        ("title: @x", 2, "YAML"),
        ("- a\n- b", 2, "list"),
        ("x: !!python/object/apply:os.system ['true']", 2, "tag"),
        ("x: !custom y", 2, "tag"),
        ("? [a]\n: b", 2, "key"),
        ("a: &a [*a]", 2, "values"),
        ("x: " + "[" * 9 + "]" * 9, 2, "deep"),
        ("x: " + "[" * 20_000, None, ""),
        ("%YAML 9", None, ""),
    ],
)
def test_what_cannot_be_read_names_line_and_reason(matter, line, word):
    with pytest.raises(DocumentError) as raised:
        split_front_matter(f"---\n{matter}\n---\n")

    assert raised.value.line == line or line is None
    assert word in raised.value.message


def test_aliases_cannot_explode():
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
    )

    with pytest.raises(DocumentError, match="1,000"):
        split_front_matter(f"---\n{bomb}---\n")


def test_long_front_matter_is_refused():
    with pytest.raises(DocumentError, match="longer"):
        split_front_matter("---\nx: " + "a" * 70_000 + "\n---\n")


def test_escapes_cannot_smuggle_characters_in():
    assert texts('---\ntitle: "a\\0b\\x0bc"\n---\n') == {"title": "abc"}


def test_toml_between_plus_signs_is_read():
    matter = split_front_matter(
        '+++\ntitle = "a"\ndate = 2022-03-10T08:00:00+08:00\ntags = ["b"]\n+++\nbody\n'
    )

    assert matter.values["title"].text == "a"
    assert matter.values["date"].text == "2022-03-10 08:00:00+08:00"
    assert [tag.text for tag in matter.values["tags"]] == ["b"]
    assert (matter.body, matter.body_line) == ("body\n", 6)


def test_broken_toml_names_its_place():
    with pytest.raises(DocumentError) as raised:
        split_front_matter("\n+++\ntitle = a\n+++\n")

    assert (raised.value.line, raised.value.column) == (3, 9)
    assert "quotes" in raised.value.message


def test_a_json_object_with_telling_keys_is_front_matter():
    matter = split_front_matter('{\n"title": "a",\n"x": [1, {"y": null}]\n}\nbody')

    assert matter.values["title"].text == "a"
    assert (matter.body, matter.body_line) == ("body", 5)
    assert values('{"x": 1}\nbody') == {}
    assert values("{% note %}a{% endnote %}") == {}


def test_a_json_object_between_hexos_fences_or_before_one_is_read():
    assert split_front_matter(';;;\n{"title": "a"}\n;;;\nb').body == "b"

    matter = split_front_matter('{\n"title": "a"\n}\n;;;\nb')

    assert (matter.values["title"].text, matter.body) == ("a", "b")


def test_a_repeated_key_in_json_is_reported_with_its_line():
    matter = split_front_matter(';;;\n"title": "a",\n"x": 1,\n"title": "b"\n;;;\nb')

    assert matter.warnings[0]["message"].startswith("line 4: the key “title” is repeated")


def test_a_value_in_json_is_found_on_the_line_of_its_key():
    written = ';;;\n"title": "\\"date\\": 1",\n\n"date":\n  "x", "tags": ["a"]\n;;;\nb'
    values = split_front_matter(written).lines

    assert (values["title"], values["date"], values["tags"]) == (2, 4, 5)


def test_bad_json_is_body_and_reported():
    matter = split_front_matter(";;;\ntitle: a\n;;;\nb")

    assert matter.values == {}
    assert "JSON" in matter.warnings[0]["message"]


@pytest.mark.parametrize("line", ["title:无空格", "title:\u3000全角", "title：全角"])
def test_a_colon_that_parts_nothing_is_reported(line):
    matter = split_front_matter(f"---\n{line}\n---\nb")

    assert matter.values == {}
    assert "line 2: write “title: ”" in matter.warnings[0]["message"]


@pytest.mark.parametrize(
    "matter",
    [
        *("x: *y", "x: !重磅 y", "x: [Emacs] y", "x: 'a", "x: a: b", "x: @y"),
        *("x: - y", "x: |y", "x: > y", "x: ? y", "x: {{ y }}"),
    ],
)
def test_what_cannot_be_read_comes_with_advice(matter):
    with pytest.raises(DocumentError, match=r"quot|bracket") as raised:
        split_front_matter(f"---\n{matter}\n---\n")

    assert raised.value.column is not None


def test_a_block_that_ends_in_another_fence_is_reported_with_what_to_do():
    with pytest.raises(DocumentError, match="the very line that opens it"):
        split_front_matter("-----\ntitle: a\n---\n文\n-----\n字\n")


def test_the_lines_of_keys_are_known():
    assert split_front_matter("\n---\na: 1\nb:\n  c: 2\nd: 3\n---\n").lines == {
        "a": 3,
        "b": 4,
        "d": 6,
    }


@pytest.mark.parametrize("fence", ["+++", "---"])
def test_a_block_that_is_not_closed_is_reported(fence):
    matter = split_front_matter(f"{fence}\ntitle: a\nbody")

    assert "not closed" in matter.warnings[0]["message"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"""""""\'港口的「夜」\'"""""""', "港口的「夜」"),
        ('"""Harbour lights"""', "Harbour lights"),
        ('"He said "go" and Let\'s"', 'He said "go" and Let\'s'),
        ("'It's windy'", "It's windy"),
        ("'甲'与'乙'", "甲'与'乙"),
    ],
)
def test_marks_without_escapes_are_read_as_written_and_told(written, title):
    matter = split_front_matter(f"---\nx: 1\ntitle: {written}\n---\nbody")

    assert matter.values["title"].text == title
    assert [warning["message"][:6] for warning in matter.warnings] == ["line 3"]


def test_marks_that_are_as_they_should_be_are_left_alone():
    assert texts('---\ntitle: \'It\'\'s\'\nx: "a \\"b\\""\ny: ""\n---\n') == {
        "title": "It's",
        "x": 'a "b"',
        "y": "",
    }
