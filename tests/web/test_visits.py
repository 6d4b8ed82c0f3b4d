"""Asking a server: what is sent, what is followed, and when it is enough."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from articles.web.answers import Failure, Validators, wait_of
from tests.web.asking import failure_of, make_visit
from tests.web.conftest import STRANGER
from tests.web.origin import answer


def test_an_answer_is_its_content_and_what_will_ask_for_news_of_it(origin, get):
    modified = "Thu, 10 Mar 2022 18:06:38 GMT"
    origin.answers["/a.jpg"] = answer(b"content", ETag='"1"', Last_Modified=modified)

    found = get()

    assert (found.content, found.validators) == (b"content", Validators('"1"', modified))
    assert not found.is_unchanged


def test_the_request_says_what_it_was_given_to_say_and_nothing_else(origin, get):
    origin.answers["/a.jpg"] = answer(b"content", Set_Cookie="a=1")
    get()
    get()

    for _path, headers, _moment in origin.requests:
        assert headers == {
            "Host": f"127.0.0.1:{origin.server_port}",
            "User-Agent": "tests",
            "Accept-Encoding": "identity",
        }


def test_proxies_of_the_environment_are_not_used(origin, get, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    origin.answers["/a.jpg"] = answer(b"content")

    assert get().content == b"content"


def test_a_host_is_looked_up_once_and_connected_to_where_it_was_found(origin):
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    origin.answers["/a.jpg"] = answer(b"content")
    address = f"http://pictures.example:{origin.server_port}/a.jpg"

    assert make_visit(origin.admits, resolve).get(address).content == b"content"
    assert asked == ["pictures.example"]
    assert origin.requests[0][1]["Host"] == f"pictures.example:{origin.server_port}"


def test_a_chinese_host_and_path_are_asked_for_as_servers_know_them(origin):
    origin.answers["/%E6%B8%AF.jpg?x=1"] = answer(b"content")
    address = f"http://新闻.example:{origin.server_port}/港.jpg?x=1#part"

    visit = make_visit(origin.admits, lambda _host, _port: ["127.0.0.1"])

    assert visit.get(address).content == b"content"
    assert origin.requests[0][1]["Host"] == f"xn--efvy88h.example:{origin.server_port}"


def test_what_no_address_holds_is_encoded_in_a_path_and_refused_in_a_host(origin, get):
    origin.answers["/a%20b%5Cc.jpg"] = answer(b"content")

    assert get("/a b\\c.jpg").content == b"content"
    assert failure_of(make_visit(origin.admits).get, "http://127.0.0.1＼.example/") == (
        Failure.ADDRESS
    )


@pytest.mark.parametrize("fault", [TimeoutError, ConnectionRefusedError])
def test_where_one_address_of_a_host_is_dead_the_next_is_asked(origin, monkeypatch, fault):
    real = socket.socket.connect

    def connect(self, address):
        if address[0] == "127.0.0.2":
            raise fault
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    origin.answers["/a.jpg"] = answer(b"content")
    visit = make_visit(lambda _ip, _port: True, lambda _host, _port: ["127.0.0.2", "127.0.0.1"])

    address = f"http://pictures.example:{origin.server_port}/a.jpg"
    assert visit.get(address).content == b"content"


def test_three_redirects_are_followed_and_no_fourth(origin, get):
    for hop in range(4):
        origin.answers[f"/{hop}"] = answer(status=302, Location=f"/{hop + 1}")
    origin.answers["/4"] = answer(b"content")

    assert get("/1").content == b"content"
    assert failure_of(get, "/0") == Failure.REDIRECTS


@pytest.mark.parametrize(
    ("target", "failure"),
    [
        ("http://169.254.169.254/latest/", Failure.ADDRESS),
        ("http://127.0.0.1:{canary}/", Failure.ADDRESS),
        ("//[::1]/", Failure.ADDRESS),
        ("//127.0.0.1:{canary}/", Failure.ADDRESS),
        ("http://localhost:{canary}/", Failure.NO_HOST),
        ("file:///etc/passwd", Failure.ADDRESS),
        ("gopher://127.0.0.1:{canary}/", Failure.ADDRESS),
        ("http://user:x@127.0.0.1:{canary}/", Failure.ADDRESS),
        ("http://127.0.0.1:99999/", Failure.ADDRESS),
        ("http://[/", Failure.REDIRECTS),
        ("/a.jpg", Failure.REDIRECTS),
        ("", Failure.REDIRECTS),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(origin, get, target, failure):
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.05)
        target = target.format(canary=canary.getsockname()[1])
        origin.answers["/a.jpg"] = answer(status=302, Location=target)

        assert failure_of(get) == failure
        with pytest.raises(TimeoutError):
            canary.accept()


def test_https_never_leads_to_http(origin, tls_origin, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(STRANGER))
    tls_origin.answers["/a.jpg"] = answer(status=302, Location=f"{origin.address}/a.jpg")
    origin.answers["/a.jpg"] = answer(b"content")
    visit = make_visit(lambda _ip, _port: True, lambda _host, _port: ["127.0.0.1"])
    address = f"https://pictures.example:{tls_origin.server_port}/a.jpg"

    assert failure_of(visit.get, address) == Failure.REDIRECTS
    assert (tls_origin.paths(), origin.requests) == (["/a.jpg"], [])


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        *((404, Failure.MISSING), (410, Failure.MISSING)),
        *((401, Failure.DENIED), (403, Failure.DENIED), (204, Failure.DENIED)),
        *((304, Failure.DENIED), (300, Failure.DENIED)),
        *((429, Failure.BUSY), (500, Failure.BUSY), (503, Failure.BUSY)),
    ],
)
def test_each_status_has_its_meaning(origin, get, status, failure):
    origin.answers["/a.jpg"] = answer(status=status)

    assert failure_of(get) == failure


def test_a_closed_port_is_no_answer(origin):
    port = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{port.getsockname()[1]}/"
    port.close()

    assert failure_of(make_visit(lambda _ip, _port: True).get, address) == Failure.SILENT


def test_an_inside_address_says_the_same_whatever_is_there(origin):
    origin.answers["/a.jpg"] = answer(b"content")
    origin.answers["/b.jpg"] = answer(status=404)
    closed = socket.create_server(("127.0.0.1", 0))
    nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    closed.close()

    addresses = [f"{origin.address}/a.jpg", f"{origin.address}/b.jpg", nowhere]
    failures = {failure_of(make_visit().get, address) for address in addresses}

    assert failures == {Failure.ADDRESS}
    assert origin.requests == []


@pytest.mark.parametrize(
    ("host", "is_vouched_for"),
    [("pictures.example", False), ("another.example", True), ("pictures.example", True)],
)
def test_a_server_has_to_prove_its_name(tls_origin, monkeypatch, host, is_vouched_for):
    if is_vouched_for:
        monkeypatch.setenv("SSL_CERT_FILE", str(STRANGER))
    tls_origin.answers["/a.jpg"] = answer(b"content")
    visit = make_visit(tls_origin.admits, lambda _host, _port: ["127.0.0.1"])
    address = f"https://{host}:{tls_origin.server_port}/a.jpg"

    if is_vouched_for and host == "pictures.example":
        assert visit.get(address).content == b"content"
    else:
        assert failure_of(visit.get, address) == Failure.SILENT
        assert tls_origin.requests == []
    assert tls_origin.names == [host]


def test_what_was_seen_is_asked_for_only_if_it_has_changed(origin, get):
    origin.answers["/a.jpg"] = answer(status=304, Content_Length=None)

    seen = Validators('"1"', "yesterday")
    found = get(seen=seen)

    assert found.is_unchanged
    assert found.validators == seen
    headers = origin.requests[0][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")


@pytest.mark.parametrize("tag", ['"' + "x" * 600 + '"', '"\xe9"'])
def test_a_tag_that_cannot_be_sent_back_is_not_kept(origin, get, tag):
    origin.answers["/a.jpg"] = answer(b"content", ETag=tag)

    assert get().validators == Validators()


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", 120),
        ("99999999999", 7 * 24 * 3600),
        ("-5", 0),
        ("soon", 0),
        ("٣", 0),
        (format_datetime(datetime(2001, 1, 1, tzinfo=UTC), usegmt=True), 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 24 * 3600),
        ("Fri, 99 Dec 9999 99:59:59 -9999", 0),
    ],
)
def test_a_busy_server_says_how_long_it_wants_to_be_left_alone(said, wait):
    assert wait_of(said).total_seconds() == pytest.approx(wait, abs=60)


def test_a_busy_server_may_name_the_moment_until_which_it_wants_to_be_left_alone():
    moment = datetime.now(UTC) + timedelta(hours=1)

    wait = wait_of(format_datetime(moment, usegmt=True))

    assert wait.total_seconds() == pytest.approx(3600, abs=60)
