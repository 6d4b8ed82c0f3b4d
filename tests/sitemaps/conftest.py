from xml.etree import ElementTree

import pytest

from articles.sitemaps import files
from tests.sitemaps.names import MAP, OTHER_HOST


@pytest.fixture
def read_map(client):
    """A function that returns the sitemap at a path as a tree."""

    def read(path):
        response = client.get(path, headers=OTHER_HOST)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/xml"
        return ElementTree.fromstring(response.content)

    return read


@pytest.fixture
def read_index(read_map):
    """A function that returns the index: {path of a file: its last change or None}."""

    def read():
        found = {}
        for entry in read_map("/sitemap.xml").iterfind("s:sitemap", MAP):
            address = entry.findtext("s:loc", namespaces=MAP)
            assert address.startswith("http://testserver/")
            path = address.removeprefix("http://testserver")
            found[path] = entry.findtext("s:lastmod", namespaces=MAP)
        return found

    return read


@pytest.fixture
def listed(read_index, read_map):
    """A function that returns the paths of all posts in the sitemaps."""

    def read():
        maps = [read_map(path) for path in read_index() if "posts" in path]
        places = [place.text for page in maps for place in page.iterfind("s:url/s:loc", MAP)]
        return [place.removeprefix("http://testserver") for place in places]

    return read


@pytest.fixture
def files_of(monkeypatch):
    """A function that sets how many keys a file of posts holds."""

    def part(keys):
        monkeypatch.setattr(files, "KEYS", keys)
        monkeypatch.setattr(files, "PART", files.F("pk") / keys)

    return part
