import os

import pytest

from articles.importing.readers import CollectionError, open_collection


def identifiers(path):
    with open_collection(str(path)) as collection:
        return [raw.identifier for raw in collection.documents()]


@pytest.fixture
def inbox(tmp_path):
    """A function that makes the folder `inbox` with empty files of these names."""

    def make(*names):
        for name in names:
            file = tmp_path / "inbox" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"---\ntitle: A\n---\nText")
        return tmp_path / "inbox"

    return make


def test_documents_come_in_the_order_of_their_paths(inbox):
    assert identifiers(inbox("b.md", "a/2.html", "a/1.txt")) == ["b.md", "a/1.txt", "a/2.html"]


def test_hidden_names_backups_and_other_suffixes_are_passed_over(inbox):
    folder = inbox(
        ".git/a.md", "_data/a.md", "a.md~", "b.md%", "_c.md", "d.xml", "_posts/e.md", "_drafts/f.md"
    )

    assert identifiers(folder) == ["_drafts/f.md", "_posts/e.md"]


def test_a_folder_counts_and_knows_its_documents(inbox):
    with open_collection(str(inbox("a.md", "e\u0301.md"))) as collection:
        assert collection.count() == 2
        assert collection.holds("\u00e9.md")
        assert not collection.holds("b.md")


def test_a_link_out_of_the_folder_and_a_fifo_are_reported(inbox):
    folder = inbox("a.md")
    (folder / "link.md").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.md")

    with open_collection(str(folder)) as collection:
        problems = {raw.identifier: (raw.problem, raw.content) for raw in collection.documents()}

    assert problems["link.md"] == ("the link leads out of the folder", b"")
    assert problems["pipe.md"] == ("this is no regular file", b"")
    assert problems["a.md"][0] == ""


def test_a_single_document_is_read_whatever_its_name(inbox):
    with open_collection(str(inbox("_note.md") / "_note.md")) as collection:
        (raw,) = collection.documents()

        assert (raw.identifier, raw.folder, raw.problem) == ("_note.md", "inbox", "")
        assert collection.count() == 1
        assert collection.holds("_note.md")


def test_documents_are_told_where_site_absolute_pictures_lie(inbox, tmp_path):
    with open_collection(str(inbox("a.md")), assets=tmp_path) as collection:
        assert [raw.assets for raw in collection.documents()] == [str(tmp_path)]


def test_nothing_at_the_path_is_no_collection(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_collection(str(tmp_path / "nothing"))


def test_a_folder_that_may_not_be_looked_into_is_reported(inbox):
    folder = inbox("a.md", "locked/b.md")
    (folder / "locked").chmod(0)
    if os.access(folder / "locked", os.R_OK):
        pytest.skip("this account may look into every folder")
    try:
        with open_collection(str(folder)) as collection:
            problems = {raw.identifier: raw.problem for raw in collection.documents()}
            assert collection.count() == 2
            assert collection.holds("locked/b.md")
    finally:
        (folder / "locked").chmod(0o700)

    assert problems == {"a.md": "", "locked": "the folder cannot be read: Permission denied"}


def test_an_empty_path_does_not_stand_for_the_current_folder():
    with pytest.raises(CollectionError, match="empty"):
        open_collection("")


def test_a_path_that_the_system_refuses_is_told(tmp_path):
    with pytest.raises(CollectionError, match="cannot be read"):
        open_collection(str(tmp_path / ("a" * 300)))
