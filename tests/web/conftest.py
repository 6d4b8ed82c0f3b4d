import ssl
from pathlib import Path

import pytest

from tests.loopback import served
from tests.web.asking import make_visit
from tests.web.origin import Origin

STRANGER = Path(__file__).parent / "stranger.pem"


@pytest.fixture
def origin():
    """A server on this machine (`tests.web.origin.Origin`)."""
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
    """A function that asks `origin` for what stands at a path."""

    def ask(path="/a.jpg", seen=None, **options):
        return make_visit(origin.admits, **options).get(origin.address + path, seen)

    return ask
