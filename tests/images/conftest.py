import ssl
from pathlib import Path

import pytest

from articles.images.claims import claim
from articles.images.fetching import attempt
from articles.images.visits import Visit
from articles.models import Image
from tests.images.origin import Origin, answer
from tests.loopback import served

STRANGER = Path(__file__).parent / "stranger.pem"


@pytest.fixture
def origin():
    """A server of pictures on this machine (`tests.images.origin.Origin`)."""
    with served(Origin()) as server:
        yield server


@pytest.fixture
def tls_origin():
    """The same behind TLS, as pictures.example, with a certificate that nobody vouches for."""
    server = Origin()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(STRANGER)
    context.sni_callback = lambda _socket, name, _context: server.names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with served(server):
        yield server


@pytest.fixture
def get(origin):
    """A function that asks `origin` for a picture at a path."""

    def ask(path="/a.jpg", **seen):
        return Visit(guard=origin.admits).get(origin.address + path, **seen)

    return ask


@pytest.fixture
def remote(origin, db):
    """A function that makes the row of a picture at `origin`, and with `content` its answer."""

    def make(path="/a.jpg", content=None, **fields):
        if content is not None:
            origin.answers[path] = answer(content)
        return Image.objects.create(original_url=origin.address + path, **fields)

    return make


@pytest.fixture
def bring(origin):
    """A function that fetches the picture of a row, and returns what became of it."""

    def fetch(image, *, again=False):
        row = claim(image.pk, again=again)
        result, _wait = attempt(row, Visit(guard=origin.admits))
        image.refresh_from_db()
        return result

    return fetch
