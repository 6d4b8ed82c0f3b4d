"""Asking a server: nothing that it sends, or does not send, goes on for long."""

import gzip
import socket
import threading
import time

import pytest

from articles.web import connections, visits
from articles.web.answers import Failure
from tests.web.asking import failure_of, make_visit
from tests.web.origin import answer


def drip(request):
    """Send an endless answer, a byte at a time."""
    request.send_response(200)
    request.end_headers()
    while not request.server.over.wait(0.05):
        request.wfile.write(b"x")
        request.wfile.flush()


def test_an_answer_that_drips_is_cut_off(origin, get, monkeypatch):
    monkeypatch.setattr(visits, "TOTAL_SECONDS", 0.4)
    origin.answers["/a.jpg"] = drip
    begun = time.monotonic()

    assert failure_of(get) == Failure.SLOW
    assert time.monotonic() - begun < 2


def test_headers_that_drip_are_cut_off(origin, get, monkeypatch):
    monkeypatch.setattr(visits, "TOTAL_SECONDS", 0.4)

    def slowly(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        drip(request)

    origin.answers["/a.jpg"] = slowly

    assert failure_of(get) == Failure.SLOW


def test_a_handshake_that_drips_is_cut_off(monkeypatch):
    monkeypatch.setattr(visits, "TOTAL_SECONDS", 0.4)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def handshake():
            connected, _address = server.accept()
            with connected:
                connected.sendall(b"\x16\x03\x03\x40\x00")
                while not over.wait(0.05):
                    try:
                        connected.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=handshake)
        thread.start()
        begun = time.monotonic()
        visit = make_visit(lambda _ip, _port: True)
        failure = failure_of(visit.get, f"https://127.0.0.1:{server.getsockname()[1]}/")
        took = time.monotonic() - begun
        over.set()
        thread.join()

    assert failure == Failure.SLOW
    assert took < 2


def test_a_server_that_says_nothing_is_not_waited_for_longer_than_the_limit(
    origin, get, monkeypatch
):
    monkeypatch.setattr(connections, "READ_SECONDS", 0.2)
    origin.answers["/a.jpg"] = lambda request: request.server.over.wait(5)

    assert failure_of(get) == Failure.SILENT


@pytest.mark.parametrize("declared", [None, 5], ids=["undeclared", "a lie"])
def test_an_endless_answer_is_left_at_the_first_byte_too_many(origin, get, declared):
    sent = []

    def endless(request):
        request.send_response(200)
        request.end_headers()
        while not request.server.over.is_set() and sum(sent) < 50_000_000:
            request.wfile.write(b"x" * 10_000)
            sent.append(10_000)

    lie = answer(b"x" * 300_000, Content_Length=declared)
    origin.answers["/a.jpg"] = lie if declared else endless

    if declared:
        # A client reads what was declared and no more.
        assert get(max_bytes=200_000).content == b"x" * 5
    else:
        assert failure_of(get, max_bytes=200_000) == Failure.TOO_LARGE
        assert sum(sent) < 20_000_000


def test_a_bomb_is_counted_after_it_is_unpacked(origin, get):
    bomb = gzip.compress(bytes(40_000_000))
    assert len(bomb) < 60_000
    origin.answers["/a.jpg"] = answer(bomb, Content_Encoding="gzip")

    assert failure_of(get) == Failure.TOO_LARGE


def test_of_an_answer_that_is_not_wanted_nothing_is_read(origin, get):
    origin.answers["/a.jpg"] = drip

    assert get(max_bytes=0).content == b""


def test_a_body_that_breaks_off_is_no_answer(origin, get):
    origin.answers["/a.jpg"] = answer(b"half", Content_Length=1000)

    assert failure_of(get) == Failure.SILENT


def test_a_visit_can_be_cut_from_another_thread(origin):
    origin.answers["/a.jpg"] = drip
    visit = make_visit(origin.admits)
    timer = threading.Timer(0.2, visit.cut)
    timer.start()
    begun = time.monotonic()

    assert failure_of(visit.get, f"{origin.address}/a.jpg") == Failure.SLOW
    assert time.monotonic() - begun < 5
    timer.join()


def test_nothing_is_left_open(origin):
    origin.answers["/a.jpg"] = answer(b"content")
    visit = make_visit(origin.admits)
    visit.get(f"{origin.address}/a.jpg")

    assert [connected.fileno() for connected in visit.sockets] == [-1]
