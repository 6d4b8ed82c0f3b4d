import bz2
import gzip
import lzma
import os
import tracemalloc
from pathlib import Path

import pytest

from articles.importing.readers import CollectionError, archives, open_collection
from tests.importing.readers.reading import PICTURE, TEXT, contents, problems, read

pytestmark = pytest.mark.usefixtures("temporary")


def test_what_the_finder_and_hexo_pass_over_is_passed_over(pack_zip):
    names = ["__MACOSX/._a.md", "x/._a.md", ".git/a.md", "_data/a.md", "a.md~", "_posts/a.md"]

    assert [raw.identifier for raw in read(pack_zip(*[(name, TEXT) for name in names]))] == [
        "_posts/a.md"
    ]


@pytest.mark.parametrize("pack", ["pack_zip", "pack_tar"])
def test_pictures_lie_beside_their_document_as_in_the_archive(request, pack):
    pack = request.getfixturevalue(pack)
    path = pack(
        ("top/a.md", TEXT),
        ("top/a/图.png", PICTURE),
        ("__MACOSX/top/a/x.png", PICTURE),
        ("top/b.exe", b"MZ"),
    )

    with open_collection(str(path)) as collection:
        (raw,) = collection.documents()
        assert Path(raw.beside, "a/图.png").read_bytes() == PICTURE
        assert Path(raw.beside).is_relative_to(raw.root)
        assert [p.name for p in Path(raw.root).rglob("*") if p.is_file()] == ["图.png"]
    assert not Path(raw.root).exists()


def test_a_picture_that_is_too_large_takes_no_room_and_shows_as_too_large(pack_zip, monkeypatch):
    monkeypatch.setattr(archives, "MAX_PICTURE_BYTES", 1000)
    with open_collection(str(pack_zip(("a.md", TEXT), ("a.png", os.urandom(2000))))) as collection:
        (raw,) = collection.documents()
        facts = Path(raw.root, "a.png").stat()

    assert facts.st_size == 1001
    assert facts.st_blocks == 0


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.md",
        "/abs/evil.md",
        "C:\\x\\..\\evil.md",
        "x\\evil.md",
        "C:evil.md",
        "../evil.png",
        "x" * 600 + ".md",
    ],
)
@pytest.mark.parametrize("pack", ["pack_zip", "pack_tar"])
def test_a_name_that_leads_elsewhere_is_reported_and_the_rest_is_read(
    request, tmp_path, pack, name
):
    before = set(tmp_path.rglob("*"))
    path = request.getfixturevalue(pack)((name, TEXT), ("a.md", TEXT))
    raws = read(path)

    assert contents(raws) == {"a.md": TEXT}
    assert list(problems(raws)) == [name[:500]]
    assert set(tmp_path.rglob("*")) - before == {path}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("pack", ["pack_zip", "pack_tar"])
def test_of_two_members_with_one_name_the_later_counts_and_the_other_is_reported(request, pack):
    raws = read(request.getfixturevalue(pack)(("a.md", b"old"), ("b.md", b"B"), ("a.md", b"new")))

    assert contents(raws) == {"b.md": b"B", "a.md": b"new"}
    assert problems(raws) == {
        "a.md (member 1)": "a later member of the archive has the same name, and counts"
    }
    assert len({raw.path for raw in raws}) == 3


@pytest.mark.parametrize("pack", ["pack_zip", "pack_tar"])
def test_a_bomb_is_the_problem_of_its_document_alone(request, pack):
    raws = read(request.getfixturevalue(pack)(("bomb.md", bytes(200_000_000)), ("a.md", TEXT)))

    assert list(problems(raws)) == ["bomb.md"]
    assert contents(raws) == {"a.md": TEXT}


def test_decomposed_names_become_composed(pack_zip):
    assert list(contents(read(pack_zip(("e\u0301.md", TEXT))))) == ["\u00e9.md"]


@pytest.mark.parametrize("name", ["n.zip", "n.tar", "n.tar.gz", "n.tar.xz", "n.tar.bz2"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive" * 1000,
        b"PK\x03\x04" + bytes(1000),
        gzip.compress(b"x" * 2000)[:-9],
        lzma.compress(b"x" * 2000),
        bz2.compress(b"x" * 2000),
    ],
    ids=["empty", "text", "zip without an end", "gzip cut short", "xz of text", "bzip2 of text"],
)
def test_what_is_no_archive_is_refused_with_a_clear_message(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(CollectionError, match="archive"):
        open_collection(str(path))


@pytest.mark.parametrize("pack", ["pack_zip", "pack_tar"])
def test_documents_are_read_one_at_a_time(request, pack):
    noise = os.urandom(1_000_000)
    path = request.getfixturevalue(pack)(*[(f"{n:02}.md", noise) for n in range(30)])
    tracemalloc.start()
    with open_collection(str(path)) as collection:
        assert sum(len(raw.content) for raw in collection.documents()) == 30_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 6_000_000


def test_a_document_is_read_to_its_limit_and_no_further(pack_zip, monkeypatch):
    monkeypatch.setattr(archives, "MAX_BYTES", 1000)
    raws = read(pack_zip(("a.md", os.urandom(1000)), ("b.md", os.urandom(1001))))

    assert list(contents(raws)) == ["a.md"]
    assert problems(raws) == {"b.md": "it has more than 1,000 bytes, which is all that is read"}


def test_a_full_disk_is_said_and_leaves_nothing_behind(pack_zip, monkeypatch):
    def full(_file, _content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    path = pack_zip(("a.md", TEXT), ("a.png", PICTURE))

    with pytest.raises(CollectionError, match="no room"):
        open_collection(str(path))
