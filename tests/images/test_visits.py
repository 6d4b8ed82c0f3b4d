"""Asking a server for a picture: what is sent, what is followed, and when it is enough."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from articles.images import visits
from articles.images.visits import Visit
from articles.models.fetches import Problem
from tests.images.asking import problem_of
from tests.images.conftest import STRANGER
from tests.images.origin import answer


def test_an_answer_is_its_content_and_what_will_ask_for_news_of_it(origin, get):
    modified = "Thu, 10 Mar 2022 18:06:38 GMT"
    origin.answers["/a.jpg"] = answer(b"content", ETag='"1"', Last_Modified=modified)

    found = get()

    assert (found.content, found.etag, found.last_modified) == (b"content", '"1"', modified)
    assert not found.is_unchanged


def test_the_request_says_who_asks_and_nothing_else(origin, get, settings):
    settings.SITE_NAME, settings.SITE_URL = "The Bay", "https://bay.example"
    origin.answers["/a.jpg"] = answer(b"content", Set_Cookie="a=1")
    get()
    get()

    for _path, headers, _moment in origin.requests:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
        assert headers["User-Agent"] == "newsroom-cms (The Bay; +https://bay.example/)"
        assert headers["Host"] == f"127.0.0.1:{origin.server_port}"


def test_a_site_with_a_chinese_name_gives_its_address(origin, get, settings):
    settings.SITE_NAME = "海湾日报"
    origin.answers["/a.jpg"] = answer(b"content")
    get()

    assert origin.requests[0][1]["User-Agent"] == "newsroom-cms (+http://testserver/)"


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

    assert Visit(guard=origin.admits, resolve=resolve).get(address).content == b"content"
    assert asked == ["pictures.example"]
    assert origin.requests[0][1]["Host"] == f"pictures.example:{origin.server_port}"


def test_a_chinese_host_and_path_are_asked_for_as_servers_know_them(origin):
    origin.answers["/%E6%B8%AF.jpg?x=1"] = answer(b"content")
    address = f"http://新闻.example:{origin.server_port}/港.jpg?x=1#part"

    visit = Visit(guard=origin.admits, resolve=lambda _host, _port: ["127.0.0.1"])

    assert visit.get(address).content == b"content"
    assert origin.requests[0][1]["Host"] == f"xn--efvy88h.example:{origin.server_port}"


def test_three_redirects_are_followed_and_no_fourth(origin, get):
    for hop in range(4):
        origin.answers[f"/{hop}"] = answer(status=302, Location=f"/{hop + 1}")
    origin.answers["/4"] = answer(b"content")

    assert get("/1").content == b"content"
    assert problem_of(get, "/0") == Problem.REDIRECTS


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("http://169.254.169.254/latest/", Problem.ADDRESS),
        ("http://127.0.0.1:{canary}/", Problem.ADDRESS),
        ("//[::1]/", Problem.ADDRESS),
        ("//127.0.0.1:{canary}/", Problem.ADDRESS),
        ("http://localhost:{canary}/", Problem.NO_HOST),
        ("file:///etc/passwd", Problem.ADDRESS),
        ("gopher://127.0.0.1:{canary}/", Problem.ADDRESS),
        ("http://user:x@127.0.0.1:{canary}/", Problem.ADDRESS),
        ("http://127.0.0.1:99999/", Problem.ADDRESS),
        ("http://[/", Problem.REDIRECTS),
        ("/a.jpg", Problem.REDIRECTS),
        ("", Problem.REDIRECTS),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(origin, get, target, problem):
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.05)
        target = target.format(canary=canary.getsockname()[1])
        origin.answers["/a.jpg"] = answer(status=302, Location=target)

        assert problem_of(get) == problem
        with pytest.raises(TimeoutError):
            canary.accept()


def test_https_never_leads_to_http(origin, tls_origin, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(STRANGER))
    tls_origin.answers["/a.jpg"] = answer(status=302, Location=f"{origin.address}/a.jpg")
    origin.answers["/a.jpg"] = answer(b"content")
    visit = Visit(guard=lambda _ip, _port: True, resolve=lambda _host, _port: ["127.0.0.1"])
    address = f"https://pictures.example:{tls_origin.server_port}/a.jpg"

    assert problem_of(visit.get, address) == Problem.REDIRECTS
    assert (tls_origin.paths(), origin.requests) == (["/a.jpg"], [])


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        *((404, Problem.MISSING), (410, Problem.MISSING)),
        *((401, Problem.DENIED), (403, Problem.DENIED), (204, Problem.DENIED)),
        *((304, Problem.DENIED), (300, Problem.DENIED)),
        *((429, Problem.BUSY), (500, Problem.BUSY), (503, Problem.BUSY)),
    ],
)
def test_each_status_has_its_meaning(origin, get, status, problem):
    origin.answers["/a.jpg"] = answer(status=status)

    assert problem_of(get) == problem


def test_a_closed_port_is_no_answer(origin):
    port = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{port.getsockname()[1]}/"
    port.close()

    assert problem_of(Visit(guard=lambda _ip, _port: True).get, address) == Problem.SILENT


def test_an_inside_address_says_the_same_whatever_is_there(origin):
    origin.answers["/a.jpg"] = answer(b"content")
    origin.answers["/b.jpg"] = answer(status=404)
    closed = socket.create_server(("127.0.0.1", 0))
    nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    closed.close()

    addresses = [f"{origin.address}/a.jpg", f"{origin.address}/b.jpg", nowhere]
    problems = {problem_of(Visit().get, address) for address in addresses}

    assert problems == {Problem.ADDRESS}
    assert origin.requests == []


@pytest.mark.parametrize(
    ("host", "is_vouched_for"),
    [("pictures.example", False), ("another.example", True), ("pictures.example", True)],
)
def test_a_server_has_to_prove_its_name(tls_origin, monkeypatch, host, is_vouched_for):
    if is_vouched_for:
        monkeypatch.setenv("SSL_CERT_FILE", str(STRANGER))
    tls_origin.answers["/a.jpg"] = answer(b"content")
    visit = Visit(guard=tls_origin.admits, resolve=lambda _host, _port: ["127.0.0.1"])
    address = f"https://{host}:{tls_origin.server_port}/a.jpg"

    if is_vouched_for and host == "pictures.example":
        assert visit.get(address).content == b"content"
    else:
        assert problem_of(visit.get, address) == Problem.SILENT
        assert tls_origin.requests == []
    assert tls_origin.names == [host]


def test_what_was_seen_is_asked_for_only_if_it_has_changed(origin, get):
    origin.answers["/a.jpg"] = answer(status=304, Content_Length=None)

    found = get(etag='"1"', last_modified="yesterday")

    assert found.is_unchanged
    headers = origin.requests[0][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")


@pytest.mark.parametrize("tag", ['"' + "x" * 600 + '"', '"\xe9"'])
def test_a_tag_that_cannot_be_sent_back_is_not_kept(origin, get, tag):
    origin.answers["/a.jpg"] = answer(b"content", ETag=tag)

    assert get().etag == ""


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
    assert visits._wait(said).total_seconds() == pytest.approx(wait, abs=60)


def test_a_busy_server_may_name_the_moment_until_which_it_wants_to_be_left_alone():
    moment = datetime.now(UTC) + timedelta(hours=1)

    wait = visits._wait(format_datetime(moment, usegmt=True))

    assert wait.total_seconds() == pytest.approx(3600, abs=60)
