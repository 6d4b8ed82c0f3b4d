"""A search engine and a hub on this machine, and a post that is published to them."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles import workflow

KEY = "0123456789abcdef"
SITE = "http://testserver"


class Listener(ThreadingHTTPServer):
    """A search engine: keeps what it is told, and answers with the next of `answers`, else 200."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Told)
        self.told, self.answers, self.location = [], [], ""

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Told(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.told.append((self.path, self.headers["Content-Type"], body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Content-Length", "3")
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        self.wfile.write(b"no\n")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def engine():
    with Listener() as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        yield listener
        listener.shutdown()


@pytest.fixture
def indexnow(engine, settings):
    settings.INDEXNOW_KEY = KEY
    settings.INDEXNOW_ENDPOINT = f"{engine.address}/indexnow"
    return engine


@pytest.fixture
def baidu(engine, settings):
    settings.BAIDU_PUSH_URL = f"{engine.address}/urls?site={SITE}&token=secret"
    return engine


@pytest.fixture
def hub(engine, settings):
    settings.WEBSUB_HUB = f"{engine.address}/hub"
    return engine


@pytest.fixture
def publish(make_post, editor):
    """A function that publishes a new post as an editor does."""

    def step(**fields):
        draft = make_post(status="draft", **fields)
        return workflow.publish(draft, by=editor)

    return step
