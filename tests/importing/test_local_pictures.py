import hashlib

import pytest

from articles.importing.local_pictures import LocalPictures
from articles.importing.readers import RawDocument

CONTENT = b"a picture"
LOCAL = f"local:{hashlib.sha256(CONTENT).hexdigest()}"


@pytest.fixture
def pictures(tmp_path):
    """A function that gives the pictures of inbox/posts/a.md, `files` having been written."""

    def pictures(*files, assets=False, **options):
        folder = tmp_path / "inbox" / "posts"
        folder.mkdir(parents=True)
        for file in files:
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(CONTENT)
        raw = RawDocument(
            identifier="posts/a.md",
            path="inbox/posts/a.md",
            root=str(tmp_path / "inbox"),
            folder="inbox",
            beside=str(folder),
            content=b"",
            assets=str(tmp_path / "site") if assets else "",
        )
        return LocalPictures(raw, **options)

    return pictures


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("inbox/posts/b.jpg", "b.jpg"),
        ("inbox/posts/b.jpg", "./b.jpg?x=1#y"),
        ("inbox/img/b.jpg", "../img/b.jpg"),
        ("inbox/posts/a/b.jpg", "b.jpg"),
        ("inbox/posts/图 片.jpg", "%E5%9B%BE%20%E7%89%87.jpg"),
        ("site/images/b.jpg", "/images/b.jpg"),
        ("site/images/b.jpg", "images/b.jpg"),
    ],
)
def test_a_picture_is_found_beside_in_its_own_folder_and_in_the_sites(pictures, file, address):
    found = pictures(file, assets=True)

    assert found.locate(address) == LOCAL
    assert found.written == {address: LOCAL}
    assert found.warnings == []


@pytest.mark.parametrize(
    "address", ["../../out.jpg", "/../out.jpg", "/%2e%2e/out.jpg", "https://a.example/out.jpg", "//a.example/out.jpg", "out.txt"]
)  # fmt: skip
def test_nothing_outside_is_touched(pictures, address):
    assert pictures("out.jpg", "inbox/posts/out.txt", assets=True).locate(address) == ""


def test_a_relative_address_may_lead_into_the_sites_folder(pictures, tmp_path):
    found = pictures("inbox/posts/x.txt", "img/b.jpg", assets=True)
    found.assets = tmp_path
    found.root = tmp_path / "inbox" / "posts"

    assert found.locate("../../img/b.jpg") == LOCAL


def test_a_link_out_of_the_sites_folder_is_refused(pictures, tmp_path):
    found = pictures("out.jpg", "site/other.jpg", assets=True)
    (tmp_path / "site" / "b.jpg").symlink_to(tmp_path / "out.jpg")

    assert found.locate("/b.jpg") == ""


def test_a_picture_that_is_missing_is_reported_once_with_what_to_do(pictures):
    found = pictures()

    found.locate("images/a.jpg")
    found.locate("images/a.jpg")

    assert [warning["kind"] for warning in found.warnings] == ["picture"]
    assert "images/a.jpg was not found beside the document" in found.warnings[0]["message"]
    assert "--assets" in found.warnings[0]["message"]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 1),
        ({"base": "https://a.example/"}, 0),
        ({"base": "https://a.example/", "assets": True}, 1),
    ],
)
def test_a_site_absolute_address_is_missed_unless_its_site_may_have_it(pictures, options, count):
    found = pictures(**options)

    assert found.locate("/images/a.jpg") == ""
    assert len(found.warnings) == count


def test_what_is_known_answers_before_the_disk(pictures):
    found = pictures(known={"b.jpg": "local:known", "a/c.jpg": "local:other"})

    assert found.locate("b.jpg") == "local:known"
    assert found.locate_asset("c.jpg") == "a/c.jpg"
    assert found.written == {"b.jpg": "local:known"}
    assert found.found == {}


def test_an_asset_lies_in_the_documents_own_folder_first(pictures):
    found = pictures("inbox/posts/a/b.jpg", "inbox/posts/c.jpg")

    assert found.locate_asset("b.jpg") == "a/b.jpg"
    assert found.locate_asset("c.jpg") == "c.jpg"


def test_a_file_that_is_too_large_stays_out_and_is_reported(pictures, tmp_path):
    found = pictures()
    with (tmp_path / "inbox" / "posts" / "b.jpg").open("wb") as file:
        file.truncate(10_000_001)

    assert found.locate("b.jpg") == ""
    assert "larger than" in found.warnings[0]["message"]
