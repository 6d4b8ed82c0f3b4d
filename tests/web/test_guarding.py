"""Which hosts are asked for what a document names: those of the public web, and nothing nearer."""

import socket

import pytest

from articles.web.answers import Failure
from articles.web.guarding import addresses_of, is_global, is_public_web
from tests.web import asking
from tests.web.asking import make_visit


@pytest.fixture(autouse=True)
def connects(monkeypatch):
    """What was connected to: nothing, in all of these tests."""
    made = []

    def connect(_socket, address):
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return made


def failure_of(address, resolve=addresses_of):
    return asking.failure_of(make_visit(resolve=resolve).get, address)


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.8", "192.0.2.1", "198.18.0.1"),
        *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:224.0.0.1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001::1", "2001:db8::1"),
        *("::ffff:0:127.0.0.1", "100::1", "5f00::1"),
    ],
)
def test_addresses_that_lead_inside_are_no_public_web(ip):
    assert not is_public_web(ip, 80)
    assert not is_public_web(ip, 443)
    assert not is_global(ip)


def test_an_address_of_the_internet_that_is_written_as_ipv6_is_global_and_no_server():
    assert is_global("::ffff:1.1.1.1")
    assert not is_public_web("::ffff:1.1.1.1", 80)


@pytest.mark.parametrize("ip", ["1.1.1.1", "93.184.215.14", "2606:4700::1111"])
def test_servers_of_the_internet_are_asked_at_the_ports_of_the_web_only(ip):
    assert is_global(ip)
    assert is_public_web(ip, 80)
    assert is_public_web(ip, 443)
    assert not any(is_public_web(ip, port) for port in (22, 25, 6379, 8080))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.jpg",
        "http://2130706433/a.jpg",
        "http://0x7f000001/a.jpg",
        "http://0x7f.1/a.jpg",
        "http://127.1/a.jpg",
        "http://0/a.jpg",
        "http://0177.0.0.1/a.jpg",
        "http://①②⑦.⓪.⓪.①/a.jpg",
        "http://１２７.0.0.1/a.jpg",
        "http://127。0。0。1/a.jpg",
        "http://127.0.0.1./a.jpg",
        "http://[::1]/a.jpg",
        "http://[::ffff:127.0.0.1]/a.jpg",
        "http://[fe80::1%25eth0]/a.jpg",
        "http://127.0.0.1\0.x/a.jpg",
        "http://127.0.0.1\\@x.test/",
        "http://a@b@127.0.0.1/",
        "http://user:secret@pictures.example/a.jpg",
        "http://user@pictures.example/a.jpg",
        "http:127.0.0.1/",
        "http:///a.jpg",
        "http://pictures.example:99999/",
        "http://pictures.example:80:90/",
        "http://pictures.example:0/",
        "http://[/",
        "http://a..b/",
        "//pictures.example/a.jpg",
        "/a.jpg",
        "file:///etc/passwd",
        "ftp://pictures.example/a.jpg",
        "gopher://pictures.example/",
        "data:image/png;base64,iVBORw0KGgo=",
    ],
)
def test_odd_addresses_are_refused_without_a_look_up_or_a_connection(address, connects):
    def resolve(host, _port):
        raise AssertionError(f"{host} was looked up")

    assert failure_of(address, resolve) == Failure.ADDRESS
    assert connects == []


def test_what_stands_behind_a_number_sign_is_no_host():
    asked = []

    def resolve(host, port):
        asked.append((host, port))
        return ["10.0.0.1"]

    failure_of("http://x.test#@127.0.0.1/", resolve)

    assert asked == [("x.test", 80)]


@pytest.mark.parametrize(
    "ips", [["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["::1", "2606:4700::1111"], []]
)
def test_a_name_is_refused_unless_every_address_of_it_is_public(ips, connects):
    failure = failure_of("https://pictures.example/a.jpg", lambda _host, _port: ips)

    assert failure == Failure.NO_HOST
    assert connects == []


def test_a_public_host_is_not_asked_at_another_port(connects):
    def resolve(_host, _port):
        return ["1.1.1.1"]

    assert failure_of("http://pictures.example:8080/a.jpg", resolve) == Failure.NO_HOST
    assert failure_of("http://1.1.1.1:8080/a.jpg") == Failure.ADDRESS
    assert connects == []


def test_a_name_that_leads_inside_looks_like_one_that_nobody_has():
    def nobody(_host, _port):
        raise socket.gaierror

    def told(resolve):
        error = asking.error_of(make_visit(resolve=resolve).get, "http://database.example/")
        return (error.failure, str(error))

    assert told(lambda _host, _port: ["10.0.0.5"]) == told(nobody)


def test_a_public_address_is_connected_to_as_it_was_found(connects):
    failure = failure_of("http://pictures.example/a.jpg", lambda _h, _p: ["1.1.1.1"])

    assert failure == Failure.SILENT
    assert connects == [("1.1.1.1", 80)]
