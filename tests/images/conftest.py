import pytest

from articles.images.claims import claim
from articles.images.fetching import attempt
from articles.images.visits import public_visit
from articles.models import Image
from tests.loopback import served
from tests.web.origin import Origin, answer


@pytest.fixture
def origin():
    """A server of pictures on this machine (`tests.web.origin.Origin`)."""
    with served(Origin()) as server:
        yield server


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
        result, _wait = attempt(row, public_visit(origin.admits))
        image.refresh_from_db()
        return result

    return fetch
