import yaml
from hypothesis import given

from articles.exporting.front_matter import front_matter
from articles.importing.front_matter import split_front_matter
from tests.exporting.state import plain
from tests.exporting.strategies import unknown_keys


@given(unknown_keys)
def test_front_matter_is_read_as_it_was_written(values):
    values = {"title": "x", **values}

    matter = split_front_matter(f"{front_matter(values)}body\n")

    assert repr(plain(matter.values)) == repr(values)
    assert (matter.body, matter.warnings) == ("body\n", [])


def test_texts_stay_texts_for_older_yaml_too():
    written = front_matter({"a": "no", "b": "0123", "c": "2022-03-10", "d": "1e3", "e": 12})

    assert next(yaml.safe_load_all(written)) == {
        "a": "no",
        "b": "0123",
        "c": "2022-03-10",
        "d": "1e3",
        "e": 12,
    }
