"""A server on loopback, and the guard that admits it."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from articles.web.guarding import is_public_web


class Origin(ThreadingHTTPServer):
    """`answers` are functions by path; `requests` is what came in, as (path, headers, moment).

    `names` are those that TLS was asked for.
    """

    daemon_threads = True

    def __init__(self):
        self.answers, self.requests, self.over = {}, [], threading.Event()
        self.names = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"

    def admits(self, ip, port):
        """The guard of tests: this server, and what is admitted anyway."""
        return (ip, port) == ("127.0.0.1", self.server_port) or is_public_web(ip, port)

    def handle_error(self, *_arguments):
        """Say nothing of clients that go away."""

    def paths(self):
        return [path for path, _headers, _moment in self.requests]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.requests.append((self.path, dict(self.headers), time.monotonic()))
        try:
            server.answers[self.path](self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_arguments):
        """Say nothing."""


def answer(content=b"", status=200, **headers):
    """Return an answer of the server; `headers` are written with _ for -."""

    def send(request):
        request.send_response(status)
        for name, value in ({"Content_Length": len(content)} | headers).items():
            if value is not None:
                request.send_header(name.replace("_", "-"), str(value))
        request.end_headers()
        request.wfile.write(content)

    return send
