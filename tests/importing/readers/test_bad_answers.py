import gzip
import socket
import time

import pytest

from articles.importing.readers import CollectionError, Validators, addresses, open_collection
from articles.web import connections, visits
from tests.importing.readers.site import FEED, answer, fetch


def drip(site, *, head):
    def send(request):
        request.wfile.write(head)
        for _second in range(100):
            request.wfile.write(b"x")
            request.wfile.flush()
            if site.over.wait(0.1):
                return

    return send


def test_a_validator_that_is_too_long_is_not_kept(site):
    site.answers["/feed.xml"] = answer(FEED, ETag="x" * 501, Last_Modified="x" * 101)

    assert fetch(site).validators == Validators()


def test_a_compressed_feed_is_read(site):
    site.answers["/feed.xml"] = answer(gzip.compress(FEED), Content_Encoding="gzip")

    assert fetch(site).count() == 1


def test_a_bomb_is_counted_as_it_unpacks(site, monkeypatch):
    monkeypatch.setattr(addresses, "MAX_BYTES", 1_000_000)
    site.answers["/feed.xml"] = answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    with pytest.raises(CollectionError, match="larger than"):
        fetch(site)


def test_an_endless_answer_is_left(site, monkeypatch):
    monkeypatch.setattr(addresses, "MAX_BYTES", 1_000_000)

    def endless(request):
        request.send_response(200)
        request.end_headers()
        for _piece in range(1000):
            request.wfile.write(bytes(65536))

    site.answers["/feed.xml"] = endless

    with pytest.raises(CollectionError, match="larger than"):
        fetch(site)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.0 200 OK\r\nX: ",
        b"HTTP/1.0 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
    ],
)
def test_an_answer_that_drips_is_cut_when_the_time_is_up(site, monkeypatch, head):
    monkeypatch.setattr(visits, "TOTAL_SECONDS", 1)
    site.answers["/feed.xml"] = drip(site, head=head)
    started = time.monotonic()

    with pytest.raises(CollectionError, match="takes longer than 1 seconds"):
        fetch(site)
    assert time.monotonic() - started < 3


def test_a_silent_server_is_left(site, monkeypatch):
    monkeypatch.setattr(connections, "READ_SECONDS", 0.3)
    site.answers["/feed.xml"] = lambda _request: site.over.wait(5)

    with pytest.raises(CollectionError, match="no answer"):
        fetch(site)


def test_an_answer_that_breaks_off_is_not_read(site):
    def cut(request):
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        request.wfile.write(FEED)

    site.answers["/feed.xml"] = cut

    with pytest.raises(CollectionError, match="no answer"):
        fetch(site)


@pytest.mark.parametrize("status", [204, 206, 400, 401, 404, 500])
def test_what_is_no_success_is_said(site, status):
    site.answers["/feed.xml"] = answer(FEED if status != 204 else b"", status=status)

    with pytest.raises(CollectionError, match=f"answers {status}"):
        fetch(site)


def test_a_web_page_is_no_feed(site):
    site.answers["/"] = answer(
        b"<!doctype html><title>News</title>", Content_Type="application/rss+xml"
    )

    with pytest.raises(CollectionError, match="no RSS, Atom or JSON feed"):
        fetch(site, "/")


def test_an_export_at_an_address_is_not_taken_for_a_feed(site):
    site.answers["/feed.xml"] = answer(b'<rss xmlns:wp="http://wordpress.org/export/1.2/"/>')

    with pytest.raises(CollectionError, match="WordPress export"):
        fetch(site)


def test_a_closed_port_and_an_unknown_host_are_said():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    for address in (f"http://127.0.0.1:{port}/", "http://nothing.invalid/"):
        with pytest.raises(CollectionError, match="no answer"):
            open_collection(address)
