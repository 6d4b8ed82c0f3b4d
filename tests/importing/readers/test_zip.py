import os
import stat
import zipfile

import pytest

from articles.importing.readers import CollectionError, open_collection
from tests.importing.readers.reading import TEXT, contents, problems, read

pytestmark = pytest.mark.usefixtures("temporary")


def test_a_zip_is_read_in_its_order(pack_zip):
    path = pack_zip(("2022/", b""), ("2022/b.md", TEXT), ("2022/a.md", b"A"))
    raws = read(path)

    assert contents(raws) == {"2022/b.md": TEXT, "2022/a.md": b"A"}
    assert [raw.path for raw in raws] == [f"{path}/2022/b.md", f"{path}/2022/a.md"]


def test_a_link_in_a_zip_is_reported(pack_zip):
    info = zipfile.ZipInfo("link.md")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    raws = read(pack_zip((info, b"/etc/passwd"), ("a.md", TEXT)))

    assert problems(raws) == {"link.md": "not read: this is a link or a device, no regular file"}
    assert contents(raws) == {"a.md": TEXT}


def test_a_small_member_that_unpacks_to_much_is_a_bomb(pack_zip):
    raws = read(pack_zip(("bomb.md", bytes(1_000_000)), ("a.md", b" " * 50_000)))

    assert problems(raws) == {"bomb.md": "it unpacks to more than 200 times its size: a bomb"}
    assert contents(raws) == {"a.md": b" " * 50_000}


def test_a_size_that_the_header_understates_is_not_trusted(pack_zip):
    path = pack_zip(("a.md", os.urandom(6_000_000)), ("b.md", TEXT))
    packed = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("a.md").file_size
    path.write_bytes(packed.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little")))
    raws = read(path)

    assert problems(raws)["a.md"].startswith("it is damaged")
    assert contents(raws) == {"b.md": TEXT}


def test_members_that_overlap_are_reported(pack_zip):
    path = pack_zip(*[(f"{name}.md", os.urandom(300)) for name in "abc"])
    packed = bytearray(path.read_bytes())
    second = packed.index(b"PK\x01\x02", packed.index(b"PK\x01\x02") + 1)
    packed[second + 42 : second + 46] = bytes(4)
    path.write_bytes(packed)

    reason = "not read: it overlaps with another member, as in a bomb"
    assert problems(read(path)) == {"a.md": reason, "b.md": reason}


def test_an_encrypted_member_is_reported(pack_zip):
    path = pack_zip(("a.md", TEXT), ("b.md", TEXT))
    packed = bytearray(path.read_bytes())
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(packed)
    raws = read(path)

    assert problems(raws) == {"a.md": "not read: it is encrypted; pack it anew without a password"}
    assert contents(raws) == {"b.md": TEXT}


def test_a_damaged_member_is_reported_and_the_rest_is_read(pack_zip):
    path = pack_zip(("a.md", os.urandom(3000)), ("b.md", TEXT))
    packed = bytearray(path.read_bytes())
    packed[200:220] = bytes(20)
    path.write_bytes(packed)
    raws = read(path)

    assert problems(raws)["a.md"].startswith("it is damaged")
    assert contents(raws) == {"b.md": TEXT}


def test_a_rare_way_of_packing_is_reported(tmp_path):
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.md", TEXT)

    assert "pack it anew" in problems(read(path))["a.md"]


def test_names_in_gb18030_and_in_unmarked_utf_8_are_read(tmp_path):
    path = tmp_path / "news.zip"
    names = ["新闻/中国.md".encode("gb18030"), "新闻/海湾.md".encode()]
    # zipfile writes ASCII alone without the mark: names of the same length take their place.
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(str(number) * len(name), TEXT)
    packed = path.read_bytes()
    for number, name in enumerate(names):
        packed = packed.replace(str(number).encode() * len(name), name)
    path.write_bytes(packed)

    assert list(contents(read(path))) == ["新闻/中国.md", "新闻/海湾.md"]


def test_a_zip_that_is_cut_short_is_refused_with_advice(pack_zip):
    path = pack_zip(("a.md", TEXT), ("b.md", TEXT))
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(CollectionError, match="cut short"):
        open_collection(str(path))
