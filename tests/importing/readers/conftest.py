import io
import json
import tarfile
import tempfile
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.importing.readers.feed_documents import JSON, read_feed
from tests.importing.readers.wxr import HEAD, TAIL
from tests.loopback import served


@pytest.fixture
def pack_zip(tmp_path):
    def pack(*files, name="news.zip", **options):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
            for member, content in files:
                archive.writestr(member, content)
        return path

    return pack


@pytest.fixture
def pack_tar(tmp_path):
    def pack(*files, name="news.tar.gz"):
        path = tmp_path / name
        mode = {"gz": "w:gz", "tgz": "w:gz", "xz": "w:xz", "txz": "w:xz", "bz2": "w:bz2"}
        with tarfile.open(path, mode.get(name.rpartition(".")[2], "w")) as archive:
            for member, content in files:
                info = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
                if info.isreg():
                    info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        return path

    return pack


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files, of which nothing may be left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def site():
    """A server on loopback: `answers` are functions by path, `requests` what came in."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            server.requests.append((self.path, dict(self.headers)))
            try:
                server.answers[self.path](self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.answers, server.requests, server.over = {}, [], threading.Event()
    server.address = f"http://127.0.0.1:{server.server_port}"
    with served(server):
        yield server


@pytest.fixture
def feed(tmp_path):
    """A function that writes a feed and returns its path."""

    def write(content, name="feed.xml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def read_json(feed):
    def read_items(*items, **keys):
        return read_feed(feed(json.dumps(JSON | keys | {"items": items}), "feed.json"))

    return read_items


@pytest.fixture
def export(tmp_path):
    """A function that writes an export with these items and returns its path."""

    def write(*items, head=HEAD, tail=TAIL):
        path = tmp_path / "export.xml"
        path.write_text(head + "".join(items) + tail, encoding="utf-8")
        return str(path)

    return write
