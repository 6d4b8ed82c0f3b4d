import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.importing.front_matter import split_front_matter
from articles.models import Source
from tests.exporting.state import document_of, plain, told


def test_unknown_keys_keep_their_types(make_post, export, read):
    make_post(
        source=Source.objects.create(name="甲"), identifier="a.txt", extra={"a": "no", "b": 1.5}
    )

    document = document_of(export()).read_text()

    assert "\na: 'no'\nb: 1.5\n" in document


def test_a_key_that_hexo_would_take_for_its_own_stands_apart(make_post, export):
    make_post(extra={"engine": "njk", "permalink": "../../x", "toc": True})

    matter = split_front_matter(document_of(export()).read_text())

    assert plain(matter.values["newsroom_extra"]) == {"engine": "njk", "permalink": "../../x"}
    assert plain(matter.values["toc"]) is True


def test_a_post_without_a_date_comes_back_unchanged(make_post, export, read):
    make_post(status="draft", published_at=None, slug="2022-03-10-x")
    before = told()
    site = export()

    outcomes = read(site)

    assert document_of(site).parent.name == "undated"
    assert (outcomes, told()) == (["unchanged"], before)


def test_two_pictures_of_one_description_get_two_names(make_post, make_picture, export):
    pictures = [make_picture(shade, alt="港口") for shade in (1, 2)]
    body = "".join(f'<figure><img data-image="{p.pk}" alt=""></figure>' for p in pictures)
    make_post(body=body)

    folder = document_of(export()).with_suffix("")

    assert sorted(file.name for file in folder.iterdir()) == ["gang-kou-2.png", "gang-kou.png"]


def test_a_picture_that_the_storage_has_lost_is_told_and_its_place_is_kept(
    make_post, make_picture, export, read, capsys
):
    picture = make_picture(1)
    make_post(body=f'<p>甲</p><figure><img data-image="{picture.pk}" alt=""></figure>')
    before = told()
    picture.file.storage.delete(picture.file.name)

    site = export()

    assert f"{picture.file.name} is not in the storage" in capsys.readouterr().err
    assert read(site) == ["unchanged"]
    assert told() == before


def test_an_export_is_the_same_each_time(seed, make_post, export):
    make_post(extra={"b": 1, "a": 2}, tags=["乙", "甲"])
    call_command("import_posts", str(seed), stdout=io.StringIO())

    one, other = export(), export()

    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert all((one / file).read_bytes() == (other / file).read_bytes() for file in files)


def test_the_address_in_hexo_is_that_of_the_page(make_post, export):
    post = make_post(slug="ma-tou")

    document = document_of(export())

    path = document.relative_to(document.parents[3])
    assert f"/{path.with_suffix('').as_posix()}/" == post.get_absolute_url()


@pytest.mark.parametrize("name", ["there", "there/file"])
def test_a_folder_that_holds_something_is_left_alone(db, tmp_path, name):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("mine")

    with pytest.raises(CommandError) as raised:
        call_command("export_posts", str(tmp_path / name), format="hexo")

    assert raised.value.returncode == 2
    assert [file.name for file in (tmp_path / "there").iterdir()] == ["file"]


def test_an_empty_folder_is_filled(db, tmp_path):
    (tmp_path / ".part").mkdir()

    call_command("export_posts", str(tmp_path), format="hexo")

    assert sorted(file.name for file in tmp_path.iterdir() if file.name != "media") == [
        *("_config.yml", "package.json", "scripts", "source", "themes")
    ]


def test_an_export_that_fails_leaves_nothing(make_post, make_picture, tmp_path):
    picture = make_picture(1)
    make_post(body=f'<figure><img data-image="{picture.pk}" alt=""></figure>')
    path = Path(picture.file.path)
    path.unlink()
    path.mkdir()

    with pytest.raises(CommandError) as raised:
        call_command("export_posts", str(tmp_path / "site"), format="hexo")

    assert raised.value.returncode == 2
    assert not (tmp_path / "site").exists()


def test_a_file_in_the_way_is_told(db, tmp_path):
    (tmp_path / "file").write_text("mine")

    with pytest.raises(CommandError) as raised:
        call_command("export_posts", str(tmp_path / "file" / "site"), format="hexo")

    assert raised.value.returncode == 2


def test_queries_do_not_grow_with_authors_and_sections(
    make_post, make_category, export, django_assert_max_num_queries
):
    for number in range(5):
        make_post(authors=[f"作者{number}"], categories=[make_category("甲", str(number))])

    with django_assert_max_num_queries(9):
        export()
