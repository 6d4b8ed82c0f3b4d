import gc
import gzip
import itertools
import os
import tarfile
import tracemalloc

import pytest

from articles.importing.readers import open_collection
from tests.importing.readers.reading import TEXT, contents, problems, read

pytestmark = pytest.mark.usefixtures("temporary")


@pytest.mark.parametrize("name", ["n.tar", "n.tar.gz", "n.tgz", "n.tar.xz", "n.txz", "n.tar.bz2"])
def test_a_tar_is_read_in_its_order_however_it_is_packed(pack_tar, name):
    raws = read(pack_tar(("top/b.md", TEXT), ("./top/a.md", b"A"), name=name))

    assert [(raw.identifier, raw.content) for raw in raws] == [
        ("top/b.md", TEXT),
        ("top/a.md", b"A"),
    ]
    assert {raw.folder for raw in raws} == {"n"}


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_links_and_devices_in_a_tar_are_reported(pack_tar, kind):
    info = tarfile.TarInfo("link.md")
    info.type, info.linkname = kind, "/etc/passwd"
    raws = read(pack_tar((info, b""), ("a.md", TEXT)))

    assert problems(raws) == {"link.md": "not read: this is a link or a device, no regular file"}
    assert contents(raws) == {"a.md": TEXT}


@pytest.mark.parametrize("name", ["n.tar", "n.tar.gz", "n.tar.xz", "n.tar.bz2"])
@pytest.mark.parametrize("share", [0.5, 0.8, 0.98])
def test_a_tar_that_breaks_off_gives_what_was_readable_and_a_problem(pack_tar, name, share):
    path = pack_tar(*[(f"{n:03}.md", os.urandom(40_000)) for n in range(50)], name=name)
    packed = path.read_bytes()
    path.write_bytes(packed[: int(len(packed) * share)])
    with open_collection(str(path)) as collection:
        raws = list(collection.documents())
        # Nobody knows what the lost part held.
        assert collection.holds("049.md")
        assert collection.count() == len(raws)

    assert len(contents(raws)) >= 1
    assert list(contents(raws)) == [f"{n:03}.md" for n in range(len(contents(raws)))]
    assert raws[-1].problem.startswith("the archive breaks off")


@pytest.mark.parametrize("at", [512 * 2, 512 * 2 + 100])
def test_a_tar_that_ends_between_members_or_in_a_header_breaks_off(pack_tar, at):
    path = pack_tar(("a.md", TEXT), ("b.md", TEXT), name="n.tar")
    path.write_bytes(path.read_bytes()[:at])
    raws = read(path)

    assert contents(raws) == {"a.md": TEXT}
    assert list(problems(raws)) == ["the rest of the archive"]


def test_a_header_that_points_backwards_does_not_go_round_for_ever(pack_tar):
    path = pack_tar(("a.md", TEXT), ("b.md", TEXT), name="n.tar")
    packed = bytearray(path.read_bytes())
    header = bytearray(packed[1024:1536])
    header[124:136] = b"\xff" + (-2048).to_bytes(11, "big", signed=True)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    packed[1024:1536] = header
    path.write_bytes(packed)
    raws = read(path)

    assert contents(raws) == {"a.md": TEXT}
    assert "the rest of the archive" in problems(raws)


def test_a_header_longer_than_memory_is_not_read(tmp_path):
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 100_000_000
    path = tmp_path / "n.tar.gz"
    with gzip.open(path, "wb", 1) as archive:
        first = tarfile.TarInfo("a.md")
        first.size = 512
        archive.write(first.tobuf() + bytes(512) + info.tobuf() + bytes(info.size))
    tracemalloc.start()
    raws = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert problems(raws) == {
        "the rest of the archive": "the archive breaks off: a header is longer than any is; what came after is missing"
    }
    assert peak < 10_000_000


def test_a_tar_that_unpacks_without_end_breaks_off(pack_tar, monkeypatch):
    monkeypatch.setattr("articles.importing.readers.tars.FLOOR", 1_000_000)
    raws = read(pack_tar(("a.md", TEXT), ("b.md", bytes(20_000_000)), ("c.md", TEXT)))

    assert contents(raws) == {"a.md": TEXT}
    assert "it unpacks to more than" in problems(raws)["the rest of the archive"]


def test_a_tar_of_many_members_leaves_only_their_names_in_memory(pack_tar):
    path = pack_tar(*[(f"{n}.md", b"x") for n in range(5_000)], name="n.tar")
    tracemalloc.start()
    with open_collection(str(path)) as collection:
        documents = collection.documents()
        assert sum(1 for _raw in itertools.islice(documents, 4_999)) == 4_999
        # How much lies about until the next collection depends on what ran before this test,
        # and so does whether pathlib's names make the table of all interned strings grow.
        gc.collect()
        held = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(False, "*pathlib*")])
        assert len(list(documents)) == 1
    tracemalloc.stop()

    assert sum(trace.size for trace in held.traces) / 5_000 < 400


def test_a_tar_with_something_else_in_its_middle_breaks_off_there(pack_tar):
    path = pack_tar(("a.md", TEXT), ("b.md", TEXT), name="n.tar")
    packed = bytearray(path.read_bytes())
    packed[1024:1536] = b"x" * 512
    path.write_bytes(packed)
    raws = read(path)

    assert contents(raws) == {"a.md": TEXT}
    assert "what follows is no member" in problems(raws)["the rest of the archive"]
