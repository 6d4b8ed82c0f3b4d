import socket

import pytest

from articles.importing.readers import CollectionError, Validators, addresses, open_collection
from articles.web.visits import Visit
from tests.importing.readers.site import FEED, answer, fetch


def test_a_feed_is_read_at_its_address(site):
    site.answers["/feed.xml"] = answer(
        FEED, ETag='"1"', Last_Modified="Thu, 10 Mar 2022 18:06:38 GMT"
    )
    with fetch(site) as collection:
        (raw,) = collection.documents()

        assert (raw.identifier, raw.folder) == ("1", "127.0.0.1")
        assert raw.path == f"{site.address}/feed.xml#1"
        assert collection.validators == Validators('"1"', "Thu, 10 Mar 2022 18:06:38 GMT")
        assert not collection.is_unchanged


def test_the_request_tells_nothing_but_what_it_must(site):
    site.answers["/feed.xml?a=1"] = answer(FEED, Set_Cookie="a=1")
    fetch(site, "/feed.xml?a=1#part")
    fetch(site, "/feed.xml?a=1")

    for _path, headers in site.requests:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
        assert headers["User-Agent"] == "newsroom-cms"
        assert headers["Host"] == f"127.0.0.1:{site.server_port}"


def test_proxies_of_the_environment_are_not_used(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.answers["/feed.xml"] = answer(FEED)

    assert fetch(site).count() == 1


def test_a_feed_that_has_not_changed_has_no_documents(site):
    site.answers["/feed.xml"] = answer(status=304)
    with fetch(site, seen=Validators('"1"', "yesterday")) as collection:
        assert collection.is_unchanged
        assert list(collection.documents()) == []
        assert collection.validators == Validators('"1"', "yesterday")

    _path, headers = site.requests[0]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")


def test_three_redirects_are_followed_and_no_fourth(site):
    for hop in range(4):
        site.answers[f"/{hop}"] = answer(status=302, Location=f"/{hop + 1}")
    site.answers["/4"] = answer(FEED)

    assert fetch(site, "/1").count() == 1
    with pytest.raises(CollectionError, match="more than 3 times"):
        fetch(site, "/0")


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "ftp://127.0.0.1/",
        "http://user:x@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://[/",
    ],
)
def test_a_redirect_leads_to_a_host_by_http_or_nowhere(site, target):
    site.answers["/feed.xml"] = answer(status=302, Location=target)

    with pytest.raises(CollectionError, match="cannot be fetched"):
        fetch(site)
    assert len(site.requests) == 1


def test_an_address_with_a_password_in_it_is_not_read(site):
    site.answers["/feed.xml"] = answer(FEED)

    with pytest.raises(CollectionError, match="name or password"):
        open_collection(f"http://user:secret@127.0.0.1:{site.server_port}/feed.xml")
    assert site.requests == []


def test_a_redirect_from_a_public_host_into_a_private_network_is_refused(site, monkeypatch):
    monkeypatch.setattr(addresses, "is_global", lambda ip: ip == "127.0.0.1")
    with socket.create_server(("127.0.0.2", 0)) as canary:
        canary.settimeout(0.05)
        target = f"http://127.0.0.2:{canary.getsockname()[1]}/"
        site.answers["/feed.xml"] = answer(status=302, Location="/moved.xml")
        site.answers["/moved.xml"] = answer(status=302, Location=target)

        with pytest.raises(CollectionError, match="private network"):
            fetch(site)
        with pytest.raises(TimeoutError):
            canary.accept()


def test_a_host_with_a_public_and_a_private_address_is_not_read(site, monkeypatch):
    ips = ["127.0.0.1", "1.1.1.1"]
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ips]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_options: rows)

    with pytest.raises(CollectionError, match="private network"):
        open_collection(f"http://news.example:{site.server_port}/feed.xml")
    assert site.requests == []


def test_a_chinese_host_and_path_are_asked_for_as_servers_know_them(site, monkeypatch):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda h, *a, **o: rows if "example" in h else real(h, *a, **o)
    )
    site.answers["/%E6%B8%AF"] = answer(FEED)

    assert open_collection(f"http://新闻.example:{site.server_port}/港").count() == 1
    assert site.requests[0][1]["Host"] == f"xn--efvy88h.example:{site.server_port}"


def test_https_never_leads_to_http(monkeypatch):
    class Redirect:
        status = 302
        headers = {"Location": "http://news.example/"}

        def close(self):
            """Nothing is open."""

    monkeypatch.setattr(Visit, "_request", lambda *_arguments: Redirect())

    with pytest.raises(CollectionError, match="from https"):
        addresses.fetch_feed("https://news.example/feed.xml")


def test_a_host_is_looked_up_once_and_what_was_found_is_connected_to(site, monkeypatch):
    lookups = []

    def look_up(host, port, **options):
        lookups.append(host)
        ip = "127.0.0.1" if len(lookups) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    real = socket.getaddrinfo

    def patched(host, port, *arguments, **options):
        return (
            look_up(host, port)
            if host == "news.example"
            else real(host, port, *arguments, **options)
        )

    monkeypatch.setattr(socket, "getaddrinfo", patched)
    site.answers["/feed.xml"] = answer(FEED)

    assert open_collection(f"http://news.example:{site.server_port}/feed.xml").count() == 1
    assert lookups == ["news.example"]
    assert site.requests[0][1]["Host"] == f"news.example:{site.server_port}"
